"""Writes of figures: facts follow the journal, rollups follow the facts, reports are frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from motcua.journal.actions import settled
from motcua.journal.models import Event
from motcua.journal.rules import canonical, sha256
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor

from . import streams
from .behind import ids_behind
from .lives import Catalogue, Life, changes
from .measures import SUMMED
from .models import Fact, FrozenReport, Grain, Heading, Progress, Rollup
from .reports import Report, as_json
from .streams import Named

DOSSIERS = 2000  # of one batch, which is one transaction
EVENTS = 10_000  # read at once while following
FAR_BEHIND = 200_000  # events: then go through all dossiers instead
ROWS = 500  # of one statement
Said = Callable[[int], None]

# By heading, grain and start: how much is added to each column of SUMMED.
Item = TypeVar("Item")
Sums = dict[tuple[int, str, date], list[int]]
_PLACE = {name: i for i, name in enumerate(SUMMED)}


def project(*, at: datetime, told: Said = lambda n: None) -> Progress:
    """Bring facts and rollups up to the journal as it stands: whatever was recorded since the last time.

    The journal is the outbox of facts: nothing is promised by verbs, the projector follows by id (docs/adr). It may
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
            for some in _batches(list(changed), ROWS):
                done += _fold(streams.named(stream__in=some), versions)
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
            some = streams.some_after(last, DOSSIERS)
            if not some:
                break
            _fold(some, versions)
        last, done = some[-1].pk, done + len(some)
        told(done)
    with transaction.atomic():
        progress = _locked()
        return _moved_on(progress, max(through, progress.through), at)


def _fold(dossiers: Sequence[Named], versions: Catalogue) -> int:
    """Put the facts of these dossiers in place of what was there, and the difference into the rollups."""
    found = list(streams.lives(dossiers, versions))
    ids = _heading_ids(life for _, life in found)
    new = {named.pk: _rows(named, life, ids) for named, life in found}
    old: dict[int, list[Fact]] = defaultdict(list)
    for batch in _batches(list(new), ROWS):
        for fact in Fact.objects.filter(dossier__in=batch).order_by("dossier_id", "n"):
            old[fact.dossier_id].append(fact)
    changed = [pk for pk in new if _said(new[pk]) != _said(old[pk])]
    sums: Sums = defaultdict(lambda: [0] * len(SUMMED))
    for pk in changed:
        _add(sums, old[pk], -1)
        _add(sums, new[pk], 1)
    gone = [fact.pk for pk in changed for fact in old[pk]]
    for batch in _batches(gone, ROWS):
        Fact.objects.filter(pk__in=batch).delete()
    Fact.objects.bulk_create([fact for pk in changed for fact in new[pk]], batch_size=ROWS)
    _write(sums)
    return len(dossiers)


def _batches(items: Sequence[Item], n: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, n)):
        yield batch


def _heading_ids(lives: Iterator[Life]) -> dict[tuple[str, str], int]:
    """The id of each heading that these lives are counted under; new ones are made."""
    needed = {(s.under.agency, s.under.field) for life in lives for s in life.stretches}
    known = {(h.agency, h.field): h.pk for h in Heading.objects.filter(agency__in={a for a, _ in needed})}
    if missing := needed - known.keys():
        Heading.objects.bulk_create(
            [Heading(agency=agency, field=field) for agency, field in sorted(missing)], ignore_conflicts=True
        )
        return _heading_ids_again(needed)
    return known


def _heading_ids_again(needed: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    rows = Heading.objects.filter(agency__in={a for a, _ in needed})
    return {(h.agency, h.field): h.pk for h in rows}


def _rows(named: Named, life: Life, ids: dict[tuple[str, str], int]) -> list[Fact]:
    moved = life.moved
    return [
        Fact(
            dossier_id=named.pk,
            n=n,
            heading_id=ids[s.under.agency, s.under.field],
            version_id=s.under.version_id,
            channel=s.channel,
            accepted_at=s.accepted_at,
            known_from=s.known_from,
            known_to=s.known_to,
            due_at=s.due_at,
            late_from=s.late_from,
            waiting=s.waiting,
            closing=s.closing,
            verdict=s.verdict,
            claimed=s.claimed,
            moved=moved,
            voided_at=life.voided_at,
            reopened_at=life.reopened_at,
        )
        for n, s in enumerate(life.stretches, 1)
    ]


_COLUMNS = [f.attname for f in Fact._meta.concrete_fields if f.attname != "id"]


def _said(facts: Sequence[Fact]) -> list[tuple[object, ...]]:
    """What rows say, to compare."""
    return [tuple(getattr(fact, name) for name in _COLUMNS) for fact in facts]


def _add(sums: Sums, facts: Sequence[Fact], sign: int) -> None:
    """What a dossier adds to the rollups, or takes away: nothing while it is void or has moved (models.Rollup)."""
    if not facts or facts[0].moved or facts[0].voided_at is not None:
        return
    heading = facts[0].heading_id
    for at, name, n in changes(facts):
        day = at.astimezone(VIETNAM).date()
        place = _PLACE[name]
        for key in (
            (heading, Grain.DAY.value, day),
            (heading, Grain.MONTH.value, day.replace(day=1)),
            (heading, Grain.YEAR.value, day.replace(month=1, day=1)),
        ):
            sums[key][place] += sign * n


_QUOTED = [connection.ops.quote_name(name) for name in ("grain", "start", "heading_id", *SUMMED)]


def _write(sums: Sums) -> None:
    """Add to the rows of the rollup, one statement for all that are there or not."""
    rows: list[list[Any]] = [
        [grain, start, heading, *values] for (heading, grain, start), values in sorted(sums.items()) if any(values)
    ]
    if not rows:
        return
    table = connection.ops.quote_name(Rollup._meta.db_table)
    added = ", ".join(f"{c} = {table}.{c} + excluded.{c}" for c in _QUOTED[3:])
    marks = ", ".join(["%s"] * len(_QUOTED))
    sql = (
        f"INSERT INTO {table} ({', '.join(_QUOTED)}) VALUES ({marks}) "  # noqa: S608 - names of our own columns
        f"ON CONFLICT (grain, start, heading_id) DO UPDATE SET {added}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


@transaction.atomic
def freeze(found: Report, *, by: Actor | None, at: datetime) -> FrozenReport:
    """Keep a report as it is handed in; nothing changes it any more. `by` None is who stands at the machine itself.

    Its digest goes into the journal of its agency, whose chain and anchors then hold it too. Refused for a period that
    is not over, and when the very same report was frozen before.
    """
    if not found.view.ended:
        raise Refused("Kỳ báo cáo chưa kết thúc nên chưa chốt được; hãy chốt từ ngày hôm sau.", field="to")
    content = canonical(as_json(found))
    digest = sha256(content)
    if FrozenReport.objects.filter(digest=digest).exists():
        raise Refused("Báo cáo này đã được chốt.")
    opens = {row.key: ids_behind(found, row, found.form.closing) for row in found.rows}
    frozen = FrozenReport.objects.create(
        form=found.form.form,
        agency=found.scope.agency.code,
        rows_by=found.rows_by,
        period_from=found.view.first,
        period_to=found.view.last,
        as_of=found.view.as_of,
        content=content,
        opens=canonical({key: ids for key, ids in opens.items() if ids}),
        digest=digest,
        frozen_at=at,
        frozen_by_id=by.account_id if by else None,
    )
    facts = {"form": frozen.form, "from": f"{frozen.period_from}", "to": f"{frozen.period_to}", "digest": digest}
    journal_agency(found.scope.agency.pk, "report.frozen", facts, by=by.ref if by else "system", at=at)
    return frozen
