"""The case as a verb holds it: locked, with what it needs loaded; collects what changes and writes it in one go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from motcua.deadlines import queries as deadlines
from motcua.deadlines.models import Hold, LateEntry
from motcua.deadlines.standing import Standing, standing
from motcua.dossiers import states
from motcua.dossiers.models import Dossier, Party, ReceivedComponent, Result, SupplementRequest
from motcua.dossiers.states import Status
from motcua.journal.actions import Entry
from motcua.journal.rules import instant
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot
from motcua.outbox.actions import Promise
from motcua.papers.jobs import ARCHIVE
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask as ask_policy
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.rules import Outcome, StepKind

from .books import Books, books
from .limit_cases import case_asked_for
from .pieces import consultations, own_first, signature
from .places import agency_of, unit_in

UNKNOWN = gettext_noop("Không tìm thấy hồ sơ {code}.")
WRONG_STATE = gettext_noop("Hồ sơ đang ở trạng thái “{state}” nên không thực hiện được “{verb}”.")

UNROUTED = gettext_noop("Hồ sơ {code} chưa rõ cơ quan nào giải quyết. Hãy xác định cơ quan giải quyết trước.")
WITHOUT_COMPETENT = frozenset({"route", "refuse", "withdraw", "void", "attach", "decide_claim"})


@dataclass
class Case:
    """One dossier in the hands of one verb."""

    dossier: Dossier
    by: Actor
    at: datetime
    offices: Snapshot
    items: list[WorkItem] = field(default_factory=list)
    items_known: bool = True
    happened_at: datetime | None = None
    claim: LateEntry | None = None
    emergency: str = ""
    books: Books = field(default_factory=books)
    _was: tuple[int, int] = (0, 0)
    _changes: dict[str, Any] = field(default_factory=dict)
    _facts: dict[str, Any] = field(default_factory=dict)
    _entries: list[Entry] = field(default_factory=list)
    _opened: list[WorkItem] = field(default_factory=list)
    _closed: list[tuple[list[WorkItem], str, str]] = field(default_factory=list)
    _taken_back: list[WorkItem] = field(default_factory=list)
    _results: list[Result] = field(default_factory=list)
    _promises: list[Promise] = field(default_factory=list)
    _stands: dict[str, Any] = field(default_factory=dict)
    _moved: bool = False
    _ending: str = ""

    # Questions

    def facts(self, item: WorkItem | None = None) -> Facts:
        return Facts(
            by=self.by,
            day=self.at.astimezone(VIETNAM).date(),
            offices=self.offices,
            dossier=self.dossier,
            item=item or self.item,
        )

    @property
    def item(self) -> WorkItem | None:
        """The open step of the internal process; None when there is none. Of several the one that the actor does."""
        return own_first(self.items, self.by, self.offices)

    @property
    def supplement_item(self) -> WorkItem | None:
        """The open piece of work of issuing a proposed supplement request."""
        return next((i for i in self.items if i.kind == StepKind.SUPPLEMENT), None)

    @cached_property
    def holds(self) -> list[Hold]:
        """The holds of the dossier; one statement when first asked."""
        return self.books.holds(self.dossier)

    @cached_property
    def results(self) -> list[Result]:
        """All results ever entered, in order; one statement when first asked."""
        return self.books.results(self.dossier)

    @cached_property
    def requests(self) -> list[SupplementRequest]:
        """All supplement requests, in order; one statement when first asked."""
        return self.books.requests(self.dossier)

    @cached_property
    def parties(self) -> list[Party]:
        """Applicant and owners; one statement when first asked."""
        return self.books.parties(self.dossier)

    @cached_property
    def received(self) -> list[ReceivedComponent]:
        """The papers received so far; one statement when first asked."""
        return self.books.received(self.dossier)

    def calendar(self, agency_id: int | None = None) -> Calendar:
        """The calendar known now of the competent agency, or of another."""
        return calendar_for(self.offices, agency_id or self.dossier.competent_id, known_at=self.at)

    def ask(self, permission: str, item: WorkItem | None = None, *, signer_id: int | None = None) -> None:
        """Refused unless policy allows this actor; with `signer_id`, to record what that leader signed on paper."""
        ask_policy(permission, replace(self.facts(item), signer_id=signer_id))

    def require(self, verb: str) -> None:
        """Refused unless the dossier is alive and the table of moves knows `verb` from its state."""
        if reason := state_forbids(self.dossier, verb):
            raise Refused(reason)

    # Changes, written by `commit`

    def move(self, verb: str, after: Status) -> str:
        """Take a move of the table; returns the journal's word for it."""
        step = states.move(self.dossier.state, verb, after)
        self.set(status=int(after))
        return step.kind

    def set(self, **changes: Any) -> None:
        """Change columns of the dossier; what the journal can rebuild is noted as a fact."""
        for name, value in changes.items():
            setattr(self.dossier, name, value)
            self._changes[name] = value
            if name in REBUILT:
                self._facts[name] = instant(value) if isinstance(value, datetime) else value

    def note(self, **facts: str | int | list[Any]) -> None:
        """Facts of the next event that no column of the dossier holds; nothing personal."""
        self._facts.update(facts)

    def judge_by(self, n: int) -> None:
        """Let the limit of case `n` of its version count, 0 where none was chosen; the journal knows it by number.

        Refused for a case that is not for the way in which the dossier was handed in.
        """
        case = case_asked_for(self.dossier.version, n, channel=self.dossier.channel)
        self.set(case_id=case.pk if case else None)
        self.note(case=deadlines.case_number(case))
        self.drop_promise()

    def drop_promise(self) -> None:
        """Another limit counts from here on, not what an older system told."""
        if self.dossier.promised_at is not None:
            self.set(promised_at=None)

    def open_item(self, step: Step, *, assignee_id: int | None = None) -> WorkItem:
        """Let the next piece of work begin, at the agency, and in the division of it, that the step names."""
        agency_id = agency_of(step, self.dossier, self.offices, at=self.at)
        begun = max(self.at, self.dossier.clock_from or self.at)  # later where paper is on its way
        due_at = deadlines.step_due(opened_at=begun, hours=step.hours, calendar=self.calendar(agency_id))
        return self._open(
            WorkItem(
                step=step,
                kind=step.kind,
                agency_id=agency_id,
                unit_id=unit_in(step, agency_id, self.offices, at=self.at),
                role=step.role,
                assignee_id=assignee_id,
                opened_at=self.at,
                due_at=due_at,
                taken_at=self.at if assignee_id else None,
            )
        )

    def open_side_item(self, *, kind: str, role: str, agency_id: int, due_at: datetime | None = None) -> WorkItem:
        """A piece of work beside the internal process, without a row of its own in it."""
        return self._open(WorkItem(kind=kind, role=role, agency_id=agency_id, opened_at=self.at, due_at=due_at))

    def _open(self, item: WorkItem) -> WorkItem:
        item.dossier = self.dossier
        self._opened.append(item)
        self._facts.setdefault("opened", []).append(self.signature(item))
        return item

    def close(self, *items: WorkItem | None, outcome: Outcome, note: str = "") -> None:
        """Let pieces of work end; None among them is nothing."""
        real = [i for i in items if i is not None]
        new = {id(i) for i in self._opened}
        for item in [i for i in real if id(i) in new]:
            item.closed_at, item.closed_by_id, item.outcome, item.note = (
                self.at,
                self.by.account_id,
                outcome.value,
                note,
            )
            item.taken_at = item.taken_at or self.at
        if old := [i for i in real if id(i) not in new]:
            self._closed.append((old, outcome.value, note))
        self._facts.setdefault("closed", []).extend(self.signature(i) for i in real)

    def take_back(self, item: WorkItem, *, due_at: datetime | None, hold: bool = True) -> None:
        """Let a piece of work that had ended go on as if it never had; the actor holds it, or who held it then."""
        if hold and (item.assignee_id != self.by.account_id or item.taken_at is None):
            item.assignee_id, item.taken_at = self.by.account_id, self.at
        item.unit_id = self.offices.heir_of_unit(item.unit_id) if item.unit_id else None
        item.due_at, item.closed_at, item.closed_by_id, item.outcome, item.note = due_at, None, None, "", ""
        self._taken_back.append(item)
        self._facts.setdefault("opened", []).append(self.signature(item))

    def end_work(self, *, outcome: Outcome) -> None:
        """Let all open work end, and with it a proposal of form 02 that nobody is left to issue."""
        self.drop_proposal()
        if self.dossier.joins:
            self.set(joins="")
        self.close(*[i for i in self.items if i.step_id is not None or i.kind == StepKind.ROUTE], outcome=outcome)
        self.drop_questions()

    def drop_proposal(self) -> None:
        """A proposal of form 02 that is not issued yet is moot."""
        if self.supplement_item is not None:
            for request in self.requests:
                if request.is_open:
                    self.books.change_request(request, dropped_at=self.at)
            self.close(self.supplement_item, outcome=Outcome.ENDED)

    def drop_questions(self) -> None:
        """What other agencies were asked is moot."""
        if asked := consultations(self.items):
            self.close(*asked, outcome=Outcome.ENDED)

    def close_side_work(self, *, kind: str, role: str, agency_id: int) -> None:
        """Let the one piece of side work of this kind end, without having loaded it."""
        self._ending = kind
        side = WorkItem(kind=kind, role=role, agency_id=agency_id)
        self._facts.setdefault("closed", []).append(self.signature(side))

    def signature(self, item: WorkItem) -> list[object]:
        """How the journal names a piece of work: kind, row of its process, agency, role; of a division its name too."""
        return signature(item, self.offices.agency(item.agency_id).code, self.offices)

    def stop_clock(self, *, ground: str, reason: str, basis: str = "", name: str = "") -> None:
        """Let the legal clock stand. A limit that has lapsed already stays lapsed; else there is no due moment now."""
        self.books.begin_hold(self.dossier, ground=ground, reason=reason, basis=basis, at=self.at, name=name)
        self._facts["hold"] = {"begun_at": instant(self.at), "ground": ground}
        d = self.dossier
        if d.transfer_by is not None and d.clock_from == d.transferred_at and self.at < d.transfer_by:
            self.set(clock_from=d.transfer_by)  # what paper that came early has brought nearer; see begins()
        if self.dossier.due_at is None or self.at < self.dossier.due_at:
            self.set(due_set_at=self.at, due_at=None)

    def run_clock(self, *, anew: bool = False) -> None:
        """Let the clocks run again: from zero where the law says `anew`, else with what was left."""
        self.books.end_holds(self.dossier, self.holds, at=self.at, drop_all=anew)
        self._facts["hold_ended"] = {"at": instant(self.at), "dropped": anew}
        if anew:
            self.set(clock_from=self.at, due_at=None)
        self._count_on()
        steps = [item for item in self.items if item.step is not None]
        for item in steps:
            item.due_at = deadlines.step_due(
                opened_at=self.at if anew else item.opened_at,
                hours=item.step.hours if item.step else Decimal(0),
                calendar=self.calendar(item.agency_id),
                holds=self.holds,
            )
        self.books.set_due(steps)

    def end_pause(self) -> None:
        """The result is there while the clock stands: the hold ends, with a due moment again to be judged by."""
        if any(h.ended_at is None for h in self.holds):
            self.books.end_holds(self.dossier, self.holds, at=self.at)
            self._facts["hold_ended"] = {"at": instant(self.at), "dropped": False}
            self._count_on()

    def end_clock(self) -> None:
        """The dossier ends while its clock stands: the hold ends with it and moves nothing any more."""
        if self.dossier.accepted_at is not None and self.books.end_holds(self.dossier, at=self.at):
            self._facts["hold_ended"] = {"at": instant(self.at), "dropped": False}

    def _count_on(self) -> None:
        """The due moment after a hold. One that is there lapsed before the hold: no day entered since revives it."""
        if self.dossier.due_at is None:
            self.set_due()

    def set_due(self) -> None:
        """Compute the due moment anew: this event fixes which calendar rows count (rules.md 10)."""
        self.set(due_set_at=self.at)
        self.set(due_at=deadlines.due_of(self.dossier, self.holds, self.offices).moment)

    def slip(self, slip: Slip) -> Slip:
        """Issue a slip; its PDF is archived after the transaction. The dossier must be in the database already."""
        slip.dossier = self.dossier
        self._facts.setdefault("slips", []).append([slip.form, slip.book, slip.year, slip.serial, slip.edition])
        return slip

    def record(self, kind: str, **payload: object) -> None:
        """One event with the facts collected since the one before; `payload` is for people."""
        self._entries.append(Entry(kind, payload, self._facts, self.happened_at))
        self._facts = {}

    def promise(self, kind: str, *, key: str = "", after: timedelta = timedelta(0), **payload: object) -> None:
        self._promises.append(Promise(kind, payload, key, after))

    def seal(self) -> None:
        """Chain what was recorded; needed before a new dossier is inserted, done by `commit` otherwise."""
        self._stand()
        if self.claim is not None and self._entries:
            self._entries[-1] = _claimed(self._entries[-1], self.claim)
        assert not self._facts, f"facts without an event: {self._facts}"
        self.books.append(self.dossier, self._entries, by=self.by.ref, at=self.at, origin=self.by.origin)
        self._entries = []
        if self.claim is not None:
            self.claim.event_n = self.dossier.chain_n

    def _stand(self) -> None:
        """Bring what lists are asked by in line with what was changed."""
        now = standing(self.dossier)
        told = {name: getattr(now, name) for name in Standing.__slots__}
        changes = {name: value for name, value in told.items() if getattr(self.dossier, name) != value}
        if changes:
            self.set(**changes)
        self._stands = {"status": self.dossier.status, **told}
        self._moved = bool(changes) or self.dossier.status != self._was[0]

    def enter_result(self, result: Result) -> None:
        """Enter a result; it is written with the work, and `results` does not know it yet."""
        self._results.append(result)

    def write_work(self) -> None:
        """Write results, closed and opened pieces of work; what stays open is told how the dossier stands now."""
        for result in self._results:
            self.books.add_result(result)
        closing = {id(item) for items, _, _ in self._closed for item in items}
        for items, outcome, note in self._closed:
            self.books.close_work(items, outcome=outcome, by_id=self.by.account_id, at=self.at, note=note)
        opened = {id(item) for item in self._opened}
        stays = any(id(item) not in closing | opened for item in self.items)
        if self._ending or (self._moved and (stays or not self.items_known)):
            self.books.stand_work(self.dossier, self._stands, ending=self._ending, by_id=self.by.account_id, at=self.at)
        for item in (*self._opened, *self._taken_back):
            for name, value in self._stands.items():
                setattr(item, name, value)
        self.books.open_work(self._opened)
        self.books.take_back(self._taken_back)
        self._closed, self._opened, self._taken_back, self._results = [], [], [], []

    def commit(self, *slips: Slip) -> None:
        """Write the dossier by compare-and-set, its work, slips, events and promises."""
        with self.books.together():
            self.seal()
            was, chain_was = self._was
            self.books.change_dossier(self.dossier, was=was, chain_was=chain_was, changes=self._changes)
            self.write_work()
        self._write_papers(*slips)

    def finish(self, *slips: Slip) -> None:
        """Write all that stands beside the row of the dossier itself."""
        self.write_work()
        self._write_papers(*slips)

    def _write_papers(self, *slips: Slip) -> None:
        if self.claim is not None:
            self.books.enter_late(self.claim)
        for slip in slips:
            self.books.issue(slip)
            self.promise(ARCHIVE, key=f"slip:{slip.pk}", slip=slip.pk)
        self.books.promise(self._promises, at=self.at)


def _claimed(entry: Entry, claim: LateEntry) -> Entry:
    """The event with what a late entry says of itself: for people apart, for figures in the facts."""
    shown = {"late_paper": claim.paper} if claim.paper else {}
    shown |= {"late_scan": claim.scan.sha256} if claim.scan else {}
    return replace(
        entry,
        payload={**entry.payload, "late_entry": claim.reason, **shown},
        facts={**entry.facts, "claim_days": claim.days, "claim_waits": int(claim.waits)},
    )


# Columns that are projections of the journal; each change of one is a fact of the event that made it.
REBUILT = frozenset(
    {
        "status",
        "due_at",
        "promised_at",
        "appointment_at",
        "clock_from",
        "finished_at",
        "returned_at",
        "ended_at",
        "voided_at",
        "outcome",
        "joins",
        "transfer",
        "transfer_by",
        "transferred_at",
        "routing_by",
        "routed_at",
    }
)


def state_forbids(dossier: Dossier, verb: str) -> Sentence | None:
    """Why the state of the dossier does not allow `verb`, or None. Part of every verb, and of the disabled button."""
    if dossier.voided_at is not None:
        return Sentence(gettext_noop("Hồ sơ {code} đã bị hủy do ghi nhầm."), {"code": dossier.code})
    if dossier.is_unrouted and verb not in WITHOUT_COMPETENT:
        return Sentence(UNROUTED, {"code": dossier.code})
    if states.can(dossier.state, verb):
        return None
    values = {"state": Sentence(states.LABELS[dossier.state]), "verb": Sentence(states.VERBS[verb])}
    return Sentence(WRONG_STATE, values)


@contextmanager
def locked(code: str, *, by: Actor, at: datetime, items: bool = True) -> Iterator[Case]:
    """The dossier of `code`, locked to the end of the transaction, with its open work.

    One message; one more the first time that this process meets the procedure version. Refused
    when there is no such dossier: whether the actor may see it was asked by the face, through `visible`; policy asks
    again whether they may act. The dossier's holds are read later, when nobody else can change them any more.
    """
    open_books = books()
    with open_books.transaction():
        found = open_books.locked(code, items=items)
        if found is None:
            raise Refused(UNKNOWN, code=code)
        dossier, offices, work = found
        yield Case(
            dossier=dossier,
            by=by,
            at=at,
            offices=offices,
            items=work,
            items_known=items,
            books=open_books,
            _was=(dossier.status, dossier.chain_n),
        )
