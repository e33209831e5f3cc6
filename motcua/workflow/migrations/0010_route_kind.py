"""Work that finds the agency which decides, beside the process."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0009_asked'),
    ]

    operations = [
        migrations.AlterField(
            model_name='step',
            name='kind',
            field=models.CharField(choices=[('receive', 'receive'), ('process', 'process'), ('review', 'review'), ('approve', 'approve'), ('sign', 'sign'), ('issue', 'issue'), ('return', 'return'), ('consult', 'consult'), ('supplement', 'supplement'), ('route', 'route')], max_length=10),
        ),
    ]
