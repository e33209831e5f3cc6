"""Linked groups: which procedures one declaration covers, and whose result each needs."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_limit_cases'),
        ('offices', '0007_assistance'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkedGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=300)),
                ('decision', models.CharField(max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['code', 'valid_from', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='linked_group_open_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='linked_group_dates'), models.CheckConstraint(condition=models.Q(('decision', ''), _negated=True), name='linked_group_is_decided')],
            },
        ),
        migrations.CreateModel(
            name='LinkedMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('after', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.agency')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='catalogue.linkedgroup')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.procedure')),
            ],
            options={
                'ordering': ['group_id', 'n'],
                'constraints': [models.UniqueConstraint(fields=('group', 'n'), name='linked_member_n'), models.UniqueConstraint(fields=('group', 'procedure'), name='linked_member_once'), models.CheckConstraint(condition=models.Q(('after__isnull', True), models.Q(('after', models.F('n')), _negated=True), _connector='OR'), name='linked_member_waits_for_another')],
            },
        ),
    ]
