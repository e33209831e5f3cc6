
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0009_areas'),
        ('papers', '0004_a_register_is_read_in_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('asked', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField()),
                ('done', models.PositiveIntegerField(default=0)),
                ('moved_at', models.DateTimeField()),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('path', models.CharField(max_length=120)),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.agency')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['account', '-asked_at'], name='register_sheet_of'), models.Index(fields=['asked_at'], name='register_sheet_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='register_sheet_done'), models.CheckConstraint(condition=models.Q(('ready_at__isnull', True), ('done', models.F('total')), _connector='OR'), name='register_sheet_ready_is_whole')],
            },
        ),
    ]
