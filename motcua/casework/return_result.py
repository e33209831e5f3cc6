"""Return the result to the applicant (state 10; NĐ 118/2025 Điều 22)."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.offices.actors import Actor
from motcua.workflow.rules import Outcome

from .backdating import Claim, admit
from .case import locked
from .results import in_force


def return_result(code: str, *, by: Actor, at: datetime, returned_to: str = "", claim: Claim | None = None) -> Dossier:
    """Hand the result over. `returned_to` names who took it; empty means the applicant."""
    with locked(code, by=by, at=at) as case:
        case.require("return_result")
        case.ask("dossier.return_result")
        admit(case, claim)
        result = in_force(case)
        if result is not None and returned_to.strip():
            case.books.change_result(result, returned_to=returned_to.strip()[:200])
        kind = case.move("return_result", Status.RETURNED)
        case.set(returned_at=at)
        case.end_work(outcome=Outcome.FORWARD)
        case.record(kind, returned_to=returned_to.strip())
        case.commit()
        return case.dossier
