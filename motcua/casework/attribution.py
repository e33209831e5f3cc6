"""The attribution of many late dossiers at once: what it needs of their work, holds and processes, read in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import Q

from motcua.deadlines.lateness import MISROUTED, WRONG_PLACE, Attribution, Late, Pause, Stay, attribute
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import PaperSignature, Step, WorkItem
from motcua.workflow.queries import process_of, step, steps_of
from motcua.workflow.rules import Outcome, StepKind

BATCH = 1000  # dossiers of one statement
LAIN = Q(step__isnull=False) & ~Q(outcome__in=(Outcome.RECALLED.value, Outcome.MISROUTED.value))
ASTRAY = Q(step__isnull=True, outcome=Outcome.MISROUTED.value)  # see `lay`
FOR_APPLICANT = frozenset({"supplement", "financial"})
Attributed = tuple[Attribution, Mapping[int, str]]  # with the names of the steps by number


def attributions(
    dues: Mapping[int, datetime], ends: Mapping[int, datetime], entered: Collection[int], offices: Snapshot
) -> dict[int, Attributed]:
    """By dossier id: `dues` are their due moments, `ends` when they ended or are looked at, `entered` those that were
    done in time, as claimed. Three statements for each thousand."""
    found: dict[int, Attributed] = {}
    rest = iter(dues)
    while some := list(islice(rest, BATCH)):
        stays, processes = _stays(some, ends)
        pauses = _pauses(some, ends)
        clocks = Dossier.objects.filter(pk__in=some).values_list("pk", "clock_from", "accepted_at", "competent_id")
        for pk, clock_from, accepted_at, competent in clocks:
            begun = clock_from or accepted_at
            assert begun is not None
            hours, names, whole = by_process(steps_of(processes[pk]) if pk in processes else ())
            work, waits = stays.get(pk, ()), pauses.get(pk, ())
            late = Late(begun, dues[pk], ends[pk], competent, hours, work, waits, pk in entered, whole)
            calendar = calendar_for(offices, competent, known_at=ends[pk])
            found[pk] = attribute(late, calendar), names
    return found


def by_process(steps: Sequence[Step]) -> tuple[dict[int, float], dict[int, str], float]:
    """Hours and names, by number, of the steps after reception, whose work is done when the limit begins; and the hours
    of the longest way through them, 0 where they follow one another."""
    after = [s for s in steps if s.kind != StepKind.RECEIVE]
    before = sum(float(s.hours) for s in steps if s.kind == StepKind.RECEIVE)
    branches = bool(after and after[0].node)
    whole = float(process_of(after[0].version_id).hours) - before if branches else 0
    return {s.n: float(s.hours) for s in after}, {MISROUTED: WRONG_PLACE} | {s.n: s.name for s in after}, whole


def lay(item: WorkItem) -> bool:
    """Whether the dossier lay there: in a step, and not in one from which it was recalled; or in the wrong place, which
    is a piece of work of its own at who sent it there."""
    if item.outcome == Outcome.MISROUTED:
        return item.step is None
    return item.step is not None and item.outcome != Outcome.RECALLED


def stay_of(item: WorkItem, end: datetime) -> Stay:
    """A piece of work of a step as a stay, as it stood at `end`: the time is that of who decided, not of who recorded.

    Loaded with `paper_signature`, so that it costs no statement.
    """
    if item.step is None:
        return Stay(MISROUTED, item.agency_id, item.assignee_id, item.opened_at, item.closed_at or end)
    signature: PaperSignature | None = getattr(item, "paper_signature", None)
    person = signature.signer_id if signature else item.closed_by_id or item.assignee_id
    return Stay(item.step.n, item.agency_id, person, item.opened_at, item.closed_at or end, item.role)


def pause_of(hold: Hold, end: datetime) -> Pause:
    """A hold as a pause, as it stood at `end`."""
    return Pause(hold.begun_at, hold.ended_at or end, hold.ground in FOR_APPLICANT)


def _stays(some: Iterable[int], ends: Mapping[int, datetime]) -> tuple[dict[int, list[Stay]], dict[int, int]]:
    stays: dict[int, list[Stay]] = defaultdict(list)
    processes: dict[int, int] = {}
    items = WorkItem.objects.filter(LAIN | ASTRAY, dossier__in=list(some)).defer("note")
    for item in items.select_related("paper_signature").order_by("dossier_id", "opened_at", "pk"):
        item.step = step(item.step_id) if item.step_id else None
        if item.opened_at < ends[item.dossier_id]:
            if item.step is not None:
                processes[item.dossier_id] = item.step.version_id
            stays[item.dossier_id].append(stay_of(item, ends[item.dossier_id]))
    return stays, processes


def _pauses(some: Iterable[int], ends: Mapping[int, datetime]) -> dict[int, list[Pause]]:
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for hold in Hold.objects.filter(dossier__in=list(some)).order_by("dossier_id", "begun_at"):
        if hold.begun_at < ends[hold.dossier_id]:
            pauses[hold.dossier_id].append(pause_of(hold, ends[hold.dossier_id]))
    return pauses
