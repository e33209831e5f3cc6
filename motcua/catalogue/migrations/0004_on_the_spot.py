"""Procedures received, appraised, approved and returned at one place, by counter, with dates in force."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_linked_groups'),
        ('offices', '0008_tax_office'),
    ]

    operations = [
        migrations.CreateModel(
            name='OnTheSpot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='on_the_spot', to='offices.agency')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='on_the_spot', to='catalogue.procedure')),
            ],
            options={
                'ordering': ['procedure_id', 'counter_id', 'valid_from'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('procedure', 'counter'), name='on_the_spot_open_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='on_the_spot_dates'), models.CheckConstraint(condition=models.Q(('decision', ''), _negated=True), name='on_the_spot_is_decided')],
            },
        ),
    ]
