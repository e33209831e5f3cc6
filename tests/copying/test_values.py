"""Values that are sent as they are: the database would have got the same through Django."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import connection, models

from motcua.copying.values import plain

SAMPLES = {
    bool: True,
    int: 7,
    str: "Phạm Văn Đồng",
    datetime: datetime(2026, 11, 2, 8, tzinfo=UTC),
    date: date(2026, 11, 2),
    uuid.UUID: uuid.UUID("00000000-0000-0000-0000-000000000001"),
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("motcua.")]


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_is_sent_as_it_is_would_have_been_sent_so_by_django(model):
    for field in model._meta.concrete_fields:
        kept = plain(field, connection.vendor)
        if kept is not None:
            sent = field.get_db_prep_save(SAMPLES[kept], connection)
            assert isinstance(sent, kept) and sent == SAMPLES[kept], field  # psycopg names the size of a number


@pytest.mark.parametrize(
    "field", [models.JSONField(), models.DecimalField(max_digits=4, decimal_places=1), models.FileField()], ids=repr
)
def test_what_django_must_write_another_way_is_left_to_it(field):
    assert plain(field, "postgresql") is None


def test_moments_are_left_to_django_where_the_database_has_none():
    assert plain(models.DateTimeField(), "sqlite") is None
    assert plain(models.DateTimeField(), "postgresql") is datetime
