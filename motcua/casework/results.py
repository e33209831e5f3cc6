"""The result of a dossier as a verb takes it (rules.md 9: number, symbol, date, signer and capacity)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from motcua.dossiers.models import Result
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .case import Case

CAPACITIES = ("", "TM.", "KT.", "TL.", "TUQ.", "Q.")


@dataclass(frozen=True, slots=True)
class ResultData:
    """A grant, or a refusal after acceptance (outcome "refused", with its reason). `number` is number and symbol."""

    kind: str
    number: str
    issued_on: date
    signer: str
    outcome: str = "granted"
    capacity: str = ""
    copies: int = 1
    book: str = ""
    serial: str = ""
    reason: str = ""
    electronic: bool = False


def in_force(case: Case) -> Result | None:
    """The result that counts, if one was entered."""
    return next((result for result in case.results if not result.replaced), None)


def add(case: Case, data: ResultData | None) -> dict[str, object]:
    """Enter the result; returns what the journal says of it. Refused when there is none or it is incomplete."""
    if data is None:
        raise Refused("Bước này cần thông tin của kết quả: loại, số ký hiệu, ngày, người ký.", field="number")
    _check(case, data)
    case.enter_result(
        Result(
            dossier=case.dossier,
            n=len(case.results) + 1,
            outcome=data.outcome,
            kind=data.kind.strip(),
            number=data.number.strip(),
            issued_on=data.issued_on,
            signer=data.signer.strip(),
            capacity=data.capacity,
            copies=data.copies,
            book=data.book.strip(),
            serial=data.serial.strip(),
            reason=data.reason.strip(),
            electronic=data.electronic,
            recorded_at=case.at,
        )
    )
    return {
        "result": data.number.strip(),
        "result_kind": data.kind.strip(),
        "signer": data.signer.strip(),
        "outcome": data.outcome,
    }


def _check(case: Case, data: ResultData) -> None:
    for field, value, name in (
        ("kind", data.kind, gettext_noop("loại")),
        ("number", data.number, gettext_noop("số, ký hiệu")),
        ("signer", data.signer, gettext_noop("người ký")),
    ):
        if not value.strip():
            raise Refused("Kết quả còn thiếu {name}.", field=field, name=Sentence(name))
    if data.outcome not in ("granted", "refused"):
        raise Refused("Kết quả là giải quyết hoặc từ chối giải quyết.", field="outcome")
    if data.outcome == "refused" and not data.reason.strip():
        raise Refused("Từ chối giải quyết cần có lý do.", field="reason")
    if data.capacity not in CAPACITIES:
        raise Refused("Thẩm quyền ký không hợp lệ.", field="capacity")
    if not 1 <= data.copies <= 999:
        raise Refused("Số bản của kết quả phải từ 1 đến 999.", field="copies")
    if data.issued_on > case.at.astimezone(VIETNAM).date():
        raise Refused("Ngày của kết quả ở tương lai.", field="issued_on")
    if data.issued_on < case.dossier.filed_at.astimezone(VIETNAM).date() and data.issued_on < _filed_on(case):
        raise Refused("Ngày của kết quả trước ngày nộp hồ sơ.", field="issued_on")


def _filed_on(case: Case) -> date:
    """The day of filing; by the claim, where the dossier was recorded late (a step is never before the one before)."""
    claimed = [entry.happened_at for entry in case.books.late_entries(case.dossier)]
    said = [case.happened_at] if case.happened_at else []
    return min([case.dossier.filed_at, *claimed, *said]).astimezone(VIETNAM).date()
