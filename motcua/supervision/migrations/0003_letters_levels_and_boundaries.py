"""What form 07a counts by: letters of apology, the class of online services, and reception regardless of boundary.

Facts are derived from the journal: those that are there do not know it, so they are thrown away, and the worker reads
the journal again from its beginning. Until it has, pages say that there are no figures yet.
"""

from django.db import migrations, models

SUMMED = ("online_full", "online_partial", "crossed", "late_apologised", "overdue_apologised")


def read_again(apps, schema_editor):
    for name in ("Fact", "Rollup", "Heading"):
        apps.get_model("supervision", name).objects.all().delete()
    apps.get_model("supervision", "Progress").objects.update(through=0, at=None)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_claimed_at")]

    operations = [
        migrations.AddField("fact", "level", models.CharField(max_length=10, blank=True, default=""), False),
        migrations.AddField("fact", "crossed", models.BooleanField(default=False)),
        migrations.AddField("fact", "apologised", models.BooleanField(default=False)),
        *(migrations.AddField("rollup", name, models.IntegerField(default=0)) for name in SUMMED),
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
