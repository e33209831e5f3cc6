"""The table of shadows."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0006_result_of'),
        ('offices', '0009_areas'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Shadow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('chain_n', models.PositiveIntegerField(default=0)),
                ('chain_hash', models.CharField(blank=True, default='', max_length=64)),
                ('system', models.CharField(max_length=40)),
                ('foreign_code', models.CharField(max_length=64)),
                ('appointment_at', models.DateTimeField(blank=True, null=True)),
                ('applicant', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('noted', 'noted'), ('received', 'received'), ('supplement', 'supplement'), ('result', 'result'), ('returned', 'returned'), ('ended', 'ended')], default='noted', max_length=10)),
                ('state_at', models.DateTimeField()),
                ('noted_at', models.DateTimeField()),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=500)),
                ('counter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='shadows', to='offices.agency')),
                ('noted_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shadows', to='catalogue.procedureversion')),
            ],
            options={
                'indexes': [models.Index(fields=['counter', '-noted_at'], name='shadow_counter_noted'), models.Index(condition=models.Q(('voided_at__isnull', True), models.Q(('state__in', ['ended', 'returned']), _negated=True)), fields=['counter', 'appointment_at'], name='shadow_counter_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('foreign_code', 'system'), name='shadow_once_a_system'), models.CheckConstraint(condition=models.Q(models.Q(('foreign_code', ''), _negated=True), models.Q(('system', ''), _negated=True)), name='shadow_has_code_and_system'), models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at__isnull', True)), models.Q(('voided_at__gte', models.F('noted_at')), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='shadow_void_has_reason')],
            },
        ),
    ]
