"""The last writes of a verb sent as one message: the database then answers once and not once for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.sql import UpdateQuery

Then = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Write:
    """A statement with its values, and what is done with the cursor that holds its answer."""

    sql: str
    values: Sequence[Any]
    then: Then | None


_waiting: ContextVar[list[Write] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What `write` and `change` are given inside reaches the database in its order when the block ends.

    What reads or writes in other ways inside comes before it, so let `send` go first. SQLite has no way to go, takes
    one statement at a time and is asked at once. Nothing is sent when the block is left by an exception.
    """
    if connection.vendor != "postgresql" or _waiting.get() is not None:
        yield
        return
    token = _waiting.set([])
    try:
        yield
        send()
    finally:
        _waiting.reset(token)


def write(sql: str, values: Sequence[Any], then: Then | None = None) -> None:
    """Run one statement, or keep it for the end of the block of `together`."""
    waiting = _waiting.get()
    if waiting is None:
        _send([Write(sql, values, then)])
    else:
        waiting.append(Write(sql, values, then))


def change(rows: models.QuerySet[Any], changes: dict[str, Any]) -> None:
    """Update `rows`."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    write(*query.get_compiler(connection.alias).as_sql())


def send() -> None:
    """Let what waits reach the database now."""
    waiting = _waiting.get()
    if waiting:
        writes = list(waiting)
        waiting.clear()
        _send(writes)


def _send(writes: Sequence[Write]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(w.sql for w in writes), [value for w in writes for value in w.values])
        for n, each in enumerate(writes):
            if n:
                cursor.nextset()
            if each.then is not None:
                each.then(cursor)
