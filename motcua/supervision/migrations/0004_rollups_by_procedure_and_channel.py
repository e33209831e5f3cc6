"""Rollups by procedure and by channel beside those by field.

Rollups that are there do not divide by them, so facts and rollups are thrown away, and the worker reads the journal
again from its beginning. Until it has, pages say that there are no figures yet. So it is on the way back, too.
"""

from django.db import migrations, models

BY = [("f", "Field"), ("p", "Procedure"), ("c", "Channel")]


def read_again(apps, schema_editor):
    for name in ("Fact", "Rollup", "Heading"):
        apps.get_model("supervision", name).objects.all().delete()
    apps.get_model("supervision", "Progress").objects.update(through=0, at=None)
    if schema_editor.connection.vendor == "postgresql":  # what waits for the commit would stop the next alteration
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_letters_levels_and_boundaries")]

    operations = [
        migrations.RunPython(read_again, migrations.RunPython.noop),
        migrations.RemoveConstraint("heading", "heading_once"),
        migrations.RemoveConstraint("rollup", "rollup_once"),
        migrations.AlterField("heading", "field", models.CharField(max_length=200, blank=True)),
        migrations.AddField("heading", "procedure", models.CharField(max_length=40, blank=True, default="")),
        migrations.AddField("heading", "channel", models.CharField(max_length=10, blank=True, default="")),
        migrations.AddField("rollup", "by", models.CharField(max_length=1, choices=BY, default="f")),
        migrations.AddConstraint(
            "heading",
            models.UniqueConstraint(fields=["agency", "field", "procedure", "channel"], name="heading_once"),
        ),
        migrations.AddConstraint(
            "rollup", models.UniqueConstraint(fields=["by", "grain", "start", "heading"], name="rollup_once")
        ),
        migrations.RunPython(migrations.RunPython.noop, read_again),
    ]
