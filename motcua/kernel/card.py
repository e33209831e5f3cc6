"""The text of the QR code on the citizen's card: a typing aid at the counter, not a proof of identity (rules.md 7).

Fields parted by "|": number | old number | name | birth date ddMMyyyy | sex | residence | issue date ddMMyyyy | …
"""

import re
from dataclasses import dataclass
from datetime import date

from motcua.kernel import citizen, names
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare, is_digits, tidy

FEWEST_FIELDS = 6
OLD_LENGTHS = (9, 12)

EMPTY = gettext_noop("Chưa có nội dung thẻ; hãy đặt con trỏ vào ô này rồi quét mã QR trên thẻ căn cước.")
TWO_CARDS = gettext_noop("Ô này có nội dung của nhiều lần quét khác nhau; hãy xóa đi và quét lại một thẻ.")
NOT_A_CARD = gettext_noop(
    "Nội dung quét không phải của thẻ căn cước: cần ít nhất 6 phần cách nhau bằng dấu “|”, ở đây có {count}; "
    "hãy quét lại mã QR trên thẻ."
)
WRONG_OLD_NUMBER = gettext_noop("Số giấy tờ cũ trên thẻ phải có 9 hoặc 12 chữ số; hãy quét lại thẻ hoặc nhập bằng tay.")
WRONG_BIRTH_DATE = gettext_noop(
    "Ngày sinh trên thẻ “{typed}” không phải ngày có thật; hãy quét lại thẻ hoặc nhập bằng tay."
)
WRONG_ISSUE_DATE = gettext_noop(
    "Ngày cấp trên thẻ “{typed}” không phải ngày có thật; hãy quét lại thẻ hoặc nhập bằng tay."
)
WRONG_SEX = gettext_noop(
    "Giới tính trên thẻ phải là Nam hoặc Nữ, ở đây là “{typed}”; hãy quét lại thẻ hoặc nhập bằng tay."
)
YEARS_DIFFER = gettext_noop(
    "Năm sinh trên thẻ là {printed} nhưng theo số định danh là {numbered}; hãy xem lại thẻ và nhập bằng tay."
)
ISSUED_BEFORE_BIRTH = gettext_noop("Ngày cấp thẻ lại trước ngày sinh; hãy quét lại thẻ hoặc nhập bằng tay.")

_DAY = re.compile(r"(\d\d)[/.-]?(\d\d)[/.-]?(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. Dates are ISO 8601; a birth date of which only the year is known is that year ("1958")."""

    number: str
    old_number: str | None
    name: str
    birth_date: str
    sex: str
    address: str | None
    issued: str | None


def parse(text: str, *, today: date | None = None, field: str = "card") -> Card:
    """Read the scanned text: NFD, a byte-order mark, spaces and line ends around it do no harm; a seventh field may
    be missing, further ones are ignored.

    Refused when it is no card, when a field is malformed, or when the birth year is not the one in the number. The
    printed sex is taken as it is.
    """
    fields = fields_of(text, field=field)
    number = citizen.parse(fields[0], today=today, field=field)
    birth_date = birth_date_of(fields[3], field=field)
    if int(birth_date[:4]) != number.birth_year:
        raise Refused(YEARS_DIFFER, field=field, printed=birth_date[:4], numbered=number.birth_year)
    issued = issued_of(fields, field=field)
    if issued and issued < birth_date:
        raise Refused(ISSUED_BEFORE_BIRTH, field=field)
    return Card(
        number=number.number,
        old_number=old_number_of(fields[1], field=field),
        name=names.parse(fields[2], field=field),
        birth_date=birth_date,
        sex=sex_of(fields[4], field=field),
        address=fields[5] or None,
        issued=issued,
    )


def fields_of(text: str, *, field: str) -> list[str]:
    """The parts between "|" of the one card that was scanned; Refused when there is none, several, or no card."""
    # A scanner that reads twice types two lines; the same card twice is one card.
    scans = {line for line in map(tidy, text.splitlines()) if line}
    if not scans:
        raise Refused(EMPTY, field=field)
    if len(scans) > 1:
        raise Refused(TWO_CARDS, field=field)
    fields = [part.strip() for part in scans.pop().split("|")]
    if len(fields) < FEWEST_FIELDS:
        raise Refused(NOT_A_CARD, field=field, count=len(fields))
    return fields


def issued_of(fields: list[str], *, field: str) -> str | None:
    """The day of issue, where the card says it."""
    return _date(fields[6], WRONG_ISSUE_DATE, field=field) if len(fields) > 6 and fields[6] else None


def old_number_of(text: str, *, field: str) -> str | None:
    """The number of an older document, where the card says one."""
    number = bare(text)
    if number and not (is_digits(number) and len(number) in OLD_LENGTHS):
        raise Refused(WRONG_OLD_NUMBER, field=field)
    return number or None


def birth_date_of(text: str, *, field: str) -> str:
    """The day of birth, or the year where only that is known."""
    if is_digits(text) and (len(text) == 4 or (len(text) == 8 and text.startswith("0000"))) and text[-4:] != "0000":
        return text[-4:]
    return _date(text, WRONG_BIRTH_DATE, field=field)


def _date(text: str, sentence: str, *, field: str) -> str:
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        pass
    raise Refused(sentence, field=field, typed=text)


def sex_of(text: str, *, field: str) -> str:
    """The sex as printed."""
    for sex in (citizen.MALE, citizen.FEMALE):
        if text.casefold() == sex.casefold():
            return sex
    raise Refused(WRONG_SEX, field=field, typed=text)
