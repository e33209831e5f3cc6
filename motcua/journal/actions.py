"""Writes of the journal: append events to a locked stream, anchor all streams, erase a payload lawfully."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.db import IntegrityError, OperationalError, connection, transaction

from motcua.copying.actions import add
from motcua.copying.together import write
from motcua.kernel.sentences import Refused

from . import rules
from .models import Anchor, Event, Payload, Streamed, Submission

PAYLOADS = 200  # rows of one statement
STREAM = Event._meta.get_field("stream")
LOCK_WAIT = "500ms"
"""How long an anchor waits for verbs under way; others wait behind it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a verb wants recorded: facts to rebuild from, a payload for people, the claimed moment."""

    kind: str
    payload: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    happened_at: datetime | None = None


def append(row: Streamed, entries: Sequence[Entry], *, by: str, at: datetime, origin: str = "live") -> list[Event]:
    """Chain `entries` to the stream of `row`, which the caller has locked, in two statements whatever their number.

    Sets `chain_n` and `chain_hash` on `row`; the caller saves them with its own change, in the same transaction.
    Two writers of one stream are stopped by the unique (stream, n).
    """
    return append_many([(row, entry) for entry in entries], by=by, at=at, origin=origin)


def append_many(
    entries: Iterable[tuple[Streamed, Entry]], *, by: str, at: datetime, origin: str = "live"
) -> list[Event]:
    """`append` to several streams at once: one act of which many rows have to tell."""
    made = [chained(row, entry, by=by, at=at, origin=origin) for row, entry in entries]
    events = [event for event, _ in made]
    add(events)
    _add_payloads(made)
    return events


def _add_payloads(made: Sequence[tuple[Event, Payload]]) -> None:
    """Each finds its event by stream and number: events that are written together with them have no key yet."""
    for first in range(0, len(made), PAYLOADS):
        some = made[first : first + PAYLOADS]
        values = [v for e, p in some for v in (STREAM.get_db_prep_value(e.stream, connection), e.n, p.salt, p.body)]
        write(_payloads_sql(len(some)), values)


@lru_cache(maxsize=64)
def _payloads_sql(count: int) -> str:
    rows = ", ".join(["(%s, %s, %s, %s)"] * count)
    return (
        "INSERT INTO journal_payload (event_id, salt, body) SELECT e.id, p.column3, p.column4"  # noqa: S608 - marks
        f" FROM (VALUES {rows}) AS p JOIN journal_event e ON e.stream = p.column1 AND e.n = p.column2"
    )


def chained(row: Streamed, entry: Entry, *, by: str, at: datetime, origin: str) -> tuple[Event, Payload]:
    """The next event of the stream of `row` and what it says, not yet written."""
    body = rules.canonical(entry.payload)
    salt = secrets.token_hex(16)
    event = Event(
        stream=row.stream,
        n=row.chain_n + 1,
        kind=entry.kind,
        by=by,
        happened_at=entry.happened_at or at,
        recorded_at=at,
        origin=origin,
        facts=rules.canonical(entry.facts),
        payload_digest=rules.payload_digest(salt=salt, body=body),
        previous=row.chain_hash,
    )
    event.digest = rules.event_digest(
        stream=str(event.stream),
        n=event.n,
        kind=event.kind,
        by=by,
        happened_at=event.happened_at,
        recorded_at=at,
        origin=origin,
        facts=event.facts,
        payload=event.payload_digest,
        previous=event.previous,
    )
    row.chain_n, row.chain_hash = event.n, event.digest
    return event, Payload(salt=salt, body=body)


def anchor(heads: Iterable[tuple[str, int, str]], *, at: datetime) -> Anchor:
    """Write the Merkle root over `heads` (stream, n, digest), in order of stream, chained to the anchor before.

    `heads` must be lazy: it is read in here, once it is settled which events the anchor covers. Best called first in
    its transaction; after other statements PostgreSQL makes writers wait until that transaction ends.
    """
    with transaction.atomic(savepoint=False):
        through = _settled()
        tree = rules.Merkle()
        for stream, n, digest in heads:
            tree.add(rules.head_leaf(stream=stream, n=n, digest=digest))
        last = Anchor.objects.select_for_update().order_by("-n").first()
        new = Anchor(
            n=last.n + 1 if last else 1,
            at=at,
            through=through,
            streams=tree.count,
            root=tree.root(),
            previous=last.digest if last else rules.GENESIS,
        )
        new.digest = rules.anchor_digest(
            n=new.n, at=at, through=through, streams=new.streams, root=new.root, previous=new.previous
        )
        new.save()
    return new


def _settled() -> int:
    """The id of the last event, in a view of the database where no event of a lower id is still to come.

    SQLite has one writer at a time, and this transaction is it. PostgreSQL hands out ids before it commits: locking
    the table waits for the writers of the moment and holds off new ones, the view is taken while nobody writes, and
    rolling back to the savepoint gives the lock back at once. OperationalError when a writer takes its time: a job
    that cannot be done now is tried again later. The anchors are held to the end, against nobody but a restore: what
    is truncated is gone from views taken before, and the anchor would be chained to nothing.
    """
    if connection.vendor != "postgresql":
        return _last_id()
    begun = connection.connection.info.transaction_status.name != "IDLE"
    with connection.cursor() as cursor:
        if not begun:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Anchor._meta.db_table)} IN ROW EXCLUSIVE MODE")
        cursor.execute("SAVEPOINT settled")
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Event._meta.db_table)} IN SHARE MODE")
        through = _last_id()
        cursor.execute("RELEASE SAVEPOINT settled" if begun else "ROLLBACK TO SAVEPOINT settled")
    return through


def settled() -> int:
    """The id up to which the journal is complete, for who follows it event by event: no lower one is still to come.

    Holds nobody up: PostgreSQL hands out ids before it commits, but whoever has one holds a lock on the table until
    then. So it is enough that those who hold one now have ended. (To lock the table as an anchor does would wait for
    a vacuum, which of a large table takes long.) OperationalError when a writer takes its time: ask again later.
    """
    if connection.vendor != "postgresql":
        return _last_id()
    with connection.cursor() as cursor:
        cursor.execute(_LAST_GIVEN, [Event._meta.db_table])
        through: int = cursor.fetchone()[0] or 0
        cursor.execute(_WRITERS, [Event._meta.db_table])
        writing = [row[0] for row in cursor.fetchall()]
        for _ in range(SETTLE_TRIES):
            cursor.execute(f"{_WRITERS} AND virtualtransaction = ANY(%s)", [Event._meta.db_table, writing])
            if cursor.fetchone() is None:
                return through
            cursor.execute("SELECT pg_sleep(0.01)")
    raise OperationalError("the journal is being written")


SETTLE_TRIES = 100
_LAST_GIVEN = "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)"
_WRITERS = (
    "SELECT virtualtransaction FROM pg_locks WHERE relation = %s::regclass AND mode = 'RowExclusiveLock' AND granted"
    " AND pid IS DISTINCT FROM pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _last_id() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def erase(event: Event, *, at: datetime) -> None:
    """Empty the payload of `event` (Law 91/2025/QH15 on personal data); the event and its digests stay."""
    Payload.objects.filter(event=event, erased_at__isnull=True).update(salt="", body="", erased_at=at)


class Repeated(Exception):
    """This submission was carried out before; `answer` is what it led to."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


SHORTEST_KEY = 8


def once(*, key: str, by: str, at: datetime) -> Submission:
    """Claim `key` inside the transaction of a verb; a second press waits for the first and raises `Repeated`."""
    if not SHORTEST_KEY <= len(key) <= 64:
        raise Refused("Biểu mẫu đã cũ hoặc không đầy đủ. Hãy tải lại trang rồi gửi lại.")
    try:
        with transaction.atomic():
            return Submission.objects.create(key=key, by=by, at=at)
    except IntegrityError:
        raise Repeated(Submission.objects.get(key=key, by=by).answer) from None


def remember(*, key: str, by: str, at: datetime, answer: str) -> None:
    """Claim `key` with its answer in one go, for who has locked out everybody else; the key must be new."""
    Submission.objects.create(key=key, by=by, at=at, answer=answer)


def answer(submission: Submission, text: str) -> None:
    """Remember what the submission led to, for whoever presses again."""
    submission.answer = text
    submission.save(update_fields=["answer"])


def forget_submissions(*, before: datetime) -> int:
    """Drop keys older than `before`; a form is not kept open for longer."""
    return Submission.objects.filter(at__lt=before).delete()[0]
