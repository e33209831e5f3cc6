"""What gives a limit and for which ways of handing in it is; the grounds on which a limit may stand."""

import django.db.models.deletion
from django.db import migrations, models


def say_where_limits_come_from(apps, schema_editor):
    """Versions whose limit came with the supplement have kept its source in what was published."""
    rows = apps.get_model("catalogue", "ProcedureVersion").objects.filter(published__limit__basis="supplement")
    found = []
    for row in rows.only("pk", "published").iterator(chunk_size=200):
        source = row.published["limit"].get("source")
        if isinstance(source, str) and source.strip():
            row.limit_basis = " ".join(source.split())[:500]
            found.append(row)
    apps.get_model("catalogue", "ProcedureVersion").objects.bulk_update(found, ["limit_basis"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_result_of'),
    ]

    operations = [
        migrations.AddField(
            model_name='limitcase',
            name='limit_basis',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='limitcase',
            name='limit_channels',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='limit_basis',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='procedureversion',
            name='limit_channels',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunPython(say_where_limits_come_from, migrations.RunPython.noop),
        migrations.CreateModel(
            name='HoldGround',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=300)),
                ('basis', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('financial', 'financial'), ('other', 'other')], max_length=12)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hold_grounds', to='catalogue.procedureversion')),
            ],
            options={
                'ordering': ['version_id', 'n'],
                'constraints': [models.UniqueConstraint(fields=('version', 'n'), name='hold_ground_n'), models.CheckConstraint(condition=models.Q(('n__gte', 1)), name='hold_ground_counts_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('basis', ''), _negated=True)), name='hold_ground_is_cited')],
            },
        ),
    ]
