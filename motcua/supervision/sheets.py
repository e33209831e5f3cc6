"""Statutory forms as spreadsheets, laid out as they are printed; always in Vietnamese."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from motcua.kernel.moments import VIETNAM

from .forms import Form
from .reports import AGENCY, Report, Row

HEAD = 6  # the row in which the head of the table begins
NO_DATA = "chưa có số liệu"
GAP = "–"  # in each cell of a column without a source; a line below says once what it means


def sheet(found: Report) -> bytes:
    """The report as an .xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": f"Biểu {found.form.number}", "created": found.view.as_of.replace(tzinfo=None)})
        page = book.add_worksheet(found.form.form)
        styles = _styles(book)
        _arrange(page, found)
        _title(page, styles, found)
        _head(page, styles, found)
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


def _start(form: Form) -> int:
    """The column of the running number: some official spreadsheets leave the first one empty."""
    return 1 if form.blank else 0


def _width(form: Form) -> int:
    """The last column."""
    return _start(form) + 1 + len(form.columns)


def rows_called(found: Report) -> str:
    """What stands above the names of the rows."""
    return "Cơ quan, đơn vị" if found.rows_by == AGENCY else "Lĩnh vực giải quyết"


def _arrange(page: Any, found: Report) -> None:
    start, last = _start(found.form), _width(found.form)
    page.set_landscape()
    page.set_paper(9 if last < 20 else 8)  # A4, A3
    page.fit_to_pages(1, 0)
    if start:
        page.set_column(0, 0, 2)
    page.set_column(start, start, 6)
    page.set_column(start + 1, start + 1, 38)
    page.set_column(start + 2, last, 11)
    page.repeat_rows(HEAD, HEAD + 3)
    page.set_row(2, 36)
    page.freeze_panes(HEAD + 4, start + 2)


def _title(page: Any, styles: dict[str, Any], found: Report) -> None:
    start, last = _start(found.form), _width(found.form)
    page.write(0, start, f"Biểu số {found.form.number}", styles["text"])
    page.write(1, start, f"Đơn vị báo cáo: {found.scope.agency.name}", styles["text"])
    for at, (line, style) in enumerate(heading(found), 2):
        page.merge_range(at, start, at, last, line, styles[style])


def heading(found: Report) -> list[tuple[str, str]]:
    """The lines over the table and their style: title, period, unit."""
    return heading_of(found.form, found.view.first, found.view.last, f"{found.called}, " if found.called else "")


def heading_of(form: Form, first: date, last: date, called: str = "") -> list[tuple[str, str]]:
    """The same of a form and its days; `called` is what the period is called, with the comma behind it."""
    return [
        (form.title.upper(), "title"),
        (f"Kỳ báo cáo: {called}từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}", "middle"),
        (f"Đơn vị tính: {form.unit}", "middle"),
    ]


def _head(page: Any, styles: dict[str, Any], found: Report) -> None:
    style, columns, start = styles["head"], found.form.columns, _start(found.form)
    for i, name in enumerate(("STT", rows_called(found))):
        page.merge_range(HEAD, start + i, HEAD + 2, start + i, name, style)
        page.write(HEAD + 3, start + i, f"({i + 1})", styles["number"])
    first = start + 2
    for left, right in runs([c.group for c in columns]):
        _merge(page, HEAD, first + left, HEAD, first + right, columns[left].group, style)
    for left, right in runs([f"{c.group}/{c.part or c.n}" for c in columns]):
        if columns[left].part:
            _merge(page, HEAD + 1, first + left, HEAD + 1, first + right, columns[left].part, style)
    for i, column in enumerate(columns, first):
        _merge(page, HEAD + (2 if column.part else 1), i, HEAD + 2, i, column.label, style)
        page.write(HEAD + 3, i, f"({column.n})", styles["number"])
    page.set_row(HEAD + 2, 48)


def runs(names: Sequence[str]) -> list[tuple[int, int]]:
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
    start, at = _start(found.form), HEAD + 4
    for n, row in enumerate(found.rows, 1):
        page.write_number(at, start, n, styles["cell"])
        page.write_string(at, start + 1, row.label, styles["cell"])
        _figures(page, at, start + 2, found.form, row, styles["figure"])
        at += 1
    page.write_blank(at, start, None, styles["total"])
    page.write_string(at, start + 1, "Tổng số", styles["total"])
    _figures(page, at, start + 2, found.form, found.totals, styles["total_figure"])
    return at


def _figures(page: Any, at: int, first: int, form: Form, row: Row, style: Any) -> None:
    for i, column in enumerate(form.columns, first):
        if column.built:
            page.write_number(at, i, row.columns[column.n], style)
        else:
            page.write_string(at, i, GAP, style)


def _foot(page: Any, styles: dict[str, Any], found: Report, at: int) -> None:
    start, last = _start(found.form), _width(found.form)
    for line in foot(found):
        page.merge_range(at, start, at, last, line, styles["note"])
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
    lines += gaps(found.form)
    lines.append(f"Kiểm tra: {'; '.join(found.checks)}.")
    if found.form.of_catalogue:
        return lines
    as_of, complete = (m.astimezone(VIETNAM) for m in (found.view.as_of, found.complete_to))
    lines.append(
        f"Số liệu theo thời điểm ghi nhận, như đã biết lúc {as_of:%H:%M:%S %d/%m/%Y}; "
        f"nhật ký đã đọc đến {complete:%H:%M:%S %d/%m/%Y}."
    )
    return lines


def gaps(form: Form) -> list[str]:
    """The line that names the columns without a source; none where there are none."""
    return [f"Cột {', '.join(form.gaps)}: {NO_DATA}."] if form.gaps else []
