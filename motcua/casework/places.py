"""Where a step is done, and by whom: the place that the row of its process names, for one dossier."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.moments import VIETNAM
from motcua.offices.presence import Presence
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.process.performers import RECEIVING, base_of, code_of, unit_of


def agency_of(step: Step, dossier: Dossier, offices: Snapshot, *, at: datetime) -> int:
    """Where a step of this dossier is done at the moment `at`.

    An agency that a process names and that was closed since is followed to its successor; without one the agency that
    decides does the step itself, so that no dossier is left lying.
    """
    if base_of(step.at) == RECEIVING:
        return dossier.receiving_id
    if code := code_of(step.at):
        return offices.heir(code, at.astimezone(VIETNAM).date()) or dossier.competent_id
    return dossier.competent_id


def unit_in(step: Step, agency_id: int, offices: Snapshot, *, at: datetime) -> int | None:
    """The division of the agency where the step is done that its row names; None for the whole agency.

    None too where the agency has no division of that name: one process serves many communes, and not all have them.
    """
    name = unit_of(step.at)
    return offices.unit_named(agency_id, name, at.astimezone(VIETNAM).date()) if name else None


def at_hand(item: WorkItem, presence: Presence, offices: Snapshot) -> frozenset[int]:
    """Who has a piece of work or, while nobody has it, may take it; whoever is away is stood in for."""
    if item.assignee_id is not None:
        return presence.of([item.assignee_id])
    return presence.doing(item.agency_id, item.role, item.unit_id, offices)
