"""The register of all streams: which row each belongs to, and the head of its chain as that row knows it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from motcua.accounts.models import Account
from motcua.catalogue.models import Procedure
from motcua.dossiers.models import Dossier
from motcua.journal.models import Streamed
from motcua.journal.verify import Stream
from motcua.offices.models import Agency
from motcua.shadows.models import Shadow

# The kind as exports name it, the table, and the column by which people know the row.
STREAMED: tuple[tuple[str, type[Streamed], str], ...] = (
    ("account", Account, "pk"),
    ("agency", Agency, "code"),
    ("procedure", Procedure, "code"),
    ("dossier", Dossier, "code"),
    ("shadow", Shadow, "pk"),
)
CHUNK = 2000  # rows of each table in memory at a time


def register() -> Iterator[Stream]:
    """Every row that has a stream, in order of stream; read piece by piece, so to be used inside one transaction.

    An account goes by its number: no name of a person stands in the register. So does a shadow: codes of other
    systems are theirs alone together with the system.
    """
    return heapq.merge(*(_rows(*table) for table in STREAMED), key=lambda stream: stream.stream)


def sample(most: int) -> list[Stream]:
    """At most so many of each kind, the newest, in order of stream: for a quick look."""
    newest = (row for kind, model, column in STREAMED for row in _streams(kind, _values(model, "-pk", column)[:most]))
    return sorted(newest, key=lambda stream: stream.stream)


def _rows(kind: str, model: type[Streamed], column: str) -> Iterator[Stream]:
    return _streams(kind, _values(model, "stream", column).iterator(chunk_size=CHUNK))


def _values(model: type[Streamed], order: str, column: str) -> QuerySet[Streamed, tuple[Any, ...]]:
    return model._default_manager.order_by(order).values_list("stream", column, "chain_n", "chain_hash")


def _streams(kind: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Stream]:
    for stream, code, n, digest in rows:
        yield Stream(stream=str(stream), kind=kind, code=str(code), n=n, digest=digest)


def heads() -> Iterator[tuple[str, int, str]]:
    """The head of every chain, in order of stream, as an anchor takes them."""
    return ((row.stream, row.n, row.digest) for row in register() if row.n)
