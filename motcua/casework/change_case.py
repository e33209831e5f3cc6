"""Change the case: the dossier turns out to be another case of the same procedure, with another limit (design §3).

The new limit counts from the original acceptance, with every restart and every pause as they were, and by the calendar
known now. It is a recorded act on a legal ground and with evidence, never a way out of lateness: refused from the due
moment on, and where the new limit is over already.

While the clock stands (a supplement, a duty to pay, another ground) it is allowed: what is being waited for often shows
which case it is. There is no due moment then; the pause, when it ends, sets one by the new limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.catalogue.models import LimitCase
from motcua.catalogue.queries import cases_of
from motcua.deadlines.models import CaseChange
from motcua.deadlines.queries import case_number, case_of
from motcua.dossiers.actions import check_lengths
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop
from motcua.offices.actors import Actor
from motcua.papers.models import Slip

from . import slips
from .backdating import SCANS
from .case import Case, locked
from .limit_cases import case_asked_for

NO_CASES = gettext_noop("Thủ tục này chỉ có một thời hạn, không chia trường hợp.")
NOT_ACCEPTED = gettext_noop("Hồ sơ chưa được tiếp nhận nên chưa có thời hạn; hãy chọn trường hợp khi tiếp nhận.")
LAPSED = gettext_noop("Đã đến hạn giải quyết lúc {due} nên không chuyển trường hợp được nữa.")
OVER = gettext_noop(
    "Theo trường hợp ấy, hạn giải quyết tính từ lần tiếp nhận ban đầu đã hết lúc {due}, nên không chuyển được."
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that it is another case: the number of a paper, or a scan of it as a stored file; one of them."""

    paper: str = ""
    scan: StoredFile | None = None


def change_case(code: str, *, by: Actor, at: datetime, to: int, ground: str, evidence: Evidence) -> Dossier:
    """Judge an accepted, open dossier by case `to` of its version (0: the version's own limit) from now on.

    `ground` cites the law or says why. The receipt is issued again, so that the applicant has the new appointment on
    paper. Refused without ground or evidence, for the case it is judged by already, and at or after the due moment.
    """
    reason, paper = ground.strip(), evidence.paper.strip()
    if not reason:
        raise Refused("Cần ghi căn cứ chuyển trường hợp.", field="ground")
    _check(paper, evidence.scan)
    with locked(code, by=by, at=at, items=False) as case:
        case.require("change_case")
        case.ask("dossier.change_case")
        d, before = case.dossier, case_of(case.dossier)
        if no := cannot_change(d, at=at):
            raise Refused(no)
        after = case_asked_for(d.version, to, channel=d.channel, field="to")
        if case_number(before) == case_number(after):
            raise Refused("Hồ sơ đang được giải quyết theo trường hợp này rồi.", field="to")
        change = CaseChange(
            dossier=d,
            before=before,
            after=after,
            ground=reason,
            paper=paper,
            scan=evidence.scan,
            due_before=d.due_at,
            changed_at=at,
            by_id=by.account_id,
        )
        check_lengths(change)
        case.judge_by(to)
        case.set_due()
        change.due_after = d.due_at
        if no := is_over(d.due_at, at=at):
            raise Refused(no, field="to")
        slip = _receipt_again(case)
        case.record("case.changed", **_said(change), slip=slip.number if slip else "")
        case.commit(*([slip] if slip else []))
        case.books.change_case(change)
        return d


def cannot_change(dossier: Dossier, *, at: datetime) -> Sentence | None:
    """Why no case can be chosen for this dossier any more, whichever it is; None where one can."""
    if not cases_of(dossier.version_id):
        return Sentence(NO_CASES)
    if dossier.accepted_at is None:
        return Sentence(NOT_ACCEPTED)
    return Sentence(LAPSED, {"due": _moment(dossier.due_at)}) if dossier.due_at and at >= dossier.due_at else None


def is_over(due_at: datetime | None, *, at: datetime) -> Sentence | None:
    """Why a case cannot be chosen that would be due at `due_at`; None where it can."""
    return Sentence(OVER, {"due": _moment(due_at)}) if due_at is not None and at >= due_at else None


def _check(paper: str, scan: StoredFile | None) -> None:
    if not paper and scan is None:
        raise Refused("Chuyển trường hợp cần có bằng chứng: số của văn bản, hoặc bản chụp.", field="paper")
    if scan is not None and not scan.media_type.startswith(SCANS):
        raise Refused("Bằng chứng phải là bản chụp: tệp PDF hoặc ảnh.", field="scan")


def _said(change: CaseChange) -> dict[str, object]:
    """What the journal keeps for people."""
    said: dict[str, object] = {"from_case": _name(change.before), "to_case": _name(change.after)}
    said |= {"ground": change.ground, "paper": change.paper}
    return said | ({"scan": change.scan.sha256} if change.scan else {})


def _name(case: LimitCase | None) -> str:
    return case.name if case else ""


def _receipt_again(case: Case) -> Slip | None:
    """The receipt with the new appointment. Who received the dossier stays on it: the counter hands it out."""
    last = case.books.last_slip(case.dossier, slips.RECEIPT)
    return slips.receipt_again(case, last, {"officer": last.content["officer"]}) if last else None


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else ""
