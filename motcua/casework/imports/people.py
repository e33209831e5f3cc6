"""A list of people as schools and employers keep it: pasted from a spreadsheet, a CSV or an .xlsx, row by row."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from motcua.kernel.folding import fold
from motcua.kernel.sentences import Refused, gettext_noop

from .workbook import Value, is_workbook, pages

COLUMNS: Mapping[str, str] = {
    "name": gettext_noop("Họ và tên"),
    "number": gettext_noop("Số định danh cá nhân"),
    "birth_date": gettext_noop("Ngày sinh"),
    "address": gettext_noop("Địa chỉ"),
    "phone": gettext_noop("Số điện thoại"),
    "note": gettext_noop("Ghi chú"),
}
"""The columns of the template, in order."""

# How the heads of such lists begin or what they hold, folded; the first that fits counts.
HEADS = {
    "name": ("ho va ten", "ho ten", "ten", "full name"),
    "number": ("so dinh danh", "dinh danh", "cccd", "can cuoc", "so giay to", "id number"),
    "birth_date": ("ngay sinh", "ngay, thang, nam sinh", "ngay thang nam sinh", "nam sinh", "sinh ngay", "birth"),
    "address": ("dia chi", "noi o", "noi cu tru", "thuong tru", "address"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "phone"),
    "note": ("ghi chu", "ly do", "note"),
}
MOST_BYTES = 2 * 1024 * 1024
MOST_READ = 2000
TOO_LARGE = gettext_noop("Tệp danh sách lớn hơn {most} MB. Hãy chia nhỏ, hoặc chỉ giữ các cột cần.")
NOT_TEXT = gettext_noop("Tệp không phải bảng tính .xlsx hay danh sách .csv (UTF-8). Hãy lưu lại, hoặc chép và dán.")
NOTHING = gettext_noop("Không thấy dòng nào trong danh sách.")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Person = Mapping[str, str]


def of_file(content: bytes) -> list[Person]:
    """The people of an .xlsx (its first sheet that holds something) or a CSV. Refused when it is neither."""
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LARGE, field="people", most=MOST_BYTES // 2**20)
    if is_workbook(content):
        sheet = next((page for page in pages(content) if page.rows), None)
        rows = [_filled(row.cells) for row in sheet.rows[:MOST_READ]] if sheet else []
        return _people(rows)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(NOT_TEXT, field="people") from None
    if "\x00" in text:
        raise Refused(NOT_TEXT, field="people")
    return of_text(text)


def of_text(text: str) -> list[Person]:
    """The people of a pasted list: tabs between the cells as a spreadsheet copies them, else semicolons or commas."""
    lines = [line for line in unicodedata.normalize("NFC", text).splitlines() if line.strip()]
    first = lines[0] if lines else ""
    between = next((mark for mark in "\t;" if any(mark in line for line in lines)), "," if "," in first else ";")
    try:
        rows = list(csv.reader(lines[:MOST_READ], delimiter=between))
    except csv.Error:
        raise Refused(NOT_TEXT, field="people") from None
    return _people(rows)


def _people(rows: Sequence[Sequence[str]]) -> list[Person]:
    """By the heads if a row of heads comes first (perhaps after titles), else in the order of the template."""
    tidied = [[_tidied(cell) for cell in row] for row in rows]
    filled = [row for row in tidied if any(row)]
    places, after = _heads(filled)
    people = [{name: row[at] if at < len(row) else "" for name, at in places.items()} for row in filled[after:]]
    found = [_zeros_back(dict.fromkeys(COLUMNS, "") | person) for person in people if any(person.values())]
    if not found:
        raise Refused(NOTHING, field="people")
    return found


def _zeros_back(person: dict[str, str]) -> Person:
    """The zeros in front that a spreadsheet took away, for it holds a number: of the identity number, of the phone."""
    number, phone = person["number"], person["phone"]
    if re.fullmatch(r"[1-9]\d{9,10}", number):
        person["number"] = number.zfill(12)
    if re.fullmatch(r"[1-9]\d{8}", phone):
        person["phone"] = f"0{phone}"
    return person


def _heads(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Which column holds what, and how many rows stand before the first person."""
    for n, row in enumerate(rows[:10]):
        places = {name: at for name in COLUMNS if (at := _place(row, HEADS[name])) is not None}
        if "name" in places and len(places) > 1:
            return places, n + 1
    counted = bool(rows) and all(re.fullmatch(r"\d{1,4}\.?", row[0]) for row in rows if row[0]) and bool(rows[0][0])
    return {name: at + counted for at, name in enumerate(COLUMNS)}, 0


def _place(row: Sequence[str], words: Iterable[str]) -> int | None:
    """The column whose head is one of these words or begins with it; else one that holds it."""
    folded = [fold(cell) for cell in row]
    begins = [at for word in words for at, cell in enumerate(folded) if cell == word or cell.startswith(f"{word} ")]
    holds = [at for word in words for at, cell in enumerate(folded) if len(word) > 3 and word in cell]
    return next(iter(begins + holds), None)


def _tidied(cell: str) -> str:
    return " ".join(UNPRINTABLE.sub(" ", cell).split())


def _filled(cells: Mapping[int, Value]) -> list[str]:
    return [_words(cells[at]) if at in cells else "" for at in range(max(cells) + 1)]


def _words(value: Value) -> str:
    """A cell as people write it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return f"{value:.0f}"
    return str(value)
