"""What an internal process may look like: kinds of step, outcomes, the checks before one is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from motcua.kernel.sentences import Refused, gettext_noop

from .process.performers import is_place


class StepKind(StrEnum):
    """What a step is for (rules.md 1.5)."""

    RECEIVE = "receive"
    PROCESS = "process"
    REVIEW = "review"
    APPROVE = "approve"
    SIGN = "sign"
    ISSUE = "issue"
    RETURN = "return"
    CONSULT = "consult"
    SUPPLEMENT = "supplement"
    ROUTE = "route"


SIDE_WORK = (StepKind.SUPPLEMENT, StepKind.ROUTE)  # work beside the internal process, never a row of it
SIGNED = (StepKind.SIGN.value, StepKind.APPROVE.value)  # what a leader does in a signing session

KIND_LABELS: dict[StepKind, str] = {
    StepKind.RECEIVE: gettext_noop("Tiếp nhận"),
    StepKind.PROCESS: gettext_noop("Thụ lý"),
    StepKind.REVIEW: gettext_noop("Thẩm tra"),
    StepKind.APPROVE: gettext_noop("Phê duyệt"),
    StepKind.SIGN: gettext_noop("Ký"),
    StepKind.ISSUE: gettext_noop("Vào sổ, phát hành"),
    StepKind.RETURN: gettext_noop("Trả kết quả"),
    StepKind.CONSULT: gettext_noop("Lấy ý kiến"),
    StepKind.SUPPLEMENT: gettext_noop("Phát hành yêu cầu bổ sung"),
    StepKind.ROUTE: gettext_noop("Xác định cơ quan giải quyết"),
}


class Need(StrEnum):
    """What who completes a step owes, where its row says so."""

    NOTE = "note"
    FILE = "file"
    OTHER = "other"


NEEDS: dict[str, str] = {
    Need.NOTE.value: gettext_noop("phải ghi ý kiến"),
    Need.FILE.value: gettext_noop("phải kèm tệp"),
    Need.OTHER.value: gettext_noop("người khác với người đã làm bước trước"),
}


class Outcome(StrEnum):
    """How a work item was closed. One that was recalled was never done: its time lies with who recalled it.

    MISROUTED ends the work at an agency that does not decide the dossier, and is a piece of work of its own at who sent
    it there: as long as it lay in the wrong place.
    """

    FORWARD = "forward"
    BACK = "back"
    ENDED = "ended"
    REOPENED = "reopened"
    RECALLED = "recalled"
    MISROUTED = "misrouted"


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row of a process table as typed or imported; `hours` are working hours."""

    name: str
    role: str
    at: str
    kind: StepKind
    hours: Decimal
    needs: tuple[str, ...] = ()


def check(steps: Sequence[StepRow]) -> None:
    """Refuse a linear process that could not carry a dossier from reception to return; names the row at fault."""
    if len(steps) < 2 or steps[0].kind != StepKind.RECEIVE or steps[-1].kind != StepKind.RETURN:
        raise Refused("Quy trình phải bắt đầu bằng bước tiếp nhận và kết thúc bằng bước trả kết quả.", field="steps")
    if [s.kind for s in steps].count(StepKind.ISSUE) != 1:
        raise Refused("Quy trình phải có đúng một bước vào sổ, phát hành kết quả.", field="steps")
    for n, step in enumerate(steps, 1):
        if step.hours <= 0:
            raise Refused("Dòng {n}: thời hạn của bước phải lớn hơn 0 giờ làm việc.", field="steps", n=n)
        if step.kind in SIDE_WORK or (step.kind == StepKind.RECEIVE and n > 1):
            raise Refused("Dòng {n}: loại bước này không đặt được ở đây.", field="steps", n=n)
        if not is_place(step.at):
            raise Refused("Dòng {n}: không rõ bước làm ở cơ quan nào.", field="steps", n=n)
