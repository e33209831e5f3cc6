"""Late dossiers by cause as a spreadsheet, a page for each table; always in Vietnamese."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from motcua.deadlines.lateness import LABELS, WITHOUT_SOURCE, Cause
from motcua.kernel.moments import VIETNAM

from .lateness import EntryLine, Lateness, Line

NO_DATA = "chưa có dữ liệu"
NO_STEP = "không bước nào quá phần"


def sheet(found: Lateness) -> bytes:
    """The tables as an .xlsx file; without persons where they are not in the tables."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"})
        tables = [("Theo cơ quan", found.agencies), ("Theo bước", found.steps), ("Theo nơi giữ", found.units)]
        if found.people is not None:
            tables.append(("Theo người", found.people))
        for name, lines in tables:
            _causes(book.add_worksheet(name), head, found, name, lines)
        entries = [("Ghi muộn theo nơi", found.entries)]
        if found.entered_by is not None:
            entries.append(("Ghi muộn theo người", found.entered_by))
        for name, rows in entries:
            _entries(book.add_worksheet(name), head, found, name, rows)
    return out.getvalue()


def _title(page: Any, found: Lateness) -> int:
    as_of, complete = (m.astimezone(VIETNAM) for m in (found.view.as_of, found.complete_to))
    page.write(0, 0, f"Hồ sơ quá hạn theo nguyên nhân – {found.scope.agency.name}")
    page.write(1, 0, f"Từ ngày {found.view.first:%d/%m/%Y} đến ngày {found.view.last:%d/%m/%Y}")
    page.write(2, 0, f"Như đã biết lúc {as_of:%H:%M %d/%m/%Y}; nhật ký đã đọc đến {complete:%H:%M %d/%m/%Y}")
    page.set_column(0, 0, 48)
    page.set_column(1, len(Cause) + 1, 14)
    return 4


def _causes(page: Any, head: Any, found: Lateness, name: str, lines: Sequence[Line]) -> None:
    at = _title(page, found)
    for i, title in enumerate([name, "Tổng số", *(LABELS[cause] for cause in Cause)]):
        page.write(at, i, title, head)
    for line in [*lines, Line("", "Tổng số", found.totals.causes)]:
        at += 1
        page.write_string(at, 0, str(line.label) or NO_STEP)
        page.write_number(at, 1, line.total)
        for i, cause in enumerate(Cause, 2):
            if cause in WITHOUT_SOURCE:
                page.write_string(at, i, NO_DATA)
            else:
                page.write_number(at, i, line.causes.get(cause, 0))


def _entries(page: Any, head: Any, found: Lateness, name: str, rows: Sequence[EntryLine]) -> None:
    at = _title(page, found)
    for i, title in enumerate([name, "Số lần ghi lùi ngày", "Số hồ sơ"]):
        page.write(at, i, title, head)
    for row in rows:
        at += 1
        page.write_string(at, 0, row.label)
        page.write_number(at, 1, row.events)
        page.write_number(at, 2, row.dossiers)
