"""Void: a dossier entered by mistake or twice. Its code stays used; it stands outside all totals (design §3)."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.actions import check_lengths
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.workflow.rules import Outcome

from .case import locked
from .fees import check_no_money
from .following import follow


def void(code: str, *, by: Actor, at: datetime, reason: str, replaced_by: str = "") -> Dossier:
    """Void an open dossier: the same day by who received it, later by the head of the counter.

    `replaced_by` is the code of the right one, where it was entered twice. Refused when it does not exist,
    and while money that was paid for the dossier is kept.
    """
    if not reason.strip():
        raise Refused("Cần ghi lý do hủy.", field="reason")
    with locked(code, by=by, at=at) as case:
        case.require("void")
        case.ask("dossier.void")
        check_no_money(case)
        other = replaced_by.strip()
        if other == code:
            raise Refused("Mã hồ sơ đúng phải khác mã hồ sơ bị hủy.", field="replaced_by")
        if other and not Dossier.objects.filter(code=other, voided_at__isnull=True).exists():
            raise Refused("Không tìm thấy hồ sơ đúng {code}.", field="replaced_by", code=other)
        case.set(voided_at=at, void_reason=reason.strip(), replaced_by=other)
        check_lengths(case.dossier)
        case.end_work(outcome=Outcome.ENDED)
        case.end_clock()
        case.record("dossier.voided", reason=reason.strip(), replaced_by=other)
        case.commit()
        follow(case)
        return case.dossier
