"""Work of a division inside an agency, and places that name one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0008_tax_office'),
        ('workflow', '0013_variants'),
    ]

    operations = [
        migrations.AddField(
            model_name='workitem',
            name='unit',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offices.unit'),
        ),
        migrations.AlterField(
            model_name='step',
            name='at',
            field=models.CharField(max_length=243),
        ),
    ]
