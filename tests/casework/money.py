"""A procedure that costs something, for tests of money: a fee of 8.000 ₫ and 3.000 ₫ for each copy of an extract."""

from __future__ import annotations

from datetime import datetime

from motcua.casework.fees import pay
from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.payments.rules import Paid, Receipt
from tests import cast as stage
from tests.cast import Cast

FEE = {
    "name": "Lệ phí đăng ký hộ tịch",
    "kind": "fee",
    "basis": "Nghị quyết 12/2024/NQ-HĐND",
    "amounts": [{"amount": 8_000}],
    "reductions": [
        {"percent": 100, "ground": "Người thuộc hộ nghèo", "basis": "Điều 5 Nghị quyết 12/2024/NQ-HĐND"},
        {"percent": 50, "ground": "Người cao tuổi", "basis": "Điều 6 Nghị quyết 12/2024/NQ-HĐND"},
    ],
}
EXTRACT = {
    "name": "Phí cấp bản sao trích lục", "kind": "charge", "per": "copy",
    "basis": "Thông tư 281/2016/TT-BTC", "amounts": [{"amount": 3_000}],
}  # fmt: skip
POOR = "Người thuộc hộ nghèo"


def costing(cast: Cast, *, at: datetime, charges: object = None, by: str = "lan", **changes: object) -> Dossier:
    """A dossier of such a procedure, accepted: 11.000 ₫ are due, of one copy."""
    rows = [FEE, EXTRACT] if charges is None else charges
    version = stage.publish_procedure(code="1.000656", name="Thủ tục đăng ký khai tử", charges=rows)
    return file_and_accept(stage.intake(cast, version_id=version.pk, **changes), by=cast.actor(by), at=at)


def paid(
    cast: Cast, code: str, *, at: datetime, by: str = "lan", amount: int = 11_000, number: str = "0000123", **rest
):
    """A payment with a receipt."""
    receipt = Receipt("AA/26P", number) if number else Receipt()
    return pay(code, Paid(amount, receipt=receipt, **rest), by=cast.actor(by), at=at)
