"""Lists and counts that every page asks for, their statements built once for each number of values in their lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, models

Value = int | str | date | datetime
Given = Value | list[int] | list[str]
Shape = tuple[tuple[type, int | None], ...]  # of each value: the length of a list, None for one value
FIRST = 2_000_000_000  # stand-ins for numbers: within what any key or number of ours may be, and no constant of a query


class Shaped:
    """A query of columns (`values`), with its values as parameters: each is one value or a list.

    The first use with lists of some length builds the statement with stand-ins and finds out where they went; what else
    the statement holds stays as it was built. So the query must not look at its values, and ask for no moment of now.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._built: dict[tuple[str, Shape], _Statement] = {}

    def rows(self, *values: Given) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        return self._statement(values).rows(_flat(values))

    def count(self, *values: Given) -> int:
        """How many rows there are."""
        return self._statement(values).count(_flat(values))

    def _statement(self, values: Sequence[Given]) -> _Statement:
        shape = tuple((type(v[0]) if v else int, len(v)) if isinstance(v, list) else (type(v), None) for v in values)
        key = (connection.vendor, shape)
        if key not in self._built:
            self._built[key] = _Statement.of(self._build, shape)
        return self._built[key]


def _flat(values: Sequence[Given]) -> list[Value]:
    flat: list[Value] = []
    for value in values:
        flat += value if isinstance(value, list) else [value]
    return flat


@dataclass(frozen=True)
class _Statement:
    sql: str
    names: Sequence[str]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]
    given: Sequence[Any]
    places: Sequence[Sequence[int]]  # of each value

    @classmethod
    def of(cls, build: Callable[..., models.QuerySet[Any, Any]], shape: Shape) -> _Statement:
        """The statement for lists of these lengths."""
        stand_ins = [_stand_in(kind, n) for n, kind in enumerate(k for k, length in shape for _ in _each(length))]
        rest = iter(stand_ins)
        query = build(
            *(next(rest) if length is None else [next(rest) for _ in range(length)] for _, length in shape)
        ).query
        compiler = query.get_compiler(connection.alias)
        sql, given = compiler.as_sql()
        columns: list[Any] = [column for column, _, _ in compiler.select]
        sent = [_sent(value) for value in stand_ins]
        places = [[i for i, one in enumerate(given) if one == value] for value in sent]
        assert all(places), f"a value is nowhere in {sql}"
        return cls(
            sql=sql,
            names=list(query.selected or ()),
            converters=[(i, *each) for i, each in compiler.get_converters(columns).items()],
            given=given,
            places=places,
        )

    def _values(self, values: Sequence[Value]) -> list[Any]:
        given = list(self.given)
        for places, value in zip(self.places, values, strict=True):
            for place in places:
                given[place] = _sent(value)
        return given

    def rows(self, values: Sequence[Value]) -> list[dict[str, Any]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._values(values))
            return [self._row(list(found)) for found in cursor.fetchall()]

    def _row(self, found: list[Any]) -> dict[str, Any]:
        for i, converters, expression in self.converters:
            for convert in converters:
                found[i] = convert(found[i], expression, connection)
        return dict(zip(self.names, found, strict=True))

    def count(self, values: Sequence[Value]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self.sql}) found", self._values(values))  # noqa: S608 - built here
            (counted,) = cursor.fetchone()
        return int(counted)


def _each(length: int | None) -> range:
    return range(1 if length is None else length)


def _stand_in(kind: type, n: int) -> Value:
    if kind is datetime:
        return datetime(1, 1, 2, tzinfo=UTC) + timedelta(seconds=n)
    if kind is date:
        return date(1, 1, 2) + timedelta(days=n)
    return FIRST + n if kind is int else f"value {n}"


def _sent(value: Value) -> Any:
    """The value as this database is sent it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
