"""Refuse to accept: before acceptance only, with reasons, by form 03 (NĐ 118/2025 Điều 17.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.workflow.rules import Outcome

from . import slips
from .backdating import Claim, admit
from .case import locked
from .following import follow


def refuse(
    code: str,
    *,
    by: Actor,
    at: datetime,
    reasons: Sequence[str],
    basis: str = "",
    competent: str = "",
    claim: Claim | None = None,
) -> Dossier:
    """Refuse a dossier in state 1. A refusal after acceptance is a result (see `resolve`), never this.

    `competent` names the agency to turn to, when the reason is that this one is not competent.
    """
    said = [r.strip() for r in reasons if r.strip()]
    if not said:
        raise Refused("Cần ghi lý do từ chối tiếp nhận.", field="reasons")
    with locked(code, by=by, at=at) as case:
        case.require("refuse")
        case.ask("dossier.refuse")
        admit(case, claim)
        kind = case.move("refuse", Status.NOT_ACCEPTED)
        case.set(ended_at=at)
        case.end_work(outcome=Outcome.ENDED)
        slip = slips.make(case, slips.REFUSAL, case.parties, reasons=said, legal_basis=basis, competent=competent)
        case.record(kind, reasons=said, basis=basis, slip=slip.number)
        case.commit(slip)
        follow(case)
        return case.dossier
