"""Long reads of the journal: one view of the database, and everything in it as records for checking and export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.models import QuerySet

from .models import Anchor, Event
from .rules import event_text, instant
from .verify import Anchored, Link, Record, Stream

CHUNK = 2000  # rows in memory at a time
MOMENTS = psycopg.adapters.get_loader(psycopg.postgres.types["timestamptz"].oid, psycopg.pq.Format.TEXT)
TEXT = psycopg.adapters.get_loader(psycopg.postgres.types["text"].oid, psycopg.pq.Format.TEXT)


@contextmanager
def one_view() -> Iterator[None]:
    """Let all reads inside see the database as of one moment, while others go on writing.

    Inside a transaction of the caller it is that transaction's view, whatever it is.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # Django's own would be IMMEDIATE and keep all writers out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def records(register: Iterable[Stream]) -> Iterator[Record]:
    """The whole journal in the order in which it is checked and exported; inside `one_view`.

    `register` names every row that has a stream, in order of stream. An event whose row is not among them comes
    where its stream would be.
    """
    yield from anchors()
    yield from with_events(register, events())


def anchors() -> Iterator[Anchored]:
    """All anchors in order."""
    for a in Anchor.objects.order_by("n").iterator(chunk_size=CHUNK):
        yield Anchored(
            n=a.n,
            through=a.through,
            streams=a.streams,
            root=a.root,
            previous=a.previous,
            hashed={
                "n": a.n,
                "at": instant(a.at),
                "through": a.through,
                "streams": a.streams,
                "root": a.root,
                "previous": a.previous,
            },
            digest=a.digest,
        )


EVENT = ("pk", "stream", "n", "kind", "by", "happened_at", "recorded_at", "origin", "facts", "payload_digest")
CHAIN = ("previous", "digest", "payload__salt", "payload__body", "payload__erased_at")


def events(streams: Collection[str] | None = None) -> Iterator[Link]:
    """All events, or those of `streams` (of none: none), in order of stream and number, with their payloads.

    Rows come as the driver gives them: Django would spend three quarters of the time of a verification on converting
    them. SQLite gives a UUID without dashes and a moment without its zone, which is UTC.
    """
    if streams is not None and not streams:
        return  # Django knows no statement for it
    chosen = Event.objects.all() if streams is None else Event.objects.filter(stream__in=streams)
    rows = chosen.order_by("stream", "n").values_list(*EVENT, *CHAIN)
    for (
        pk,
        stream,
        n,
        kind,
        by,
        happened,
        recorded,
        origin,
        facts,
        payload,
        previous,
        digest,
        salt,
        body,
        erased,
    ) in as_driven(rows):
        name, at = _dashed(stream), _instant(recorded)
        text = event_text(
            stream=name,
            n=n,
            kind=kind,
            by=by,
            happened_at=at if happened == recorded else _instant(happened),
            recorded_at=at,
            origin=origin,
            facts=facts,
            payload=payload,
            previous=previous,
        )
        yield Link(pk, name, n, previous, payload, text, digest, salt, body, erased is not None)


def as_driven(rows: QuerySet[Any, Any], *, at_once: bool = False) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as the driver of the database gives them, read piece by piece, or `at_once` if they are few.

    For who reads millions: converting them is most of what Django would do. See `moment_driven`. What is read in
    pieces PostgreSQL plans for the first of them: an order is then had from an index over the whole table.
    """
    with connection.cursor() if at_once else connection.chunked_cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django reads a moment by psycopg's and then sets its zone anew, in Python: fifteen times the time. A UUID
            # stays the text that PostgreSQL sends.
            cursor.cursor.adapters.register_loader("timestamptz", MOMENTS)
            cursor.cursor.adapters.register_loader("uuid", TEXT)
        cursor.execute(*rows.query.sql_with_params())
        while some := cursor.fetchmany(CHUNK):
            yield from some


def _dashed(stream: str) -> str:
    """The text of a UUID as PostgreSQL gives it; SQLite leaves out the dashes."""
    if len(stream) == 32:
        return f"{stream[:8]}-{stream[8:12]}-{stream[12:16]}-{stream[16:20]}-{stream[20:]}"
    return stream


def moment_driven(moment: datetime) -> datetime:
    """An aware moment of what the driver gave: SQLite leaves out the zone, which is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _instant(moment: datetime) -> str:
    return instant(moment_driven(moment))


def with_events(register: Iterable[Stream], links: Iterator[Link]) -> Iterator[Stream | Link]:
    """Each stream followed by its events; both come in order of stream."""
    link = next(links, None)
    for row in register:
        while link is not None and link.stream < row.stream:
            yield link
            link = next(links, None)
        yield row
        while link is not None and link.stream == row.stream:
            yield link
            link = next(links, None)
    while link is not None:
        yield link
        link = next(links, None)
