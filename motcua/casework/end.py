"""The ends without a result: withdrawn by the applicant (7), stopped by the agency (8); both by form 05."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.offices.models import Post, in_force
from motcua.offices.roles import LABELS, Role
from motcua.workflow.rules import Outcome

from . import slips
from .backdating import Claim, admit
from .case import Case, locked
from .following import follow
from .unanswered import is_unanswered

PAPERS_BACK = gettext_noop("Giấy tờ đã nộp được trả lại cho người nộp hồ sơ.")


def withdraw(code: str, *, by: Actor, at: datetime, request: str, fee: str = "", claim: Claim | None = None) -> Dossier:
    """End at the applicant's request, before a decision (NĐ 118/2025 Điều 21). `request` cites it."""
    return _end(code, "withdraw", Status.WITHDRAWN, by=by, at=at, request=request, fee=fee, claim=claim)


def stop(
    code: str, *, by: Actor, at: datetime, reason: str, basis: str, fee: str = "", claim: Claim | None = None
) -> Dossier:
    """End by the agency's decision.

    A leader decides; where a supplement request has not been answered in 15 days, also the counter that asked (B-54).
    """
    if not basis.strip():
        raise Refused("Dừng giải quyết cần có căn cứ pháp lý.", field="basis")
    return _end(code, "stop", Status.STOPPED, by=by, at=at, request=reason, basis=basis, fee=fee, claim=claim)


def _end(
    code: str,
    verb: str,
    after: Status,
    *,
    by: Actor,
    at: datetime,
    request: str,
    basis: str = "",
    fee: str = "",
    claim: Claim | None,
) -> Dossier:
    if not request.strip():
        raise Refused("Cần ghi lý do.", field="reason")
    with locked(code, by=by, at=at) as case:
        case.require(verb)
        case.ask(_permission(case, verb))
        admit(case, claim)
        kind = case.move(verb, after)
        case.set(ended_at=at, resume_status=None)
        case.end_work(outcome=Outcome.ENDED)
        case.end_clock()
        stop_content = {"papers": PAPERS_BACK, "fee": fee.strip()}
        stop_content["decision" if verb == "stop" else "request"] = request.strip()
        slip = slips.make(
            case,
            slips.STOP,
            case.parties,
            reasons=[request.strip()],
            legal_basis=basis.strip(),
            stop=stop_content,
            received_at=case.dossier.filed_at.astimezone(VIETNAM).isoformat(),
            signer=_signer(case, by),
        )
        case.record(kind, reason=request.strip(), basis=basis.strip(), slip=slip.number)
        case.commit(slip)
        follow(case)
        return case.dossier


def _permission(case: Case, verb: str) -> str:
    """Nobody answered in time: that is counted apart, and the counter may close as well."""
    d = case.dossier
    if verb == "stop" and d.state is Status.SUPPLEMENT:
        request = next((r for r in case.requests if r.is_open), None)
        if is_unanswered(d.status, request, d.receiving_id, case.offices, at=case.at):
            case.note(unanswered=1)
            return "dossier.stop_unanswered"
    return f"dossier.{verb}"


def _signer(case: Case, by: Actor) -> dict[str, str]:
    """The leader of the competent agency: the actor if it is one, else who holds the post today."""
    competent = case.dossier.competent_id
    name = by.name
    if not by.holds(Role.SIGNER, competent):
        posts = in_force(Post.objects, case.at.astimezone(VIETNAM).date()).filter(agency_id=competent, role=Role.SIGNER)
        name = posts.values_list("account__full_name", flat=True).first() or by.name
    return slips.leader(case, name=name, post=LABELS[Role.SIGNER])
