"""The electronic declaration of a procedure version: drafts and published editions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_limit_sources_and_hold_grounds'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcedureForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('saved', models.PositiveIntegerField(default=1)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forms', to='catalogue.procedureversion')),
            ],
            options={
                'ordering': ['version_id', 'n'],
                'constraints': [models.UniqueConstraint(fields=('version', 'n'), name='procedure_form_n'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('version',), name='procedure_form_one_draft'), models.CheckConstraint(condition=models.Q(('n__gte', 1)), name='procedure_form_counts_from_one')],
            },
        ),
    ]
