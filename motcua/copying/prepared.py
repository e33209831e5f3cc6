"""Statements that every verb needs, built once for a process: building one costs more than running it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, update_wrapper
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators  # what Django reads its own rows with

from .together import write
from .values import plain

Row = TypeVar("Row", bound=models.Model)
Other = TypeVar("Other", bound=models.Model)


class Prepared(Generic[Row]):
    """A query whose statement is built at its first use, with stand-ins for its values. Its rows are Django's.

    It is asked with its values, in the order in which its statement names them. Every parameter of the statement is a
    value that is given each time: a query holds no other constants.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Row]]) -> None:
        update_wrapper(self, build)
        self._build = build
        self._built: dict[str, _Reading[Row]] = {}

    def __call__(self, *values: Any) -> list[Row]:
        return self.reading().rows(values)

    def reading(self) -> _Reading[Row]:
        """The statement for the database of this process."""
        if connection.vendor not in self._built:
            self._built[connection.vendor] = _Reading.of(self._build())
        return self._built[connection.vendor]


query = Prepared


def in_turn(
    first: Prepared[Row], values: Sequence[Any], then: Prepared[Other], more: Sequence[Any]
) -> tuple[list[Row], list[Other]]:
    """The rows of two queries, asked one after the other in one message: the second sees what the first waited for.

    PostgreSQL takes a new look at the tables for each statement of a message; SQLite is asked twice.
    """
    one, two = first.reading(), then.reading()
    if connection.vendor != "postgresql":
        return one.rows(values), two.rows(more)
    with connection.cursor() as cursor:
        cursor.execute(f"{one.sql}; {two.sql}", [*one.given(values), *two.given(more)])
        found = one.read(cursor)
        cursor.nextset()
        return found, two.read(cursor)


@dataclass(frozen=True)
class _Reading(Generic[Row]):
    sql: str
    takes: int
    model: type[Row]
    names: Sequence[str]
    beside: Sequence[tuple[str, int]]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]
    populators: Sequence[Any]
    alias: str

    @classmethod
    def of(cls, found: models.QuerySet[Row]) -> _Reading[Row]:
        """The query built for the database of this process."""
        compiler = found.query.get_compiler(connection.alias)
        sql, values = compiler.as_sql()
        told: Any = compiler.klass_info
        columns: list[Any] = [column for column, _, _ in compiler.select]
        assert list(told["select_fields"]) == list(range(len(told["select_fields"])))
        return cls(
            sql=sql,
            takes=len(values),
            model=found.model,
            names=[columns[i].target.attname for i in told["select_fields"]],
            beside=list((compiler.annotation_col_map or {}).items()),
            converters=[(i, *each) for i, each in compiler.get_converters(columns).items()],
            populators=get_related_populators(told, compiler.select, connection.alias),  # type: ignore[call-arg]
            alias=connection.alias,
        )

    def rows(self, values: Sequence[Any]) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.given(values))
            return self.read(cursor)

    def given(self, values: Sequence[Any]) -> Sequence[Any]:
        """The values as the database takes them."""
        assert len(values) == self.takes, f"{self.takes} values, not {len(values)}: {self.sql}"
        if connection.features.has_native_uuid_field:
            return values
        return [value.hex if isinstance(value, UUID) else value for value in values]

    def read(self, cursor: Any) -> list[Row]:
        """The rows of the answer that the cursor holds."""
        return [self._row(list(found)) for found in cursor.fetchall()]

    def _row(self, found: list[Any]) -> Row:
        for i, converters, expression in self.converters:
            for convert in converters:
                found[i] = convert(found[i], expression, connection)
        row = self._made(found)
        for populator in self.populators:
            populator.populate(found, row)
        for name, i in self.beside:
            setattr(row, name, found[i])
        return row

    def _made(self, found: Sequence[Any]) -> Row:
        """What `from_db` makes, without asking each field by itself; fields that the query leaves out stay unread."""
        row = self.model.__new__(self.model)
        row._state = ModelState()
        row._state.adding, row._state.db = False, self.alias
        row.__dict__.update(zip(self.names, found, strict=False))
        return row


def change(
    model: type[models.Model],
    where: Mapping[str, Any],
    changes: Mapping[str, Any],
    then: Callable[[int], None] | None = None,
) -> None:
    """Update the rows of which all is so that `where` says: a value, None for none, or one of a list of values.

    Plain values only, by the names of fields. `then` is told how many rows there were.
    """
    kinds = tuple((name, len(v) if isinstance(v, list) else -1 if v is None else 0) for name, v in where.items())
    sql, changed, asked = _update(model, tuple(changes), kinds, connection.vendor)
    values = [
        v if v is None or type(v) is kept else field.get_db_prep_save(v, connection)
        for (field, kept), v in zip(changed, changes.values(), strict=True)
    ]
    for (field, kept), value in zip(asked, where.values(), strict=True):
        for one in value if isinstance(value, list) else [] if value is None else [value]:
            values.append(one if type(one) is kept else field.get_db_prep_value(one, connection))
    write(sql, values, None if then is None else lambda cursor: then(cursor.rowcount))


@lru_cache(maxsize=512)
def _update(
    model: type[models.Model], changed: tuple[str, ...], where: tuple[tuple[str, int], ...], vendor: str
) -> tuple[str, Sequence[tuple[Any, type | None]], Sequence[tuple[Any, type | None]]]:
    """The statement, the fields that it changes and the fields that it asks, each with the type sent as it is."""
    field: Callable[[str], Any] = model._meta.get_field
    name = connection.ops.quote_name
    puts = ", ".join(f"{name(field(of).column)} = %s" for of in changed)
    asks = " AND ".join(name(field(of).column) + _asks(kind) for of, kind in where)
    sql = f"UPDATE {name(model._meta.db_table)} SET {puts} WHERE {asks}"  # noqa: S608 - names of our own tables
    told = [(field(of), plain(field(of), vendor)) for of in (*changed, *(of for of, _ in where))]
    return sql, told[: len(changed)], told[len(changed) :]


def _asks(kind: int) -> str:
    if kind < 0:
        return " IS NULL"
    return f" IN ({', '.join(['%s'] * kind)})" if kind else " = %s"
