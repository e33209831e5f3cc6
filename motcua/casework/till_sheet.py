"""The cash sheet of a day as a spreadsheet: its sums, each till, each entry with its dossier; always in Vietnamese."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter

from motcua.kernel.moments import VIETNAM
from motcua.payments.rules import ENTERED, WAYS, Entered, Way

from .reads.till import Sheet, Sums

MONEY = "#,##0;-#,##0"
TILLS = (
    *(("Người thu", 28), ("Số dòng", 10), ("Lệ phí", 14), ("Phí", 14), ("Tiền mặt", 14), ("Chuyển khoản", 14)),
    *(("Cộng", 14), ("Đếm được", 14), ("Chênh lệch", 14), ("Lý do", 36)),
)
ROWS = (
    *(("Số", 7), ("Mã hồ sơ", 26), ("Thủ tục", 48), ("Việc", 14), ("Hình thức", 14), ("Lệ phí", 13), ("Phí", 13)),
    *(("Biên lai", 20), ("Lúc thu", 17), ("Người thu", 26), ("Lý do", 36)),
)
HEAD = 3


def book_of(sheet: Sheet, *, at: datetime) -> bytes:
    """The .xlsx file of a day of the tills, as it stood at `at`."""
    out, local = io.BytesIO(), at.astimezone(VIETNAM).replace(tzinfo=None)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        title = f"Sổ thu phí, lệ phí ngày {sheet.day:%d/%m/%Y} – {sheet.counter.name}"
        book.set_properties({"title": title, "created": local})
        styles = _styles(book)
        for name, columns, write in (("Theo người thu", TILLS, _tills), ("Từng lần thu", ROWS, _rows)):
            page = book.add_worksheet(name)
            page.set_landscape()
            page.set_paper(9)  # A4
            page.fit_to_pages(1, 0)
            page.write_string(0, 0, title, styles["title"])
            page.write_string(1, 0, f"Lập lúc {local:%H:%M %d/%m/%Y}", styles["plain"])
            for i, (head, width) in enumerate(columns):
                page.set_column(i, i, width)
                page.write_string(HEAD, i, head, styles["head"])
            page.repeat_rows(HEAD)
            write(page, styles, sheet)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    boxed = plain | {"border": 1, "text_wrap": True}
    kinds: dict[str, dict[str, object]] = {
        "plain": plain,
        "title": plain | {"bold": True, "font_size": 14},
        "head": boxed | {"bold": True, "align": "center"},
        "cell": boxed,
        "figure": boxed | {"num_format": MONEY},
        "moment": boxed | {"num_format": "hh:mm dd/mm/yyyy", "align": "center"},
    }
    return {name: book.add_format(values) for name, values in kinds.items()}


def _tills(page: Any, styles: dict[str, Any], sheet: Sheet) -> None:
    for at, till in enumerate(sheet.tills, HEAD + 1):
        _sums(page, styles, at, till.officer, till.rows, till.sums)
        closing = till.closing
        for i, value in enumerate((closing.counted, closing.difference) if closing else (None, None), 7):
            _figure(page, styles, at, i, value)
        page.write_string(at, 9, closing.reason if closing else "", styles["cell"])
    _sums(page, styles, HEAD + 1 + len(sheet.tills), "Cộng", len(sheet.rows), sheet.sums)


def _sums(page: Any, styles: dict[str, Any], at: int, name: str, rows: int, sums: Sums) -> None:
    page.write_string(at, 0, name, styles["cell"])
    figures = (rows, sums.all.fee, sums.all.charge, sums.cash.total, sums.transfer.total, sums.all.total)
    for i, figure in enumerate(figures, 1):
        page.write_number(at, i, figure, styles["figure"])


def _figure(page: Any, styles: dict[str, Any], at: int, column: int, value: int | None) -> None:
    if value is None:
        page.write_string(at, column, "", styles["cell"])
    else:
        page.write_number(at, column, value, styles["figure"])


def _rows(page: Any, styles: dict[str, Any], sheet: Sheet) -> None:
    for at, row in enumerate(sheet.rows, HEAD + 1):
        page.write_number(at, 0, row.serial, styles["cell"])
        said = ENTERED[Entered(row.kind)] + (" (đã hủy)" if row.cancelled else "")
        for i, word in enumerate((row.code, row.procedure, said, WAYS[Way(row.way)]), 1):
            page.write_string(at, i, word, styles["cell"])
        page.write_number(at, 5, row.money.fee, styles["figure"])
        page.write_number(at, 6, row.money.charge, styles["figure"])
        page.write_string(at, 7, row.receipt, styles["cell"])
        page.write_datetime(at, 8, row.at.astimezone(VIETNAM).replace(tzinfo=None), styles["moment"])
        for i, word in enumerate((row.officer, row.reason), 9):
            page.write_string(at, i, word, styles["cell"])
