"""The due moment that an older system promised."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0012_transfers'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='promised_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
