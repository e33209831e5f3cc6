"""Why one late dossier is late, for its page: from what the page has loaded anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.casework.attribution import Attributed, by_process, lay, pause_of, stay_of
from motcua.deadlines.lateness import Late, attribute
from motcua.kernel.judge import Verdict, judge
from motcua.kernel.limits import Unit
from motcua.offices.calendars import calendar_for

from .dossier import Whole


@dataclass(frozen=True, slots=True)
class StepShare:
    """A step with the working minutes that it had and used, where it lay and with whom."""

    step: str
    agency: str
    person: str
    given: int
    used: int
    over: int
    is_worst: bool


def of_dossier(whole: Whole) -> Attributed | None:
    """The attribution of a dossier that is late, or ended late; None for all others."""
    d = whole.dossier
    ended = d.finished_at or d.ended_at
    end, begun, unit = ended or whole.at, d.clock_from or d.accepted_at, whole.limit.unit
    if d.voided_at or begun is None or d.due_at is None or judge(d.due_at, end, unit) is not Verdict.LATE:
        return None
    hours, names, way = by_process(whole.steps)
    late = Late(
        since=begun,
        due=d.due_at,
        end=end,
        competent=d.competent_id,
        hours=hours,
        stays=[stay_of(item, end) for item in whole.work if lay(item) and item.opened_at < end],
        pauses=[pause_of(hold, end) for hold in whole.holds if hold.begun_at < end],
        entered_late=ended is not None and _claimed_in_time(whole, ended, d.due_at, unit),
        whole=way,
    )
    return attribute(late, calendar_for(whole.facts.offices, d.competent_id, known_at=end)), names


def _claimed_in_time(whole: Whole, ended: datetime, due: datetime, unit: Unit) -> bool:
    """Whether the end is said to have happened in time and was only recorded late; approved, where it must be."""
    pending = {entry.event_n for entry in whole.late if entry.waits and not entry.approved}
    last = [e for e in whole.events if e.recorded_at == ended and e.happened_at != e.recorded_at]
    return bool(last) and last[-1].n not in pending and judge(due, last[-1].happened_at, unit) is not Verdict.LATE


def shares(whole: Whole, attributed: Attributed) -> list[StepShare]:
    """The steps in order, as the page lists them."""
    found, names = attributed
    people = {i.closed_by_id: i.closed_by.full_name for i in whole.work if i.closed_by}
    people |= {i.assignee_id: i.assignee.full_name for i in whole.work if i.assignee}
    signed = [i.paper_signature.signer for i in whole.work if hasattr(i, "paper_signature")]
    people |= {leader.pk: leader.full_name for leader in signed}
    agency = whole.facts.offices.agency
    return [
        StepShare(
            names.get(s.n, ""),
            agency(s.agency).name,
            people.get(s.person, ""),
            s.given,
            s.used,
            max(0, s.over),
            s is found.worst,
        )
        for s in found.shares
    ]
