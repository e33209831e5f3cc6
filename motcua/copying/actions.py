"""The writes of whoever has thousands of new rows at once: one COPY or a few INSERTs for each table."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.fields.json import JSONField

BATCH = 400  # rows of one INSERT in SQLite


def insert(rows: Sequence[models.Model], *, numbered: bool = False) -> None:
    """Insert new rows of one table, in the caller's transaction. With `numbered` each row then knows its key.

    Nothing is checked but by the database, and no signal is sent. The keys stand in the order of the rows.
    """
    if not rows:
        return
    if connection.vendor != "postgresql":
        type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
        return
    if numbered:
        for row, key in zip(rows, _next_keys(type(rows[0]), len(rows)), strict=True):
            row.pk = key
    _copy(rows)


def _next_keys(model: type[models.Model], count: int) -> list[int]:
    """So many keys of a table that nobody else will get, in order."""
    key = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, key.column, count],
        )
        return sorted(found for (found,) in cursor.fetchall())


def _copy(rows: Sequence[models.Model]) -> None:
    model = type(rows[0])
    known = rows[0].pk is not None
    fields = [f for f in model._meta.concrete_fields if known or not f.primary_key]
    columns = ", ".join(connection.ops.quote_name(f.column or "") for f in fields)
    names = [f.attname for f in fields]
    as_text = _texts(model, known)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            held = row.__dict__
            values = [held[name] for name in names]
            for i, said in as_text:
                values[i] = said(values[i])
            copy.write_row(values)


@lru_cache
def _texts(model: type[models.Model], known: bool) -> Sequence[tuple[int, Callable[[Any], Any]]]:
    """The columns that PostgreSQL takes in another shape than a row holds: JSON as its text."""
    fields = [f for f in model._meta.concrete_fields if known or not f.primary_key]
    return [(i, _json) for i, f in enumerate(fields) if isinstance(f, JSONField)]


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value)
