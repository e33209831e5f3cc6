"""Pieces of work: how the journal names one, which is the actor's own, which are questions to other agencies."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from motcua.offices.actors import Actor
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import does
from motcua.workflow.models import WorkItem
from motcua.workflow.rules import StepKind


def signature(item: WorkItem, agency: str, offices: Snapshot) -> list[object]:
    """How the journal names a piece of work at the agency of this code."""
    named: list[object] = [item.kind, item.step.n if item.step else 0, agency, item.role]
    return [*named, offices.units[item.unit_id].name] if item.unit_id else named


def own_first(items: Iterable[WorkItem], by: Actor, offices: Snapshot) -> WorkItem | None:
    """Of the open steps and questions the one that the actor holds, else one that is free for them, else the first
    step."""
    open_ones = [item for item in items if item.closed_at is None]
    steps = [item for item in open_ones if item.step_id is not None]
    theirs = [*steps, *consultations(open_ones)]
    held = (i for i in theirs if i.assignee_id is not None and by.answers_for(i.assignee_id))
    free = (i for i in theirs if i.assignee_id is None and does(by, i, offices))
    return next(chain(held, free, steps), None)


def consultations(items: Iterable[WorkItem]) -> list[WorkItem]:
    """Of open pieces of work the questions to other agencies that no process asks."""
    return [item for item in items if item.kind == StepKind.CONSULT and item.step_id is None]
