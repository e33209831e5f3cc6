"""Hours that ended only because later ones began have no end of their own: the later ones simply come on top."""

from django.db import migrations


def take_ends_away(apps, schema_editor):
    OfficeHours = apps.get_model("offices", "OfficeHours")
    for row in OfficeHours.objects.filter(valid_to__isnull=False):
        if OfficeHours.objects.filter(agency_id=row.agency_id, valid_from=row.valid_to).exists():
            OfficeHours.objects.filter(pk=row.pk).update(valid_to=None)


def put_ends_back(apps, schema_editor):
    OfficeHours = apps.get_model("offices", "OfficeHours")
    for row in OfficeHours.objects.filter(valid_to__isnull=True):
        later = OfficeHours.objects.filter(agency_id=row.agency_id, valid_from__gt=row.valid_from)
        following = later.order_by("valid_from").first()
        if following is not None:
            OfficeHours.objects.filter(pk=row.pk).update(valid_to=following.valid_from)


class Migration(migrations.Migration):
    dependencies = [("offices", "0004_calendar_changes")]
    operations = [migrations.RunPython(take_ends_away, put_ends_back)]
