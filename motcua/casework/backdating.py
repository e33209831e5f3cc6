"""When a step claims to have happened before it is recorded (design §3, Journal): with a reason, and not far back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.deadlines.rules import pack_on
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused

from .case import Case


@dataclass(frozen=True, slots=True)
class Claim:
    """The moment at which a step really happened, and why it is recorded only now."""

    happened_at: datetime
    reason: str


def admit(case: Case, claim: Claim | None) -> dict[str, object]:
    """Let the claim stand on the events of this verb; returns what the journal says of it. Refused when it cannot be.

    It moves no projection: finish and due date follow the moment of recording.
    """
    if claim is None:
        return {}
    if not claim.reason.strip():
        raise Refused("Bước ghi lùi ngày cần có lý do.", field="late_reason")
    if claim.happened_at > case.at:
        raise Refused("Thời điểm thực hiện không thể ở tương lai.", field="happened_at")
    begun = (case.item.opened_at if case.item else None, case.dossier.finished_at)
    earliest = max((moment for moment in begun if moment is not None), default=case.dossier.filed_at)
    if claim.happened_at < earliest:
        raise Refused(
            "Thời điểm thực hiện không thể trước khi bước này bắt đầu ({moment}).",
            field="happened_at",
            moment=f"{earliest.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        )
    today, then = case.at.astimezone(VIETNAM).date(), claim.happened_at.astimezone(VIETNAM).date()
    most = pack_on(today).backdating_working_days
    if case.calendar().working_days_between(then, today) > most:
        raise Refused("Chỉ được ghi lùi tối đa {days} ngày làm việc.", field="happened_at", days=most)
    case.happened_at = claim.happened_at
    return {"late_entry": claim.reason.strip()}
