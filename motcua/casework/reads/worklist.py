"""The worklist: open pieces of work, mine and my agency's, what burns first; counts of all tabs in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy

from motcua.copying.shaped import Shaped
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import limit_columns
from motcua.dossiers.states import BEYOND, ENDED, WAITING_FOR_APPLICANT, Status
from motcua.kernel.calendars import Calendar
from motcua.offices.calendars import calendar_for
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts, supervised
from motcua.policy.permissions import BOUNDARY_FREE, visible, work_here
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import FIRST_STEP, held_for, mine, open_work

from . import clock, forecasts
from .apologies import wants_apology
from .clock import Clock
from .found import Found, FoundByKey
from .search import applicant_of, of_procedure, with_words


class Tab(StrEnum):
    """The views of the worklist."""

    MINE = "mine"
    BURNING = "burning"
    WAITING = "waiting"
    READY = "ready"
    APOLOGY = "apology"
    FORECAST = "forecast"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Question:
    """What of the worklist is asked for; empty fields ask for nothing.

    `kind` is a kind of step; `late` is "dossier" (past its legal limit), "step" (past the limit of its step),
    "today" or "tomorrow" (the dossier is due today, or on the next working day);
    `holder` is "me", "nobody" or "others"; `afar` asks for what another counter received.
    """

    tab: Tab = Tab.MINE
    text: str = ""
    procedure: str = ""
    kind: str = ""
    late: str = ""
    holder: str = ""
    afar: bool = False
    sort: str = "left"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One open piece of work with its dossier; the applicant's name is to be masked by the face."""

    item_id: int
    code: str
    procedure: str
    procedure_code: str
    applicant: str
    status: int
    kind: str
    step: str
    agency_id: int
    agency: str
    role: str
    holder: str
    is_mine: bool
    opened_at: datetime
    step_due_at: datetime | None
    step_late: bool
    due_at: datetime | None
    clock: Clock
    held: bool
    transfer: str = ""
    unit: str = ""


AT_ONCE, STEP = 500, 25  # keys of one statement, and by how many its statements differ
HELD = Exists(Hold.objects.filter(dossier_id=OuterRef("dossier_id"), ended_at__isnull=True))
SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "left": (F("runs_to").asc(nulls_last=True), F("due_at").asc(nulls_last=True)),
    "-left": (F("runs_to").desc(nulls_last=True), F("due_at").desc(nulls_last=True)),
    "step": (F("due_at").asc(nulls_last=True),),
    "-step": (F("due_at").desc(nulls_last=True),),
    "code": ("dossier__code",),
    "-code": ("-dossier__code",),
    "procedure": ("dossier__version__procedure__code", F("runs_to").asc(nulls_last=True)),
    "-procedure": ("-dossier__version__procedure__code", F("runs_to").asc(nulls_last=True)),
    "opened": ("opened_at",),
    "-opened": ("-opened_at",),
}


HERE = (
    Tab.MINE,
    Tab.BURNING,
    Tab.FORECAST,
    Tab.ALL,
)  # work that lies at the actor's agencies; the rest may lie elsewhere


def led_by(facts: Facts) -> frozenset[int]:
    """The agencies whose letters this actor signs or watches over."""
    return facts.by.agencies(Role.SIGNER) | supervised(facts)


Place = tuple[datetime | None, datetime | None, int]
"""Where a row stands in the order "left": when the limit of its dossier runs out, that of its step, its id."""


def worklist(facts: Facts, question: Question, *, at: datetime, after: Place | None = None) -> Found[WorkRow]:
    """The open work of one tab that answers the question, in the order asked for.

    With `after`, only what comes after this place in the order "left".
    """
    keys = _asked(facts, question, at)
    return FoundByKey(keys.filter(_after(after)) if after else keys, partial(rows_of, facts, at))


def ids(facts: Facts, question: Question, *, at: datetime, known: int | None = None) -> Found[int]:
    """The same by its ids, whose rows `rows_of` gives. `known` is how many there are, if counted."""
    return Found(_asked(facts, question, at), int, known)


def _asked(facts: Facts, question: Question, at: datetime) -> QuerySet[WorkItem, int]:
    return keys_of(in_tab(question.tab, facts, at=at) & _conditions(question, facts, at=at), question.sort)


def place_of(row: WorkRow) -> Place:
    """Where a row stands in the order "left"."""
    runs_to = None if row.status in ENDED else row.due_at
    return runs_to, row.step_due_at, row.item_id


def _after(place: Place) -> Q:
    runs_to, due_at, item_id = place
    last = Q(due_at__isnull=True, pk__gt=item_id)
    if due_at is not None:
        last = Q(due_at__gt=due_at) | Q(due_at__isnull=True) | Q(due_at=due_at, pk__gt=item_id)
    if runs_to is None:
        return Q(runs_to__isnull=True) & last
    return Q(runs_to__gt=runs_to) | Q(runs_to__isnull=True) | (Q(runs_to=runs_to) & last)


def chosen(facts: Facts, item_ids: list[int], *, at: datetime) -> list[WorkRow]:
    """These pieces of open work, in the order of the worklist, as far as the actor may see them: two statements."""
    return rows_of(facts, at, list(keys_of(_seen(facts) & Q(pk__in=item_ids))))


def keys_of(which: Q, sort: str = "left") -> QuerySet[WorkItem, int]:
    """The open work that meets a condition, by its ids in an order: to be read page by page."""
    ordered = open_work(which).order_by(*SORTS.get(sort, SORTS["left"]), "id")
    return ordered.values_list("pk", flat=True)


def rows_of(facts: Facts, at: datetime, keys: Sequence[int]) -> list[WorkRow]:
    """The rows of work that was found, in the order of `keys`."""
    found: dict[int, dict[str, Any]] = {}
    for first in range(0, len(keys), AT_ONCE):
        some = list(keys[first : first + AT_ONCE])
        found |= {v["pk"]: v for v in _shown.rows(some + [0] * (-len(some) % STEP))}
    return [_row(facts, at, found[key]) for key in keys]


@Shaped
def _shown(keys: Sequence[int]) -> QuerySet[WorkItem, Any]:
    shown = WorkItem.objects.filter(pk__in=keys).order_by().annotate(held=HELD, applicant=applicant_of("dossier_id"))
    found: QuerySet[WorkItem, Any] = shown.annotate(**limit_columns("dossier__")).values(*COLUMNS)
    return found


def _seen(facts: Facts) -> Q:
    """Work of dossiers that the actor may see, wherever it lies."""
    return _of_dossier(visible(facts)) & Q(dossier__voided_at__isnull=True)


def _of_dossier(condition: Q) -> Q:
    """A condition on dossiers as one on pieces of work: the join then begins at the few open ones."""
    children: list[Any] = [
        _of_dossier(child) if isinstance(child, Q) else (f"dossier__{child[0]}", child[1])
        for child in cast("list[Any]", condition.children)
    ]
    return Q.create(children=children, connector=condition.connector, negated=condition.negated)


def in_tab(tab: Tab, facts: Facts, *, at: datetime) -> Q:
    """The open work of a tab, as far as the actor may see it."""
    return (work_here(facts) if tab in HERE else _seen(facts)) & _beside_place(tab, facts, at=at)


def _beside_place(tab: Tab, facts: Facts, *, at: datetime) -> Q:
    """What makes a tab, beside whose work it is: that is asked once for all counts."""
    # One row for each dossier that waits: a step, not the proposal or the branches that may stand beside it.
    waits = Q(status__in=sorted(WAITING_FOR_APPLICANT)) & FIRST_STEP
    ready = Q(status=int(Status.FINISHED)) & FIRST_STEP
    if tab is Tab.MINE:
        return mine(facts.by, facts.offices) & ~Q(status__in=BEYOND)
    if tab is Tab.BURNING:
        return clock.is_near_or_late(own_calendar(facts, at=at), at=at)
    if tab is Tab.FORECAST:
        day = forecasts.soon(own_calendar(facts, at=at), at=at)
        own = FIRST_STEP if led_by(facts) else mine(facts.by, facts.offices) & Q(step__isnull=False)
        return own & forecasts.is_soon(day, at=at, dossier="dossier_id")
    if tab is Tab.WAITING:
        return waits
    if tab is Tab.APOLOGY:
        # Their dossiers carry the same limits: those that run there are found by an index, few beside all that ended.
        wanted = wants_apology(own_calendar(facts, at=at), at=at, of="dossier__")
        return Q(dossier__competent_id__in=led_by(facts)) & FIRST_STEP & wanted
    return ready if tab is Tab.READY else Q()


def own_calendar(facts: Facts, *, at: datetime) -> Calendar:
    """The working time by which "soon" is meant on this actor's list: that of their first agency."""
    first = facts.by.holdings[0].agency_id if facts.by.holdings else min(facts.offices.agencies)
    return calendar_for(facts.offices, first, known_at=at)


def _conditions(question: Question, facts: Facts, *, at: datetime) -> Q:
    met = Q()
    if question.text.strip():
        met &= with_words(question.text, dossier="dossier__")
    if question.procedure.strip():
        met &= of_procedure(question.procedure, dossier="dossier__")
    if question.afar:
        met &= Q(dossier__transfer__in=BOUNDARY_FREE)
    if question.kind:
        met &= Q(kind=question.kind)
    if question.late == "dossier":
        met &= clock.is_late(at=at)
    elif question.late == "step":
        met &= step_is_late(at)
    elif question.late == "today":
        met &= clock.is_due_today(at=at)
    elif question.late == "tomorrow":
        met &= clock.is_due_tomorrow(own_calendar(facts, at=at), at=at)
    return met & _held(question.holder, facts)


def step_is_late(at: datetime) -> Q:
    """Past the limit of its step, while that runs."""
    return Q(due_at__lt=at) & ~Q(status=int(Status.FINISHED)) & ~Q(HELD)


def _held(holder: str, facts: Facts) -> Q:
    own = held_for(facts.by)
    if holder == "me":
        return own
    if holder == "nobody":
        return Q(assignee__isnull=True)
    return Q(assignee__isnull=False) & ~own if holder == "others" else Q()


COLUMNS = (
    "pk",
    "kind",
    "role",
    "agency_id",
    "unit_id",
    "held",
    "assignee_id",
    "assignee__full_name",
    "step__name",
    "opened_at",
    "due_at",
    "dossier__code",
    "dossier__status",
    "dossier__competent_id",
    "dossier__accepted_at",
    "dossier__due_at",
    "dossier__finished_at",
    "dossier__transfer",
    "dossier__version__name",
    "dossier__version__procedure__code",
    "limit_unit",
    "limit_amount",
    "applicant",
)


def _row(facts: Facts, at: datetime, v: Mapping[str, Any]) -> WorkRow:
    return WorkRow(
        item_id=v["pk"],
        code=v["dossier__code"],
        procedure=v["dossier__version__name"],
        procedure_code=v["dossier__version__procedure__code"],
        applicant=v["applicant"] or "",
        status=v["dossier__status"],
        kind=v["kind"],
        step=v["step__name"] or "",
        agency_id=v["agency_id"],
        agency=facts.offices.agency(v["agency_id"]).name,
        unit=facts.offices.units[v["unit_id"]].name if v["unit_id"] else "",
        role=v["role"],
        holder=v["assignee__full_name"] or "",
        is_mine=v["assignee_id"] == facts.by.account_id,
        opened_at=v["opened_at"],
        step_due_at=v["due_at"],
        step_late=_step_late(v, at),
        due_at=v["dossier__due_at"],
        clock=_clock(facts.offices, at, v),
        held=v["held"],
        transfer=v["dossier__transfer"],
    )


def _step_late(v: Mapping[str, Any], at: datetime) -> bool:
    """The clock of a step stands while that of its dossier does, and ends with the finish."""
    runs = not v["held"] and v["dossier__status"] != Status.FINISHED
    return runs and v["due_at"] is not None and v["due_at"] < at


def _clock(offices: Snapshot, at: datetime, v: Mapping[str, Any]) -> Clock:
    facts = clock.Facts(
        status=v["dossier__status"],
        competent_id=v["dossier__competent_id"],
        unit=v["limit_unit"],
        amount=v["limit_amount"],
        accepted_at=v["dossier__accepted_at"],
        due_at=v["dossier__due_at"],
        finished_at=v["dossier__finished_at"],
    )
    return clock.clock(facts, offices, at=at)
