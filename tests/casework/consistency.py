"""What must always be true of dossiers, their journal, work items, holds and due dates, whatever was done to them."""

from __future__ import annotations

from motcua.casework.deadline_audit import audit
from motcua.casework.streams import heads
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import due_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import ENDED, MOVES, OPEN, WAITING_FOR_APPLICANT, Status
from motcua.journal import rules
from motcua.journal.models import Event
from motcua.offices import snapshot
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import node_of, process_of
from motcua.workflow.rules import StepKind

KINDS_OF_MOVES = {(m.before, m.after, m.kind) for m in MOVES}


def check_all() -> None:
    """Assert every promise for every dossier."""
    offices = snapshot.present()
    for dossier in Dossier.objects.select_related("version__procedure"):
        check_chain(dossier)
        check_work(dossier)
        check_clock(dossier, offices)
    assert [audited for audited in audit(offices) if audited.differs] == []
    assert [h for h in heads() if h[1] == 0] == []


def check_chain(dossier: Dossier) -> None:
    """The chain is whole, its head stands in the row, and each change of state is a move of the table."""
    previous, state = "", None
    events = list(Event.objects.filter(stream=dossier.stream).select_related("payload"))
    for n, event in enumerate(events, 1):
        assert (event.n, event.previous) == (n, previous)
        assert event.payload_digest == rules.payload_digest(salt=event.payload.salt, body=event.payload.body)
        digest = rules.event_digest(
            stream=str(event.stream),
            n=event.n,
            kind=event.kind,
            by=event.by,
            happened_at=event.happened_at,
            recorded_at=event.recorded_at,
            origin=event.origin,
            facts=event.facts,
            payload=event.payload_digest,
            previous=event.previous,
        )
        assert event.digest == digest
        previous = event.digest
        after = facts(event).get("status", state)
        if after != state:
            before = Status(state) if state else None
            assert (before, Status(after), event.kind) in KINDS_OF_MOVES
            state = after
    assert (dossier.chain_n, dossier.chain_hash, dossier.status) == (len(events), previous, state)


def facts(event: Event) -> dict:
    return rules.read_facts(event.facts)


def check_work(dossier: Dossier) -> None:
    """As long as there is something to do the open steps are such as the process can have at once, none after it."""
    steps = WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True, step__isnull=False)
    beside = WorkItem.objects.filter(dossier=dossier, closed_at__isnull=True, step__isnull=True)
    alive = dossier.voided_at is None and (dossier.state not in ENDED or dossier.state is Status.FINISHED)
    if alive and dossier.is_unrouted:  # one piece of work, to find who decides, until when it is to be known
        assert list(WorkItem.objects.filter(dossier=dossier, closed_at=None).values_list("kind", "due_at")) == [
            (StepKind.ROUTE, dossier.routing_by)
        ]
    elif alive:
        process = process_of(steps[0].step.version_id)
        assert process.marking([node_of(i.step) for i in steps], dossier.joins.split()) in process.reachable()
    else:
        assert (steps.count(), dossier.joins) == (0, "")
    proposed = dossier.supplement_requests.filter(issued_at__isnull=True, dropped_at__isnull=True).count()
    assert beside.filter(kind="supplement").count() == (proposed if alive else 0)
    asked = beside.filter(kind="consult")
    assert asked.count() == asked.values("agency").distinct().count()
    assert dossier.state in OPEN or not asked.exists()


def check_clock(dossier: Dossier, offices: snapshot.Snapshot) -> None:
    """The stored due date is what acceptance, limit, calendar and holds give; a standing clock has none."""
    holds = list(Hold.objects.filter(dossier=dossier))
    if dossier.accepted_at is None:
        assert dossier.due_at is None and holds == []
        return
    open_holds = [h for h in holds if h.ended_at is None]
    if dossier.state in WAITING_FOR_APPLICANT and dossier.voided_at is None:
        assert len(open_holds) == 1
    if dossier.state in ENDED or dossier.voided_at is not None:
        assert open_holds == []
    if dossier.ended_at is None and dossier.voided_at is None:
        assert dossier.due_at == due_of(dossier, holds, offices).moment
