"""Reports of a period as CSV and spreadsheet: the columns, then shares, place and points; always in Vietnamese."""

from __future__ import annotations

import csv
import io

import xlsxwriter

from .by_period import SHARES, OfPeriod, points
from .plain import BOM, harmless, head
from .reports import Row
from .sheets import foot

NOT_APPLICABLE = "không áp dụng"
ROWS = {
    "field": "Lĩnh vực giải quyết",
    "agency": "Cơ quan",
    "unit": "Đơn vị",
    "procedure": "Thủ tục",
    "channel": "Kênh tiếp nhận",
}
HEADS = (
    "Trước và đúng hạn trên số đến hạn (%)",
    "Trước và đúng hạn trên số đã có kết quả (%)",
    "Trước và đúng hạn theo thời điểm thực hiện, trên số đã có kết quả (%)",
    "Xếp hạng",
    "So với kỳ trước (điểm)",
    "So với cùng kỳ năm trước (điểm)",
)
Cells = list[str | int | float]


def lines(found: OfPeriod) -> list[Cells]:
    """The head, a line for each row, and the totals."""
    report = found.report
    heads: Cells = ["STT", ROWS[report.rows_by], *(head(column) for column in report.form.columns), *HEADS]
    rows = [_line(found, n, row) for n, row in enumerate(report.rows, 1)]
    return [heads, *rows, _line(found, "", report.totals)]


def _line(found: OfPeriod, n: int | str, row: Row) -> Cells:
    figures = [row.columns[column.n] for column in found.report.form.columns]
    return [n, harmless(row.label), *figures, *extras(found, row)]


def extras(found: OfPeriod, row: Row) -> Cells:
    """What stands behind the figures of a row, in the order of HEADS."""
    shares = [_said(share(row).percent) for share in SHARES.values()]
    rank = _said(found.ranks.get(row.key)) if row.key else ""
    moved = [_said(points(row, earlier.row(row.key))) for earlier in (found.before, found.year_before)]
    return [*shares, rank, *moved]


def _said(number: float | None) -> float | str:
    return NOT_APPLICABLE if number is None else number


def table(found: OfPeriod) -> bytes:
    """As CSV in UTF-8; a share without denominator is told in words, never as 0 or 100."""
    out = io.StringIO()
    csv.writer(out).writerows(lines(found))
    return (BOM + out.getvalue()).encode()


def sheet(found: OfPeriod) -> bytes:
    """As an .xlsx file, with the periods compared and how far the figures reach below the table."""
    out, report = io.BytesIO(), found.report
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(ROWS[report.rows_by])
        bold, cell = (book.add_format({"bold": b, "text_wrap": True, "border": 1}) for b in (True, False))
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_column(1, 1, 38)
        page.write(0, 0, report.form.title, book.add_format({"bold": True, "font_size": 14}))
        called = f"{report.called}, " if report.called else ""
        page.write(
            1, 0, f"{report.scope.agency.name}: {called}{report.view.first:%d/%m/%Y}–{report.view.last:%d/%m/%Y}"
        )
        table_of = lines(found)
        for at, row in enumerate(table_of):
            page.write_row(3 + at, 0, row, bold if at in (0, len(table_of) - 1) else cell)
        page.freeze_panes(4, 2)
        for at, line in enumerate([*compared(found), *foot(report)], 4 + len(table_of)):
            page.write(at, 0, line)
    return out.getvalue()


def compared(found: OfPeriod) -> list[str]:
    """What periods the points are against."""
    named = (("Kỳ trước", found.before), ("Cùng kỳ năm trước", found.year_before))
    return [f"{name}: {earlier.first:%d/%m/%Y}–{earlier.last:%d/%m/%Y}." for name, earlier in named]
