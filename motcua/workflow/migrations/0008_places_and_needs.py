"""Steps at agencies by their code, and what who does a step owes; a code needs more letters than a place did."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0007_turns'),
    ]

    operations = [
        migrations.AddField(
            model_name='step',
            name='needs',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name='step',
            name='at',
            field=models.CharField(max_length=42),
        ),
        migrations.AlterField(
            model_name='step',
            name='kind',
            field=models.CharField(choices=[('receive', 'receive'), ('process', 'process'), ('review', 'review'), ('approve', 'approve'), ('sign', 'sign'), ('issue', 'issue'), ('return', 'return'), ('consult', 'consult'), ('supplement', 'supplement')], max_length=10),
        ),
    ]
