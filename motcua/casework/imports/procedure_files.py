"""The files that bring procedures, whichever they are: JSON lines, records of the national database, a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from motcua.kernel.sentences import Refused

from .national import is_record, line_of
from .procedure_sheets import spreadsheet_lines
from .reading import BYTE_ORDER_MARK, Line, RefusedLine, Sheet, json_lines
from .workbook import is_workbook


def procedure_lines(content: bytes) -> Sheet:
    """Every procedure of a file as a line of the import format, with its number; what cannot be read is refused.

    A record of the national database is put into that format. A file that is one JSON list, or one object over many
    lines, is taken too: the number then counts its entries.
    """
    if is_workbook(content):
        return spreadsheet_lines(content)
    sheet = json_lines(_one_a_line(content))
    lines, refused = [], list(sheet.refused)
    for line in sheet.lines:
        try:
            lines.append(Line(line.n, _line(line.values)))
        except Refused as no:
            refused.append(RefusedLine(line.n, no.sentence))
    return Sheet(lines, refused)


def _line(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return line_of(values) if is_record(values) else values


def _one_a_line(content: bytes) -> bytes:
    """The same as JSON lines, where it is a list, or one object over many lines; else as it is."""
    plain = content.removeprefix(BYTE_ORDER_MARK).strip()
    first = plain.split(b"\n", 1)[0].strip()
    if not plain.startswith(b"[") and first not in (b"{",):
        return content
    try:
        whole = json.loads(plain)
    except (ValueError, RecursionError):
        return content
    rows = whole if isinstance(whole, list) else [whole]
    return b"\n".join(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") for row in rows)
