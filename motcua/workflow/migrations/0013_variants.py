"""A procedure may have a process for one agency beside the one that all have. Goes back as long as none does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_publishing_decisions'),
        ('offices', '0008_tax_office'),
        ('workflow', '0012_opinions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='process',
            name='process_of_procedure_or_level',
        ),
        migrations.AddField(
            model_name='process',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.agency'),
        ),
        migrations.AlterField(
            model_name='process',
            name='procedure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='catalogue.procedure'),
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', True), ('level__isnull', False), ('procedure__isnull', True)), models.Q(('level__isnull', True), ('procedure__isnull', False)), _connector='OR'), name='process_of_procedure_or_level'),
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=models.UniqueConstraint(condition=models.Q(('agency__isnull', True), ('procedure__isnull', False)), fields=('procedure',), name='process_procedure_once'),
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=models.UniqueConstraint(fields=('procedure', 'agency'), name='process_variant_once'),
        ),
    ]
