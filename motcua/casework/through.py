"""Steps that one person holds one after another, done by one press: the commune where somebody has three posts (S5).

Each is completed for itself, with an event of its own; nothing of the process is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import Step
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.queries import open_items, steps_after, ways_after
from motcua.workflow.rules import Need, StepKind

from .advance import advance
from .backdating import Claim
from .books import in_one_go
from .owed import needs_of
from .places import agency_of, unit_in

MERGED = (StepKind.PROCESS, StepKind.REVIEW, StepKind.APPROVE, StepKind.SIGN)


def own_after(step: Step, dossier: Dossier, by: Actor, offices: Snapshot, *, at: datetime) -> list[Step]:
    """The steps right after `step` that the actor would do too: one after another, with nothing to choose or to add."""
    found: list[Step] = []
    here = step
    while len(following := steps_after(here)) == 1 and not ways_after(here):
        here = following[0]
        agency_id = agency_of(here, dossier, offices, at=at)
        unit_id = unit_in(here, agency_id, offices, at=at)
        held = any(offices.covers(unit, unit_id) for unit in by.within(Role(here.role), agency_id))
        asks = {Need.OTHER, Need.FILE} & set(needs_of(here))
        if here in found or here.kind not in MERGED or asks or not held:
            break
        found.append(here)
    return found


@in_one_go()
def advance_through(
    code: str,
    *,
    by: Actor,
    at: datetime,
    through: Sequence[int],
    item_id: int | None = None,
    note: str = "",
    outcome: str = FORWARD,
    claim: Claim | None = None,
) -> Dossier:
    """Complete a step and then the rows `through` of its process, in order, all or nothing.

    Refused, beside what `advance` refuses, where the dossier does not come to one of them: it was changed meanwhile.
    """
    dossier = advance(code, by=by, at=at, item_id=item_id, note=note, outcome=outcome, claim=claim)
    for n in through:
        item = next((i for i in open_items(dossier.pk) if i.step is not None and i.step.n == n), None)
        if item is None or item.kind not in MERGED:
            raise Refused("Quy trình của hồ sơ không đến bước số {n} như đã chọn. Hãy tải lại trang.", n=n)
        dossier = advance(code, by=by, at=at, item_id=item.pk, note=note)
    return dossier
