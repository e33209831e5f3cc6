"""The life of a dossier as figures know it: its events folded into stretches in which nothing that counts changes.

Plain Python. Everything goes by `recorded_at` (design §6): what is entered later improves no figure of before. A
dossier counts from its acceptance to its first finish or its end without result, once: a result that is mended
afterwards (Điều 23.1 NĐ 118/2025) is not counted anew. A void dossier keeps its stretches; reads leave it out from
the moment at which the void was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from motcua.dossiers.states import Status
from motcua.kernel.judge import judge, late_from
from motcua.kernel.limits import Unit

from .measures import LEVELS

WAITS = {int(Status.SUPPLEMENT): "supplement", int(Status.FINANCIAL): "financial"}
PAUSED = "other"  # the clock stands, but nobody waits for the applicant
ENDINGS = {
    int(Status.FINISHED): "resolved",
    int(Status.WITHDRAWN): "withdrawn",
    int(Status.STOPPED): "stopped",
}
# Kinds of event that never change what is counted; a test holds their facts against this.
IDLE = (
    "work.taken",
    "work.handed_over",
    "work.advanced",
    "work.sent_back",
    "work.recalled",
    "consultation.asked",
    "consultation.answered",
    "consultation.withdrawn",
    "supplement.proposed",
    "supplement.dropped",
    "paper.added",
    "dossier.in_process",
    "dossier.returned",
    "fees.assessed",
    "fees.paid",
    "fees.cancelled",
    "fees.refunded",
    *("result.posted", "result.came_back", "result.reminded", "result.wrong", "contact.shown"),
    *("originals.kept", "originals.given_back"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One event: what it says of the things that count, and when."""

    kind: str
    facts: Mapping[str, Any]
    recorded_at: datetime
    happened_at: datetime
    n: int = 0


@dataclass(frozen=True, slots=True)
class Under:
    """By what a dossier is counted: the lead competent agency's code, the version of the procedure, its field, the
    unit of its limit; `online` is the class of its online service, `procedure` the code."""

    agency: str
    field: str
    version_id: int
    unit: Unit | None
    online: str = ""
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch [known_from, known_to) of the life of an accepted dossier; the last has no end, or one by `closing`.

    `late_from` is the first moment at which it counts as overdue; `apologised` says that a letter told of the delay.
    `level` (the class of the online service) and `crossed` (received regardless of boundary) are those of acceptance.
    `verdict` judges the closing by the record,
    `claimed` by the moment at which the step is said to have happened, where that was entered late; it counts from
    `claimed_at` on: at once, or when a second person approved it.
    """

    under: Under
    channel: str
    accepted_at: datetime
    known_from: datetime
    known_to: datetime | None = None
    due_at: datetime | None = None
    late_from: datetime | None = None
    waiting: str = ""
    closing: str = ""
    verdict: str = ""
    claimed: str = ""
    claimed_at: datetime | None = None
    level: str = ""
    crossed: bool = False
    apologised: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """All stretches of one dossier, none before acceptance; when it was voided, and first reopened after its result."""

    stretches: tuple[Stretch, ...] = ()
    voided_at: datetime | None = None
    reopened_at: datetime | None = None

    @property
    def moved(self) -> bool:
        """Whether it was counted under more than one agency, field or procedure in its time."""
        return len({(s.under.agency, s.under.field, s.under.procedure) for s in self.stretches}) > 1


class Unreadable(Exception):
    """The events of a dossier do not say what it is counted by."""


class Catalogue:
    """Versions of procedures by (code, number): what `Under` takes of them. And the units of their cases' limits, by
    (version, number of the case)."""

    def __init__(
        self,
        versions: Mapping[tuple[str, int], tuple[int, str, str, str]],
        cases: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        self._versions, self._cases = versions, cases or {}
        self._kept: dict[tuple[str, str, int, int], Under] = {}
        self._codes = {version[0]: code for (code, _), version in versions.items()}

    def procedure(self, version_id: int) -> str:
        """The code of the procedure of a version."""
        return self._codes[version_id]

    def under(self, agency: str, procedure: str, n: int, case: int = 0) -> Under:
        """The same object for the same question, so that comparing is cheap."""
        key = (agency, procedure, n, case)
        if key not in self._kept:
            if (procedure, n) not in self._versions:
                raise Unreadable(f"{procedure} {n}")
            pk, field, unit, online = self._versions[procedure, n]
            if case:
                if (pk, case) not in self._cases:
                    raise Unreadable(f"{procedure} {n} {case}")
                unit = self._cases[pk, case]
            self._kept[key] = Under(agency, field, pk, Unit(unit) if unit else None, online, procedure)
        return self._kept[key]


def life(events: Iterable[Told], catalogue: Catalogue) -> Life:
    """Fold the events of one dossier, in their order. An event never counts before one that stands before it."""
    so_far = _SoFar(catalogue)
    for event in events:
        so_far.take(event)
    return Life(tuple(so_far.stretches), so_far.voided_at, so_far.reopened_at)


def told_at(event: Told) -> datetime:
    """From when on the event counts: its recording; what an older system had recorded, since its acceptance there."""
    return datetime.fromisoformat(event.facts["accepted_at"]) if "accepted_at" in event.facts else event.recorded_at


class _SoFar:
    """What the events up to here add up to."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.known: dict[str, Any] = {}  # the latest word of each fact
        self.hold = False
        self.ended_by = 0  # which event of the stream closed it
        self.at: datetime | None = None
        self.stretches: list[Stretch] = []
        self.voided_at: datetime | None = None
        self.reopened_at: datetime | None = None

    def take(self, event: Told) -> None:
        facts = event.facts
        recorded = told_at(event)
        self.at = max(self.at, recorded) if self.at else recorded
        self.known.update(facts)
        if "hold" in facts:
            self.hold = True
        if "hold_ended" in facts:
            self.hold = False
        if facts.get("voided_at"):
            self.voided_at = self.at
        if self.stretches and self.stretches[-1].closing:
            if event.kind == "dossier.reopened" and self.reopened_at is None:
                self.reopened_at = self.at
            if facts.get("claim_approved") and facts["claim_of"] == self.ended_by:
                self.stretches[-1] = replace(self.stretches[-1], claimed_at=self.at)
            return
        status = facts.get("status")
        if self.stretches:
            self._go_on()
        elif status == Status.ACCEPTED:
            self._begin()
        if self.stretches and status in ENDINGS:
            self._close(ENDINGS[status], event)

    def _begin(self) -> None:
        assert self.at is not None
        under, due = self._under(), self._due()
        late = late_from(due, under.unit)
        begun = Stretch(under, str(self.known["channel"]), self.at, self.at, None, due, late, self._waiting())
        crossed = bool(self.known.get("transfer"))
        self.stretches.append(replace(begun, level=under.online, crossed=crossed, apologised=self._apologised()))

    def _go_on(self) -> None:
        """A new stretch where something that counts has changed; at the very same moment it replaces the last."""
        last, under, due, waiting = self.stretches[-1], self._under(), self._due(), self._waiting()
        told = self._apologised()
        if (under, due, waiting, told) == (last.under, last.due_at, last.waiting, last.apologised):
            return
        late = late_from(due, under.unit)
        assert self.at is not None
        new = replace(
            last, under=under, due_at=due, late_from=late, waiting=waiting, apologised=told, known_from=self.at
        )
        if last.known_from == self.at:
            self.stretches[-1] = new
        else:
            self.stretches[-1:] = [replace(last, known_to=self.at), new]

    def _close(self, closing: str, event: Told) -> None:
        last = self.stretches[-1]
        unit = last.under.unit or Unit.NONE
        assert self.at is not None
        self.ended_by = event.n
        closed = replace(last, known_to=self.at, closing=closing, verdict=judge(last.due_at, self.at, unit).value)
        if event.happened_at != event.recorded_at:
            counts = None if event.facts.get("claim_waits") else self.at
            closed = replace(closed, claimed=judge(last.due_at, event.happened_at, unit).value, claimed_at=counts)
        self.stretches[-1] = closed

    def _under(self) -> Under:
        try:
            known = self.known
            return self.catalogue.under(known["competent"], known["procedure"], known["version"], known.get("case", 0))
        except KeyError as missing:
            raise Unreadable(str(missing)) from None

    def _due(self) -> datetime | None:
        due = self.known.get("due_at")
        return datetime.fromisoformat(due) if due else None

    def _apologised(self) -> bool:
        """Whether a letter has told of the delay; one for a result that was mended comes after the end."""
        return bool(self.known.get("apology"))

    def _waiting(self) -> str:
        return WAITS.get(self.known.get("status", 0)) or (PAUSED if self.hold else "")


# What a stretch adds to which measure, at which moment. Sums of these up to a moment are the state at that moment.
Change = tuple[datetime, str, int]


def changes(stretches: Sequence[Any]) -> Iterator[Change]:
    """The changes that a dossier makes to the measures of its heading in the course of its life.

    Takes stretches, or the rows of facts that hold them.
    """
    if not stretches:
        return
    first, last = stretches[0], stretches[-1]
    begun = first.known_from
    yield from ((begun, "accepted", 1), (begun, first.channel, 1), (begun, "open", 1))
    if (online := f"{first.channel}_{first.level}") in LEVELS:
        yield begun, online, 1
    if first.crossed:
        yield begun, "crossed", 1
    for s in stretches:
        if waits := s.waiting in WAITS.values():
            yield from _between(s.known_from, s.known_to, "waiting")
        if s.late_from is not None:
            late = max(s.known_from, s.late_from)
            yield from _between(late, s.known_to, "overdue")
            if s.apologised:
                yield from _between(late, s.known_to, "overdue_apologised")
            if waits:
                yield from _between(late, s.known_to, "waiting_overdue")
    if last.closing:
        assert last.known_to is not None
        at = last.known_to
        yield from ((at, "open", -1), (at, "closed", 1), (at, f"{last.closing}_{last.verdict}", 1))
        if (last.closing, last.verdict, last.apologised) == ("resolved", "late", True):
            yield at, "late_apologised", 1
        if entered_late(last):
            yield at, "late_entry", 1


def _between(begun: datetime, ended: datetime | None, measure: str) -> Iterator[Change]:
    if ended is None or begun < ended:
        yield begun, measure, 1
        if ended is not None:
            yield ended, measure, -1


def entered_late(s: Any, *, as_of: datetime | None = None) -> bool:
    """Whether it is late by the record only: resolved in time, as claimed, and entered after the due date.

    With `as_of`, as far as was known then: a claim that a second person approved later does not count yet.
    """
    counts = s.claimed_at is not None and (as_of is None or s.claimed_at <= as_of)
    in_time = counts and s.claimed in ("early", "on_time")
    return s.closing == "resolved" and s.verdict == "late" and in_time
