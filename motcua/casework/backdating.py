"""When a step claims to have happened before it is recorded (design §3, Journal): with a reason and evidence, not far.

What was recorded stands: finish, due date and every statutory figure follow the moment of recording. The claim stands
beside it: on the events as `happened_at`, in the facts of the verb's own (last) event as

    claim_days   how many working days back
    claim_waits  1 if a second person must approve before it counts by `happened_at`, else 0

and as a row (LateEntry) with reason and evidence. See decide_claim.py for the second person. An act of several verbs
is one claim: all its events say when it happened, one of the verbs makes the row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from motcua.deadlines.models import LateEntry
from motcua.deadlines.rules import pack_on
from motcua.dossiers.actions import check_lengths
from motcua.files.models import StoredFile
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop

from .case import Case

ENDS_BEFORE = gettext_noop("Lần tạm dừng không thể kết thúc lúc {ended}, trước khi bắt đầu lúc {begun}.")
SCANS = ("application/pdf", "image/")  # what a signed paper is scanned or photographed as


@dataclass(frozen=True, slots=True)
class Claim:
    """The moment at which a step really happened, why it is recorded only now, and what shows it.

    `paper` is the number of the paper slip, `scan` the signed paper as a stored file: at least one of them.
    One that is not `counted` dates the events of its verb, while another verb of the same act makes the row.
    """

    happened_at: datetime
    reason: str
    paper: str = ""
    scan: StoredFile | None = None
    counted: bool = True


def filed_elsewhere(happened_at: datetime, *, source: str, code: str) -> Claim:
    """The claim that a dossier was filed on another system at that moment, which its code there shows."""
    return Claim(happened_at, f"Đã nộp trên hệ thống “{source}”", code)


def beside(claim: Claim | None) -> Claim | None:
    """The claim for a verb whose act goes on: another verb of it makes the row."""
    return claim and replace(claim, counted=False)


def admit(case: Case, claim: Claim | None, *, ends: str = "") -> None:
    """Let the claim stand on the events of this verb. Refused when it cannot be.

    Asked before anything is changed: the step before is the last event there is. One statement when there is a claim.
    `ends` is the kind of event that began what this verb ends: an end before that begin is said in words of its own.
    """
    if claim is None:
        return
    reason, paper = claim.reason.strip(), claim.paper.strip()
    if not reason:
        raise Refused("Bước ghi lùi ngày cần có lý do.", field="late_reason")
    _check_evidence(paper, claim.scan)
    if claim.happened_at > case.at:
        raise Refused("Thời điểm thực hiện không thể ở tương lai.", field="happened_at")
    _check_after_the_step_before(case, claim.happened_at, ends)
    days, waits = _check_distance(case, claim.happened_at)
    case.happened_at = claim.happened_at
    if not claim.counted:
        return
    case.claim = LateEntry(
        dossier=case.dossier,
        by_id=case.by.account_id,
        happened_at=claim.happened_at,
        recorded_at=case.at,
        days=days,
        reason=reason,
        paper=paper,
        scan=claim.scan,
        waits=waits,
    )
    check_lengths(case.claim)


def _check_evidence(paper: str, scan: StoredFile | None) -> None:
    if not paper and scan is None:
        raise Refused(
            "Bước ghi lùi ngày cần có bằng chứng: bản chụp giấy đã ký, hoặc số của phiếu giấy.", field="evidence"
        )
    if scan is not None and not scan.media_type.startswith(SCANS):
        raise Refused("Bằng chứng ghi lùi ngày phải là bản chụp: tệp PDF hoặc ảnh.", field="scan")


def _check_after_the_step_before(case: Case, happened_at: datetime, ends: str) -> None:
    before = case.books.last_step(case.dossier)
    if before is None or happened_at >= before:
        return
    begun = case.books.last_step(case.dossier, kind=ends) if ends else None
    if begun is not None and happened_at < begun:
        raise Refused(ENDS_BEFORE, field="happened_at", ended=said(happened_at), begun=said(begun))
    raise Refused(
        "Thời điểm thực hiện không thể trước khi bước này bắt đầu ({moment}).",
        field="happened_at",
        moment=said(before),
    )


def said(moment: datetime) -> str:
    """A moment as a sentence says it."""
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _check_distance(case: Case, happened_at: datetime) -> tuple[int, bool]:
    """How many working days back, and whether that needs a second person."""
    today, then = case.at.astimezone(VIETNAM).date(), happened_at.astimezone(VIETNAM).date()
    pack, days = pack_on(today), case.calendar().working_days_between(then, today)
    if days > pack.backdating_working_days:
        raise Refused(
            "Chỉ được ghi lùi tối đa {days} ngày làm việc.", field="happened_at", days=pack.backdating_working_days
        )
    return days, days > pack.alone_working_days
