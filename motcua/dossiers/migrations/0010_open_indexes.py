"""Indexes of what is open, so that the lists of an agency that ended many dossiers begin at the few that run."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_limit_cases'),
        ('dossiers', '0009_joins'),
        ('offices', '0007_assistance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('status__in', [5, 6, 9])), fields=['receiving', 'status'], name='dossier_receiving_beyond'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('runs_to__isnull', False)), fields=['competent', 'runs_to'], name='dossier_competent_runs'),
        ),
    ]
