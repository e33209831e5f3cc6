"""Facts follow the journal, rollups follow the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from motcua.journal.actions import settled
from motcua.journal.models import Event
from motcua.kernel.moments import VIETNAM

from .. import streams
from ..lives import Catalogue, Life, Stretch, changes
from ..measures import SUMMED
from ..models import Fact, Grain, Heading, Progress, Rollup
from ..places import Places
from ..streams import Named

DOSSIERS = 5000  # folded at once
PIECES = 8  # of so many dossiers, in one transaction
EVENTS = 10_000  # read at once while following
FAR_BEHIND = 200_000  # events: then go through all dossiers instead
ROWS = 500  # of one statement
Said = Callable[[int], None]

# By heading (places.Place) and local day: how much is added to each column of SUMMED.
Item = TypeVar("Item")
Sums = dict[tuple[str, int, date], list[int]]
_PLACE = {name: i for i, name in enumerate(SUMMED)}


def project(*, at: datetime, told: Said = lambda n: None) -> Progress:
    """Bring facts and rollups up to the journal as it stands: whatever was recorded since the last time.

    The journal is the outbox of facts: nothing is promised by verbs, the projector follows by id (ADR 0010). It may
    run at any time, in any number, and be broken off: each batch is one transaction. A dossier that changed is folded
    anew from its whole stream, so doing it twice changes nothing. `told` hears of the dossiers done so far.
    """
    through = settled()
    if through - streams_progress().through > FAR_BEHIND:
        return _through_all(through, at=at, told=told)
    done = 0
    while True:
        with transaction.atomic():
            progress = _locked()
            if progress.through >= through:
                return _moved_on(progress, progress.through, at)
            upper = _upper(progress.through, through)
            changed = streams.touched(progress.through, upper)
            versions = streams.catalogue()
            places, sums = Places(versions), _no_sums()
            for some in _batches(list(changed), ROWS):
                done += _fold(streams.named(stream__in=some), versions, places, sums)
            _write(sums)
            _moved_on(progress, upper, at)
        told(done)


def streams_progress() -> Progress:
    """The one row of progress, made when it is not there."""
    return Progress.objects.get_or_create(name="journal")[0]


def _locked() -> Progress:
    """One projector at a time."""
    streams_progress()
    return Progress.objects.select_for_update().get(name="journal")


def _moved_on(progress: Progress, through: int, at: datetime) -> Progress:
    progress.through, progress.at = through, max(at, progress.at or at)
    progress.save()
    return progress


def _upper(after: int, through: int) -> int:
    """Where the next piece ends: ids may have holes, so by count and not by difference."""
    ids = Event.objects.filter(pk__gt=after, pk__lte=through).order_by("pk").values_list("pk", flat=True)
    return next(iter(ids[EVENTS : EVENTS + 1]), through)


def rebuild(*, at: datetime, told: Said = lambda n: None) -> Progress:
    """Throw facts and rollups away and derive them from the whole journal. Frozen reports stay."""
    through = settled()
    with transaction.atomic():
        progress = _locked()
        Fact.objects.all().delete()
        Rollup.objects.all().delete()
        Heading.objects.all().delete()
        progress.through, progress.at = 0, None
        progress.save()
    return _through_all(through, at=at, told=told)


def _through_all(through: int, *, at: datetime, told: Said) -> Progress:
    """Fold every dossier, in the order of their rows. Broken off it begins again, which changes nothing."""
    versions, last, done = streams.catalogue(), 0, 0
    while True:
        with transaction.atomic():
            _locked()
            before, sums, places = done, _no_sums(), Places(versions)
            for some in _after(last):
                _fold(some, versions, places, sums)
                last, done = some[-1].pk, done + len(some)
            _write(sums)
        if done == before:
            break
        told(done)
    with transaction.atomic():
        progress = _locked()
        return _moved_on(progress, max(through, progress.through), at)


class Kept(NamedTuple):
    """A row of facts without its number: plain, because hundreds of thousands of them are compared and written."""

    dossier_id: int
    n: int
    heading_id: int
    version_id: int
    channel: str
    accepted_at: datetime
    known_from: datetime
    known_to: datetime | None
    due_at: datetime | None
    late_from: datetime | None
    waiting: str
    level: str
    crossed: bool
    apologised: bool
    closing: str
    verdict: str
    claimed: str
    claimed_at: datetime | None
    moved: bool
    voided_at: datetime | None
    reopened_at: datetime | None


def _after(pk: int) -> Iterator[list[Named]]:
    """The dossiers of one transaction, in pieces. PostgreSQL takes more: many share the rows of a rollup."""
    for _ in range(PIECES if connection.vendor == "postgresql" else 1):
        some = streams.some_after(pk, DOSSIERS)
        if not some:
            return
        yield some
        pk = some[-1].pk


def _no_sums() -> Sums:
    return defaultdict(lambda: [0] * len(SUMMED))


def _fold(dossiers: Sequence[Named], versions: Catalogue, places: Places, sums: Sums) -> int:
    """Put the facts of these dossiers in place of what was there, and the difference into the sums for the rollups."""
    found = list(streams.lives(dossiers, versions))
    _make_headings(places, (stretch for _, life in found for stretch in life.stretches))
    new = {named.pk: _rows(named, life, places) for named, life in found}
    old = _there(list(new))
    changed = [pk for pk in new if new[pk] != old[pk]]
    for pk in changed:
        _add(sums, places, old[pk], -1)
        _add(sums, places, new[pk], 1)
    for batch in _batches([pk for pk in changed if old[pk]], ROWS):
        Fact.objects.filter(dossier__in=batch).delete()
    _insert([row for pk in changed for row in new[pk]])
    return len(dossiers)


def _batches(items: Sequence[Item], n: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, n)):
        yield batch


def _there(dossiers: list[int]) -> dict[int, list[Kept]]:
    """The facts that are kept of these dossiers."""
    found: dict[int, list[Kept]] = defaultdict(list)
    for batch in _batches(dossiers, DOSSIERS):
        rows = Fact.objects.filter(dossier__in=batch).order_by("dossier_id", "n").values_list(*Kept._fields)
        for row in rows.iterator(chunk_size=DOSSIERS):
            found[row[0]].append(Kept(*row))
    return found


def _insert(rows: list[Kept]) -> None:
    """Write new rows, the quickest way that the database has."""
    if connection.vendor != "postgresql":
        Fact.objects.bulk_create([Fact(**row._asdict()) for row in rows], batch_size=ROWS)
    elif rows:
        quoted = [connection.ops.quote_name(name) for name in (Fact._meta.db_table, *Kept._fields)]
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {quoted[0]} ({', '.join(quoted[1:])}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


def _make_headings(places: Places, stretches: Iterable[Stretch]) -> None:
    if new := places.missing(stretches):
        Heading.objects.bulk_create(new, ignore_conflicts=True)
        places.look()


def _rows(named: Named, life: Life, places: Places) -> list[Kept]:
    moved = life.moved
    return [
        Kept(
            dossier_id=named.pk,
            n=n,
            heading_id=places.heading(s.under.agency, s.under.field),
            version_id=s.under.version_id,
            channel=s.channel,
            accepted_at=s.accepted_at,
            known_from=s.known_from,
            known_to=s.known_to,
            due_at=s.due_at,
            late_from=s.late_from,
            waiting=s.waiting,
            level=s.level,
            crossed=s.crossed,
            apologised=s.apologised,
            closing=s.closing,
            verdict=s.verdict,
            claimed=s.claimed,
            claimed_at=s.claimed_at,
            moved=moved,
            voided_at=life.voided_at,
            reopened_at=life.reopened_at,
        )
        for n, s in enumerate(life.stretches, 1)
    ]


def _add(sums: Sums, places: Places, facts: Sequence[Kept], sign: int) -> None:
    """What a dossier adds to each day, or takes away: nothing while it is void or has moved (models.Rollup)."""
    if not facts or facts[0].moved or facts[0].voided_at is not None:
        return
    under = places.of(facts[0])
    for at, name, n in changes(facts):
        day, i = at.astimezone(VIETNAM).date(), _PLACE[name]
        for by, heading in under:
            sums[by, heading, day][i] += sign * n


_COLUMNS = ", ".join(connection.ops.quote_name(name) for name in ("by", "grain", "start", "heading_id", *SUMMED))


def _write(days: Sums) -> None:
    """Add to the rows of the rollup, days and the months and years that they lie in, whether they are there or not."""
    sums: dict[tuple[str, str, date, int], list[int]] = defaultdict(lambda: [0] * len(SUMMED))
    for (by, heading, day), values in days.items():
        for grain, start in (
            (Grain.DAY.value, day),
            (Grain.MONTH.value, day.replace(day=1)),
            (Grain.YEAR.value, day.replace(month=1, day=1)),
        ):
            total = sums[by, grain, start, heading]
            for i, n in enumerate(values):
                total[i] += n
    rows: list[list[Any]] = [[*key, *values] for key, values in sorted(sums.items()) if any(values)]
    many = connection.vendor == "postgresql" and len(rows) > ROWS
    (_add_many if many else _add_each)(rows)


def _upsert(what: str) -> str:
    table = connection.ops.quote_name(Rollup._meta.db_table)
    names = [connection.ops.quote_name(name) for name in SUMMED]
    added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names)
    return f'INSERT INTO {table} ({_COLUMNS}) {what} ON CONFLICT ("by", grain, start, heading_id) DO UPDATE SET {added}'


def _add_each(rows: list[list[Any]]) -> None:
    if rows:
        marks = ", ".join(["%s"] * (4 + len(SUMMED)))
        with connection.cursor() as cursor:
            cursor.executemany(_upsert(f"VALUES ({marks})"), rows)


def _add_many(rows: list[list[Any]]) -> None:
    """The same for thousands of rows: copied beside the table, then added by one statement."""
    table = connection.ops.quote_name(Rollup._meta.db_table)
    empty = f"SELECT {_COLUMNS} FROM {table} WITH NO DATA"  # noqa: S608 - names of our own columns
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE added ON COMMIT DROP AS {empty}")
        with cursor.copy(f"COPY added ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_upsert(f"SELECT {_COLUMNS} FROM added"))  # noqa: S608 - names of our own columns
        cursor.execute("DROP TABLE added")
