"""Reopen: the result was wrong by the agency's error; it is mended without counting anew (NĐ 118/2025 Điều 23.1)."""

from __future__ import annotations

from datetime import datetime

from motcua.deadlines.rules import pack_on
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import first_of
from motcua.workflow.rules import Outcome, StepKind

from .backdating import Claim, admit
from .case import Case, locked
from .results import in_force
from .walking import begin_at


def reopen(code: str, *, by: Actor, at: datetime, reason: str, claim: Claim | None = None) -> Dossier:
    """Take a finished or returned dossier back to processing; its due date stays, the correction has its own 3 days."""
    if not reason.strip():
        raise Refused("Cần ghi sai sót nào cần sửa.", field="reason")
    with locked(code, by=by, at=at) as case:
        case.require("reopen")
        case.ask("dossier.reopen")
        admit(case, claim)
        kind = case.move("reopen", Status.IN_PROCESS)
        case.set(finished_at=None, returned_at=None, outcome="", corrections=case.dossier.corrections + 1)
        result = in_force(case)
        if result is not None:
            case.books.change_result(result, replaced=True)
        case.end_work(outcome=Outcome.REOPENED)
        last = WorkItem.objects.filter(dossier_id=case.dossier.pk, step__isnull=False).select_related("step").last()
        assert last is not None and last.step is not None
        opened = begin_at(case, first_of(last.step, StepKind.PROCESS))
        opened.due_at = _correction_due(case)
        case.record(kind, reason=reason.strip())
        case.commit()
        return case.dossier


def _correction_due(case: Case) -> datetime | None:
    days = pack_on(case.at.astimezone(VIETNAM).date()).correction_working_days
    return due(case.at, Limit(days, Unit.WORKING_DAY), case.calendar()).moment
