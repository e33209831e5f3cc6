"""Hold and release: the legal clock stands on a ground with a citation (design §4; rules.md 1.7)."""

from __future__ import annotations

from datetime import datetime

from motcua.catalogue.models import HoldGround
from motcua.catalogue.queries import hold_grounds_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor

from .backdating import ENDS_BEFORE, Claim, admit, said
from .case import Case, locked

CITED = gettext_noop(
    "Căn cứ của thủ tục đã dẫn sẵn văn bản: hãy để trống căn cứ pháp lý, hoặc chọn căn cứ khác của pháp luật."
)


def hold(
    code: str,
    *,
    by: Actor,
    at: datetime,
    ground: str = "other",
    reason: str = "",
    basis: str = "",
    published: int = 0,
    claim: Claim | None = None,
) -> Dossier:
    """Stop the clock. Ground "financial" (a duty to pay) is the national state 6; "other" leaves the state as it is.

    `published` is the number of one of the grounds that the dossier's version of the procedure lists: its kind and
    citation count then in place of `ground` and `basis`, and `reason` may add to it. Refused without reason or legal
    basis otherwise: every pause must be able to show its ground.
    """
    if published == 0:
        _check(ground, reason.strip(), basis.strip())
    elif basis.strip():
        raise Refused(CITED, field="basis")
    with locked(code, by=by, at=at) as case:
        case.require("hold")
        case.ask("dossier.hold")
        admit(case, claim)
        said = _said(case, published) if published else None
        if said is None:
            stand_still(case, ground=ground, reason=reason.strip(), basis=basis.strip())
        else:
            why = reason.strip() or said.name
            stand_still(case, ground=said.kind, reason=why, basis=said.basis, name=said.name)
        case.commit()
        return case.dossier


def _check(ground: str, reason: str, basis: str) -> None:
    if ground not in ("financial", "other"):
        raise Refused("Căn cứ tạm dừng không hợp lệ.", field="ground")
    if not reason or not basis:
        raise Refused("Tạm dừng thời hạn cần có lý do và căn cứ pháp lý.", field="basis" if reason else "reason")


def _said(case: Case, n: int) -> HoldGround:
    """The ground `n` of the version by which the dossier is dealt with."""
    found = next((ground for ground in hold_grounds_of(case.dossier.version_id) if ground.n == n), None)
    if found is None:
        raise Refused("Thủ tục không có căn cứ tạm dừng số {n}. Hãy chọn lại căn cứ.", field="ground", n=n)
    return found


def stand_still(case: Case, *, ground: str, reason: str, basis: str, name: str = "") -> None:
    """The hold itself, as part of a verb that has asked whether it may be."""
    d, kind = case.dossier, "hold.begun"
    if ground == "financial":
        resume = Status.FILED if d.accepted_at is None else Status.IN_PROCESS
        kind = case.move("hold", Status.FINANCIAL)
        case.set(resume_status=int(resume))
    elif d.accepted_at is None:
        raise Refused("Hồ sơ chưa được tiếp nhận nên chưa có thời hạn để tạm dừng.")
    if d.accepted_at is not None:
        case.stop_clock(ground=ground, reason=reason, basis=basis, name=name)
    case.record(kind, ground=ground, reason=reason, basis=basis, **({"hold_ground": name} if name else {}))


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
