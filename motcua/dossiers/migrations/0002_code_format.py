"""How dossier codes look today; the joint rule announced by NĐ 309/2026 Điều 12 will be another row."""

from datetime import date

from django.db import migrations


def enter(apps, schema_editor):
    apps.get_model("dossiers", "CodeFormat").objects.create(
        valid_from=date(2018, 6, 21), pattern="{agency}-{yymmdd}-{n:04d}",
        basis="Nghị định 118/2025/NĐ-CP Điều 28; Thông tư 01/2018/TT-VPCP Điều 19",
    )


def take_out(apps, schema_editor):
    apps.get_model("dossiers", "CodeFormat").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [migrations.RunPython(enter, take_out)]
