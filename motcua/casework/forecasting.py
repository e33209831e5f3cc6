"""The forecast of a day: which open dossiers will be late, kept, and later compared with what happened.

A handful of statements whatever the number of dossiers; the rule itself is plain (`deadlines/forecasts.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from motcua.deadlines import actions
from motcua.deadlines.forecasts import AHEAD, MINUTES, Chance, Group, History
from motcua.deadlines.models import Forecast, ForecastDay, Hold
from motcua.deadlines.queries import unit_column
from motcua.dossiers.models import Dossier
from motcua.journal.queries import as_driven, moment_driven
from motcua.kernel.calendars import Calendar
from motcua.kernel.judge import late_from
from motcua.kernel.limits import Unit
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import WorkItem

from .attribution import LAIN
from .reads import clock

REMEMBERED = timedelta(days=180)  # how far back cases are looked for, by their finish
LATEST = 300_000  # pieces of work, in a province of so many
KEPT_FOR = timedelta(days=60)
CHUNK = 5000
Pauses = Mapping[int, Sequence[tuple[datetime, datetime]]]


@dataclass(frozen=True, slots=True)
class Forecasted:
    """An open dossier in time whose limit runs, and how likely it will be late; None where nothing can be said."""

    dossier_id: int
    code: str
    agency: str
    step: str
    due_at: datetime
    late_from: datetime
    chance: Chance | None


class Case(NamedTuple):
    """A piece of work of a dossier, open or done; `COLUMNS` are its columns."""

    procedure: int
    step: str
    agency: int
    kind: str
    dossier: int
    opened: datetime
    clock_from: datetime
    due: datetime

    def keys(self) -> list[Hashable]:
        """Its groups, the narrowest first: same procedure, step and agency, … any step of the same kind."""
        step, agency = self.step, self.agency
        return [
            (self.procedure, step, agency),
            (self.procedure, step),
            ("any", step, agency),
            ("any", step),
            ("any", self.kind),
        ]


OWN = 2  # the first keys are of the same procedure, and so of the same limit
COLUMNS = (
    "dossier__version__procedure_id",
    "step__name",
    "agency_id",
    "kind",
    "dossier_id",
    "opened_at",
    "dossier__clock_from",
    "dossier__due_at",
)


def _read(items: QuerySet[WorkItem], *more: str) -> Iterator[tuple[Case, list[Any]]]:
    """Cases with more columns, in constant memory, as the driver gives them: a province has millions."""
    for row in as_driven(items.values_list(*COLUMNS, *more)):
        values: list[Any] = [moment_driven(value) if isinstance(value, datetime) else value for value in row]
        yield Case(*values[: len(COLUMNS)]), values[len(COLUMNS) :]


def forecasts(offices: Snapshot, *, at: datetime) -> Iterator[Forecasted]:
    """Every open dossier that is not late yet and whose limit runs, the soonest due first; of several branches the
    one that is likeliest to make it late."""
    for _, branches in groupby(_of_steps(offices, at=at), lambda one: one.dossier_id):
        yield max(branches, key=lambda one: one.chance.percent if one.chance else -1)


def _of_steps(offices: Snapshot, *, at: datetime) -> Iterator[Forecasted]:
    """The same of every open step."""
    pauses = _pauses(since=at - REMEMBERED)
    past = history(offices, pauses, at=at)
    minutes = _Minutes(offices, pauses, at)
    items = WorkItem.objects.filter(clock.RUNNING, closed_at__isnull=True, step__isnull=False)
    more = ("dossier__code", "dossier__competent__code", "limit_unit")
    items = items.annotate(limit_unit=unit_column("dossier__"))
    for case, (code, competent, unit) in _read(items.order_by("dossier__due_at", "dossier_id"), *more):
        late = late_from(case.due, Unit(unit))
        if late is not None and late > at:
            chance = past.chance(
                _groups(case.keys(), minutes.limit(case)),
                spent=minutes(case, case.opened, at),
                left=minutes.calendar(case.agency).working_minutes_between(at, case.due),
            )
            yield Forecasted(case.dossier, code, competent, case.step, case.due, late, chance)


def _groups(keys: Sequence[Hashable], limit: int) -> list[Group]:
    return [Group(key, MINUTES if n < OWN else limit) for n, key in enumerate(keys)]


def history(offices: Snapshot, pauses: Pauses, *, at: datetime) -> History:
    """The cases that were finished in the last months, the latest first."""
    finished = Q(dossier__finished_at__lte=at, dossier__finished_at__gt=at - REMEMBERED, dossier__voided_at=None)
    items = WorkItem.objects.filter(finished, LAIN, closed_at__isnull=False)
    lived = items.filter(dossier__due_at__isnull=False, opened_at__lt=F("dossier__finished_at"))
    found, minutes = History(), _Minutes(offices, pauses, at)
    latest = lived.order_by("-dossier__finished_at", "-pk")[:LATEST]
    for case, (closed, end) in _read(latest, "closed_at", "dossier__finished_at"):
        keys = case.keys()
        if found.wants(keys):
            in_step, to_end = minutes(case, case.opened, min(closed, end)), minutes(case, case.opened, end)
            found.add(_groups(keys, minutes.limit(case)), in_step=in_step, to_end=to_end)
    return found


def _pauses(*, since: datetime) -> Pauses:
    """The times in which dossiers waited, by dossier: of the open ones and of those finished lately."""
    there = Q(dossier__finished_at__isnull=True) | Q(dossier__finished_at__gt=since)
    rows = Hold.objects.filter(there).order_by("dossier_id", "begun_at")
    spans = rows.values_list("dossier_id", "begun_at", "ended_at")
    by_dossier = groupby(spans.iterator(chunk_size=CHUNK), itemgetter(0))
    return {pk: [(begun, ended) for _, begun, ended in some if ended] for pk, some in by_dossier}


class _Minutes:
    """Working minutes at an agency between two moments, without those in which a dossier waited."""

    def __init__(self, offices: Snapshot, pauses: Pauses, at: datetime) -> None:
        self._offices, self._pauses, self._at = offices, pauses, at
        self._calendars: dict[int, Calendar] = {}

    def calendar(self, agency_id: int) -> Calendar:
        """The calendar of an agency as known now."""
        if agency_id not in self._calendars:
            self._calendars[agency_id] = calendar_for(self._offices, agency_id, known_at=self._at)
        return self._calendars[agency_id]

    def __call__(self, case: Case, begun: datetime, ended: datetime) -> int:
        calendar = self.calendar(case.agency)
        minutes = calendar.working_minutes_between(begun, ended)
        for b, e in self._pauses.get(case.dossier, ()):
            minutes -= calendar.working_minutes_between(max(b, begun), min(e, ended))
        return minutes

    def limit(self, case: Case) -> int:
        """The whole limit of the dossier of a case."""
        return self(case, case.clock_from, case.due)


# A forecast is kept, and compared


def forecast_of_today(offices: Snapshot, *, at: datetime) -> list[Forecasted]:
    """Make the forecast of all agencies, keep it, and compare those whose time is over."""
    compare(at=at)
    found = list(forecasts(offices, at=at))
    keep(offices, found, at=at)
    return found


def keep(offices: Snapshot, found: Sequence[Forecasted], *, at: datetime) -> None:
    """Keep a forecast of all agencies as that of its local day, in place of an earlier one of the same day."""
    day = at.astimezone(VIETNAM).date()
    until = compared_at(offices, at)
    days: dict[str, ForecastDay] = {}
    named = []
    for one in found:
        count = days.setdefault(one.agency, ForecastDay(day=day, agency=one.agency, at=at, until=until))
        count.judged += 1
        count.unknown += one.chance is None
        if one.chance is not None and one.chance.is_late:
            count.named += 1
            count.near += one.late_from <= until
            named.append(
                Forecast(
                    day=day,
                    dossier_id=one.dossier_id,
                    agency=one.agency,
                    late_from=one.late_from,
                    percent=one.chance.percent,
                    cases=one.chance.cases,
                )
            )
    actions.keep_forecast(day, list(days.values()), named, forget_before=day - KEPT_FOR)


def compared_at(offices: Snapshot, at: datetime) -> datetime:
    """The midnight after so many working days of the province, when a forecast made at `at` has come true or not."""
    root = min(offices.children.get(None, ()), default=None)
    day = at.astimezone(VIETNAM).date()
    if root is not None:
        day = calendar_for(offices, root, known_at=at).add_working_days(day, AHEAD)
    return _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


def compare(*, at: datetime) -> int:
    """Compare every forecast whose time is over with what happened; how many days were."""
    over = ForecastDay.objects.filter(hits__isnull=True, until__lte=at).order_by("day")
    by_day = {day: list(rows) for day, rows in groupby(over, lambda row: row.day)}
    for day, rows in by_day.items():
        actions.compare_forecast(_outcome(day, rows))
    return len(by_day)


def _outcome(day: date, rows: Sequence[ForecastDay]) -> list[ForecastDay]:
    """The counts of one day with hits and missed filled in."""
    first = rows[0]
    named = dict(Forecast.objects.filter(day=day).values_list("dossier_id", "agency"))
    near = set(Forecast.objects.filter(day=day, late_from__lte=first.until).values_list("dossier_id", flat=True))
    hits: dict[str, int] = defaultdict(int)
    missed: dict[str, int] = defaultdict(int)
    for pk, agency in _became_late(after=first.at, until=first.until):
        if pk in near:
            hits[named[pk]] += 1
        elif pk not in named:
            missed[agency] += 1
    for row in rows:
        row.hits, row.missed = hits[row.agency], missed[row.agency]
    return list(rows)


def _became_late(*, after: datetime, until: datetime) -> Iterator[tuple[int, str]]:
    """(id, code of the competent agency) of the dossiers that a forecast at `after` judged and that were late by
    `until`. One that waited at that moment was not judged."""
    ran_out = Q(finished_at=None, ended_at=None) | Q(finished_at__gt=F("due_at")) | Q(ended_at__gt=F("due_at"))
    lately = Q(due_at__gte=_midnight(after.astimezone(VIETNAM).date()), due_at__lt=until)
    rows = Dossier.objects.filter(ran_out, lately, accepted_at__lte=after, voided_at=None)
    waited = Hold.objects.filter(Q(ended_at=None) | Q(ended_at__gt=after), begun_at__lte=after, dossier__in=rows)
    paused = set(waited.values_list("dossier_id", flat=True))
    columns = ("pk", "competent__code", "due_at", "limit_unit", "finished_at", "ended_at")
    rows = rows.annotate(limit_unit=unit_column())
    for pk, agency, due_at, unit, finished, ended in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        late, end = late_from(due_at, Unit(unit)), finished or ended
        if late and after < late <= until and (end is None or end >= late) and pk not in paused:
            yield pk, agency
