"""Cells of an .xlsx workbook as they are: text, number, day or tick, each sheet by its name. Nothing is evaluated.

A workbook comes from outside: its size unpacked, its parts, its rows and its merged cells are looked at before they are
believed, and no entity is expanded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from motcua.kernel.sentences import Refused

MAGIC = b"PK\x03\x04"
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 500, 60_000, 60
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DAY_FORMATS = {14, 15, 16, 17, 22}  # built in; others are told by their letters
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Value = str | Decimal | date | bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the program shows it, and its filled cells by column, counted from 0."""

    n: int
    cells: Mapping[int, Value]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its rows that hold something, and which rows have merged cells."""

    name: str
    rows: Sequence[Row]
    merged: frozenset[int]


def is_workbook(content: bytes) -> bool:
    """Whether this is an .xlsx file, by its first letters."""
    return content.startswith(MAGIC)


def pages(content: bytes) -> list[Page]:
    """The sheets in order. Refused when it is no workbook, too large unpacked, or has parts that cannot be read."""
    if len(content) > MOST_BYTES:
        raise Refused("Bảng tính lớn hơn {most} MB.", most=MOST_BYTES // 2**20)
    try:
        with ZipFile(BytesIO(content)) as book:
            infos = book.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
                raise Refused("Bảng tính mở ra quá lớn nên không đọc.")
            return list(_pages(book))
    except (BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError):
        raise Refused("Không phải bảng tính .xlsx đọc được. Hãy lưu lại thành .xlsx, không đặt mật khẩu.") from None


def _pages(book: ZipFile) -> Iterator[Page]:
    whole = _parsed(book, "xl/workbook.xml")
    targets = {rel.get("Id"): str(rel.get("Target")) for rel in _parsed(book, "xl/_rels/workbook.xml.rels")}
    shared = [_text(si) for si in _part(book, "xl/sharedStrings.xml", "si")]
    days = _day_styles(book)
    properties = whole.find(f"{MAIN}workbookPr")
    since = date(1904, 1, 1) if properties is not None and properties.get("date1904") in ("1", "true") else None
    for sheet in whole.iter(f"{MAIN}sheet"):
        target = targets[sheet.get(RELATION)]
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        root = _parsed(book, path)
        merged = frozenset(n for area in root.iter(f"{MAIN}mergeCell") for n in _rows_of(str(area.get("ref"))))
        yield Page(str(sheet.get("name")).strip(), list(_rows(root, shared, days, since)), merged)


def _parsed(book: ZipFile, path: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    root = etree.fromstring(book.read(path), parser)
    if root.getroottree().docinfo.doctype:
        raise Refused("Bảng tính có phần khai báo DTD nên không đọc.")
    return root


def _part(book: ZipFile, path: str, tag: str) -> list[Any]:
    return list(_parsed(book, path).iter(f"{MAIN}{tag}")) if path in book.namelist() else []


def _text(node: Any) -> str:
    """The runs of a text, without how a reader may pronounce it."""
    runs = (t for t in node.iter(f"{MAIN}t") if t.getparent().tag != f"{MAIN}rPh")
    return unicodedata.normalize("NFC", "".join(t.text or "" for t in runs))


def _day_styles(book: ZipFile) -> set[int]:
    """Numbers of the styles that show a number as a day."""
    if "xl/styles.xml" not in book.namelist():
        return set()
    root = _parsed(book, "xl/styles.xml")
    own = {int(str(f.get("numFmtId"))): str(f.get("formatCode")) for f in root.iter(f"{MAIN}numFmt")}
    styles = root.find(f"{MAIN}cellXfs")
    formats = [int(xf.get("numFmtId") or 0) for xf in (styles if styles is not None else ())]
    return {n for n, code in enumerate(formats) if code in DAY_FORMATS or _is_day(own.get(code, ""))}


def _is_day(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code.lower())
    return "y" in plain and "d" in plain


def _rows_of(area: str) -> Iterator[int]:
    first, _, last = area.partition(":")
    rows = [int(re.sub(r"\D", "", place) or 0) for place in (first, last or first)]
    yield from range(rows[0], min(rows[1], rows[0] + MOST_ROWS) + 1)


def _rows(root: Any, shared: Sequence[str], days: set[int], since: date | None) -> Iterator[Row]:
    for found, row in enumerate(root.iter(f"{MAIN}row"), 1):
        if found > MOST_ROWS:
            raise Refused("Bảng tính có quá {most} dòng.", most=MOST_ROWS)
        cells = {}
        for place, cell in enumerate(row.iter(f"{MAIN}c")):
            column = _column(cell.get("r"), place)
            value = _value(cell, shared, days, since)
            if value is not None and value != "" and column < MOST_COLUMNS:
                cells[column] = value
        if cells:
            yield Row(int(row.get("r") or found), cells)


def _column(place: str | None, otherwise: int) -> int:
    letters = re.sub(r"[^A-Z]", "", place or "")[:3]
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - 64
    return n - 1 if letters else otherwise


def _value(cell: Any, shared: Sequence[str], days: set[int], since: date | None) -> Value | None:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _kept(_text(cell))
    raw = cell.findtext(f"{MAIN}v")
    if raw is None or raw == "":
        return None
    if kind == "s":
        return _kept(shared[int(raw)] if int(raw) < len(shared) else "")
    if kind == "b":
        return bool(raw == "1")
    if kind in ("str", "e"):
        return _kept(unicodedata.normalize("NFC", raw))
    if kind == "d":
        return date.fromisoformat(raw[:10])
    return _number(raw, is_day=int(cell.get("s") or 0) in days, since=since)


def _kept(text: str) -> str:
    return UNSTORABLE.sub("\ufffd", text).strip()


def _number(raw: str, *, is_day: bool, since: date | None) -> Value:
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or not is_day:
        return number if number.is_finite() else raw
    if not 0 < number < 200_000:
        return number
    return (since or date(1899, 12, 30)) + timedelta(days=int(number))
