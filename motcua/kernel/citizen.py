"""The citizen number (số định danh cá nhân): twelve digits that tell place of birth registration, sex and birth year.

Three digits of place, one of sex and century, two of the year, six at random; no check digit (rules.md 7).
"""

from dataclasses import dataclass
from datetime import date

from motcua.kernel.birth_provinces import ABROAD, ABROAD_FROM, BIRTH_PROVINCES
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import bare, is_digits

MALE, FEMALE = "Nam", "Nữ"
LENGTH = 12

EMPTY = gettext_noop("Chưa có số định danh cá nhân; hãy ghi đủ 12 chữ số trên thẻ căn cước.")
NOT_DIGITS = gettext_noop("Số định danh cá nhân chỉ gồm chữ số 0–9; hãy bỏ chữ cái và ký tự khác.")
OLD_CARD = gettext_noop(
    "Đây là số chứng minh nhân dân 9 chữ số đã hết giá trị; hãy ghi số định danh cá nhân 12 chữ số."
)
WRONG_LENGTH = gettext_noop(
    "Số định danh cá nhân phải có đúng 12 chữ số, số này có {count}; hãy kiểm tra lại trên thẻ."
)
UNKNOWN_PROVINCE = gettext_noop(
    "Ba chữ số đầu “{code}” không phải mã tỉnh, thành phố nơi đăng ký khai sinh; hãy kiểm tra lại số trên thẻ."
)
NOT_BORN_YET = gettext_noop(
    "Theo số này thì năm sinh là {year}, chưa tới; hãy kiểm tra lại chữ số thứ tư, thứ năm và thứ sáu trên thẻ."
)


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A number and what its digits say; `sex` is "Nam" or "Nữ" as on the card, `province` a name of before 2025."""

    number: str
    birth_year: int
    sex: str
    province: str


def parse(text: str, *, today: date | None = None, field: str = "number") -> CitizenNumber:
    """Read a citizen number, spaces and dots between its digits allowed.

    Refused, each with its own sentence: empty, other characters than digits, an old nine-digit card number, another
    length, an unknown province, and (if `today` is given) a year of birth that is still to come.
    """
    number = bare(text)
    _check_shape(number, field=field)
    place, sex_and_century, year = number[:3], int(number[3]), int(number[4:6])
    birth_year = 1900 + 100 * (sex_and_century // 2) + year
    if today and birth_year > today.year:
        raise Refused(NOT_BORN_YET, field=field, year=birth_year)
    province = BIRTH_PROVINCES.get(place) or (ABROAD if int(place) >= ABROAD_FROM else None)
    if province is None:
        raise Refused(UNKNOWN_PROVINCE, field=field, code=place)
    return CitizenNumber(number, birth_year, FEMALE if sex_and_century % 2 else MALE, province)


def _check_shape(number: str, *, field: str) -> None:
    if not number:
        raise Refused(EMPTY, field=field)
    if not is_digits(number):
        raise Refused(NOT_DIGITS, field=field)
    if len(number) == 9:
        raise Refused(OLD_CARD, field=field)
    if len(number) != LENGTH:
        raise Refused(WRONG_LENGTH, field=field, count=len(number))
