"""The heaps of a counter's table: what is to be decided, issued, fetched, handed over, awaited; taken in today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from motcua.copying.shaped import Shaped
from motcua.deadlines.act_clocks import unanswered_before
from motcua.deadlines.queries import limit_columns
from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.states import OPEN, Status
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendars import calendar_for
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from motcua.policy.permissions import Sight, sight
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import StepKind

from . import clock
from .clock import Clock
from .found import Found
from .search import applicant_of


class Heap(StrEnum):
    """The heaps of a counter's table, in the order of the day."""

    UNROUTED = "unrouted"
    TRAVELLING = "travelling"
    READY = "ready"
    ARRIVING = "arriving"
    PROPOSED = "proposed"
    FILED = "filed"
    UNANSWERED = "unanswered"
    AWAITED = "awaited"
    TODAY = "today"


UNROUTED = Q(routing_by__isnull=False, routed_at=None, status=int(Status.FILED))
# A step of the process at this counter, by the kind of its open piece of work and the state of the dossier.
AT_HAND: dict[Heap, Q] = {
    Heap.FILED: Q(kind=StepKind.RECEIVE, dossier__status=int(Status.FILED)),
    Heap.PROPOSED: Q(kind=StepKind.SUPPLEMENT),
    Heap.ARRIVING: Q(kind=StepKind.RETURN, dossier__status=int(Status.IN_PROCESS)),
    Heap.READY: Q(kind=StepKind.RETURN, dossier__status=int(Status.FINISHED)),
}


@dataclass(frozen=True, slots=True)
class CounterRow:
    """One dossier of a heap. `since` is when it came to lie there; the name is to be masked by the face.

    `transfer` is how it goes to an agency of another counter; `latest` until when its paper must have come, or the
    agency that decides be found, `overdue` that this is over.
    """

    code: str
    procedure: str
    procedure_code: str
    applicant: str
    status: int
    since: datetime
    due_at: datetime | None
    clock: Clock
    slip_id: int | None
    transfer: str
    latest: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Whose table it is and now: the agencies that the counter serves, who looks and since when today is; before when
    an unanswered request must have left for its dossier to be closed."""

    seen: Sight
    counter_id: int
    served: Sequence[int]
    account_id: int
    midnight: datetime
    asked_before: datetime

    @classmethod
    def of(cls, facts: Facts, counter_id: int, *, at: datetime) -> Table:
        """The table of this counter as this actor sees it."""
        return cls(
            seen=sight(facts),
            counter_id=counter_id,
            served=sorted(facts.offices.served_by(counter_id)),
            account_id=facts.by.account_id,
            midnight=at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0),
            asked_before=unanswered_before(calendar_for(facts.offices, counter_id, known_at=at), at),
        )


def counts(facts: Facts, counter_id: int, *, at: datetime) -> dict[Heap, int]:
    """How high each heap is: one statement, each count answered by an index of what is open or of today."""
    t = Table.of(facts, counter_id, at=at)
    found = _heights.rows(
        *map(sorted, (t.seen.mine, t.seen.served, t.seen.below)),
        t.counter_id, sorted(t.served), t.account_id, t.midnight, t.asked_before,
    )  # fmt: skip
    return {heap: found[0][heap.value] or 0 for heap in Heap}


@Shaped
def _heights(
    mine: list[int],
    received_for: list[int],
    below: list[int],
    counter_id: int,
    served: list[int],
    account_id: int,
    midnight: datetime,
    asked_before: datetime,
) -> QuerySet[Agency, Any]:
    table = Table(Sight(mine, received_for, below), counter_id, served, account_id, midnight, asked_before)
    high = {heap.value: Subquery(_height(_lying(heap, table))) for heap in Heap}
    found: QuerySet[Agency, Any] = Agency.objects.filter(pk=counter_id).order_by().annotate(**high).values(*high)
    return found


def _height(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return found


def heap(which: Heap, facts: Facts, counter_id: int, *, at: datetime) -> Found[CounterRow]:
    """The dossiers of one heap: what has waited longest first, today's last reception first."""
    rows = _lying(which, Table.of(facts, counter_id, at=at))
    if which in AT_HAND:
        opened = _at_hand(which, counter_id).filter(dossier_id=OuterRef("pk")).values("opened_at")[:1]
        since: Any = F("finished_at") if which is Heap.READY else Subquery(opened)
    else:
        asked = SupplementRequest.objects.filter(dossier_id=OuterRef("pk"), answered_at=None, dropped_at=None)
        here = which in (Heap.TODAY, Heap.UNROUTED, Heap.TRAVELLING)
        since = F("filed_at") if here else Subquery(asked.values("issued_at")[:1])
    return Found(_columns(rows, since, latest_first=which is Heap.TODAY), partial(_row, facts.offices, at))


def _at_hand(which: Heap, counter_id: int) -> QuerySet[WorkItem]:
    here = WorkItem.objects.filter(agency_id=counter_id, role=Role.RECEIVER.value, closed_at=None)
    return here.filter(AT_HAND[which])


def _lying(which: Heap, t: Table) -> QuerySet[Dossier]:
    """The dossiers of a heap. Those without work at the counter wait for the applicant, or came in today."""
    seen = Dossier.objects.filter(t.seen.condition(), voided_at=None)
    if which in AT_HAND:
        return seen.filter(pk__in=_at_hand(which, t.counter_id).values("dossier_id"))
    if which is Heap.TRAVELLING:
        travels = Q(transfer="paper", transferred_at=None, accepted_at__isnull=False, competent_id__in=t.served)
        return seen.filter(travels, status__in=sorted(map(int, OPEN)))
    rows = seen.filter(receiving_id=t.counter_id)
    if which is Heap.UNROUTED:
        return rows.filter(UNROUTED)
    if which in (Heap.AWAITED, Heap.UNANSWERED):
        # The agencies are named because the index of open dossiers begins with the competent one.
        waiting = rows.filter(competent_id__in=t.served, status=int(Status.SUPPLEMENT))
        return waiting if which is Heap.AWAITED else waiting.filter(_unanswered(t.asked_before))
    return rows.filter(filed_at__gte=t.midnight, received_by_id=t.account_id)


def _unanswered(before: datetime) -> Exists:
    """Asked for papers so long ago that the dossier may be closed: is_unanswered as a condition."""
    asked = SupplementRequest.objects.filter(dossier_id=OuterRef("pk"), answered_at=None, dropped_at=None)
    return Exists(asked.filter(issued_at__lt=before))


COLUMNS = (
    "code", "status", "competent_id", "accepted_at", "due_at", "finished_at", "version__name",
    "version__procedure__code", "limit_unit", "limit_amount", "applicant", "since", "slip_id",
    "transfer", "transfer_by", "transferred_at", "routing_by", "routed_at",
)  # fmt: skip


def _columns(rows: QuerySet[Dossier], since: Any, *, latest_first: bool) -> QuerySet[Dossier, dict[str, Any]]:
    slips = Slip.objects.filter(dossier_id=OuterRef("pk")).order_by("-issued_at", "-pk").values("pk")
    rows = rows.annotate(
        applicant=applicant_of("pk"),
        since=Coalesce(since, F("filed_at"), output_field=DateTimeField()),
        slip_id=Subquery(slips[:1]),
        **limit_columns(),
    )
    order = ("-since", "-id") if latest_first else ("since", "id")
    found: QuerySet[Dossier, dict[str, Any]] = rows.order_by(*order).values(*COLUMNS)
    return found


def _row(offices: Snapshot, at: datetime, v: Mapping[str, Any]) -> CounterRow:
    facts = clock.Facts(
        status=v["status"],
        competent_id=v["competent_id"],
        unit=v["limit_unit"],
        amount=v["limit_amount"],
        accepted_at=v["accepted_at"],
        due_at=v["due_at"],
        finished_at=v["finished_at"],
    )
    latest = v["transfer_by"] if v["transferred_at"] is None else None
    latest = v["routing_by"] if v["routing_by"] and v["routed_at"] is None else latest
    return CounterRow(
        code=v["code"],
        procedure=v["version__name"],
        procedure_code=v["version__procedure__code"],
        applicant=v["applicant"] or "",
        status=v["status"],
        since=v["since"],
        due_at=v["due_at"],
        clock=clock.clock(facts, offices, at=at),
        slip_id=v["slip_id"],
        transfer=v["transfer"],
        latest=latest,
        overdue=latest is not None and latest < at,
    )
