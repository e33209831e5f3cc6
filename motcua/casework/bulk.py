"""Many lives at once: the verbs lived in memory, then all their rows written in one transaction.

    with lives() as book:
        dossier = file_and_accept(intake, by=lan, at=morning)
        advance(dossier.code, by=minh, at=noon)

The verbs are the very same; only the books that they read and write are others, so the rows and events are those that
each verb by itself would have left. What differs: ids, salts, the order of ids (a dossier's events stand together),
and nothing is promised: who loads the past sees to what is derived from it.

For loading only. Verbs that read other tables than the books, or write in others (`amend`, `attach`, `reopen`,
`change_case`, `file_linked`, `hand_over` by a rule, all about a tax notice), cannot be lived here, and all dossiers
that are acted on must have been filed inside. A refusal is a fault of the plan and undoes the batch.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from motcua.catalogue.models import ProcedureVersion
from motcua.copying.actions import insert, insert_values
from motcua.deadlines.actions import HELD, begun, ended
from motcua.deadlines.models import Hold, LateEntry
from motcua.dossiers import actions as dossier_actions
from motcua.dossiers.models import CodeFormat, Dossier, Party, ReceivedComponent, Result, SearchTerm, SupplementRequest
from motcua.journal.actions import Entry, chained
from motcua.journal.models import Event, Payload
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.outbox.actions import Promise
from motcua.papers.models import Slip
from motcua.workflow.actions import TAKEN, check_note
from motcua.workflow.models import ProcessVersion, WorkItem
from motcua.workflow.rules import Outcome, StepKind

from .books import NO_STEPS, Books, Read, written_in


@dataclass(slots=True)
class Life:
    """All rows of one dossier, as its verbs have left them so far."""

    dossier: Dossier
    parties: list[Party] = field(default_factory=list)
    received: list[ReceivedComponent] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    requests: list[SupplementRequest] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    late: list[LateEntry] = field(default_factory=list)
    events: list[tuple[Event, Payload]] = field(default_factory=list)

    def beside(self) -> Iterator[Sequence[models.Model]]:
        """The rows that refer to the dossier, table by table; those that refer to others come later."""
        yield from (
            self.parties,
            self.received,
            self.items,
            self.holds,
            self.results,
            self.requests,
            self.slips,
            self.late,
        )

    def terms(self) -> Iterator[tuple[int, str]]:
        """The words by which the dossier is found, with its key."""
        return ((self.dossier.pk, word) for word in dossier_actions.terms_of(self.dossier, self.parties))


class Kept(Books):
    """Books kept in memory. Numbers come from the real series; nobody else may take any until all is written."""

    def __init__(self, offices: Snapshot, *, remembered: dict[tuple[object, ...], Any] | None = None) -> None:
        self.offices = offices
        self._once = {} if remembered is None else remembered
        self.lives: dict[str, Life] = {}
        self._of: dict[int, Life] = {}
        self._was: dict[str, int] = {}
        self._series: dict[str, int] = {}
        self._beside: set[str] = set()
        self._eras = self.once(("eras",), _changes)

    def transaction(self) -> AbstractContextManager[Any]:
        """One transaction holds the whole batch; a verb needs none of its own."""
        return nullcontext()

    def together(self) -> AbstractContextManager[Any]:
        """Nothing is sent before the batch ends."""
        return nullcontext()

    def once(self, key: tuple[object, ...], read: Callable[[], Read]) -> Read:
        if key not in self._once:
            self._once[key] = read()
        found: Read = self._once[key]
        return found

    def era(self, day: date) -> object:
        return bisect_right(self._eras, day)

    # What a verb reads

    def locked(self, code: str, *, items: bool = True) -> tuple[Dossier, Snapshot, list[WorkItem]] | None:
        life = self.lives.get(code)
        return (life.dossier, self.offices, self.open_items(life.dossier) if items else []) if life else None

    def version_ends(self, dossier: Dossier) -> date | None:
        rows = ProcedureVersion.objects.filter(pk=dossier.version_id).values_list("valid_to", flat=True)
        return self.once(("ends", dossier.version_id), lambda: rows.get())

    def open_items(self, dossier: Dossier) -> list[WorkItem]:
        return [item for item in self._life(dossier).items if item.closed_at is None]

    def work_around(self, dossier: Dossier, moments: Collection[datetime]) -> list[WorkItem]:
        steps = (item for item in self._life(dossier).items if item.step is not None)
        return [item for item in steps if item.opened_at in moments or item.closed_at in moments]

    def last_routing(self, dossier: Dossier) -> WorkItem | None:
        routed = (Outcome.FORWARD.value, StepKind.ROUTE)
        items = self._life(dossier).items
        return next((item for item in reversed(items) if (item.outcome, item.kind) == routed), None)

    def holds(self, dossier: Dossier) -> list[Hold]:
        return self._life(dossier).holds

    def results(self, dossier: Dossier) -> list[Result]:
        return self._life(dossier).results

    def requests(self, dossier: Dossier) -> list[SupplementRequest]:
        return self._life(dossier).requests

    def parties(self, dossier: Dossier) -> list[Party]:
        return self._life(dossier).parties

    def received(self, dossier: Dossier) -> list[ReceivedComponent]:
        return self._life(dossier).received

    def said(self, dossier: Dossier, *kinds: str) -> list[tuple[str, str]]:
        return [(event.kind, event.by) for event, _ in self._life(dossier).events if event.kind in kinds]

    def late_entries(self, dossier: Dossier) -> list[LateEntry]:
        return self._life(dossier).late

    def last_step(self, dossier: Dossier, *, kind: str = "") -> datetime | None:
        events = (e for e, _ in reversed(self._life(dossier).events) if kind in ("", e.kind))
        steps = (e.happened_at for e in events if e.kind not in NO_STEPS or e.happened_at != e.recorded_at)
        return next(steps, None)

    def _life(self, dossier: Dossier) -> Life:
        found = self._of.get(id(dossier))
        if found is None:
            found = self._of[id(dossier)] = Life(dossier)
        return found

    # What a verb writes

    def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        return {key: self._next(key) for key in keys}

    def _next(self, key: str) -> int:
        beside = key.rpartition(":")[0] + ":"
        if beside not in self._beside:  # all of one kind in one statement; `write` looks whether others took numbers
            self._beside.add(beside)
            self._was.update(dossier_actions.series_under(beside))
        self._series[key] = self._series.get(key, self._was.setdefault(key, 0)) + 1
        return self._series[key]

    def turn(self, key: str) -> int:
        """The last number of a series, locked: whoever comes second waits until all is written."""
        self._was[key] = self._series[key] = dossier_actions.hold_series(key)
        return self._was[key]

    def taken(self, key: str, count: int) -> None:
        """So many numbers of a series whose turn it is are used up."""
        self._series[key] += count

    def open_dossier(self, dossier: Dossier, parties: Sequence[Party], received: Sequence[ReceivedComponent]) -> None:
        life = self.lives[dossier.code] = self._life(dossier)
        life.parties, life.received = list(parties), list(received)

    def change_dossier(self, dossier: Dossier, *, was: int, chain_was: int, changes: dict[str, object]) -> None:
        """The row in memory has the changes already."""

    def append(self, dossier: Dossier, entries: Sequence[Entry], *, by: str, at: datetime, origin: str) -> None:
        life = self._life(dossier)
        life.events += [chained(dossier, entry, by=by, at=at, origin=origin) for entry in entries]

    def put_received(self, dossier: Dossier, received: Sequence[ReceivedComponent]) -> None:
        life = self._life(dossier)
        there = {row.n: row for row in life.received} | {row.n: row for row in received}
        life.received[:] = there.values()

    def add_request(self, request: SupplementRequest) -> None:
        dossier_actions.check_lengths(request)
        self._life(request.dossier).requests.append(request)

    def change_request(self, request: SupplementRequest, **changes: object) -> None:
        _set(request, changes)

    def add_result(self, result: Result) -> None:
        dossier_actions.check_lengths(result)
        self._life(result.dossier).results.append(result)

    def change_result(self, result: Result, **changes: object) -> None:
        _set(result, changes)

    def begin_hold(
        self, dossier: Dossier, *, ground: str, reason: str, basis: str, at: datetime, name: str = ""
    ) -> None:
        if any(hold.ended_at is None for hold in self._life(dossier).holds):
            raise Refused(HELD)
        hold = begun(dossier_id=dossier.pk, ground=ground, reason=reason, basis=basis, at=at, name=name)
        self._life(dossier).holds.append(hold)

    def end_holds(self, dossier: Dossier, holds: Sequence[Hold] = (), *, at: datetime, drop_all: bool = False) -> bool:
        mine = self._life(dossier).holds
        changed = any(drop_all or hold.ended_at is None for hold in mine)
        ended(mine, at=at, drop_all=drop_all)
        return changed

    def enter_late(self, entry: LateEntry) -> None:
        if entry.scan is not None:
            raise Refused("Khi nạp dữ liệu, bằng chứng ghi lùi ngày là số phiếu giấy.", field="scan")
        self._life(entry.dossier).late.append(entry)

    def change_late_entry(self, entry: LateEntry, **changes: object) -> None:
        _set(entry, changes)

    def open_work(self, items: Sequence[WorkItem]) -> None:
        for item in items:
            self._life(item.dossier).items.append(item)

    def close_work(self, items: Sequence[WorkItem], *, outcome: str, by_id: int, at: datetime, note: str) -> None:
        check_note(note)
        for item in items:
            _set(item, {"closed_at": at, "closed_by_id": by_id, "outcome": outcome, "note": note})

    def stand_work(
        self, dossier: Dossier, told: Mapping[str, object], *, ending: str, by_id: int, at: datetime
    ) -> None:
        here = self.open_items(dossier)
        for item in here:
            _set(item, told)
        side = [item for item in here if item.kind == ending]
        self.close_work(side, outcome=Outcome.FORWARD.value, by_id=by_id, at=at, note="")

    def take_back(self, items: Sequence[WorkItem]) -> None:
        """The rows in memory have it already."""

    def assign(self, item: WorkItem, *, account_id: int | None, was: int | None, at: datetime) -> None:
        if item.assignee_id != was:
            raise Refused(TAKEN)
        _set(item, {"assignee_id": account_id, "taken_at": at if account_id else None})

    def set_due(self, items: Sequence[WorkItem]) -> None:
        """The rows in memory have it already."""

    def issue(self, slip: Slip) -> None:
        self._life(slip.dossier).slips.append(slip)

    def promise(self, promises: Sequence[Promise], *, at: datetime) -> None:
        """Nothing: the PDF of a slip is made when somebody opens it, and what follows the journal reads it."""

    # All of it into the tables

    def write(self) -> None:
        """Write every life, in the caller's transaction."""
        lives_ = list(self.lives.values())
        dossier_actions.keep_series(self._was, self._series)
        insert([life.dossier for life in lives_], numbered=True)
        tables: dict[type[models.Model], list[models.Model]] = {}
        for life in lives_:
            for rows in life.beside():
                for row in rows:
                    row.dossier_id = life.dossier.pk  # type: ignore[attr-defined]
                    tables.setdefault(type(row), []).append(row)
        for rows in tables.values():
            insert(rows)
        insert_values(SearchTerm, ("dossier_id", "term"), [pair for life in lives_ for pair in life.terms()])
        said = [pair for life in lives_ for pair in life.events]
        insert([event for event, _ in said], numbered=True)
        for event, payload in said:
            payload.event_id = event.pk
        insert([payload for _, payload in said])


def _changes() -> list[date]:
    """Every day on which something of catalogue, offices, processes or code formats begins or ends."""
    found: set[date | None] = set()
    for model in (ProcedureVersion, Agency, ProcessVersion):
        for pair in model.objects.values_list("valid_from", "valid_to").distinct():
            found.update(pair)
    found.update(CodeFormat.objects.values_list("valid_from", flat=True))
    return sorted(day for day in found if day is not None)


def _set(row: models.Model, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)


@contextmanager
def lives(*, remembered: dict[tuple[object, ...], Any] | None = None) -> Iterator[Kept]:
    """Live dossiers in memory inside, and write them all at the end: in one transaction, or none of them.

    `remembered` keeps what was asked of the catalogue from one batch to the next; nobody may change it meanwhile.
    """
    with transaction.atomic():
        kept = Kept(snapshot.present(), remembered=remembered)
        with written_in(kept):
            yield kept
        kept.write()
