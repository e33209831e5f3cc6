"""The case as a verb holds it: locked, with what it needs loaded; collects what changes and writes it in one go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from motcua.deadlines import queries as deadlines
from motcua.deadlines.models import Hold
from motcua.dossiers import states
from motcua.dossiers.models import Dossier, Party, ReceivedComponent, Result, SupplementRequest
from motcua.dossiers.states import Status
from motcua.journal.rules import instant
from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask as ask_policy
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.rules import Outcome, StepKind

from .books import books
from .limit_cases import case_asked_for
from .pieces import consultations, own_first, signature
from .places import agency_of, unit_in
from .writing import Writing

UNKNOWN = gettext_noop("Không tìm thấy hồ sơ {code}.")
WRONG_STATE = gettext_noop("Hồ sơ đang ở trạng thái “{state}” nên không thực hiện được “{verb}”.")

UNROUTED = gettext_noop("Hồ sơ {code} chưa rõ cơ quan nào giải quyết. Hãy xác định cơ quan giải quyết trước.")
WITHOUT_COMPETENT = frozenset({"route", "refuse", "withdraw", "void", "attach", "decide_claim"})


@dataclass(kw_only=True)
class Case(Writing):
    """One dossier in the hands of one verb: what it asks of it, and how work and clocks go on."""

    offices: Snapshot

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
