"""Say of every open dossier whose clock runs how it stands to its limit: new columns, old rows."""

from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import migrations

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BATCH = 2000


def fill(apps, schema_editor):
    """As motcua.deadlines.standing had it when the columns came."""
    Dossier = apps.get_model("dossiers", "Dossier")
    open_ones = Dossier.objects.filter(
        due_at__isnull=False, finished_at__isnull=True, ended_at__isnull=True, voided_at__isnull=True
    )
    rows = open_ones.select_related("version", "case").only(
        "due_at", "case__limit_unit", "case__limit_amount", "version__limit_unit", "version__limit_amount"
    )
    found = rows.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        for row in batch:
            limit = row.case or row.version
            row.runs_to = row.due_at
            row.late_from = late_from(row.due_at, limit.limit_unit)
            row.short = is_short(limit.limit_unit, limit.limit_amount)
        Dossier.objects.bulk_update(batch, ["runs_to", "late_from", "short"], batch_size=500)


def late_from(due_at, unit):
    if unit == "working_hour":
        return due_at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    local = due_at.astimezone(VIETNAM)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def is_short(unit, amount):
    if unit == "same_day":
        return True
    hours = {"working_hour": 1, "working_day": 8}.get(unit)
    return hours is not None and amount is not None and amount * hours < 16


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_standing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
