"""Emergency slips: blank receipts numbered ahead for a counter without power, typed in later, the unused ones void.

A dossier that is typed in later names the number as the paper that shows its true time (backdating.py); the number is
then used, once. How many were used, and what became of every other, stays to be seen for ever.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices import snapshot
from motcua.offices.actions import journal_agency
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.papers import actions, emergency
from motcua.papers.models import EmergencyBlock, EmergencyNumber
from motcua.policy.facts import Facts
from motcua.policy.permissions import ask

from .slips import letterhead

LONGEST_REASON = 300
CLOSED = gettext_noop("Tập phiếu khẩn cấp này đã khóa.")
UNKNOWN = gettext_noop("Không có phiếu khẩn cấp số {number}. Hãy xem lại số trên phiếu giấy.")
USED = gettext_noop("Phiếu khẩn cấp số {number} đã dùng cho hồ sơ {code}.")
VOID = gettext_noop("Phiếu khẩn cấp số {number} đã hủy: {reason}.")
ELSEWHERE = gettext_noop("Phiếu khẩn cấp số {number} là của {agency}. Hãy nhập hồ sơ tại nơi đó.")


@transaction.atomic
def make_emergency_block(counter_id: int, *, size: int, by: Actor, at: datetime) -> EmergencyBlock:
    """Number the next `size` blank receipts of a counter, 1 to 100. Seven statements."""
    offices = snapshot.present()
    ask("emergency.make", Facts(by=by, day=at.astimezone(VIETNAM).date(), offices=offices, counter_id=counter_id))
    if not 1 <= size <= emergency.MOST:
        raise Refused("Mỗi tập có từ 1 đến {most} phiếu.", field="size", most=emergency.MOST)
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=counter_id)
    year = at.astimezone(VIETNAM).year
    block = actions.number_blanks(agency, size=size, year=year, at=at, by_id=by.account_id)
    facts = {"year": year, "first": block.first, "last": block.last}
    journal_agency(counter_id, emergency.MADE, facts, by=by.ref, at=at, origin=by.origin)
    return block


@transaction.atomic
def void_emergency_number(pk: int, *, reason: str, by: Actor, at: datetime) -> EmergencyNumber:
    """A sheet was spoiled or lost: its number is used for nothing any more. Refused where it is not free."""
    row = EmergencyNumber.objects.select_related("block", "dossier").filter(pk=pk).first()
    if row is None:
        raise Refused("Không tìm thấy phiếu khẩn cấp này.")
    block = _mine(row.block_id, by, at)
    reason = _reason(reason)
    if not actions.void_blanks([row.pk], reason=reason, at=at):
        raise not_free(EmergencyNumber.objects.select_related("dossier").get(pk=pk))
    facts = {"number": row.number}
    journal_agency(block.agency_id, emergency.VOIDED, facts, by=by.ref, at=at, origin=by.origin)
    return row


@transaction.atomic
def close_emergency_block(pk: int, *, reason: str, by: Actor, at: datetime) -> int:
    """The power is back and all is typed in: the unused numbers become void. How many were. Eight statements."""
    block = _mine(pk, by, at)
    if block.closed_at is not None:
        raise Refused(CLOSED)
    voided = actions.close_block(block, reason=_reason(reason), at=at, by_id=by.account_id)
    facts = {"year": block.year, "first": block.first, "last": block.last, "voided": voided}
    journal_agency(block.agency_id, emergency.CLOSED, facts, by=by.ref, at=at, origin=by.origin)
    return voided


def emergency_sheets(block: EmergencyBlock) -> bytes:
    """The blank sheets of a block to print; Refused where none is free any more."""
    free = block.numbers.filter(dossier=None, voided_at=None).values_list("number", flat=True)
    if not free:
        raise Refused("Tập này không còn phiếu trắng nào để in.")
    head = letterhead(block.agency, snapshot.present())
    return emergency.sheets(list(free), head, made_at=block.made_at)


def emergency_number(paper: str, *, counter: Agency, claimed: datetime) -> str:
    """The emergency number that is given as the paper of a claim, empty where the paper is something else."""
    year = claimed.astimezone(VIETNAM).year
    return emergency.read_number(paper, agency_code=counter.code, year=year) or ""


def use_emergency_number(number: str, dossier: Dossier) -> None:
    """Take the number for a dossier just opened: one statement, where it is free; Refused where it is not."""
    if actions.use_blank(number, dossier, agency_id=dossier.receiving_id):
        return
    rows = EmergencyNumber.objects.select_related("block__agency", "dossier")
    row = rows.filter(number=number).first()
    if row is None:
        raise Refused(UNKNOWN, field="evidence", number=number)
    raise not_free(row)


def not_free(row: EmergencyNumber) -> Refused:
    """Why a number cannot be used."""
    if row.dossier is not None:
        return Refused(USED, field="evidence", number=row.number, code=row.dossier.code)
    if row.voided_at is not None:
        return Refused(VOID, field="evidence", number=row.number, reason=row.void_reason)
    return Refused(ELSEWHERE, field="evidence", number=row.number, agency=row.block.agency.name)


def _mine(pk: int, by: Actor, at: datetime) -> EmergencyBlock:
    """The block, locked, for who may do so at its counter."""
    block = EmergencyBlock.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if block is None:
        raise Refused("Không tìm thấy tập phiếu khẩn cấp này.")
    day, offices = at.astimezone(VIETNAM).date(), snapshot.present()
    ask("emergency.void", Facts(by=by, day=day, offices=offices, counter_id=block.agency_id))
    return block


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise Refused("Cần ghi lý do hủy.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused("Lý do dài quá {most} ký tự. Hãy ghi ngắn lại.", field="reason", most=LONGEST_REASON)
    return reason
