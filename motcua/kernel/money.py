"""Money in whole đồng (int): shown, read from what people type, and written in Vietnamese words."""

import re

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy

LARGEST = 999_999_999_999_999

EMPTY = gettext_noop("Chưa có số tiền; hãy ghi số đồng, ví dụ 8.000.")
NEGATIVE = gettext_noop("Số tiền không được âm; hãy ghi số đồng từ 0 trở lên.")
TOO_LARGE = gettext_noop("Số tiền quá lớn; hãy kiểm tra lại số chữ số.")
NOT_WHOLE = gettext_noop("Số tiền phải là số đồng chẵn, không có phần lẻ; ví dụ 8.000 hoặc 8000.")
NOT_MONEY = gettext_noop("“{typed}” không phải là số tiền; hãy ghi số đồng, ví dụ 8.000 hoặc 8000.")

_UNIT = re.compile(r"\s*(đồng|đ|₫|vnđ|vnd|dong)\.?$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[., ])\d{3}(?:(?P=mark)\d{3})*|\d+", re.ASCII)
_WITH_FRACTION = re.compile(r"[\d., ]+[.,]\d{1,2}", re.ASCII)

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def shown(amount: int) -> str:
    """`1234567` → "1.234.567 ₫"."""
    return f"{checked(amount):,}".replace(",", ".") + " ₫"


def parse(text: str, *, field: str = "amount") -> int:
    """Đồng from "8.000 đồng", "8,000", "8 000 ₫", "8000 VNĐ"; Refused when negative, with a fraction or no amount."""
    typed = tidy(text)
    number = _UNIT.sub("", typed)
    if not number:
        raise Refused(EMPTY, field=field)
    if number[0] in "-−–" and _GROUPED.fullmatch(number[1:].strip()):
        raise Refused(NEGATIVE, field=field)
    if not _GROUPED.fullmatch(number):
        raise Refused(NOT_WHOLE if _WITH_FRACTION.fullmatch(number) else NOT_MONEY, field=field, typed=typed)
    return checked(int(re.sub(r"[., ]", "", number)), field=field)


def checked(amount: int, *, field: str = "amount") -> int:
    """`amount` itself; Refused when negative or of more than fifteen digits."""
    if amount < 0:
        raise Refused(NEGATIVE, field=field)
    if amount > LARGEST:
        raise Refused(TOO_LARGE, field=field)
    return amount


def in_words(amount: int) -> str:
    """The amount as printed on receipts: `1_021_000` → "Một triệu không trăm hai mươi mốt nghìn đồng".

    Where usage differs we write as most accounting programs print: "lẻ" (not "linh"), "hai mươi bốn" (not "tư"),
    "nghìn" (not "ngàn"), "tỷ" (not "tỉ").
    """
    words = " ".join([*_number(checked(amount)), "đồng"])
    return words[0].upper() + words[1:]


def _number(n: int) -> list[str]:
    """Words of any n ≥ 0; thousands of millions are counted anew in tỷ: "một nghìn hai trăm tỷ"."""
    if n == 0:
        return [_DIGITS[0]]
    milliards, rest = divmod(n, 10**9)
    words = [*_number(milliards), "tỷ"] if milliards else []
    for unit, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group = rest // unit % 1000
        if group:
            words += [*_group(group, follows=bool(words)), *([name] if name else [])]
    return words


def _group(n: int, *, follows: bool) -> list[str]:
    """Words of 1–999; a group that follows another names its hundreds even if none ("không trăm lẻ năm")."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or follows else []
    if tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif ones and words:
        words += ["lẻ"]
    if ones:
        words += [_ones(ones, tens=tens)]
    return words


def _ones(ones: int, *, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    return _DIGITS[ones]
