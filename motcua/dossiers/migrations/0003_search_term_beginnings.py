"""An index of search terms that answers beginnings in every collation of PostgreSQL; nothing changes in SQLite."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0002_code_format'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='searchterm',
            name='search_term_once',
        ),
        migrations.AddConstraint(
            model_name='searchterm',
            constraint=models.UniqueConstraint(fields=('term', 'dossier'), name='search_term_once', opclasses=['varchar_pattern_ops', 'int8_ops']),
        ),
    ]
