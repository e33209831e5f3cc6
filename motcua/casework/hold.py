"""Hold and release: the legal clock stands on a ground with a citation (design §4; rules.md 1.7)."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor

from .backdating import ENDS_BEFORE, Claim, admit, said
from .case import Case, locked


def hold(
    code: str, *, by: Actor, at: datetime, ground: str, reason: str, basis: str, claim: Claim | None = None
) -> Dossier:
    """Stop the clock. Ground "financial" (a duty to pay) is the national state 6; "other" leaves the state as it is.

    Refused without reason or legal basis: every pause must be able to show its ground.
    """
    if ground not in ("financial", "other"):
        raise Refused("Căn cứ tạm dừng không hợp lệ.", field="ground")
    if not reason.strip() or not basis.strip():
        raise Refused(
            "Tạm dừng thời hạn cần có lý do và căn cứ pháp lý.", field="basis" if reason.strip() else "reason"
        )
    with locked(code, by=by, at=at) as case:
        case.require("hold")
        case.ask("dossier.hold")
        admit(case, claim)
        stand_still(case, ground=ground, reason=reason.strip(), basis=basis.strip())
        case.commit()
        return case.dossier


def stand_still(case: Case, *, ground: str, reason: str, basis: str) -> None:
    """The hold itself, as part of a verb that has asked whether it may be."""
    d, kind = case.dossier, "hold.begun"
    if ground == "financial":
        resume = Status.FILED if d.accepted_at is None else Status.IN_PROCESS
        kind = case.move("hold", Status.FINANCIAL)
        case.set(resume_status=int(resume))
    elif d.accepted_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên chưa có thời hạn để tạm dừng.")
    if d.accepted_at is not None:
        case.stop_clock(ground=ground, reason=reason, basis=basis)
    case.record(kind, ground=ground, reason=reason, basis=basis)


def _check_end(case: Case) -> None:
    begun = next((h.begun_at for h in case.holds if h.ended_at is None), None)
    if begun is not None and case.at < begun:  # clocks of two machines that differ
        raise Refused(ENDS_BEFORE, ended=said(case.at), begun=said(begun))


def release(code: str, *, by: Actor, at: datetime, note: str = "", claim: Claim | None = None) -> Dossier:
    """Let the clock run again with what was left of the limit. Refused for an end before the hold began."""
    with locked(code, by=by, at=at) as case:
        case.require("release")
        case.ask("dossier.release")
        admit(case, claim, ends="hold.begun")
        go_on(case, note=note.strip())
        case.commit()
        return case.dossier


def go_on(case: Case, *, note: str) -> None:
    """The end of the hold itself, as part of a verb that has asked whether it may be."""
    d, kind = case.dossier, "hold.ended"
    if d.accepted_at is not None:
        _check_end(case)
    if d.state is Status.FINANCIAL:
        kind = case.move("release", Status(d.resume_status or Status.IN_PROCESS))
        case.set(resume_status=None)
    elif all(h.ended_at is not None for h in case.holds):
        raise Refused("Thời hạn của hồ sơ không bị tạm dừng.")
    if d.accepted_at is not None:
        case.run_clock()
    case.record(kind, note=note)
