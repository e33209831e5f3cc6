"""How many pieces of work each tab of the worklist holds, counted over all open work of the agencies at once.

One statement written by hand: as conditions of Django's it took longer to build than to run, on every opening of the
page. Tests compare each figure with the list that it opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Window

from motcua.deadlines.models import Forecast
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import BEYOND, WAITING_FOR_APPLICANT, Status
from motcua.kernel.moments import VIETNAM
from motcua.policy.facts import Facts
from motcua.policy.permissions import agencies, visible
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import open_work
from motcua.workflow.rules import SIGNED

from . import clock, forecasts
from .worklist import SORTS, Tab, in_tab, led_by, own_calendar

ON_TOP = 5  # dossiers late without a letter that are named at once


@dataclass(frozen=True, slots=True)
class Counts:
    """Pieces of work by tab, how many of the actor's own wait for a signature, and of those on the tab of letters how
    many are late without one, with the first few."""

    tabs: dict[Tab, int]
    to_sign: int
    unapologised: int
    foremost: Sequence[int]


@dataclass
class _Sql:
    """A piece of SQL with the values for its places, in order."""

    text: str = ""
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: object) -> _Sql:
        """The piece with more at its end."""
        return _Sql(self.text + text, [*self.values, *map(_value, values)])

    def __and__(self, other: _Sql) -> _Sql:
        return _Sql(f"({self.text}) AND ({other.text})", self.values + other.values)


def counts(facts: Facts, *, at: datetime) -> Counts:
    """What stands on the tabs: two statements; one more for leaders."""
    mine, burning, forecast, everything, to_sign = _here(facts, at)
    states = {
        Tab.WAITING.value: Count("pk", filter=Q(status__in=sorted(WAITING_FOR_APPLICANT))),
        Tab.READY.value: Count("pk", filter=Q(status=int(Status.FINISHED))),
    }
    elsewhere = Dossier.objects.filter(visible(facts), voided_at__isnull=True, status__in=BEYOND).aggregate(**states)
    letters, late, foremost = _letters(facts, at) if led_by(facts) else (0, 0, [])
    tabs = {
        Tab.MINE: mine,
        Tab.BURNING: burning,
        Tab.WAITING: elsewhere[Tab.WAITING.value],
        Tab.READY: elsewhere[Tab.READY.value],
        Tab.APOLOGY: letters,
        Tab.FORECAST: forecast,
        Tab.ALL: everything,
    }
    return Counts(tabs, to_sign, late, foremost)


def _letters(facts: Facts, at: datetime) -> tuple[int, int, list[int]]:
    late = clock.is_late(at=at)
    wanted = open_work(in_tab(Tab.APOLOGY, facts, at=at)).annotate(late=ExpressionWrapper(late, BooleanField()))
    counts = {"every": Window(Count("pk")), "beyond": Window(Count("pk", filter=late))}
    first = wanted.order_by("-late", *SORTS["left"], "id").values_list("pk", "late")
    rows = list(first.annotate(**counts)[:ON_TOP])
    if not rows:
        return 0, 0, []
    every, beyond = rows[0][2:]
    return every, beyond, [pk for pk, is_late, *_ in rows if is_late]


def _here(facts: Facts, at: datetime) -> Sequence[int]:
    """Mine, burning, forecast, all, and mine to sign, among the open work that lies where the actor works."""
    places = sorted(agencies(facts))
    if not places:
        return (0, 0, 0, 0, 0)
    own = _mine(facts)
    soon = _forecast(facts, at) & _Sql(_FIRST) if led_by(facts) else own & _forecast(facts, at)
    doing = own & _Sql().add(f"status NOT IN ({_places(BEYOND)})", *BEYOND)
    signing = doing & _Sql().add(f"kind IN ({_places(SIGNED)})", *SIGNED)
    asked = _Sql().add("SELECT ")
    for condition in (doing, _near(facts, at), soon):
        asked = asked.add(f"COUNT(*) FILTER (WHERE {condition.text}), ")
        asked.values += condition.values
    asked = asked.add(f"COUNT(*), COUNT(*) FILTER (WHERE {signing.text})")
    asked.values += signing.values
    table = connection.ops.quote_name(WorkItem._meta.db_table)
    asked = asked.add(f" FROM {table} w WHERE closed_at IS NULL AND agency_id IN ({_places(places)})", *places)
    with connection.cursor() as cursor:
        cursor.execute(asked.text, asked.values)
        found: Sequence[int] = cursor.fetchone()
    return found


def _mine(facts: Facts) -> _Sql:
    """`workflow.queries.mine`: held by the actor or whom they stand in for, or free and for one of their posts."""
    held = [facts.by.account_id, *facts.by.stands_in_for]
    own = _Sql().add(f"assignee_id IN ({_places(held)})", *held)
    posts = sorted({(h.agency_id, h.role.value, h.unit_id or 0) for h in facts.by.holdings})
    if not posts:
        return own
    free = _Sql()
    for n, (agency_id, role, unit_id) in enumerate(posts):
        free = free.add(f"{' OR ' if n else ''}(agency_id = %s AND role = %s", agency_id, role)
        line = list(facts.offices.unit_line(unit_id)) if unit_id else []
        free = free.add(f" AND (unit_id IS NULL OR unit_id IN ({_places(line)})))", *line) if line else free.add(")")
    return own.add(f" OR (assignee_id IS NULL AND ({free.text}))", *free.values)


def _near(facts: Facts, at: datetime) -> _Sql:
    """`clock.is_near_or_late`."""
    by, short_by = clock.soon_until(own_calendar(facts, at=at), at=at)
    return _Sql().add("runs_to <= %s OR (NOT short AND runs_to <= %s)", short_by, by)


def _forecast(facts: Facts, at: datetime) -> _Sql:
    """`forecasts.is_soon`, of steps."""
    until = forecasts.begins(forecasts.soon(own_calendar(facts, at=at), at=at))
    table = connection.ops.quote_name(Forecast._meta.db_table)
    named = f"SELECT 1 FROM {table} f WHERE f.day = %s AND f.dossier_id = w.dossier_id AND f.late_from <= %s"  # noqa: S608
    return _Sql().add(
        f"step_id IS NOT NULL AND runs_to IS NOT NULL AND EXISTS ({named})", at.astimezone(VIETNAM).date(), until
    )


# `workflow.queries.FIRST_STEP`.
_FIRST = (
    "NOT EXISTS (SELECT 1 FROM workflow_workitem o"
    " WHERE o.dossier_id = w.dossier_id AND o.closed_at IS NULL AND o.step_id IS NOT NULL AND o.id < w.id)"
)


def _places(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)


def _value(value: object) -> Any:
    """A value as the driver of this database takes it."""
    if isinstance(value, datetime):
        return models.DateTimeField().get_db_prep_value(value, connection)
    return models.DateField().get_db_prep_value(value, connection) if isinstance(value, date) else value
