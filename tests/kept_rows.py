"""Rows that many tests begin with: written once by the real actions, and put back as they were from then on."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

Made = TypeVar("Made")
Table = dict[tuple[Any, ...], tuple[Any, ...]]


class Kept(Generic[Made]):
    """What `make` writes and returns. Where `fits()` says no, as in a database that holds more, it is made anew."""

    def __init__(self, make: Callable[[], Made], *, fits: Callable[[], bool]) -> None:
        self._make, self._fits = make, fits
        self._made: Made | None = None
        self._new: dict[type[models.Model], list[tuple[Any, ...]]] = {}
        self._changed: dict[type[models.Model], list[tuple[Any, ...]]] = {}

    def put(self) -> Made:
        """The same rows with the same numbers in the database of this test; objects of its own for this test."""
        if not self._fits():
            return self._make()
        if self._made is None:
            before = _tables()
            self._made = self._make()
            for model, rows in _tables().items():
                was = before[model]
                self._new[model] = [row for key, row in rows.items() if key not in was]
                self._changed[model] = [row for key, row in rows.items() if was.get(key, row) != row]
        else:
            self._put_back()
        return deepcopy(self._made)

    def _put_back(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for model, rows in self._changed.items():
                for row in rows:
                    cursor.execute(f"DELETE FROM {_name(model)} WHERE {_key(model)} = %s", [row[0]])
            for model in self._new:
                if rows := self._new[model] + self._changed[model]:
                    columns = ", ".join(connection.ops.quote_name(f.column) for f in _columns(model))
                    places = ", ".join(["(" + ", ".join(["%s"] * len(rows[0])) + ")"] * len(rows))
                    values = [value for row in rows for value in row]
                    cursor.execute(f"INSERT INTO {_name(model)} ({columns}) VALUES {places}", values)
            filled = [model for model, rows in self._new.items() if rows]
            if numbers := connection.ops.sequence_reset_sql(no_style(), filled):
                cursor.execute("; ".join(sql.rstrip(";") for sql in numbers))


def _tables() -> dict[type[models.Model], Table]:
    """Every row of every table as the driver gives it, by its key."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                columns = ", ".join(connection.ops.quote_name(f.column) for f in _columns(model))
                cursor.execute(f"SELECT {columns} FROM {_name(model)}")
                found[model] = {row[0]: row for row in cursor.fetchall()}
    return found


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a table, its key first."""
    fields = [f for f in model._meta.concrete_fields if f.column]
    return sorted(fields, key=lambda f: not f.primary_key)


def _name(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _key(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return connection.ops.quote_name(model._meta.pk.column)
