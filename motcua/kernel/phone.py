"""Telephone numbers: stored as E.164, shown as people of the country write them."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare, tidy

REGION = "VN"
MOBILE_LENGTH = 10

EMPTY = gettext_noop("Chưa có số điện thoại; hãy ghi số, ví dụ 0912 345 678.")
NOT_DIGITS = gettext_noop("Số điện thoại chỉ gồm chữ số; hãy bỏ chữ cái và ghi mỗi ô một số, ví dụ 0912 345 678.")
TOO_SHORT = gettext_noop("Số điện thoại còn thiếu chữ số; di động có 10 chữ số, ví dụ 0912 345 678.")
TOO_LONG = gettext_noop("Số điện thoại thừa chữ số; di động có 10 chữ số, ví dụ 0912 345 678.")
OLD_PREFIX = gettext_noop("Đầu số {old} đã đổi thành {new} từ năm 2018; hãy hỏi lại và ghi số 10 chữ số.")
NOT_A_NUMBER = gettext_noop("Không có số điện thoại nào như vậy; hãy kiểm tra lại đầu số và từng chữ số.")

# The change of eleven-digit mobile numbers of 2018 (plan of the Ministry of Information and Communications).
_OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_SEPARATORS = ".-‐‑–−()/"
_MOBILE_PREFIX = re.compile(r"0[35789]")
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


@dataclass(frozen=True, slots=True)
class Phone:
    """`e164` is stored ("+84912345678"), `shown` is printed ("0912 345 678"); `mobile` numbers can get messages."""

    e164: str
    shown: str
    mobile: bool


def parse(text: str, *, field: str = "phone") -> Phone:
    """Read a number of Vietnam, or of any country if it begins with "+"; Refused with what is wrong with it."""
    digits = bare(text, separators=_SEPARATORS)
    if not digits:
        raise Refused(EMPTY, field=field)
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise Refused(NOT_DIGITS, field=field)
    local = re.sub(r"^\+?840?", "0", digits)
    if len(local) == 11 and (new := _OLD_PREFIXES.get(local[:4])):
        raise Refused(OLD_PREFIX, field=field, old=local[:4], new=new)
    if _MOBILE_PREFIX.match(local) and len(local) != MOBILE_LENGTH:
        raise Refused(TOO_SHORT if len(local) < MOBILE_LENGTH else TOO_LONG, field=field)
    return _known(digits, field=field)


@lru_cache(maxsize=1024)  # a slip prints the same number for applicant and owner, a list for many dossiers
def shown(e164: str) -> str:
    """The stored number as printed: national form for Vietnam, international for others; unreadable text unchanged."""
    try:
        return _shown(phonenumbers.parse(tidy(e164), REGION))
    except NumberParseException:
        return e164


def _known(digits: str, *, field: str) -> Phone:
    try:
        number = phonenumbers.parse(digits, REGION)
    except NumberParseException as error:
        too_long = error.error_type == NumberParseException.TOO_LONG
        raise Refused(TOO_LONG if too_long else NOT_A_NUMBER, field=field) from None
    if not phonenumbers.is_valid_number(number):
        raise Refused(_fault(number), field=field)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Phone(e164, _shown(number), phonenumbers.number_type(number) in _MOBILE)


def _fault(number: PhoneNumber) -> str:
    match phonenumbers.is_possible_number_with_reason(number):
        case phonenumbers.ValidationResult.TOO_SHORT:
            return TOO_SHORT
        case phonenumbers.ValidationResult.TOO_LONG:
            return TOO_LONG
        case _:
            return NOT_A_NUMBER


def _shown(number: PhoneNumber) -> str:
    at_home = phonenumbers.region_code_for_number(number) == REGION
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    )
