"""What lies at a counter now: to be decided, issued, fetched, handed over, awaited; and what was taken in today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from motcua.casework.fees_due import Fees, fees
from motcua.deadlines.act_clocks import unanswered_before
from motcua.deadlines.queries import limit_columns
from motcua.dossiers.models import Dossier, Draft, SearchTerm, SupplementRequest
from motcua.dossiers.states import OPEN, Status
from motcua.kernel.moments import VIETNAM
from motcua.offices.actors import Actor
from motcua.offices.calendars import calendar_for
from motcua.offices.models import Agency
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import Slip
from motcua.payments.queries import any_entries, entries_of
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import StepKind

from . import clock
from .clock import Clock
from .found import Found
from .linked import Linked, of_declaration
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
class DraftRow:
    """A reception that was interrupted: code and name of the procedure (`linked`: of a group of linked ones;
    `many`: for many owners), the applicant's name (to be masked)."""

    pk: int
    procedure_code: str
    title: str
    applicant: str
    saved_at: datetime
    linked: bool
    many: bool


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A printed form of a dossier."""

    pk: int
    pack: str
    form: str
    number: str
    edition: int


@dataclass(frozen=True, slots=True)
class Received:
    """A dossier as the done page shows it, with its slips in order of issue."""

    code: str
    procedure: str
    procedure_code: str
    receivable: bool
    applicant: str
    status: int
    due_at: datetime | None
    accepted_at: datetime | None
    receiving: str
    competent: str
    transfer: str
    transfer_by: datetime | None
    routing_by: datetime | None
    slips: tuple[SlipRow, ...]
    linked: Linked | None
    fees: Fees


def counters(by: Actor, offices: Snapshot, *, day: date) -> list[Agency]:
    """The counters in force at which this officer receives, by name."""
    found = (offices.agencies.get(a) for a in by.agencies(Role.RECEIVER))
    open_ones = [a for a in found if a is not None and a.is_counter and offices.in_force(a.pk, day)]
    return sorted(open_ones, key=lambda a: a.name)


def counts(facts: Facts, counter_id: int, *, at: datetime) -> dict[Heap, int]:
    """How high each heap is: six statements, each answered by an index of what is open or of today."""
    at_hand = _at_hand(counter_id).filter(dossier__in=_seen(facts))
    found = at_hand.aggregate(**{heap.value: Count("pk", filter=met) for heap, met in AT_HAND.items()})
    others = {heap: _others(heap, facts, counter_id, at=at).count() for heap in Heap if heap not in AT_HAND}
    return {heap: found[heap.value] if heap in AT_HAND else others[heap] for heap in Heap}


def heap(which: Heap, facts: Facts, counter_id: int, *, at: datetime) -> Found[CounterRow]:
    """The dossiers of one heap: what has waited longest first, today's last reception first."""
    if which in AT_HAND:
        items = _at_hand(counter_id).filter(AT_HAND[which])
        rows = _seen(facts).filter(pk__in=items.values("dossier_id"))
        opened = items.filter(dossier_id=OuterRef("pk")).values("opened_at")[:1]
        since: Any = F("finished_at") if which is Heap.READY else Subquery(opened)
    else:
        rows = _others(which, facts, counter_id, at=at)
        asked = SupplementRequest.objects.filter(dossier_id=OuterRef("pk"), answered_at=None, dropped_at=None)
        here = which in (Heap.TODAY, Heap.UNROUTED, Heap.TRAVELLING)
        since = F("filed_at") if here else Subquery(asked.values("issued_at")[:1])
    return Found(_columns(rows, since, latest_first=which is Heap.TODAY), partial(_row, facts.offices, at))


def _seen(facts: Facts) -> QuerySet[Dossier]:
    return Dossier.objects.filter(visible(facts), voided_at=None)


def _at_hand(counter_id: int) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(agency_id=counter_id, role=Role.RECEIVER.value, closed_at=None)


def _others(which: Heap, facts: Facts, counter_id: int, *, at: datetime) -> QuerySet[Dossier]:
    """Heaps that are not work of the counter: what waits for the applicant, and what this officer took in today."""
    if which is Heap.TRAVELLING:
        served = facts.offices.served_by(counter_id)
        travels = Q(transfer="paper", transferred_at=None, accepted_at__isnull=False, competent_id__in=served)
        return _seen(facts).filter(travels, status__in=sorted(map(int, OPEN)))
    rows = _seen(facts).filter(receiving_id=counter_id)
    if which is Heap.UNROUTED:
        return rows.filter(UNROUTED)
    if which in (Heap.AWAITED, Heap.UNANSWERED):
        # The agencies are named because the index of open dossiers begins with the competent one.
        waiting = rows.filter(competent_id__in=facts.offices.served_by(counter_id), status=int(Status.SUPPLEMENT))
        return waiting if which is Heap.AWAITED else waiting.filter(_unanswered(facts.offices, counter_id, at=at))
    midnight = at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    return rows.filter(filed_at__gte=midnight, received_by_id=facts.by.account_id)


def _unanswered(offices: Snapshot, counter_id: int, *, at: datetime) -> Exists:
    """Asked for papers so long ago that the dossier may be closed: is_unanswered as a condition."""
    before = unanswered_before(calendar_for(offices, counter_id, known_at=at), at)
    return Exists(
        SupplementRequest.objects.filter(
            dossier_id=OuterRef("pk"), answered_at=None, dropped_at=None, issued_at__lt=before
        )
    )


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


def drafts(by: Actor, counter_id: int) -> list[DraftRow]:
    """What this officer began at this counter and did not finish, the latest first: one statement."""
    rows = Draft.objects.filter(account_id=by.account_id, agency_id=counter_id)[:50]
    return [
        DraftRow(
            d.pk,
            _typed(d, "procedure"),
            d.title,
            _typed(d, "applicant-name"),
            d.saved_at,
            linked=bool(_typed(d, "linked")),
            many=bool(_typed(d, "many")),
        )
        for d in rows
    ]


def _typed(row: Draft, name: str) -> str:
    values = row.form.get(name) or [""]
    return str(values[-1])


def draft(by: Actor, draft_id: int) -> Draft | None:
    """One draft, if it is the officer's own."""
    return Draft.objects.filter(pk=draft_id, account_id=by.account_id).first()


def received(facts: Facts, code: str) -> Received | None:
    """The dossier of `code` with its slips, or None for who may not see it: two statements, three where
    something was paid."""
    d = (
        Dossier.objects.filter(visible(facts), code=code)
        .select_related("version__procedure", "link", "assessment")
        .annotate(applicant=applicant_of("pk"), takings=any_entries("pk"))
        .first()
    )
    if d is None:
        return None
    slips = Slip.objects.filter(dossier_id=d.pk).values_list("pk", "pack", "form", "number", "edition")
    return Received(
        code=d.code,
        procedure=d.version.name,
        procedure_code=d.version.procedure.code,
        receivable=d.version.valid_to is None,
        applicant=d.applicant or "",
        status=d.status,
        due_at=d.due_at,
        accepted_at=d.accepted_at,
        receiving=facts.offices.agency(d.receiving_id).name,
        competent=facts.offices.agency(d.competent_id).name,
        transfer=d.transfer,
        transfer_by=d.transfer_by if d.travels else None,
        routing_by=d.routing_by if d.is_unrouted else None,
        slips=tuple(SlipRow(*row) for row in slips),
        linked=of_declaration(d.link.declaration_id, facts) if hasattr(d, "link") else None,
        fees=fees(d, getattr(d, "assessment", None), entries_of(d.pk) if d.takings else ()),
    )


def slip(facts: Facts, slip_id: int) -> Slip | None:
    """A slip of a dossier that the actor may see, with its archived file; None otherwise: one statement."""
    mine = Dossier.objects.filter(visible(facts))
    return Slip.objects.filter(pk=slip_id, dossier__in=mine).select_related("archived", "dossier").first()


def code_of(facts: Facts, typed: str) -> str | None:
    """The code of the visible dossier that has `typed` as its own or its foreign code: one statement."""
    with_term = SearchTerm.objects.filter(term=typed.lower()[:60]).values("dossier_id")
    found = Dossier.objects.filter(visible(facts), pk__in=with_term)
    return found.filter(Q(code=typed) | Q(foreign_code__iexact=typed)).values_list("code", flat=True).first()
