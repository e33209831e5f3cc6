"""What the clocks of one dossier say and why: from its rows for a page, from its journal for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from motcua.casework.lives import Told, told
from motcua.catalogue.models import LimitCase
from motcua.deadlines.act_clocks import since
from motcua.deadlines.clocks import Clock, Life, Reading, read
from motcua.deadlines.models import CaseChange, Hold
from motcua.deadlines.queries import case_number, case_of, limit_of_case
from motcua.deadlines.transfers import Transfer, begins
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.kernel.explanation_lines import LineKind
from motcua.kernel.limits import Limit, Unit
from motcua.offices.snapshot import Snapshot

Readings = Mapping[Clock, Reading]


@dataclass(frozen=True, slots=True)
class Explained:
    """A dossier with the readings of its clocks; one that does not run for it is absent. And how it came to its limit:
    the case that it is judged by, and every change of case."""

    dossier: Dossier
    readings: Readings
    case: LimitCase | None = None
    changes: Sequence[CaseChange] = ()


def from_rows(dossier: Dossier, holds: Sequence[Hold], changes: Sequence[CaseChange], offices: Snapshot) -> Readings:
    """The readings from rows already loaded: no statement. Those of one act need the journal."""
    life = Told(
        filed=dossier.filed_at,
        accepted=dossier.accepted_at,
        pauses=[(h.begun_at, h.ended_at, h.ground) for h in sorted(holds, key=lambda h: h.begun_at)],
        mended=[dossier.due_set_at] if dossier.due_set_at else [],
        cases=_cases(dossier, changes),
        transfer=Transfer(dossier.transfer),
        begins=_begins(dossier, holds),
        arrived=dossier.transferred_at,
        promised=dossier.promised_at,
    )
    return readings(life, dossier, offices)


def _begins(dossier: Dossier, holds: Sequence[Hold]) -> datetime | None:
    """When the limit of a dossier on paper between two counters begins; None where that is at acceptance."""
    if dossier.transfer_by is None or dossier.accepted_at is None:
        return None
    pauses = [h.begun_at for h in holds if h.begun_at >= dossier.accepted_at]
    return begins(dossier.transfer_by, dossier.transferred_at, pauses)


def _cases(dossier: Dossier, changes: Sequence[CaseChange]) -> list[tuple[datetime, int]]:
    """Numbers of the cases, each from a moment on. Changes under another procedure, since mended, are of no account."""
    mine = [change for change in changes if _version(change) == dossier.version_id]
    if not mine or mine[-1].after_id != dossier.case_id:
        return [(dossier.filed_at, case_number(case_of(dossier)))]
    first = (dossier.filed_at, case_number(mine[0].before))
    return [first, *((c.changed_at, case_number(c.after)) for c in mine)]


def _version(change: CaseChange) -> int | None:
    """Of which version the cases of a change are."""
    return next((case.version_id for case in (change.before, change.after) if case is not None), None)


def from_events(dossier: Dossier, events: Iterable[Event], offices: Snapshot) -> Readings:
    """The readings from the events of the dossier's stream, in order."""
    return readings(told((e.recorded_at, read_facts(e.facts)) for e in events), dossier, offices)


def explained(code: str, offices: Snapshot) -> Explained | None:
    """The readings from the journal, for whoever runs the server; None for an unknown code. Three statements."""
    dossier = Dossier.objects.filter(code=code).select_related("version", "case").first()
    if dossier is None:
        return None
    events = Event.objects.filter(stream=dossier.stream).order_by("n").only("recorded_at", "facts")
    changes = list(dossier.case_changes.select_related("before", "after", "by"))
    return Explained(dossier, from_events(dossier, events, offices), dossier.case, changes)


def readings(life: Told, dossier: Dossier, offices: Snapshot) -> Readings:
    """Every clock that runs for the dossier, explained: the acceptance clock for what was filed online."""
    found: dict[Clock, Reading] = {}
    calendars = life.calendars(offices, dossier.competent_id)
    accepted = life.life(partial(limit_of_case, dossier.version_id))
    if accepted is not None:
        found = {clock: read(clock, accepted, calendars, explain=True) for clock in (Clock.LEGAL, Clock.NATIONAL)}
    if dossier.channel == "online" and life.filed is not None:
        receiving = Told(filed=life.filed).calendars(offices, dossier.receiving_id)
        filed = Life(life.filed, Limit(None, Unit.NONE))
        found[Clock.ACCEPTANCE] = read(Clock.ACCEPTANCE, filed, receiving, explain=True)
    return found | _of_one_act(life, dossier, offices)


def _of_one_act(life: Told, dossier: Dossier, offices: Snapshot) -> dict[Clock, Reading]:
    """Paper handed on, the last supplement request, its answer: by the calendar of the counter, who does them."""
    filed, accepted = life.filed or dossier.filed_at, life.accepted
    counter = Told().calendars(offices, dossier.receiving_id)
    found: dict[Clock, Reading] = {}
    if accepted is not None and dossier.channel != "online" and not dossier.transfer:
        found[Clock.TRANSFER] = _met(since(Clock.TRANSFER, accepted, counter, explain=True), life.handed_on)
    asked, answered = life.asked[-1] if life.asked else (None, None)
    begun = accepted if accepted is not None and (asked is None or asked >= accepted) else filed
    notice = since(Clock.NOTICE, begun, counter, explain=True)
    if accepted is None or begun < accepted:
        notice.due.lines[0].kind = LineKind.TAKEN_IN
    found[Clock.NOTICE] = _met(notice, asked)
    if asked is not None:
        found[Clock.ANSWER] = _met(since(Clock.ANSWER, asked, counter, explain=True), answered)
    return found


def _met(reading: Reading, at: datetime | None) -> Reading:
    return replace(reading, met=at)
