"""All rows of all tables, out as JSON values and in again, the same for SQLite and PostgreSQL.

Left out is what makes itself anew or is worth nothing later: sessions, content types, counts of the last minutes.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import OperationalError, connection, models
from django.db.migrations.recorder import MigrationRecorder

from motcua.journal.rules import instant

LEFT_OUT_APPS = {"sessions", "contenttypes", "auth", "admin"}
LEFT_OUT = {"accounts.tally"}
SESSIONS = "django_session"
CHUNK = 2000  # rows in memory at a time
LOCK_WAIT = "800ms"  # less than the second after which PostgreSQL looks for deadlocks: it is always we who give way


class Busy(Exception):
    """Others are at work on the tables at this moment; try again."""


@dataclass(frozen=True)
class Table:
    """A table by the name of its model (`dossiers.dossier`) and its columns, as a backup names them."""

    name: str
    columns: tuple[str, ...]
    model: type[models.Model]

    @property
    def quoted(self) -> str:
        """Its name in SQL."""
        return connection.ops.quote_name(self.model._meta.db_table)


def all_tables() -> list[Table]:
    """Every table that belongs into a backup; those that others refer to come first."""
    return [
        Table(m._meta.label_lower, tuple(f.attname for f in m._meta.concrete_fields), m)
        for m in apps.get_models(include_auto_created=True)
        if m._meta.managed and m._meta.app_label not in LEFT_OUT_APPS and m._meta.label_lower not in LEFT_OUT
    ]


def migrations() -> list[list[str]]:
    """The migrations that made the tables what they are, in order of name."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted([app, name] for app, name in applied if app not in LEFT_OUT_APPS)


def keep(tables: Iterable[Table]) -> None:
    """The first statement of a view in which tables are read one after another: nobody may empty one meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(t.quoted for t in tables)} IN ACCESS SHARE MODE")


def rows(table: Table) -> Iterator[list[object]]:
    """The rows of a table in order of their key, as JSON takes them."""
    found = table.model._base_manager.order_by("pk").values_list(*table.columns)
    for row in found.iterator(chunk_size=CHUNK):
        yield [_plain(value) for value in row]


def _plain(value: object) -> object:
    match value:
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
        case None | bool() | int() | float() | str() | list() | dict():
            return value
    raise TypeError(f"a backup has no way to write a {type(value).__name__}")


def empty(tables: Sequence[Table]) -> None:
    """Delete every row and every session, inside the transaction that fills the tables again.

    Others wait until it ends. Raises `Busy` where PostgreSQL cannot have the tables at once.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join([SESSIONS, *(t.quoted for t in tables)])
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
            try:
                cursor.execute(f"TRUNCATE {names}")
            except OperationalError as error:
                raise Busy from error
            return
        for name in (SESSIONS, *(t.quoted for t in reversed(tables))):
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names of our own tables


def insert(table: Table, rows: Iterable[list[Any]]) -> None:
    """Put rows into a table as `rows` gave them."""
    fields = table.model._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    readers = [(i, read) for i, field in enumerate(fields) if (read := _reader(field))]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table.quoted} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(_read(row, readers))
        else:
            marks = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {table.quoted} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own tables
            cursor.executemany(sql, [_read(row, readers) for row in rows])


def _read(row: list[Any], readers: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    for i, read in readers:
        row[i] = read(row[i])
    return row


def _reader(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a JSON value becomes what the database takes for this column; None where it is that already.

    PostgreSQL reads everything from text. SQLite has Django's own ways to write, done here by hand: verbs wait.
    """
    if isinstance(field, models.JSONField):
        return _unless_none(json.dumps) if field.null else json.dumps  # None is the JSON null where NULL may not be
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return _unless_none(_moment_in_sqlite)
    if isinstance(field, models.UUIDField):
        return _unless_none(lambda value: value.replace("-", ""))
    if isinstance(field, models.DecimalField):
        return _unless_none(lambda value: field.get_db_prep_save(Decimal(value), connection))
    return None


def _unless_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _moment_in_sqlite(value: str) -> str:
    """2026-11-20T01:00:00.000000Z as 2026-11-20 01:00:00, with microseconds only where there are any."""
    fraction = value[20:26]
    return f"{value[:10]} {value[11:19]}" + (f".{fraction}" if fraction != "000000" else "")


def go_on_counting(tables: Iterable[Table]) -> None:
    """Let new rows be numbered after all that were there before and all that came.

    So no number that some process still has in memory comes to mean another row. SQLite sees to it by itself.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            if isinstance(table.model._meta.pk, models.AutoField):
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.quoted, table.model._meta.pk.column])
                sequence = cursor.fetchone()[0]
                last = f"(SELECT last_value FROM {sequence}), (SELECT max(id) FROM {table.quoted})"  # noqa: S608
                cursor.execute(f"SELECT setval(%s, greatest({last}))", [sequence])
