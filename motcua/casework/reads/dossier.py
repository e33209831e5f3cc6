"""All that the page of one dossier shows, in a fixed number of statements; nothing for who may not see it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef

from motcua.accounts.models import Account
from motcua.casework.ask_supplement import open_among
from motcua.casework.fees_due import Fees, fees
from motcua.casework.pieces import own_first
from motcua.casework.places import agency_of
from motcua.casework.prove import APPLICANT
from motcua.casework.recall import passed_by
from motcua.catalogue.models import LimitCase
from motcua.catalogue.queries import cases_of
from motcua.copying import prepared
from motcua.copying.prepared import Prepared
from motcua.correspondence.models import Exchanged
from motcua.correspondence.queries import messages_of
from motcua.deadlines.clocks import Clock as Count
from motcua.deadlines.models import Apology, CaseChange, Hold, LateEntry
from motcua.deadlines.queries import case_of, limit_of
from motcua.dossiers.models import Attachment, Dossier, Party, ReceivedComponent, Result, SupplementRequest
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.kernel.due import Due
from motcua.kernel.limits import Limit
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import Slip
from motcua.payments.queries import any_entries, entries_of
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to
from motcua.returning.models import Handover, Loss, Original, Posting, Reminder, WrongResult
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.queries import history, steps_of
from motcua.workflow.rules import StepKind

from . import clock
from .clock import Clock
from .consultations import Consultation, asked_of
from .explanation import Readings, from_events, from_rows
from .linked import Linked, of_declaration
from .urgings import Urging, urgings


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the journal; `payload` is None where it was lawfully erased."""

    n: int
    kind: str
    by: str
    happened_at: datetime
    recorded_at: datetime
    payload: dict[str, object] | None


@dataclass(frozen=True)
class Whole:
    """One dossier with all that belongs to it, and who asks."""

    dossier: Dossier
    facts: Facts
    at: datetime
    clock: Clock
    readings: Readings
    limit: Limit
    case: LimitCase | None
    cases: Sequence[LimitCase]
    changes: Sequence[CaseChange]
    parties: Sequence[Party]
    received: Sequence[ReceivedComponent]
    attachments: Sequence[Attachment]
    work: Sequence[WorkItem]
    steps: Sequence[Step]
    holds: Sequence[Hold]
    letters: Sequence[Apology]
    late: Sequence[LateEntry]
    requests: Sequence[SupplementRequest]
    results: Sequence[Result]
    slips: Sequence[Slip]
    urgings: Sequence[Urging] = field(default=())
    asked: Sequence[Consultation] = field(default=())
    linked: Linked | None = None
    events: Sequence[Happening] = field(default=())
    takings: bool = False

    @cached_property
    def exchanged(self) -> Sequence[Exchanged]:
        """What was exchanged with the tax office; one statement when first asked."""
        return messages_of(self.dossier.pk)

    @cached_property
    def fees(self) -> Fees:
        """What is due and paid; one statement when first asked, none where nothing was ever paid."""
        d = self.dossier
        return fees(d, getattr(d, "assessment", None), entries_of(d.pk) if self.takings else ())

    @property
    def mend_by(self) -> datetime | None:
        """Until when an error of the agency must be mended (Điều 23.1): the limit of the step opened for it."""
        steps = [i for i in self.work if i.step_id is not None]
        undone = self.dossier.corrections and self.dossier.state is Status.IN_PROCESS
        again = max((n for n, i in enumerate(steps) if i.kind == StepKind.RETURN and i.closed_at), default=None)
        opened = steps[again + 1 :] if again is not None else []
        return opened[0].due_at if undone and opened else None

    @property
    def is_posted(self) -> bool:
        """Whether the post has the result."""
        return bool(getattr(self.dossier, "posted", False))

    @cached_property
    def originals(self) -> Sequence[Original]:
        """The originals that were kept for comparison; a statement only where there are any."""
        return list(self.dossier.originals.select_related("kept_by")) if self._has("kept") else []

    @property
    def originals_here(self) -> Sequence[Original]:
        """Those not given back yet."""
        return [row for row in self.originals if row.given_back_at is None]

    @cached_property
    def handovers(self) -> Sequence[Handover]:
        """To whom results were handed; a statement only where one was, as the four lists below."""
        return list(self.dossier.handovers.select_related("handed_by")) if self._has("handed") else []

    @cached_property
    def postings(self) -> Sequence[Posting]:
        return list(self.dossier.postings.all()) if self._has("sent") else []

    @cached_property
    def reminders(self) -> Sequence[Reminder]:
        return list(self.dossier.reminders.select_related("reminded_by")) if self._has("reminded") else []

    @cached_property
    def wrong_results(self) -> Sequence[WrongResult]:
        return list(self.dossier.wrong_results.select_related("noted_by")) if self.dossier.corrections else []

    @cached_property
    def losses(self) -> Sequence[Loss]:
        return list(self.dossier.losses.select_related("letter", "recorded_by")) if self._has("lost") else []

    def _has(self, what: str) -> bool:
        return bool(getattr(self.dossier, what, False))

    @property
    def applicant(self) -> Party:
        return next(p for p in self.parties if p.role == "applicant")

    @property
    def owners(self) -> list[Party]:
        return [p for p in self.parties if p.role == "owner"]

    @property
    def item(self) -> WorkItem | None:
        """The open step of the internal process; of several the one that the actor does."""
        return own_first(self.work, self.facts.by, self.facts.offices)

    @property
    def supplement_item(self) -> WorkItem | None:
        """The open piece of work of issuing a proposed supplement request."""
        return next((i for i in self.work if i.closed_at is None and i.kind == StepKind.SUPPLEMENT), None)

    @property
    def due(self) -> Due:
        """The legal due moment with its lines; empty before acceptance."""
        legal = self.readings.get(Count.LEGAL)
        return legal.due if legal else Due(None)

    @property
    def request(self) -> SupplementRequest | None:
        """The supplement request that is proposed or waits for its answer."""
        return open_among(self.requests)

    @property
    def result(self) -> Result | None:
        """The result in force."""
        return next((r for r in self.results if not r.replaced), None)

    @property
    def claims(self) -> list[LateEntry]:
        """Late entries that wait for a second person."""
        return [entry for entry in self.late if entry.is_open]

    def agency_of(self, step: Step) -> Agency:
        """Where a step of this dossier is done as things stand."""
        return self.facts.offices.agency(agency_of(step, self.dossier, self.facts.offices, at=self.at))

    @property
    def hold(self) -> Hold | None:
        """The open hold."""
        return next((h for h in self.holds if h.ended_at is None), None)


Row = TypeVar("Row", bound=Model)
# What belongs to a dossier; the value asked with is its key, and for the events its stream.
_holds = prepared.query(lambda: Hold.objects.filter(dossier_id=0))
_parties = prepared.query(lambda: Party.objects.filter(dossier_id=0))
_received = prepared.query(lambda: ReceivedComponent.objects.filter(dossier_id=0))
_attachments = prepared.query(lambda: Attachment.objects.filter(dossier_id=0).select_related("file", "added_by"))
_late = prepared.query(lambda: LateEntry.objects.filter(dossier_id=0).select_related("by"))
_letters = prepared.query(lambda: Apology.objects.filter(dossier_id=0))
_requests = prepared.query(lambda: SupplementRequest.objects.filter(dossier_id=0).select_related("proposed_by"))
_results = prepared.query(lambda: Result.objects.filter(dossier_id=0))
_slips = prepared.query(lambda: Slip.objects.filter(dossier_id=0).select_related("issued_by").defer("content"))
_events = prepared.query(lambda: Event.objects.filter(stream=UUID(int=0)).select_related("payload").order_by("n"))


def _of(dossier: Dossier, rows: Prepared[Row]) -> list[Row]:
    """The rows that belong to the dossier; they know it."""
    found = rows(dossier.pk)
    for row in found:
        row.dossier = dossier  # type: ignore[attr-defined]
    return found


def whole(code: str, facts: Facts, *, at: datetime, journal: bool = True) -> Whole | None:
    """The dossier of `code` with everything, or None when there is none that this actor may see."""
    dossier = (
        Dossier.objects.filter(open_to(facts), code=code)
        .select_related("version__procedure", "received_by", "receiving", "competent", "link", "assessment")
        .annotate(takings=any_entries("pk"), **_returned())
        .first()
    )
    if dossier is None:
        return None
    holds, offices = _of(dossier, _holds), facts.offices
    events = _events(dossier.stream) if journal else []
    cases = cases_of(dossier.version_id)
    changes = list(dossier.case_changes.select_related("before", "after", "by", "scan")) if cases else []
    work = history(dossier.pk)
    item = own_first(work, facts.by, facts.offices)
    return Whole(
        dossier=dossier,
        facts=replace(
            facts,
            dossier=dossier,
            item=item,
            passed=passed_by(facts.by, _open_first(item, work), work),
            doers=frozenset(i.agency_id for i in work),
        ),
        at=at,
        clock=clock_of(dossier, offices, at),
        readings=from_events(dossier, events, offices) if journal else from_rows(dossier, holds, changes, offices),
        limit=limit_of(dossier),
        case=case_of(dossier),
        cases=cases,
        changes=changes,
        parties=_of(dossier, _parties),
        received=_of(dossier, _received),
        attachments=_of(dossier, _attachments),
        work=work,
        steps=_steps(work),
        holds=holds,
        late=_of(dossier, _late),
        letters=_of(dossier, _letters),
        requests=_of(dossier, _requests),
        results=_of(dossier, _results),
        slips=_of(dossier, _slips),
        urgings=urgings(dossier, events if journal else None),
        asked=asked_of(dossier, work, events if journal else None),
        linked=of_declaration(dossier.link.declaration_id, facts) if hasattr(dossier, "link") else None,
        events=_happened(events),
        takings=dossier.takings,
    )


def _returned() -> dict[str, Exists]:
    """Which of the tables of what goes back say something of a dossier, so that the others need not be asked."""
    mine = {"dossier_id": OuterRef("pk")}
    return {
        "posted": Exists(Posting.objects.filter(**mine, delivered_at=None, came_back_at=None)),
        "sent": Exists(Posting.objects.filter(**mine)),
        "kept": Exists(Original.objects.filter(**mine)),
        "handed": Exists(Handover.objects.filter(**mine)),
        "reminded": Exists(Reminder.objects.filter(**mine)),
        "lost": Exists(Loss.objects.filter(**mine)),
    }


def _open_first(item: WorkItem | None, work: Sequence[WorkItem]) -> list[WorkItem]:
    """The open steps, `item` before the others."""
    others = [i for i in work if i.closed_at is None and i.step_id is not None and i is not item]
    return [item, *others] if item is not None and item.step_id is not None else others


def clock_of(d: Dossier, offices: Snapshot, at: datetime) -> Clock:
    """The clock of a dossier as its badge tells it; no statement where its version is loaded and it has no case."""
    limit = limit_of(d)
    known = clock.Facts(
        status=d.status,
        competent_id=d.competent_id,
        unit=limit.unit,
        amount=None if limit.amount is None else Decimal(limit.amount),
        accepted_at=d.accepted_at,
        due_at=d.due_at,
        finished_at=d.finished_at,
        voided_at=d.voided_at,
    )
    return clock.clock(known, offices, at=at)


def _steps(work: Sequence[WorkItem]) -> tuple[Step, ...]:
    """The rows of the process that the dossier runs by now."""
    last = next((i.step for i in reversed(work) if i.step is not None), None)
    return steps_of(last.version_id) if last else ()


def _happened(events: Sequence[Event]) -> list[Happening]:
    people = _names({e.by for e in events})
    return [
        Happening(
            n=e.n,
            kind=e.kind,
            by=people.get(e.by, e.by if e.by == APPLICANT else ""),
            happened_at=e.happened_at,
            recorded_at=e.recorded_at,
            payload=json.loads(e.payload.body) if e.payload.body else None,
        )
        for e in events
    ]


def _names(refs: set[str]) -> dict[str, str]:
    ids = [int(ref.removeprefix("account:")) for ref in refs if ref.startswith("account:")]
    return {f"account:{pk}": name for pk, name in Account.objects.filter(pk__in=ids).values_list("pk", "full_name")}
