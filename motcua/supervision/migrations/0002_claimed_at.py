"""From when a late entry counts as such: those that are there needed no second person, so from their record on."""

from django.db import migrations, models
from django.db.models import F


def counted_at_once(apps, schema_editor):
    apps.get_model("supervision", "Fact").objects.exclude(claimed="").update(claimed_at=F("known_to"))


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        migrations.AddField("fact", "claimed_at", models.DateTimeField(null=True)),
        migrations.RunPython(counted_at_once, migrations.RunPython.noop),
        migrations.AddIndex(
            "fact",
            models.Index(fields=["claimed_at"], name="fact_claimed", condition=models.Q(claimed_at__isnull=False)),
        ),
    ]
