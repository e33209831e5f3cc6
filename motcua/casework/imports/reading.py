"""Files of lines as they come: UTF-8 with or without a byte order mark, each line read or refused by itself."""

from __future__ import annotations

import csv
import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.kernel.sentences import Refused, Sentence

MOST_BYTES = 200 * 1024 * 1024
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MOST_DEPTH = 20  # a line of the format nests four deep
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that did not go in: its number in the file, counted from 1, and why."""

    n: int
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a JSON-lines or CSV file: its number and what it says."""

    n: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What could be read of a file, and what could not."""

    lines: Sequence[Line]
    refused: Sequence[RefusedLine]


def json_lines(content: bytes) -> Sheet:
    """One JSON object a line; empty lines are passed over. Refused when the file is empty or too large."""
    return _sheet(_numbered(content), lambda raw: _object(_text(raw)))


def csv_lines(content: bytes, *, columns: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """A CSV with a header and one record a line; columns beside `columns` are passed over.

    A column of `optional` that the header lacks reads as empty.

    Refused when the file is empty or too large, its header cannot be read or lacks a column, which is named.
    """
    (_, first), *rest = _numbered(content)
    header = _header(_cells(_text(first)), columns)
    return _sheet(rest, lambda raw: _record(_cells(_text(raw)), header, [*columns, *optional]))


def _sheet(numbered: Sequence[tuple[int, bytes]], read: Callable[[bytes], Mapping[str, Any]]) -> Sheet:
    lines, refused = [], []
    for n, raw in numbered:
        try:
            lines.append(Line(n, read(raw)))
        except Refused as no:
            refused.append(RefusedLine(n, no.sentence))
    return Sheet(lines, refused)


def _numbered(content: bytes) -> Sequence[tuple[int, bytes]]:
    """The lines that hold something, with their numbers."""
    if len(content) > MOST_BYTES:
        raise Refused("Tệp lớn hơn {most} MB; hãy chia thành nhiều tệp.", most=MOST_BYTES // 1024 // 1024)
    lines = enumerate(content.removeprefix(BYTE_ORDER_MARK).split(b"\n"), 1)
    if not (filled := [(n, raw.removesuffix(b"\r")) for n, raw in lines if raw.strip()]):
        raise Refused("Tệp trống, không có dòng nào để nhập.")
    return filled


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Refused("Không phải UTF-8 (sai từ byte thứ {byte} của dòng).", byte=wrong.start + 1) from None
    if "\x00" in text:
        raise Refused("Có ký tự rỗng (NUL), không phải văn bản.")
    return unicodedata.normalize("NFC", text)


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as wrong:
        raise Refused("Không phải JSON (sai từ ký tự thứ {place}).", place=wrong.pos + 1) from None
    except (ValueError, RecursionError):
        raise Refused("Không phải JSON đọc được.") from None
    if not isinstance(value, Mapping):
        raise Refused("Không phải là một đối tượng JSON.")
    return _storable(value, depth=0) if "\\u" in text or text.count("[") + text.count("{") > MOST_DEPTH else value


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):  # Infinity, NaN, 1e999: JSON for Python alone
        raise ValueError(text)
    return number


def _storable(value: Any, *, depth: int) -> Any:
    """The value with texts composed anew, for an escape may write a letter and its mark apart.

    Refused for what no database takes: NUL or half a character, which an escape can write, and endless nesting.
    """
    if depth > MOST_DEPTH:
        raise Refused("Không phải JSON đọc được.")
    match value:
        case str():
            if UNSTORABLE.search(value):
                raise Refused("Có ký tự không lưu được (NUL hoặc nửa ký tự Unicode).")
            return unicodedata.normalize("NFC", value)
        case Mapping():
            return {_storable(k, depth=depth + 1): _storable(v, depth=depth + 1) for k, v in value.items()}
        case list():
            return [_storable(v, depth=depth + 1) for v in value]
    return value


def _cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error:
        raise Refused("Không phải dòng CSV (dấu ngoặc kép không khớp).") from None


def _header(cells: Sequence[str], columns: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if missing := [name for name in columns if name not in header]:
        raise Refused("Tệp thiếu cột: {missing}.", missing=", ".join(missing))
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise Refused("Tệp có cột trùng tên: {twice}.", twice=", ".join(twice))
    return header


def _record(cells: Sequence[str], header: Sequence[str], columns: Sequence[str]) -> Mapping[str, str]:
    if len(cells) != len(header):
        raise Refused("Có {found} ô, tiêu đề có {wanted} cột.", found=len(cells), wanted=len(header))
    values = dict(zip(header, cells, strict=True))
    return {name: values.get(name, "").strip() for name in columns}
