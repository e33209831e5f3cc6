"""Statements that every verb needs, built once for a process: building one costs more than running it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import connection, models

from .together import write

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """A query whose values alone change from one time to the next. Its rows are as Django would read them."""

    sql: str
    model: type[Row]
    names: Sequence[str]
    beside: Sequence[tuple[str, int]]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]

    def rows(self, values: Sequence[Any]) -> list[Row]:
        """What the query finds for these values, given in the order in which its statement names them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return [self._row(list(found)) for found in cursor.fetchall()]

    def _row(self, found: list[Any]) -> Row:
        for i, converters, expression in self.converters:
            for convert in converters:
                found[i] = convert(found[i], expression, connection)
        row = self.model.from_db(connection.alias, self.names, found[: len(self.names)])
        for name, i in self.beside:
            setattr(row, name, found[i])
        return row


def reading(query: models.QuerySet[Row]) -> Reading[Row]:
    """`query` built for the database of this process. Its columns are those of one table, and annotations."""
    compiler = query.query.get_compiler(connection.alias)
    sql, _ = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select]
    assert compiler.klass_info is not None and not compiler.klass_info.get("related_klass_infos")
    own = compiler.klass_info["select_fields"]
    assert list(own) == list(range(len(own)))
    return Reading(
        sql=sql,
        model=query.model,
        names=[columns[i].target.attname for i in own],
        beside=list((compiler.annotation_col_map or {}).items()),
        converters=[(i, *found) for i, found in compiler.get_converters(columns).items()],
    )


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
    values = [field.get_db_prep_save(v, connection) for field, v in zip(changed, changes.values(), strict=True)]
    for field, value in zip(asked, where.values(), strict=True):
        for one in value if isinstance(value, list) else [] if value is None else [value]:
            values.append(field.get_db_prep_value(one, connection))
    write(sql, values, None if then is None else lambda cursor: then(cursor.rowcount))


@lru_cache(maxsize=512)
def _update(
    model: type[models.Model], changed: tuple[str, ...], where: tuple[tuple[str, int], ...], vendor: str
) -> tuple[str, Sequence[Any], Sequence[Any]]:
    """The statement, the fields that it changes and the fields that it asks."""
    field: Callable[[str], Any] = model._meta.get_field
    name = connection.ops.quote_name
    puts = ", ".join(f"{name(field(of).column)} = %s" for of in changed)
    asks = " AND ".join(name(field(of).column) + _asks(kind) for of, kind in where)
    sql = f"UPDATE {name(model._meta.db_table)} SET {puts} WHERE {asks}"  # noqa: S608 - names of our own tables
    return sql, [field(of) for of in changed], [field(of) for of, _ in where]


def _asks(kind: int) -> str:
    if kind < 0:
        return " IS NULL"
    return f" IN ({', '.join(['%s'] * kind)})" if kind else " = %s"
