"""Reception regardless of boundary: how a dossier travels to the agency that decides, and who that is if unknown."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_limit_cases'),
        ('dossiers', '0011_declarations'),
        ('offices', '0007_assistance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='routed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='dossier',
            name='routing_by',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='dossier',
            name='transfer',
            field=models.CharField(blank=True, choices=[('electronic', 'electronic'), ('paper', 'paper')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='dossier',
            name='transfer_by',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='dossier',
            name='transferred_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('transfer', 'paper'), ('transferred_at__isnull', True)), fields=['competent', 'transfer_by'], name='dossier_travelling'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('routed_at__isnull', True), ('routing_by__isnull', False)), fields=['receiving', 'routing_by'], name='dossier_unrouted'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('transfer__in', ['electronic', 'paper'])), fields=['filed_at'], name='dossier_boundary_free'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('transfer_by__isnull', True), ('transfer', 'paper'), _connector='OR'), name='dossier_only_paper_travels'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('transferred_at__isnull', True), models.Q(('transfer', ''), _negated=True), _connector='OR'), name='dossier_transferred_is_transfer'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('routed_at__isnull', True), ('routing_by__isnull', False), _connector='OR'), name='dossier_routed_was_unknown'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('routing_by__isnull', True), ('routed_at__isnull', False), ('accepted_at__isnull', True), _connector='OR'), name='dossier_accepted_is_routed'),
        ),
    ]
