"""What is late or soon late, by unit and step: the list that goes to units every week and month (S9, S11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery

from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.offices.models import Post, in_force
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.workflow.queries import open_work

from . import clock
from .mornings import by_calendar
from .worklist import Tab, in_tab


@dataclass(frozen=True, slots=True)
class Pile:
    """Work at one step of one unit that is late or soon due; `unit` is empty where nobody of one holds it."""

    agency: str
    unit: str
    step: str
    late: int
    soon: int


def piles(facts: Facts, *, at: datetime) -> list[Pile]:
    """The piles at the actor's agencies, those with most late ones first: one statement. Their sum is the tab
    "burning" of the worklist."""
    posts = in_force(Post.objects, facts.day).filter(
        account_id=OuterRef("assignee_id"), agency_id=OuterRef("agency_id")
    )
    rows = (
        open_work(in_tab(Tab.BURNING, facts, at=at))
        .annotate(unit=Subquery(posts.order_by("id").values("unit__name")[:1]))
        .order_by()
        .values_list("agency_id", "unit", "step__name")
        .annotate(late=Count("pk", filter=clock.is_late(at=at, dossier="dossier__")), n=Count("pk"))
    )
    found = [
        Pile(facts.offices.agency(agency_id).name, unit or "", step or "", late, n - late)
        for agency_id, unit, step, late, n in rows
    ]
    return sorted(found, key=lambda pile: (-pile.late, -pile.soon, pile.agency, pile.unit, pile.step))


@dataclass(frozen=True, slots=True)
class Burden:
    """How much of an agency's open work belongs to dossiers that are late or soon due; `monthly` says which list."""

    agency_id: int
    late: int
    soon: int
    monthly: bool


def burdens(offices: Snapshot, *, at: datetime) -> list[Burden]:
    """Of every agency whose week or month begins today by its calendar: one statement for each calendar."""
    day = at.astimezone(VIETNAM).date()
    found = []
    for calendar, agencies in by_calendar(offices, at).items():
        monthly = _first_since(calendar, day.replace(day=1), day)
        if monthly or _first_since(calendar, day - timedelta(days=day.weekday()), day):
            near = clock.is_near_or_late(calendar, at=at, dossier="dossier__")
            here = open_work(Q(agency_id__in=agencies) & near).order_by().values_list("agency_id")
            late = Count("pk", filter=clock.is_late(at=at, dossier="dossier__"))
            for agency_id, late_ones, n in here.annotate(late=late, n=Count("pk")):
                found.append(Burden(agency_id, late_ones, n - late_ones, monthly))
    return found


def _first_since(calendar: Calendar, begun: date, day: date) -> bool:
    """Whether `day` is the first working day from `begun` on."""
    before = begun - timedelta(days=1)
    return calendar.is_working_day(day) and calendar.working_days_between(before, day) == 1
