"""Which papers are results of other procedures."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_publishing_decisions'),
    ]

    operations = [
        migrations.AddField(
            model_name='component',
            name='result_of',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddIndex(
            model_name='component',
            index=models.Index(condition=models.Q(('result_of', ''), _negated=True), fields=['result_of'], name='component_result_of'),
        ),
    ]
