"""A supplement request that nobody answered in time: closing is proposed with its reason, and never done by itself."""

from __future__ import annotations

from datetime import datetime

from motcua.deadlines.act_clocks import unanswered_before
from motcua.deadlines.rules import pack_on
from motcua.dossiers.models import SupplementRequest
from motcua.dossiers.states import Status
from motcua.kernel.moments import VIETNAM
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot


def is_unanswered(
    status: int, request: SupplementRequest | None, counter_id: int, offices: Snapshot, *, at: datetime
) -> bool:
    """Whether the open request of a dossier has waited longer than the applicant has (NĐ 118/2025 Điều 19.5)."""
    if status != Status.SUPPLEMENT or request is None or request.issued_at is None:
        return False
    return request.issued_at < unanswered_before(calendar_for(offices, counter_id, known_at=at), at)


def reason_to_stop(request: SupplementRequest, *, at: datetime) -> tuple[str, str]:
    """Reason and legal basis of form 05, as drafted; in Vietnamese, as the form is."""
    assert request.issued_at is not None
    pack = pack_on(at.astimezone(VIETNAM).date())
    asked = f"{request.issued_at.astimezone(VIETNAM):%d/%m/%Y}"
    reason = f"Quá {pack.answer_days} ngày kể từ ngày gửi yêu cầu bổ sung ({asked}) mà người nộp chưa bổ sung hồ sơ."
    return reason, pack.answer_basis
