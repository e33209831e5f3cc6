"""The writes of new rows: a few by a statement that is built once, or thousands by one COPY for each table.

Nothing is checked but by the database, and no signal is sent: the house has none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db import connection, models
from django.db.models.fields.json import JSONField

from .together import write
from .values import plain

BATCH = 400  # rows of one INSERT in SQLite
MOST_VALUES = 30_000  # of one statement, in either database


def add(rows: Sequence[models.Model], *, unless_there: bool = False) -> None:
    """Insert a few new rows of one table in one statement; each then knows its key, unless it had one already.

    `unless_there` passes over what some constraint forbids; then nobody knows which rows came in. Inside `together`
    the rows know their keys when its block has ended.
    """
    if not rows:
        return
    known = rows[0].pk is not None
    into = _into(type(rows[0]), known, connection.vendor)
    for row in rows:
        # What Django's own inserts do: the keys of rows that were new when they were named.
        row._prepare_related_fields_for_save(operation_name="add")  # type: ignore[attr-defined]
    at_once = MOST_VALUES // len(into.columns)
    for first in range(0, len(rows), at_once):
        some = rows[first : first + at_once]
        values = [v for row in some for v in into.values(row)]
        write(_statement(into, len(some), unless_there), values, partial(_added, some, known or unless_there))


def _added(rows: Sequence[models.Model], silent: bool, cursor: Any) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    for row, key in zip(rows, [] if silent else [key for (key,) in cursor.fetchall()], strict=False):
        row.pk = key


@dataclass(frozen=True)
class Into:
    """A table as rows are put into it: its columns, and how each value of a row becomes what the database takes."""

    table: str
    key: str
    columns: tuple[str, ...]
    readers: tuple[tuple[str, type | None, Callable[[Any, Any], Any]], ...]
    returning: bool

    def values(self, row: models.Model) -> list[Any]:
        """The values of a row, in the order of the columns."""
        held, to = row.__dict__, connection
        return [
            value if (value := held[name]) is None or type(value) is plain else read(value, to)
            for name, plain, read in self.readers
        ]


@lru_cache
def _into(model: type[models.Model], known: bool, vendor: str) -> Into:
    fields = [f for f in model._meta.concrete_fields if known or not f.primary_key]
    name = connection.ops.quote_name
    return Into(
        table=name(model._meta.db_table),
        key=name(model._meta.pk.column or ""),
        columns=tuple(name(f.column or "") for f in fields),
        readers=tuple((f.attname, plain(f, vendor), f.get_db_prep_save) for f in fields),
        returning=not known,
    )


@lru_cache(maxsize=512)
def _statement(into: Into, count: int, unless_there: bool) -> str:
    marks = f"({', '.join(['%s'] * len(into.columns))})"
    sql = f"INSERT INTO {into.table} ({', '.join(into.columns)}) VALUES {', '.join([marks] * count)}"  # noqa: S608
    if unless_there:
        return sql + " ON CONFLICT DO NOTHING"
    return f"{sql} RETURNING {into.key}" if into.returning else sql


def insert(rows: Sequence[models.Model], *, numbered: bool = False) -> None:
    """Insert thousands of new rows of one table. With `numbered` each then knows its key, in the order of the rows."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
        return
    if numbered:
        for row, key in zip(rows, _next_keys(type(rows[0]), len(rows)), strict=True):
            row.pk = key
    _copy(rows)


def insert_values(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert thousands of rows given as their values alone: plain texts and numbers, in the order of `columns`."""
    name = connection.ops.quote_name
    into = f"{name(model._meta.db_table)} ({', '.join(map(name, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 - names of our own tables


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
