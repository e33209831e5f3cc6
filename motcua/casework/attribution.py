"""The attribution of many late dossiers at once: what it needs of their work, holds and processes, read in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice

from motcua.deadlines.lateness import Attribution, Late, Pause, Stay, attribute
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import steps_of
from motcua.workflow.rules import StepKind

BATCH = 1000  # dossiers of one statement
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
            hours, names = _process(processes.get(pk))
            late = Late(
                begun, dues[pk], ends[pk], competent, hours, stays.get(pk, ()), pauses.get(pk, ()), pk in entered
            )
            calendar = calendar_for(offices, competent, known_at=ends[pk])
            found[pk] = attribute(late, calendar), names
    return found


def _process(version_id: int | None) -> tuple[dict[int, float], dict[int, str]]:
    """Hours and names of the steps after reception, whose work is done when the limit begins."""
    steps = [s for s in steps_of(version_id) if s.kind != StepKind.RECEIVE] if version_id else []
    return {s.n: float(s.hours) for s in steps}, {s.n: s.name for s in steps}


def _stays(some: Iterable[int], ends: Mapping[int, datetime]) -> tuple[dict[int, list[Stay]], dict[int, int]]:
    stays: dict[int, list[Stay]] = defaultdict(list)
    processes: dict[int, int] = {}
    items = WorkItem.objects.filter(dossier__in=list(some), step__isnull=False).order_by(
        "dossier_id", "opened_at", "pk"
    )
    columns = ("dossier_id", "step__n", "step__version_id", "agency_id", "closed_by_id", "assignee_id")
    for pk, n, version, agency, did, holds, begun, ended in items.values_list(*columns, "opened_at", "closed_at"):
        if begun < ends[pk]:
            processes[pk] = version
            stays[pk].append(Stay(n, agency, did or holds, begun, ended or ends[pk]))
    return stays, processes


def _pauses(some: Iterable[int], ends: Mapping[int, datetime]) -> dict[int, list[Pause]]:
    pauses: dict[int, list[Pause]] = defaultdict(list)
    holds = Hold.objects.filter(dossier__in=list(some)).order_by("dossier_id", "begun_at")
    for pk, begun, ended, ground in holds.values_list("dossier_id", "begun_at", "ended_at", "ground"):
        if begun < ends[pk]:
            pauses[pk].append(Pause(begun, ended or ends[pk], ground in FOR_APPLICANT))
    return pauses
