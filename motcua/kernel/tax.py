"""Tax codes (mã số thuế): ten digits with a check digit, thirteen for a branch, or a person's twelve-digit number."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

from motcua.kernel import citizen
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare, is_digits

Kind = Literal["enterprise", "branch", "personal"]

EMPTY = gettext_noop("Chưa có mã số thuế; hãy ghi 10 chữ số, hoặc 12 chữ số của cá nhân.")
NOT_DIGITS = gettext_noop("Mã số thuế chỉ gồm chữ số 0–9, chi nhánh thêm dấu gạch ngang; hãy bỏ chữ cái và ký tự khác.")
WRONG_LENGTH = gettext_noop(
    "Mã số thuế phải có 10 chữ số, cá nhân 12, chi nhánh 10 rồi gạch ngang và 3; mã này có {count} chữ số, "
    "hãy kiểm tra lại."
)
WRONG_CHECK_DIGIT = gettext_noop("Mã số thuế sai chữ số kiểm tra (chữ số thứ mười); hãy đối chiếu lại từng chữ số.")
NOT_ISSUED = gettext_noop("Mã số thuế này không thể đã được cấp (phần số thứ tự toàn số 0); hãy đối chiếu lại.")

_DASHES = str.maketrans(dict.fromkeys("‐‑–—−", "-"))
_SHAPE = re.compile(r"\d{10}(-?\d{3})?|\d{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TaxCode:
    """`number` as written in law ("0100112437", "0100112437-001", "051090001234").

    `kind`: "enterprise" for ten digits (an organisation or a business), "branch" for a dependent unit of one,
    "personal" for a citizen number, which is the tax code of persons and household businesses since 1 July 2025.
    """

    number: str
    kind: Kind


def parse(text: str, *, today: date | None = None, field: str = "tax_code") -> TaxCode:
    """Read a tax code, spaces and dots allowed, the dash of a branch optional; Refused with what is wrong with it."""
    typed = bare(text).translate(_DASHES)
    digits = typed.replace("-", "")
    if not digits:
        raise Refused(EMPTY, field=field)
    if not is_digits(digits):
        raise Refused(NOT_DIGITS, field=field)
    if not _SHAPE.fullmatch(typed):
        raise Refused(WRONG_LENGTH, field=field, count=len(digits))
    if len(digits) == citizen.LENGTH:
        return TaxCode(citizen.parse(digits, today=today, field=field).number, "personal")
    try:
        mst.validate(digits)
    except InvalidChecksum:
        raise Refused(WRONG_CHECK_DIGIT, field=field) from None
    except ValidationError:
        raise Refused(NOT_ISSUED, field=field) from None
    return TaxCode(mst.format(digits), "enterprise" if len(digits) == 10 else "branch")
