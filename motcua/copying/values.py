"""Which values of a field the database takes as they are: asking Django for each costs more than sending it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

PLAIN: list[tuple[type[models.Field[Any, Any]], type]] = [
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.CharField, str),
    (models.TextField, str),
]
NATIVE: list[tuple[type[models.Field[Any, Any]], type]] = [
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (models.UUIDField, UUID),
]


def plain(field: models.Field[Any, Any], vendor: str) -> type | None:
    """The type whose values this field hands to a database of this kind unchanged; None where Django must see each.

    PostgreSQL takes moments, days and UUIDs too; for SQLite Django writes them as texts.
    """
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    kinds = PLAIN + NATIVE if vendor == "postgresql" else PLAIN
    return next((kept for kind, kept in kinds if isinstance(field, kind)), None)
