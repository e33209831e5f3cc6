"""What the forecast of the day says to people: who will be late, and how often earlier forecasts were right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum

from motcua.deadlines.forecasts import HitRate
from motcua.deadlines.models import Forecast, ForecastDay
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.workflow.models import WorkItem

from . import clock

SOON = 3  # working days: what is said today of a Monday is who will be late by Thursday
MEASURED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Coming:
    """An open piece of work whose dossier will probably be late. `assignee_id` None: free for the role there."""

    code: str
    agency_id: int
    role: str
    assignee_id: int | None
    due_at: datetime
    late_from: datetime
    percent: int


def soon(calendar: Calendar, *, at: datetime) -> date:
    """The day by which "will be late by …" is meant: so many working days on."""
    return calendar.add_working_days(_day(at), SOON)


def is_soon(day: date, *, at: datetime, dossier: str = "pk") -> Q:
    """The condition for a list: still open, and named by today's forecast as late by the beginning of `day`."""
    today = Forecast.objects.filter(day=_day(at), dossier_id=OuterRef(dossier), late_from__lte=begins(day))
    return clock.RUNNING & Q(Exists(today))


def begins(day: date) -> datetime:
    """Midnight at the beginning of `day`."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


def coming(*, at: datetime, until: datetime) -> list[Coming]:
    """All open work whose dossier today's forecast names as late by `until`, the soonest first: one statement.

    For who tells officers and leaders in the morning.
    """
    named = Forecast.objects.filter(day=_day(at), late_from__lte=until, dossier_id=OuterRef("dossier_id"))
    rows = WorkItem.objects.filter(clock.RUNNING, closed_at__isnull=True, step__isnull=False)
    found = rows.annotate(late=Subquery(named.values("late_from")[:1]), percent=Subquery(named.values("percent")[:1]))
    columns = ("dossier__code", "agency_id", "role", "assignee_id", "dossier__due_at", "late", "percent")
    ordered = found.filter(Exists(named)).order_by("late", "dossier_id")
    return [Coming(*row) for row in ordered.values_list(*columns)]


def hit_rates(agencies: Collection[str] | None, *, at: datetime) -> Mapping[str, HitRate]:
    """How right the forecasts of the last two months were, by competent agency (codes; None for all): one statement."""
    over = ForecastDay.objects.filter(hits__isnull=False, day__gte=_day(at - MEASURED))
    if agencies is not None:
        over = over.filter(agency__in=list(agencies))
    sums = over.values_list("agency").annotate(Count("day"), Sum("near"), Sum("hits"), Sum("missed")).order_by()
    return {agency: HitRate(*numbers) for agency, *numbers in sums}


def together(rates: Mapping[str, HitRate]) -> HitRate:
    """The hit rate of several agencies as one."""
    days = max((rate.days for rate in rates.values()), default=0)
    named, hits, missed = (sum(getattr(rate, name) for rate in rates.values()) for name in ("named", "hits", "missed"))
    return HitRate(days, named, hits, missed)


def of_today(agencies: Collection[str] | None, *, at: datetime) -> list[ForecastDay]:
    """The counts of today's forecast by agency; none before it is made."""
    found = ForecastDay.objects.filter(day=_day(at)).order_by("agency")
    return list(found if agencies is None else found.filter(agency__in=list(agencies)))


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
