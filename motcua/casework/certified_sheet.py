"""A book of certifications as a spreadsheet; always in Vietnamese."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from motcua.certification.models import Certified
from motcua.certification.rules import tariff_on
from motcua.kernel.moments import VIETNAM

COLUMNS = (
    *(("Sổ", 30), ("Số", 8), ("Ngày", 12), ("Người yêu cầu", 28), ("Văn bản", 40), ("Số văn bản", 10), ("Số bản", 10)),
    *(("Số trang", 10), ("Phí (đồng)", 14), ("Người ký", 24), ("Mã hồ sơ", 26), ("Ghi chú", 30)),
)
HEAD = 3


def sheet(rows: Iterable[Certified], *, of: str, at: datetime) -> bytes:
    """The .xlsx file of rows of the books of the agency `of`."""
    out, local = io.BytesIO(), at.astimezone(VIETNAM).replace(tzinfo=None)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        cell = book.add_format(plain | {"border": 1, "text_wrap": True})
        figure = book.add_format(plain | {"border": 1, "num_format": "#,##0"})
        head = book.add_format(plain | {"border": 1, "text_wrap": True, "bold": True, "align": "center"})
        page = book.add_worksheet("Sổ chứng thực")
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.write_string(0, 0, f"Sổ chứng thực – {of}", book.add_format(plain | {"bold": True, "font_size": 14}))
        page.write_string(1, 0, f"Lập lúc {local:%H:%M %d/%m/%Y}", book.add_format(plain))
        for i, (title, width) in enumerate(COLUMNS):
            page.set_column(i, i, width)
            page.write_string(HEAD, i, title, head)
        page.repeat_rows(HEAD)
        for at_row, row in enumerate(rows, HEAD + 1):
            kinds = tariff_on(row.day).kinds
            name = kinds[row.kind].book if row.kind in kinds else row.kind
            values: list[str | int] = [name, row.number, f"{row.day:%d/%m/%Y}", row.requester, row.content]
            values += [row.documents, row.copies, row.pages, row.fee, row.signer, row.dossier.code]
            values.append(f"Đã hủy: {row.void_reason}" if row.voided_at else "")
            for i, value in enumerate(values):
                if isinstance(value, int):
                    page.write_number(at_row, i, value, figure)
                else:
                    page.write_string(at_row, i, value, cell)
    return out.getvalue()
