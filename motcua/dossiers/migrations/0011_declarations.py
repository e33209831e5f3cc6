"""Declarations for linked procedures, and the dossiers that each brought into being."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_linked_groups'),
        ('dossiers', '0010_open_indexes'),
        ('offices', '0007_assistance'),
    ]

    operations = [
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('filed_at', models.DateTimeField()),
                ('appointment_at', models.DateTimeField(blank=True, null=True)),
                ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.agency')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='catalogue.linkedgroup')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LinkedDossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('after', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('at_once', 'AT_ONCE'), ('waiting', 'WAITING'), ('followed', 'FOLLOWED'), ('stranded', 'STRANDED')], max_length=9)),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='dossiers.declaration')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['declaration_id', 'n'],
            },
        ),
        migrations.AddIndex(
            model_name='declaration',
            index=models.Index(fields=['counter', 'filed_at'], name='declaration_counter_filed'),
        ),
        migrations.AddConstraint(
            model_name='linkeddossier',
            constraint=models.UniqueConstraint(fields=('declaration', 'n'), name='linked_dossier_n'),
        ),
        migrations.AddConstraint(
            model_name='linkeddossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after__isnull', True), ('state', 'at_once')), models.Q(('after__isnull', False), ('state__in', ['waiting', 'followed', 'stranded'])), _connector='OR'), name='linked_dossier_waits_for_one'),
        ),
    ]
