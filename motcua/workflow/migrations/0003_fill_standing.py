"""Let open work say of its dossier what the dossier's own columns say: new columns, old rows."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

COLUMNS = ("status", "runs_to", "late_from", "short")


def fill(apps, schema_editor):
    WorkItem, Dossier = apps.get_model("workflow", "WorkItem"), apps.get_model("dossiers", "Dossier")
    dossier = Dossier.objects.filter(pk=OuterRef("dossier_id"))
    told = {name: Subquery(dossier.values(name)) for name in COLUMNS}
    WorkItem.objects.filter(closed_at__isnull=True).update(**told)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0002_standing"), ("dossiers", "0008_fill_standing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
