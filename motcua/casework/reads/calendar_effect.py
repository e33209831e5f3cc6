"""Whose due dates a change of the calendar would touch: who keeps what was printed, and who gets a new date.

Each event that sets a due date (acceptance, restart, end of hold) counts by the rows known then; between such events a
printed promise does not move (design §4). So a running clock keeps its date, and is shown only because counting it
anew would give another; a clock that stands gets its date when it runs again, by the new rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.catalogue.queries import published
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import limit_of_case
from motcua.dossiers.models import TERMINAL, Dossier, SupplementRequest
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Hold as Span
from motcua.kernel.due import due
from motcua.kernel.limits import Limit
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendar_changes import Plan, proposed
from motcua.offices.calendars import calendar_for, drawn, owner
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot

SHOWN = 50
MOST = 20_000  # dossiers recounted for one page; beyond that it says so and counts no further
COLUMNS = ("pk", "code", "competent_id", "clock_from", "due_at", "version_id", "case__n")
Row = tuple[int, str, int, datetime, datetime | None, int, int | None]  # these
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
    owner_of = cache(partial(owner, after))
    of_owner = cache(lambda agency_id: drawn(after, agency_id, known_at=at))
    return _effect(
        offices,
        offices.below(plan.agency_id),
        plan.span,
        now=cache(lambda agency_id: calendar_for(offices, agency_id, known_at=at)),
        then=lambda agency_id: of_owner(owner_of(agency_id)),
        at=at,
    )


def _effect(
    offices: Snapshot, scope: frozenset[int], days: tuple[date, date], now: Calendars, then: Calendars, at: datetime
) -> Effect:
    """A fixed number of statements, and rows without objects: a province has many open dossiers."""
    standing, running = _standing(scope), _running(scope, days)
    found = Effect(standing=standing.count())
    rows = [*standing.values_list(*COLUMNS)[: MOST + 1], *running.values_list(*COLUMNS)[: MOST + 1]]
    found.counted = len(rows) <= MOST
    counted = _Counted(at, _spans(standing, running), _anew(standing))
    touched = []
    for row in rows[:MOST]:
        pk, code, competent_id, _, due_at, version_id, _ = row
        before, after = counted.due(row, now), counted.due(row, then)
        if before is None or after is None or before == after:
            continue
        stands = due_at is None
        of = found.agencies.setdefault(competent_id, AtAgency(offices.agency(competent_id)))
        of.moves, of.keeps = of.moves + stands, of.keeps + (not stands)
        touched.append((not stands, after, code, pk, due_at or before, of.agency, version_id))
    for later, after, code, pk, before, agency, version_id in sorted(touched, key=lambda row: row[:3])[:SHOWN]:
        found.rows.append(Touched(pk, code, published(version_id).name, agency, before, after, not later))
    return found


def _alive(scope: frozenset[int]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(
        ~Q(status__in=TERMINAL), voided_at__isnull=True, clock_from__isnull=False, competent_id__in=scope
    )


def _standing(scope: frozenset[int]) -> QuerySet[Dossier]:
    """Clocks that stand before they lapsed: the end of the hold sets their date."""
    held = Exists(Hold.objects.filter(dossier_id=OuterRef("pk"), ended_at__isnull=True))
    return _alive(scope).filter(held, due_at__isnull=True).order_by("pk")


def _running(scope: frozenset[int], days: tuple[date, date]) -> QuerySet[Dossier]:
    """Clocks that run over the changed days: no other date that is set can be touched."""
    found = _alive(scope).filter(due_at__gte=datetime.combine(days[0], datetime.min.time(), VIETNAM))
    if days[1] < date.max:
        end = datetime.combine(days[1] + timedelta(days=1), datetime.min.time(), VIETNAM)
        found = found.filter(clock_from__lt=end)
    return found.order_by("due_at", "pk")


def _spans(*which: QuerySet[Dossier]) -> dict[int, list[Span]]:
    """The holds that count of these dossiers, in order: one statement for each."""
    found: dict[int, list[Span]] = {}
    for dossiers in which:
        holds = Hold.objects.filter(dossier__in=dossiers.order_by().values("pk"), dropped=False)
        for dossier_id, begun_at, ended_at in holds.values_list("dossier_id", "begun_at", "ended_at"):
            found.setdefault(dossier_id, []).append(Span(begun_at, ended_at))
    return found


def _anew(standing: QuerySet[Dossier]) -> frozenset[int]:
    """Those whose limit counts anew once they answer."""
    asked = SupplementRequest.objects.filter(answered_at__isnull=True, restarts=True)
    return frozenset(asked.filter(dossier__in=standing.order_by().values("pk")).values_list("dossier_id", flat=True))


class _Counted:
    """Due moments by one calendar or another, each counted once."""

    def __init__(self, at: datetime, spans: dict[int, list[Span]], anew: frozenset[int]) -> None:
        self._at, self._spans, self._anew = at, spans, anew
        self._limits: dict[tuple[int, int], Limit] = {}
        self._known: dict[tuple[object, ...], datetime | None] = {}

    def due(self, row: Row, calendars: Calendars) -> datetime | None:
        """The due moment of a row; for a clock that stands as if it ran again now."""
        pk, _, competent_id, clock_from, due_at, version_id, case = row
        calendar, limit = calendars(competent_id), self._limit(version_id, case or 0)
        if due_at is None and pk in self._anew:
            return self._plain(self._at, limit, calendar)
        held = self._spans.get(pk)
        if not held:
            return self._plain(clock_from, limit, calendar)
        ended = [span if span.to else Span(span.from_, max(self._at, span.from_)) for span in held]
        return due(clock_from, limit, calendar, ended).moment

    def _plain(self, start: datetime, limit: Limit, calendar: Calendar) -> datetime | None:
        key = (start, limit, calendar)
        if key not in self._known:
            self._known[key] = due(start, limit, calendar).moment
        return self._known[key]

    def _limit(self, version_id: int, case: int) -> Limit:
        if (version_id, case) not in self._limits:
            self._limits[version_id, case] = limit_of_case(version_id, case)
        return self._limits[version_id, case]
