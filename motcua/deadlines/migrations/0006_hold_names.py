"""The ground of a hold as the procedure publishes it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0005_case_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='hold',
            name='name',
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
