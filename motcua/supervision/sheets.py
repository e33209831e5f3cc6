"""Form II.06a as a spreadsheet, laid out as the circular prints it; always in Vietnamese."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from motcua.kernel.moments import VIETNAM

from .forms import Column
from .reports import Report

FIRST = 2  # columns before the figures: STT and the field
HEAD = 6  # the row in which the head of the table begins


def sheet(found: Report) -> bytes:
    """The report as an .xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"Biểu {found.form.number}", "created": found.view.as_of.replace(tzinfo=None)})
        page = book.add_worksheet("06a")
        styles = _styles(book)
        _arrange(page, found)
        _title(page, styles, found)
        _head(page, styles, found.form.columns)
        last = _body(page, styles, found)
        _foot(page, styles, found, last + 2)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    boxed = plain | {"border": 1, "text_wrap": True}
    kinds: dict[str, dict[str, object]] = {
        "text": plain,
        "note": plain | {"text_wrap": True, "valign": "top"},
        "title": plain | {"bold": True, "font_size": 14, "align": "center", "text_wrap": True},
        "middle": plain | {"align": "center", "italic": True},
        "head": boxed | {"bold": True, "align": "center"},
        "number": boxed | {"italic": True, "align": "center"},
        "cell": boxed,
        "figure": boxed | {"num_format": "#,##0", "align": "right"},
        "total": boxed | {"bold": True},
        "total_figure": boxed | {"bold": True, "num_format": "#,##0", "align": "right"},
    }
    return {name: book.add_format(values) for name, values in kinds.items()}


def _arrange(page: Any, found: Report) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 6)
    page.set_column(1, 1, 38)
    page.set_column(FIRST, FIRST + len(found.form.columns) - 1, 11)
    page.repeat_rows(HEAD, HEAD + 3)
    page.set_row(2, 36)
    page.freeze_panes(HEAD + 4, FIRST)


def _title(page: Any, styles: dict[str, Any], found: Report) -> None:
    width = FIRST + len(found.form.columns) - 1
    page.write(0, 0, f"Biểu số {found.form.number}", styles["text"])
    page.write(1, 0, f"Đơn vị báo cáo: {found.scope.agency.name}", styles["text"])
    page.merge_range(2, 0, 2, width, found.form.title.upper(), styles["title"])
    page.merge_range(
        3, 0, 3, width,
        f"Kỳ báo cáo: từ ngày {found.view.first:%d/%m/%Y} đến ngày {found.view.last:%d/%m/%Y}",
        styles["middle"],
    )  # fmt: skip
    page.merge_range(4, 0, 4, width, "Đơn vị tính: số hồ sơ TTHC", styles["middle"])


def _head(page: Any, styles: dict[str, Any], columns: Sequence[Column]) -> None:
    style = styles["head"]
    page.merge_range(HEAD, 0, HEAD + 2, 0, "STT", style)
    page.merge_range(HEAD, 1, HEAD + 2, 1, "Lĩnh vực giải quyết", style)
    for first, last in _runs([c.group for c in columns]):
        _merge(page, HEAD, FIRST + first, HEAD, FIRST + last, columns[first].group, style)
    for first, last in _runs([c.part or c.n for c in columns]):
        if columns[first].part:
            _merge(page, HEAD + 1, FIRST + first, HEAD + 1, FIRST + last, columns[first].part, style)
    for i, column in enumerate(columns, FIRST):
        _merge(page, HEAD + (2 if column.part else 1), i, HEAD + 2, i, column.label, style)
        page.write(HEAD + 3, i, f"({column.n})", styles["number"])
    page.write(HEAD + 3, 0, "(1)", styles["number"])
    page.write(HEAD + 3, 1, "(2)", styles["number"])
    page.set_row(HEAD + 2, 48)


def _runs(names: Sequence[str]) -> list[tuple[int, int]]:
    """First and last place of each run of the same name."""
    runs: list[tuple[int, int]] = []
    for i, name in enumerate(names):
        if runs and names[runs[-1][0]] == name:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs


def _merge(page: Any, top: int, left: int, bottom: int, right: int, text: str, style: Any) -> None:
    if (top, left) == (bottom, right):
        page.write(top, left, text, style)
    else:
        page.merge_range(top, left, bottom, right, text, style)


def _body(page: Any, styles: dict[str, Any], found: Report) -> int:
    at = HEAD + 4
    for n, row in enumerate(found.rows, 1):
        page.write_number(at, 0, n, styles["cell"])
        page.write_string(at, 1, row.label, styles["cell"])
        for i, column in enumerate(found.form.columns, FIRST):
            page.write_number(at, i, row.columns[column.n], styles["figure"])
        at += 1
    page.write_blank(at, 0, None, styles["total"])
    page.write_string(at, 1, "Tổng số", styles["total"])
    for i, column in enumerate(found.form.columns, FIRST):
        page.write_number(at, i, found.totals.columns[column.n], styles["total_figure"])
    return at


def _foot(page: Any, styles: dict[str, Any], found: Report, at: int) -> None:
    width = FIRST + len(found.form.columns) - 1
    for line in foot(found):
        page.merge_range(at, 0, at, width, line, styles["note"])
        page.set_row(at, 18 if len(line) < 130 else 34)
        at += 1


def foot(found: Report) -> list[str]:
    """The lines below the table: footnotes that have a figure, what was carried over, and how far the figures reach."""
    lines = [f"Ghi chú: {note.sentence}" for note in found.notes if note.n]
    if found.carried is not None and (found.carried.adjustment or found.carried.by_row):
        lines.append(
            f"Điều chỉnh do ghi nhận muộn so với báo cáo đã chốt: {found.carried.adjustment:+d} hồ sơ "
            f"(đã chốt {found.carried.frozen}, nay {found.carried.now})."
        )
    lines.append(f"Kiểm tra: {'; '.join(found.checks)}.")
    as_of, complete = (m.astimezone(VIETNAM) for m in (found.view.as_of, found.complete_to))
    lines.append(
        f"Số liệu theo thời điểm ghi nhận, như đã biết lúc {as_of:%H:%M:%S %d/%m/%Y}; "
        f"nhật ký đã đọc đến {complete:%H:%M:%S %d/%m/%Y}."
    )
    return lines
