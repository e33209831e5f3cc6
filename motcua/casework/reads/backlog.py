"""What is late or soon late, by unit and step: the list that goes to units every week and month (S9, S11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendars import calendar_for
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
    rows = (
        open_work(in_tab(Tab.BURNING, facts, at=at))
        .annotate(of_unit=_unit(facts.day))
        .order_by()
        .values_list("agency_id", "of_unit", "step__name")
        .annotate(late=Count("pk", filter=clock.is_late(at=at)), n=Count("pk"))
    )
    found = [
        Pile(facts.offices.agency(agency_id).name, unit or "", step or "", late, n - late)
        for agency_id, unit, step, late, n in rows
    ]
    return sorted(found, key=lambda pile: (-pile.late, -pile.soon, pile.agency, pile.unit, pile.step))


def _unit(day: date) -> Coalesce:
    """The unit whose work it is by its process, else that of who holds it, by their post at its agency."""
    posts = in_force(Post.objects, day).filter(account_id=OuterRef("assignee_id"), agency_id=OuterRef("agency_id"))
    return Coalesce("unit__name", Subquery(posts.order_by("id").values("unit__name")[:1]))


@dataclass(frozen=True, slots=True)
class Near:
    """One piece of work whose dossier is late or soon due, as the list to units names it: nothing of citizens."""

    agency: str
    unit: str
    step: str
    holder: str
    code: str
    procedure_code: str
    procedure: str
    due_at: datetime
    late: bool


def place(row: Near) -> tuple[str, str, str]:
    """To which pile it belongs."""
    return row.agency, row.unit, row.step


def near_of(facts: Facts, *, at: datetime) -> list[Near]:
    """What the piles of this actor's page consist of, what is due first first: one statement."""
    return _near(in_tab(Tab.BURNING, facts, at=at), facts.offices, at=at)


def near_at(agency_id: int, offices: Snapshot, *, at: datetime) -> list[Near]:
    """What the burden of an agency consists of, what is due first first: one statement."""
    calendar = calendar_for(offices, agency_id, known_at=at)
    return _near(Q(agency_id=agency_id) & clock.is_near_or_late(calendar, at=at), offices, at=at)


def _near(which: Q, offices: Snapshot, *, at: datetime) -> list[Near]:
    rows = (
        open_work(which)
        .annotate(of_unit=_unit(at.astimezone(VIETNAM).date()), late=clock.is_late(at=at))
        .order_by("dossier__due_at", "pk")
        .values_list(
            *("agency_id", "of_unit", "step__name", "assignee__full_name", "dossier__code", "dossier__due_at", "late"),
            *("dossier__version__procedure__code", "dossier__version__name"),
        )
    )
    return [
        Near(offices.agency(agency_id).name, unit or "", step or "", holder or "", code, number, name, due_at, late)
        for agency_id, unit, step, holder, code, due_at, late, number, name in rows
    ]


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
            near = clock.is_near_or_late(calendar, at=at)
            here = open_work(Q(agency_id__in=agencies) & near).order_by().values_list("agency_id")
            late = Count("pk", filter=clock.is_late(at=at))
            for agency_id, late_ones, n in here.annotate(late=late, n=Count("pk")):
                found.append(Burden(agency_id, late_ones, n - late_ones, monthly))
    return found


def _first_since(calendar: Calendar, begun: date, day: date) -> bool:
    """Whether `day` is the first working day from `begun` on."""
    before = begun - timedelta(days=1)
    return calendar.is_working_day(day) and calendar.working_days_between(before, day) == 1
