"""Take over: an open dossier of an older system goes on here, with its acceptance, promise, step and holder (ADR 24).

The events are recorded now, are said to have happened then, and bear `accepted_at`: from that moment on figures and
clocks count, because the older system had recorded it by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.journal.rules import instant
from motcua.kernel.folding import fold
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.workflow.models import Step
from motcua.workflow.queries import steps_of
from motcua.workflow.rules import Outcome, StepKind

from .file import insert, opened, terms_of
from .intake import Intake
from .walking import begin_at

NOT_OPEN = frozenset({StepKind.RECEIVE, StepKind.RETURN})


@dataclass(frozen=True, slots=True)
class Old:
    """How the dossier stood in the older system: accepted, promised, at which step (name or number), in whose hands."""

    accepted_at: datetime
    due_at: datetime
    step: str
    holder_id: int | None = None


def take_over(intake: Intake, old: Old, *, by: Actor, at: datetime) -> Dossier:
    """The dossier as it goes on here, without a slip: the applicant holds that of the older system.

    Refused like a reception; papers are not asked for, since the older system had them.
    """
    step = step_of(intake, old.step, at=at)
    case, parties, received, _ = opened(intake, by=by, at=at, complete=False, since=old.accepted_at)
    kind = case.move("accept", Status.ACCEPTED)
    case.set(accepted_at=old.accepted_at, clock_from=old.accepted_at, due_set_at=at)
    case.set(promised_at=old.due_at, due_at=old.due_at)
    case.note(accepted_at=instant(old.accepted_at))
    case.close(case.item, outcome=Outcome.FORWARD)
    case.items = [begin_at(case, step, assignee_id=old.holder_id)]
    case.record(kind, before=f"{intake.foreign_code} ({intake.foreign_source})", step=step.name)
    if old.holder_id is not None:
        case.happened_at = None  # it is taken up here now; when it was there nobody knows
        case.record(case.move("take", Status.IN_PROCESS))
    insert(case, intake, parties, received)
    case.finish()
    return case.dossier


def step_of(intake: Intake, said: str, *, at: datetime) -> Step:
    """The step of the process in force that is called so, or has this number. Refused where it is none to go on at."""
    terms = terms_of(intake, day=at.astimezone(VIETNAM).date())
    steps = steps_of(terms.process_id)
    named = [s for s in steps if fold(s.name) == fold(said)] or [s for s in steps if str(s.n) == said]
    if len(named) != 1:
        known = ", ".join(s.name for s in steps if s.kind not in NOT_OPEN)
        raise Refused("Quy trình không có đúng một bước “{step}”; các bước là: {known}.", step=said[:60], known=known)
    if named[0].kind in NOT_OPEN:
        raise Refused("Bước “{step}” không phải là bước đang giải quyết; chỉ nhập hồ sơ đang giải quyết.", step=said)
    return named[0]
