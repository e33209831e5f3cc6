"""What a verb writes: changes of a dossier, work, slips, events and promises, collected and written in one go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from motcua.deadlines.models import LateEntry
from motcua.deadlines.standing import Standing, standing
from motcua.dossiers.models import Dossier, Result
from motcua.journal.actions import Entry
from motcua.journal.rules import instant
from motcua.offices.actors import Actor
from motcua.outbox.actions import Promise
from motcua.papers.jobs import ARCHIVE
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem

from .books import Books, books

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


@dataclass(kw_only=True)
class Writing:
    """One dossier with all that is to be written of it; nothing reaches the books before `commit`."""

    dossier: Dossier
    by: Actor
    at: datetime
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
