"""Whose due dates a change of the calendar would touch: who keeps what was printed, and who gets a new date.

Each event that sets a due date (acceptance, restart, end of hold) counts by the rows known then; between such events a
printed promise does not move (design §4). So a running clock keeps its date, and is shown only because counting it
anew would give another; a clock that stands gets its date when it runs again, by the new rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from motcua.catalogue.queries import published
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import limit_of, spans
from motcua.dossiers.models import TERMINAL, Dossier, SupplementRequest
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Hold as Span
from motcua.kernel.due import due
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendar_changes import Plan, proposed
from motcua.offices.calendars import calendar_for, drawn, owner
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot

SHOWN = 50
MOST = 20_000  # dossiers recounted for one page; beyond that it says so and counts no further
Calendars = Callable[[int], Calendar]  # of an agency


@dataclass(frozen=True, slots=True)
class Touched:
    """One dossier whose date would be another: `now` as it is (as it would be, if its clock ran again, where it
    `stands`), `then` by the changed calendar."""

    pk: int
    code: str
    procedure: str
    agency: Agency
    now: datetime
    then: datetime
    stands: bool


@dataclass(slots=True)
class AtAgency:
    """How many dossiers of one agency keep the printed date, and how many get a new one."""

    agency: Agency
    keeps: int = 0
    moves: int = 0


@dataclass(slots=True)
class Effect:
    """What a change does. `rows` are the first dossiers, those that get a new date before the others; `standing` are
    all clocks that stand in scope, whether this change reaches them or not. `counted` is False beyond `MOST`."""

    agencies: dict[int, AtAgency] = field(default_factory=dict)
    rows: list[Touched] = field(default_factory=list)
    standing: int = 0
    counted: bool = True

    @property
    def keeps(self) -> int:
        return sum(a.keeps for a in self.agencies.values())

    @property
    def moves(self) -> int:
        return sum(a.moves for a in self.agencies.values())

    @property
    def by_agency(self) -> list[AtAgency]:
        """Those with the most dossiers first."""
        return sorted(self.agencies.values(), key=lambda a: (-a.moves - a.keeps, a.agency.code))


def effect_of(plan: Plan, offices: Snapshot, *, at: datetime) -> Effect:
    """What carrying out `plan` at `at` would do."""
    after = proposed(plan, offices, at=at)
    kept: dict[int, Calendar] = {}

    def then(agency_id: int) -> Calendar:
        of = owner(after, agency_id)
        return kept.setdefault(of, kept.get(of) or drawn(after, of, known_at=at))

    scope = offices.below(plan.agency_id)
    return _effect(offices, scope, plan.span, lambda a: calendar_for(offices, a, known_at=at), then, at)


def _effect(
    offices: Snapshot, scope: frozenset[int], days: tuple[date, date], now: Calendars, then: Calendars, at: datetime
) -> Effect:
    found = Effect()
    rows = _candidates(scope, days, at)
    for dossier in islice(rows, MOST):
        _add(found, dossier, offices, now, then, at)
    found.counted = next(rows, None) is None
    found.standing = _standing(scope).count()
    found.rows.sort(key=lambda row: (not row.stands, row.then, row.code))
    del found.rows[SHOWN:]
    return found


def _candidates(scope: frozenset[int], days: tuple[date, date], at: datetime) -> Iterator[Dossier]:
    """Clocks that stand, then those that run over the changed days: no other date can be touched."""
    first = datetime.combine(days[0], datetime.min.time(), VIETNAM)
    runs = _alive(scope).filter(due_at__gte=first)
    if days[1] < date.max:
        runs = runs.filter(clock_from__lt=datetime.combine(days[1] + timedelta(days=1), datetime.min.time(), VIETNAM))
    holds = Prefetch("holds", Hold.objects.order_by("begun_at", "id"))
    asked = Prefetch("supplement_requests", SupplementRequest.objects.filter(answered_at__isnull=True))
    columns = ("code", "competent_id", "clock_from", "due_set_at", "due_at", "version_id")
    for which in (_standing(scope), runs.order_by("due_at", "pk")):
        yield from which.only(*columns).prefetch_related(holds, asked).iterator(chunk_size=1000)


def _alive(scope: frozenset[int]) -> QuerySet[Dossier]:
    alive = ~Q(status__in=TERMINAL) & Q(voided_at__isnull=True, accepted_at__isnull=False, competent_id__in=scope)
    return Dossier.objects.filter(alive)


def _standing(scope: frozenset[int]) -> QuerySet[Dossier]:
    """Clocks that stand before they lapsed: the end of the hold sets their date."""
    held = Exists(Hold.objects.filter(dossier_id=OuterRef("pk"), ended_at__isnull=True))
    return _alive(scope).filter(held, due_at__isnull=True).order_by("pk")


def _add(found: Effect, d: Dossier, offices: Snapshot, now: Calendars, then: Calendars, at: datetime) -> None:
    before, after = _due(d, now(d.competent_id), at), _due(d, then(d.competent_id), at)
    if before is None or after is None or before == after:
        return
    stands, agency = d.due_at is None, offices.agency(d.competent_id)
    row = found.agencies.setdefault(agency.pk, AtAgency(agency))
    row.moves, row.keeps = row.moves + stands, row.keeps + (not stands)
    if len(found.rows) < 4 * SHOWN:
        procedure = published(d.version_id).name
        found.rows.append(Touched(d.pk, d.code, procedure, agency, d.due_at or before, after, stands))


def _due(d: Dossier, calendar: Calendar, at: datetime) -> datetime | None:
    """The due moment by `calendar`; for a clock that stands as if it ran again at `at`."""
    limit = limit_of(published(d.version_id))
    if d.clock_from is None:
        return None
    if d.due_at is None and any(request.restarts for request in d.supplement_requests.all()):
        return due(at, limit, calendar).moment
    held: Sequence[Span] = [s if s.to else Span(s.from_, max(at, s.from_)) for s in spans(list(d.holds.all()))]
    return due(d.clock_from, limit, calendar, held).moment
