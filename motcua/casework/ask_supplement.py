"""Ask for a supplement: proposed at the desk, issued by the counter as form 02 (NĐ 118/2025 Điều 17.2, 19.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.deadlines.clocks import Clock
from motcua.deadlines.queries import restarts_if_asked
from motcua.deadlines.rules import pack_on
from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.states import Status
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor
from motcua.workflow.demands import SUPPLEMENT
from motcua.workflow.rules import Outcome, StepKind

from . import slips
from .backdating import Claim, admit
from .case import Case, locked
from .owed import check_demands
from .punctual import is_late
from .supplements import Item, checked
from .take import enter_process

NEEDS_LEADER = gettext_noop(
    "Yêu cầu bổ sung này không làm thời hạn tính lại từ đầu (đã quá {days} ngày làm việc kể từ khi tiếp nhận, hoặc đã "
    "yêu cầu trước đó, hoặc đã hết hạn), nên cần lãnh đạo cơ quan giải quyết nêu lý do."
)


def propose_supplement(
    code: str,
    *,
    by: Actor,
    at: datetime,
    items: Sequence[Item],
    basis: str = "",
    leader_reason: str = "",
    claim: Claim | None = None,
) -> Dossier:
    """The desk's proposal; it lies on the counter's worklist until the counter issues it.

    `items` are the whole check: every paper of the procedure version marked (supplements.py).
    A request that would no longer make the limit count anew needs the reason of a leader of the competent agency, who
    then proposes it in person (design §4).
    """
    with locked(code, by=by, at=at) as case:
        case.require("propose_supplement")
        earlier = case.requests
        if _restarts(case, earlier):
            case.ask("dossier.propose_supplement")
        else:
            _ask_leader(case, leader_reason)
        if open_among(earlier):
            raise Refused("Hồ sơ đã có một yêu cầu bổ sung chưa xong.")
        check_demands(case, case.item, SUPPLEMENT, person_id=by.account_id)
        admit(case, claim)
        enter_process(case)
        request = _request(case, items, n=len(earlier) + 1, basis=basis, leader_reason=leader_reason)
        case.books.add_request(request)
        case.open_side_item(kind=StepKind.SUPPLEMENT, role="receiver", agency_id=case.dossier.receiving_id)
        said = {
            "items": request.items,
            "enough": request.enough,
            "basis": basis,
            "leader_reason": leader_reason,
        }
        case.record("supplement.proposed", **said)
        case.commit()
        return case.dossier


def _ask_leader(case: Case, leader_reason: str) -> None:
    try:
        case.ask("dossier.late_supplement")
    except Refused:
        days = pack_on(case.at.astimezone(VIETNAM).date()).restart_within_working_days
        raise Refused(NEEDS_LEADER, field="leader_reason", days=days) from None
    if not leader_reason.strip():
        raise Refused("Cần ghi lý do của lãnh đạo cho yêu cầu bổ sung muộn hoặc lặp lại.", field="leader_reason")


def open_among(requests: Sequence[SupplementRequest]) -> SupplementRequest | None:
    """The request that is proposed or waiting for its answer."""
    return next((r for r in requests if r.is_open), None)


def _restarts(case: Case, earlier: Sequence[SupplementRequest]) -> bool:
    """Requests from before acceptance do not count: no limit ran then."""
    asked_before = any(r.restarts is not None for r in earlier)
    return restarts_if_asked(case.dossier, case.calendar(), at=case.at, asked_before=asked_before)


def _request(case: Case, items: Sequence[Item], *, n: int, basis: str, leader_reason: str) -> SupplementRequest:
    points, enough = checked(items, case.dossier.version_id)
    return SupplementRequest(
        dossier=case.dossier,
        n=n,
        items=points,
        enough=enough,
        basis=basis.strip(),
        leader_reason=leader_reason.strip(),
        proposed_by_id=case.by.account_id,
        proposed_at=case.at,
    )


def ask_supplement(
    code: str, *, by: Actor, at: datetime, items: Sequence[Item] = (), basis: str = "", claim: Claim | None = None
) -> Dossier:
    """The counter issues form 02: a proposal of the desk as it stands, or its own points before acceptance.

    Whether it leaves within its 3 working days is noted. After acceptance the legal clock stands from now on; whether
    it starts anew when the answer comes is settled here.
    """
    with locked(code, by=by, at=at, items=False) as case:
        case.require("ask_supplement")
        case.ask("dossier.ask_supplement")
        admit(case, claim)
        d, earlier = case.dossier, case.requests
        accepted = d.accepted_at is not None
        restarts = accepted and _restarts(case, earlier)
        proposed = open_among(earlier)
        if accepted and proposed is None:
            raise Refused("Cơ quan giải quyết chưa đề xuất bổ sung gì.")
        request = proposed or _request(case, items, n=len(earlier) + 1, basis=basis, leader_reason="")
        if accepted and not restarts and not request.leader_reason:
            days = pack_on(at.astimezone(VIETNAM).date()).restart_within_working_days
            raise Refused(NEEDS_LEADER, days=days)
        kind = case.move("ask_supplement", Status.SUPPLEMENT)
        case.set(resume_status=int(Status.IN_PROCESS if accepted else Status.FILED), supplements=d.supplements + 1)
        if accepted:
            case.stop_clock(ground="supplement", reason=gettext_noop("Chờ bổ sung hồ sơ"))
        _issue(case, request, proposed=proposed is not None, restarts=restarts if accepted else None)
        case.note(notice_late=int(is_late(case, Clock.NOTICE, d.accepted_at or d.filed_at)))
        slip = slips.make(
            case,
            slips.SUPPLEMENT,
            case.parties,
            legal_basis=request.basis,
            items=[{k: i[k] for k in ("component", "reason", "guidance", "legal_basis")} for i in request.items],
        )
        case.record(kind, items=request.items, enough=request.enough, restarts=restarts, slip=slip.number)
        case.commit(slip)
        return d


def _issue(case: Case, request: SupplementRequest, *, proposed: bool, restarts: bool | None) -> None:
    if proposed:
        case.close_side_work(kind=StepKind.SUPPLEMENT, role="receiver", agency_id=case.dossier.receiving_id)
        case.books.change_request(request, issued_at=case.at, restarts=restarts)
    else:
        request.issued_at, request.restarts = case.at, restarts
        case.books.add_request(request)


def drop_supplement(code: str, *, by: Actor, at: datetime, reason: str) -> Dossier:
    """The counter gives a proposal back to the desk with a reason, or the desk takes it back; nothing was issued."""
    with locked(code, by=by, at=at) as case:
        item = case.supplement_item
        request = open_among(case.requests)
        if item is None or request is None:
            raise Refused("Hồ sơ không có đề xuất bổ sung nào chờ phát hành.")
        if request.proposed_by_id != by.account_id:
            case.ask("dossier.ask_supplement")
        if not reason.strip():
            raise Refused("Cần ghi lý do không phát hành yêu cầu bổ sung.", field="reason")
        case.books.change_request(request, dropped_at=at)
        case.close(item, outcome=Outcome.BACK, note=reason.strip())
        case.record("supplement.dropped", reason=reason.strip())
        case.commit()
        return case.dossier
