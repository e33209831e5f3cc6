"""The levels of government with their dates (Law on organisation of local government; two levels since 1 July 2025)."""

from datetime import date

from django.db import migrations

LEVELS = [
    ("ministry", "Cấp bộ", date(1945, 9, 2), None),
    ("province", "Cấp tỉnh", date(1945, 9, 2), None),
    ("district", "Cấp huyện", date(1945, 9, 2), date(2025, 7, 1)),
    ("commune", "Cấp xã", date(1945, 9, 2), None),
]


def enter(apps, schema_editor):
    Level = apps.get_model("offices", "Level")
    Level.objects.bulk_create(Level(code=c, name=n, valid_from=f, valid_to=t) for c, n, f, t in LEVELS)
    apps.get_model("offices", "Edition").objects.create(name="offices", n=1)


def take_out(apps, schema_editor):
    apps.get_model("offices", "Level").objects.all().delete()
    apps.get_model("offices", "Edition").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]
    operations = [migrations.RunPython(enter, take_out)]
