"""What outcomes demand beside what a step owes needs more letters."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0010_route_kind'),
    ]

    operations = [
        migrations.AlterField(
            model_name='step',
            name='needs',
            field=models.CharField(blank=True, max_length=2000),
        ),
    ]
