"""Reads the .xlsx files of the house as tests look at them: each table as its rows of texts and numbers."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def tables(content: bytes) -> dict[str, list[list[str | float]]]:
    """The tables of a book by name, in order; an empty place is an empty text."""
    with ZipFile(BytesIO(content)) as book:
        shared = [_text(si) for si in _parsed(book, "xl/sharedStrings.xml").iter(f"{MAIN}si")]
        names = [str(sheet.get("name")) for sheet in _parsed(book, "xl/workbook.xml").iter(f"{MAIN}sheet")]
        return {name: _rows(_parsed(book, f"xl/worksheets/sheet{n}.xml"), shared) for n, name in enumerate(names, 1)}


def _parsed(book: ZipFile, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(path))


def _text(node: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in node.iter(f"{MAIN}t"))


def _rows(sheet: ElementTree.Element, shared: list[str]) -> list[list[str | float]]:
    rows: list[list[str | float]] = []
    for row in sheet.iter(f"{MAIN}row"):
        rows += [[] for _ in range(int(row.get("r") or 0) - len(rows))]
        for cell in row.iter(f"{MAIN}c"):
            rows[-1] += [""] * (_column(str(cell.get("r"))) - len(rows[-1]))
            value = cell.findtext(f"{MAIN}v") or ""
            rows[-1].append(shared[int(value)] if cell.get("t") == "s" else float(value) if value else "")
    return rows


def _column(place: str) -> int:
    letters = re.sub(r"\d", "", place)
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - 64
    return n - 1
