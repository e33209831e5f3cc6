"""Where it burns now, at the agencies that a leader answers for: each figure counts open dossiers and opens them.

The figures are of the moment, not of a period: a report says what was, this says where to go first (mission S24, S29).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from motcua.deadlines.act_clocks import unaccepted_before
from motcua.deadlines.models import Apology, Forecast
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Link, Status
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import gettext_noop
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import open_work

from ..apologise import DELAY
from . import clock
from .found import Found
from .worklist import step_is_late

FIRST = 5  # dossiers and steps named at once


class Fire(StrEnum):
    """What burns, the worst first."""

    LATE = "late"
    LETTER = "letter"
    TODAY = "today"
    ONLINE = "online"
    FORECAST = "forecast"


LABELS = {
    Fire.LATE: gettext_noop("Đã quá hạn"),
    Fire.LETTER: gettext_noop("Quá hạn chưa xin lỗi"),
    Fire.TODAY: gettext_noop("Đến hạn hôm nay"),
    Fire.ONLINE: gettext_noop("Trực tuyến chờ tiếp nhận quá giờ"),
    Fire.FORECAST: gettext_noop("Dự báo sẽ quá hạn"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The figures of one competent agency."""

    agency_id: int
    name: str
    counts: Mapping[Fire, int]

    @property
    def late(self) -> int:
        """How many are past their limit."""
        return self.counts[Fire.LATE]


@dataclass(frozen=True, slots=True)
class SlowStep:
    """A step at one agency where open work of `late` dossiers is past the limit of the step; `oldest` is when the
    longest began."""

    agency_id: int
    agency: str
    step: str
    late: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Burning:
    """One dossier that burns, with who has it now; nothing of the applicant."""

    code: str
    procedure: str
    agency: str
    step: str
    holder: str
    status: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fires:
    """The whole page: the sums, the agencies with most on fire first, the slowest steps, the latest dossiers."""

    counts: Mapping[Fire, int]
    places: Sequence[Place]
    steps: Sequence[SlowStep]
    latest: Sequence[Burning]


def fires(places: Collection[int], offices: Snapshot, *, at: datetime) -> Fires:
    """What burns at these agencies as the competent ones, and the work that lies at them: five statements."""
    found = _places(places, offices, at)
    counts = {fire: sum(place.counts[fire] for place in found) for fire in Fire}
    latest = list(burning(Fire.LATE, places, offices, at=at)[:FIRST]) if counts[Fire.LATE] else []
    return Fires(counts, found, _slowest(places, offices, at), latest)


def _places(places: Collection[int], offices: Snapshot, at: datetime) -> list[Place]:
    """Three statements, each with an index of its own: as one condition they would read every dossier there is."""
    found: dict[int, dict[Fire, int]] = {}
    near = _open(places).filter(clock.runs_until(at.astimezone(VIETNAM).date()))
    for some, of in (
        (near, (Fire.LATE, Fire.LETTER, Fire.TODAY)),
        (_open(places), (Fire.ONLINE,)),
        (_open(places), (Fire.FORECAST,)),
    ):
        conditions = [_condition(fire, offices, at) for fire in of]
        counts = {fire.value: Count("pk", filter=condition) for fire, condition in zip(of, conditions, strict=True)}
        rows = some.filter(reduce(or_, conditions)).order_by().values_list("competent_id").annotate(**counts)
        for agency_id, *numbers in rows:
            found.setdefault(agency_id, dict.fromkeys(Fire, 0)).update(zip(of, numbers, strict=True))
    listed = [Place(agency_id, offices.agency(agency_id).name, counts) for agency_id, counts in found.items()]
    return sorted(listed, key=lambda place: (*(-place.counts[fire] for fire in Fire), place.name))


def _open(places: Collection[int]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(competent_id__in=sorted(places), voided_at__isnull=True)


def _condition(fire: Fire, offices: Snapshot, at: datetime) -> Q:
    """Which dossiers a figure counts; the same for its sum and its list."""
    if fire is Fire.LATE:
        return clock.is_late(at=at)
    if fire is Fire.LETTER:
        letters = Apology.objects.filter(dossier_id=OuterRef("pk"), ground=DELAY)
        return clock.is_late(at=at) & Q(~Exists(letters))
    if fire is Fire.TODAY:
        return clock.is_due_today(at=at)
    if fire is Fire.FORECAST:
        named = Forecast.objects.filter(day=at.astimezone(VIETNAM).date())
        return clock.RUNNING & Q(late_from__gt=at, pk__in=named.values("dossier_id"))
    waiting = Q(status=int(Status.FILED), accepted_at__isnull=True, channel="online") & ~Q(link__state=Link.WAITING)
    counters: dict[Calendar, list[int]] = {}
    for pk, agency in offices.agencies.items():
        if agency.is_counter:
            counters.setdefault(calendar_for(offices, pk, known_at=at), []).append(pk)
    over = [Q(receiving_id__in=some, filed_at__lt=unaccepted_before(each, at)) for each, some in counters.items()]
    return waiting & reduce(or_, over, Q(pk__in=[]))


def burning(fire: Fire, places: Collection[int], offices: Snapshot, *, at: datetime) -> Found[Burning]:
    """The dossiers behind a figure, those longest overdue first."""
    work = WorkItem.objects.filter(closed_at__isnull=True)
    return _rows(_open(places).filter(_condition(fire, offices, at)), work, offices)


def stuck(agency_id: int, step: str, places: Collection[int], offices: Snapshot, *, at: datetime) -> Found[Burning]:
    """The dossiers behind the figure of a slow step."""
    work = _late_work(places, at).filter(agency_id=agency_id, step__name=step)
    return _rows(Dossier.objects.filter(pk__in=work.values("dossier_id")), work, offices)


def _rows(dossiers: QuerySet[Dossier], work: QuerySet[WorkItem], offices: Snapshot) -> Found[Burning]:
    """`work` says which piece of a dossier is named beside it."""
    piece = work.filter(dossier_id=OuterRef("pk")).order_by("id")
    step, holder = Subquery(piece.values("step__name")[:1]), Subquery(piece.values("assignee__full_name")[:1])
    rows = dossiers.order_by("due_at", "filed_at", "pk").annotate(step=step, holder=holder)
    columns = ("code", "version__name", "competent_id", "step", "holder", "status", "due_at")
    return Found(rows.values_list(*columns), partial(_row, offices))


def _row(offices: Snapshot, v: tuple[Any, ...]) -> Burning:
    code, procedure, agency_id, step, holder, status, due_at = v
    return Burning(code, procedure, offices.agency(agency_id).name, step or "", holder or "", status, due_at)


def _slowest(places: Collection[int], offices: Snapshot, at: datetime) -> list[SlowStep]:
    """The steps with most open work past the limit of the step."""
    n, oldest = Count("dossier_id", distinct=True), Min("opened_at")
    rows = _late_work(places, at).order_by().values_list("agency_id", "step__name").annotate(n=n, oldest=oldest)
    return [
        SlowStep(agency_id, offices.agency(agency_id).name, step, n, oldest)
        for agency_id, step, n, oldest in rows.order_by("-n", "oldest", "step__name")[:FIRST]
    ]


def _late_work(places: Collection[int], at: datetime) -> QuerySet[WorkItem]:
    return open_work(Q(agency_id__in=sorted(places), step__isnull=False) & step_is_late(at))
