"""Reads of processes and work items."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from motcua.copying import prepared
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot

from .models import ProcessVersion, Step, Turn, WorkItem
from .process.keeping import from_json
from .process.table import graph_of, node_name
from .process.walk import Compiled, Way
from .rules import Outcome, StepKind, StepRow


def process_in_force(*, procedure: str, agency_id: int, day: date) -> Subquery:
    """The id of the process version for an outer row that names its procedure, the most particular one in force: the
    variant of the agency, else the process of the procedure, else the level's."""
    dated = ProcessVersion.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    level = Agency.objects.filter(pk=agency_id).values("level_id")
    own = Q(process__procedure_id=OuterRef(procedure))
    own &= Q(process__agency__isnull=True) | Q(process__agency_id=agency_id)
    default = Q(process__procedure__isnull=True, process__level_id__in=level)
    variant_first = F("process__agency_id").asc(nulls_last=True)
    own_first = F("process__procedure_id").asc(nulls_last=True)
    return Subquery(dated.filter(own | default).order_by(variant_first, own_first, "-n").values("pk")[:1])


def any_process_in_force(*, procedure: str, day: date) -> Subquery:
    """The id of a process version by which some agency could decide: the procedure's own process, else any level's."""
    dated = ProcessVersion.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    usable = Q(process__procedure_id=OuterRef(procedure)) | Q(process__procedure__isnull=True)
    return Subquery(dated.filter(usable).order_by("pk").values("pk")[:1])


class Kept(dict[int, Step]):
    """Rows by their number, kept as long as the process lives; emptied like any other cache."""

    cache_clear = dict.clear


_by_id = Kept()


@lru_cache(maxsize=2048)
def steps_of(version_id: int) -> tuple[Step, ...]:
    """The rows of a published process version, kept in memory: they never change."""
    steps = tuple(Step.objects.filter(version_id=version_id).order_by("n"))
    _by_id.update({step.pk: step for step in steps})
    return steps


def step(step_id: int) -> Step:
    """One of those rows by its own number."""
    if step_id not in _by_id:
        steps_of.__wrapped__(Step.objects.values_list("version_id", flat=True).get(pk=step_id))
    return _by_id[step_id]


@lru_cache(maxsize=2048)
def process_of(version_id: int) -> Compiled:
    """A published process version, ready to be walked, kept in memory like its rows."""
    kept = ProcessVersion.objects.values_list("graph", flat=True).get(pk=version_id)
    return Compiled(from_json(kept) if kept is not None else graph_of("process", "", rows_of(version_id)))


def rows_of(version_id: int) -> list[StepRow]:
    """The rows of a version as they are typed."""
    return [row_of(s) for s in steps_of(version_id)]


def row_of(s: Step) -> StepRow:
    """A published row as it was typed."""
    return StepRow(s.name, s.role, s.at, StepKind(s.kind), s.hours, tuple(s.needs.split()))


def node_of(step: Step) -> str:
    """The name of a row in the graph of its process."""
    return step.node or node_name(step.n)


def step_at(version_id: int, node: str) -> Step:
    """The row of that name."""
    return next(step for step in steps_of(version_id) if node_of(step) == node)


def steps_after(step: Step) -> list[Step]:
    """The rows that may come next, by whatever way its process goes on."""
    names = process_of(step.version_id).next(node_of(step))
    return [step_at(step.version_id, name) for name in names]


def ways_after(step: Step) -> list[Way]:
    """The ways on between which who completes a row chooses; mostly none."""
    return process_of(step.version_id).outcomes(node_of(step))


def steps_before(step: Step) -> list[Step]:
    """The rows to which it can be given back: those that lead to it, but not the reception."""
    names = set(process_of(step.version_id).earlier(node_of(step)))
    return [s for s in steps_of(step.version_id) if node_of(s) in names and s.kind != StepKind.RECEIVE]


def first_of(step: Step, kind: StepKind) -> Step:
    """The first row of `kind` in the process of `step`."""
    return next(s for s in steps_of(step.version_id) if s.kind == kind)


@prepared.query
def _open_items() -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(dossier_id=0, closed_at__isnull=True)


def open_items(dossier_id: int) -> list[WorkItem]:
    """The open work of a dossier, with its rows of the process."""
    return with_steps(_open_items(dossier_id))


@prepared.query
def open_items_of() -> QuerySet[WorkItem]:
    """The open work for [code of its dossier], without the rows of the process. Part of every verb."""
    return WorkItem.objects.filter(dossier__code="", closed_at__isnull=True)


def with_steps(items: list[WorkItem]) -> list[WorkItem]:
    """The same work, with its rows of the process."""
    for item in items:
        if item.step_id is not None:
            item.step = step(item.step_id)
    return items


def last_routing(dossier_id: int) -> WorkItem | None:
    """The piece of work by which somebody last sent a dossier to the agency that has it: one statement."""
    done = WorkItem.objects.filter(dossier_id=dossier_id, kind=StepKind.ROUTE.value, outcome=Outcome.FORWARD.value)
    return done.order_by("-closed_at", "-pk").first()


def around(dossier_id: int, moments: Collection[datetime]) -> list[WorkItem]:
    """The steps of a dossier that began or ended at one of these moments, in order, with their rows of the process."""
    here = Q(opened_at__in=moments) | Q(closed_at__in=moments)
    rows = WorkItem.objects.filter(here, dossier_id=dossier_id, step__isnull=False)
    items = list(rows.select_related("paper_signature"))
    for item in items:
        assert item.step_id is not None
        item.step = step(item.step_id)
    return items


def last_turn(*, agency_id: int, role: str) -> int | None:
    """Who had the last turn of a role at an agency, locked to the end of the transaction; None before the first."""
    turns = Turn.objects.select_for_update().filter(agency_id=agency_id, role=role)
    return turns.values_list("account_id", flat=True).first()


def held(accounts: Collection[int], *, besides: Collection[int] = ()) -> dict[int, int]:
    """How many open pieces of work each of these has, `besides` some by their ids: one statement."""
    rows = WorkItem.objects.filter(assignee__in=accounts, closed_at__isnull=True).exclude(pk__in=besides)
    found = dict(rows.order_by().values_list("assignee").annotate(Count("pk")))
    return {account: found.get(account, 0) for account in accounts}


def mine(by: Actor, offices: Snapshot) -> Q:
    """Work that waits for this actor: taken by them or whom they stand in for, or free and for one of their posts."""
    free = Q(pk__in=[])
    for holding in by.holdings:
        here = Q(agency_id=holding.agency_id, role=holding.role.value)
        if holding.unit_id is not None:
            here &= Q(unit__isnull=True) | Q(unit_id__in=list(offices.unit_line(holding.unit_id)))
        free |= here
    return held_for(by) | (Q(assignee__isnull=True) & free)


def held_for(by: Actor) -> Q:
    """Work taken by this actor, or by somebody who is away and for whom they stand in."""
    own = Q(assignee_id=by.account_id)
    return own | Q(assignee_id__in=by.stands_in_for) if by.stands_in_for else own


def of_my_agencies(by: Actor) -> Q:
    """All open work at the agencies where this actor has a post, whoever holds it."""
    return Q(agency_id__in=by.agencies())


# The one open step by which a dossier stands on a list of dossiers, though several branches of it are open.
_BEFORE = WorkItem.objects.filter(
    dossier_id=OuterRef("dossier_id"), closed_at__isnull=True, step__isnull=False, pk__lt=OuterRef("pk")
)
FIRST_STEP = Q(step__isnull=False) & Q(~Exists(_BEFORE))


def open_work(which: Q) -> QuerySet[WorkItem]:
    """Open work items matching `which`, the nearest limit first, those without one last."""
    return WorkItem.objects.filter(which, closed_at__isnull=True)


@prepared.query
def _history() -> QuerySet[WorkItem]:
    around = ("step", "assignee", "closed_by", "agency", "paper_signature__signer")
    return WorkItem.objects.filter(dossier_id=0).select_related(*around)


def history(dossier_id: int) -> Sequence[WorkItem]:
    """All work items of a dossier in order, with the people who did them."""
    return _history(dossier_id)
