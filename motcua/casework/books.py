"""The books in which verbs read and write: the tables at once, or memory while many lives are lived (bulk.py).

Every verb goes through these few doors and knows nothing of which books are open, so its rules stand in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import published
from motcua.copying import prepared
from motcua.copying.together import together
from motcua.deadlines import actions as deadline_actions
from motcua.deadlines.models import CaseChange, Hold, LateEntry
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import Dossier, LinkedDossier, Party, ReceivedComponent, Result, SupplementRequest
from motcua.journal import actions as journal_actions
from motcua.journal.actions import Entry
from motcua.journal.models import Event
from motcua.offices import snapshot
from motcua.offices.models import Edition
from motcua.offices.snapshot import Snapshot
from motcua.outbox import actions as outbox_actions
from motcua.outbox.actions import Promise
from motcua.papers import actions as paper_actions
from motcua.papers.models import Slip
from motcua.payments.models import Entry as TillEntry
from motcua.payments.queries import entries_of
from motcua.workflow import actions as work_actions
from motcua.workflow.models import PaperSignature, WorkItem
from motcua.workflow.queries import around, last_routing, open_items_of, with_steps

# Kinds of event that are no step of the case: a claim may be earlier than they are, unless they claim something too.
NO_STEPS = (
    *("work.taken", "work.handed_over", "dossier.in_process", "dossier.amended", "paper.added"),
    *("consultation.asked", "consultation.answered", "consultation.withdrawn"),
    *("apology.sent", "claim.approved", "claim.rejected", "case.changed", "urging.asked", "urging.answered"),
    *("tax.noticed", "tax.withdrawn", "tax.paid"),
    *("linked.released", "linked.stranded"),
    *("fees.assessed", "fees.paid", "fees.cancelled", "fees.refunded"),
    "transfer.received",
    "dossier.rerouted",
    "version.followed",
    *("result.posted", "result.came_back", "result.reminded", "result.wrong", "contact.shown"),
    *("originals.kept", "originals.given_back", "papers.lost"),
)
SCAN = "Giấy đã ký, bằng chứng ghi lùi ngày"
CASE_SCAN = "Bằng chứng chuyển trường hợp"
SIGNED_SCAN = "Văn bản đã ký"

Read = TypeVar("Read")


@prepared.query
def _locking() -> QuerySet[Dossier]:
    """What locks a dossier, for [name of the edition, code].

    It also tells the edition of the offices, when the version of the procedure ends (that alone may change in it), and
    whether the dossier is a member of a linked declaration (which it is from its filing on or never).
    By sub-selects, no join: whoever waited for the lock would get no row at all if the version was changed meanwhile.

    It is part of every verb.
    """
    edition = Edition.objects.filter(name="").values("n")
    ends = ProcedureVersion.objects.filter(pk=OuterRef("version_id")).values("valid_to")
    linked = LinkedDossier.objects.order_by().filter(dossier_id=OuterRef("pk")).values("pk")
    beside = {"edition": Subquery(edition), "version_ends": Subquery(ends), "linked": Subquery(linked)}
    return Dossier.objects.select_for_update(of=("self",)).annotate(**beside).filter(code="")


@prepared.query
def _holds() -> QuerySet[Hold]:
    return Hold.objects.filter(dossier_id=0)


@prepared.query
def _results() -> QuerySet[Result]:
    return Result.objects.filter(dossier_id=0)


@prepared.query
def _requests() -> QuerySet[SupplementRequest]:
    return SupplementRequest.objects.filter(dossier_id=0).order_by("n")


@prepared.query
def _late_entries() -> QuerySet[LateEntry]:
    return LateEntry.objects.filter(dossier_id=0)


class Books:
    """The tables themselves: what is read is there now, what is written is there at once."""

    def transaction(self) -> AbstractContextManager[Any]:
        """All that is written inside, or nothing of it."""
        return transaction.atomic()

    def together(self) -> AbstractContextManager[Any]:
        """The writes inside reach the database as one message; nothing that they write may be read inside."""
        return together()

    def once(self, key: tuple[object, ...], read: Callable[[], Read]) -> Read:
        """What `read` gives; books that nobody else writes in meanwhile may remember it by `key`."""
        return read()

    def era(self, day: date) -> object:
        """What stands for all days between the same changes of what `terms_for` asks; here the day itself."""
        return day

    # What a verb reads

    def locked(self, code: str, *, items: bool = True) -> tuple[Dossier, Snapshot, list[WorkItem]] | None:
        """The dossier of `code`, locked to the end of the transaction, the offices of this moment and its open work.

        One message; one statement more the first time that this process meets the procedure version. Whoever waits for
        the lock gets the row as the one before left it, but all that the same statement reads beside it is older; the
        work is read by a statement of its own, after it.
        """
        found: list[Dossier]
        work: list[WorkItem] = []
        if items:
            found, work = prepared.in_turn(_locking, [snapshot.EDITION, code], open_items_of, [code])
        else:
            found = _locking(snapshot.EDITION, code)
        if not found:
            return None
        (dossier,) = found
        dossier.version = published(dossier.version_id)
        return dossier, snapshot.at_edition(dossier.edition or 0), with_steps(work)  # type: ignore[attr-defined]

    def version_ends(self, dossier: Dossier) -> date | None:
        """The day from which the dossier's version of the procedure is in force no more, as `locked` found it."""
        found: date | None = dossier.version_ends  # type: ignore[attr-defined]
        return found

    def linked(self, dossier: Dossier) -> bool:
        """Whether the dossier is a member of a linked declaration, as `locked` found it; none that lives in memory."""
        return bool(getattr(dossier, "linked", False))

    def work_around(self, dossier: Dossier, moments: Collection[datetime]) -> list[WorkItem]:
        """The steps of the dossier that began or ended at one of these moments, in order."""
        return around(dossier.pk, moments)

    def last_routing(self, dossier: Dossier) -> WorkItem | None:
        """The piece of work by which somebody last sent the dossier to the agency that has it; None where it was so
        from its filing on."""
        return last_routing(dossier.pk)

    def holds(self, dossier: Dossier) -> list[Hold]:
        return _holds(dossier.pk)

    def results(self, dossier: Dossier) -> list[Result]:
        """All results ever entered, in order."""
        return _results(dossier.pk)

    def requests(self, dossier: Dossier) -> list[SupplementRequest]:
        """All supplement requests, in order."""
        return _requests(dossier.pk)

    def parties(self, dossier: Dossier) -> list[Party]:
        return list(dossier.parties.all())

    def received(self, dossier: Dossier) -> list[ReceivedComponent]:
        return list(dossier.received.all())

    def said(self, dossier: Dossier, *kinds: str) -> list[tuple[str, str]]:
        """The events of these kinds in the dossier's stream, in order: kind, and who did it."""
        events = Event.objects.filter(stream=dossier.stream, kind__in=kinds).order_by("n")
        return list(events.values_list("kind", "by"))

    def last_slip(self, dossier: Dossier, form: str) -> Slip | None:
        """The latest print of a slip of this form."""
        return Slip.objects.filter(dossier_id=dossier.pk, form=form).order_by("-edition", "-pk").first()

    def late_entries(self, dossier: Dossier) -> list[LateEntry]:
        """All claims that a step happened earlier, in order."""
        return _late_entries(dossier.pk)

    def till_entries(self, dossier: Dossier) -> list[TillEntry]:
        """What was paid for the dossier, cancelled and given back, in order."""
        return entries_of(dossier.pk)

    def last_step(self, dossier: Dossier, *, kind: str = "") -> datetime | None:
        """When the last step of the dossier (of a kind, if one is named) happened; None where there is none."""
        steps = Event.objects.filter(stream=dossier.stream).exclude(kind__in=NO_STEPS, happened_at=F("recorded_at"))
        steps = (steps.filter(kind=kind) if kind else steps).order_by("-n")
        return steps.values_list("happened_at", flat=True).first()

    # What a verb writes

    def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """The next number of each series."""
        return dossier_actions.next_numbers(keys)

    def open_dossier(self, dossier: Dossier, parties: Sequence[Party], received: Sequence[ReceivedComponent]) -> None:
        dossier_actions.open_dossier(dossier, parties=parties, received=received)

    def change_dossier(self, dossier: Dossier, *, was: int, chain_was: int, changes: dict[str, object]) -> None:
        dossier_actions.change(dossier, was=was, chain_was=chain_was, changes=changes)

    def append(self, dossier: Dossier, entries: Sequence[Entry], *, by: str, at: datetime, origin: str) -> None:
        journal_actions.append(dossier, entries, by=by, at=at, origin=origin)

    def put_received(self, dossier: Dossier, received: Sequence[ReceivedComponent]) -> None:
        dossier_actions.put_received(dossier, received)

    def add_request(self, request: SupplementRequest) -> None:
        dossier_actions.add_request(request)

    def change_request(self, request: SupplementRequest, **changes: object) -> None:
        dossier_actions.change_request(request, **changes)

    def add_result(self, result: Result) -> None:
        dossier_actions.add_result(result)

    def change_result(self, result: Result, **changes: object) -> None:
        dossier_actions.change_result(result, **changes)

    def begin_hold(
        self, dossier: Dossier, *, ground: str, reason: str, basis: str, at: datetime, name: str = ""
    ) -> None:
        deadline_actions.begin(dossier_id=dossier.pk, ground=ground, reason=reason, basis=basis, at=at, name=name)

    def end_holds(self, dossier: Dossier, holds: Sequence[Hold] = (), *, at: datetime, drop_all: bool = False) -> bool:
        """Let the clock run again; `holds` are brought in line. Whether any changed."""
        return deadline_actions.end(dossier.pk, holds, at=at, drop_all=drop_all)

    def enter_late(self, entry: LateEntry) -> None:
        """Keep a claim, and its scan as a file of the dossier."""
        deadline_actions.enter_late(entry)
        if entry.scan is not None:
            dossier_actions.attach_papers(
                entry.dossier, [(0, SCAN, entry.scan)], by_id=entry.by_id, at=entry.recorded_at, kind="evidence"
            )

    def change_late_entry(self, entry: LateEntry, **changes: object) -> None:
        deadline_actions.change_late_entry(entry, **changes)

    def change_case(self, change: CaseChange) -> None:
        """Keep a change of case; its scan becomes a file of the dossier."""
        deadline_actions.change_case(change)
        if change.scan is not None:
            papers = [(0, CASE_SCAN, change.scan)]
            dossier_actions.attach_papers(
                change.dossier, papers, by_id=change.by_id, at=change.changed_at, kind="evidence"
            )

    def open_work(self, items: Sequence[WorkItem]) -> None:
        work_actions.add(items)

    def close_work(self, items: Sequence[WorkItem], *, outcome: str, by_id: int, at: datetime, note: str) -> None:
        work_actions.close(items, outcome=outcome, by_id=by_id, at=at, note=note)

    def sign_on_paper(self, signature: PaperSignature, *, by_id: int, at: datetime) -> None:
        """Keep who signed what was recorded for them; the scan becomes a file of the dossier."""
        work_actions.sign_on_paper(signature)
        if signature.scan is not None:
            papers = [(0, SIGNED_SCAN, signature.scan)]
            dossier_actions.attach_papers(signature.item.dossier, papers, by_id=by_id, at=at, kind="evidence")

    def take_back(self, items: Sequence[WorkItem]) -> None:
        """Let pieces of work that had ended go on as they stand in memory."""
        work_actions.take_back(items)

    def stand_work(
        self, dossier: Dossier, told: Mapping[str, object], *, ending: str, by_id: int, at: datetime
    ) -> None:
        """Let all open work of the dossier say `told` of it; that of the kind `ending` ends."""
        work_actions.stand(dossier.pk, told, ending=ending, by_id=by_id, at=at)

    def assign(self, item: WorkItem, *, account_id: int | None, was: int | None, at: datetime) -> None:
        work_actions.assign(item, account_id=account_id, was=was, at=at)

    def set_due(self, items: Sequence[WorkItem]) -> None:
        work_actions.set_due(items)

    def issue(self, slip: Slip) -> None:
        paper_actions.issue(slip)

    def promise(self, promises: Sequence[Promise], *, at: datetime) -> None:
        outbox_actions.promise(promises, at=at)


_open: ContextVar[Books] = ContextVar("books", default=Books())  # noqa: B039 - it keeps nothing


def books() -> Books:
    """The books that are open here: the tables, unless `written_in` says otherwise."""
    return _open.get()


@contextmanager
def written_in(other: Books) -> Iterator[None]:
    """Let the verbs called inside read and write in `other` books."""
    token = _open.set(other)
    try:
        yield
    finally:
        _open.reset(token)


@contextmanager
def in_one_go() -> Iterator[None]:
    """Everything inside is written, or nothing of it. Also as a decorator of a verb."""
    with books().transaction():
        yield
