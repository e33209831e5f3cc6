"""What agencies were asked in a period is found without looking at all work."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0011_declarations'),
        ('offices', '0008_tax_office'),
        ('workflow', '0008_places_and_needs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='workitem',
            index=models.Index(condition=models.Q(('kind', 'consult')), fields=['opened_at'], name='work_item_asked'),
        ),
    ]
