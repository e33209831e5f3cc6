"""The spreadsheet to fill in with procedures: a sheet of explanations, the sheets, and one invented example in each."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from .procedure_columns import EXAMPLE, GUIDE, TABLES, Column, Kind, Table

ROWS = 2000  # as many rows get lists to choose from
KINDS = {
    Kind.TEXT: "chữ",
    Kind.WORDS: "chữ; nhiều mục cách nhau bằng dấu chấm phẩy hoặc xuống dòng",
    Kind.WHOLE: "số nguyên",
    Kind.NUMBER: "số",
    Kind.DAY: "ngày (ô kiểu ngày)",
    Kind.TICK: "x hoặc để trống",
}
RULES = (
    "Mỗi thủ tục một dòng ở trang “Thủ tục”; các trang sau ghi mã thủ tục ở cột đầu, mỗi giấy tờ, trường hợp, căn cứ "
    "hoặc mức thu một dòng.",
    "Giữ nguyên tên trang, tên cột và thứ tự cột; không gộp ô. Cột không dùng thì để trống.",
    "Mã thủ tục là chữ, không phải số: 1.001190 ghi thành số sẽ mất chữ số 0 ở cuối.",
    f"Các dòng có mã {EXAMPLE} là ví dụ, khi nhập được bỏ qua; có thể xóa.",
    "Có dòng nào sai thì không nhập gì: sửa theo lời báo (trang, dòng, lý do) rồi nhập lại. Nên chạy thử trước.",
    "Thời hạn cần cả số và đơn vị; “trong ngày” ghi số 1. Chỉ ghi cách nộp của thời hạn khi văn bản quy định riêng.",
)
SAMPLE: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Thủ tục": [
        {
            "code": EXAMPLE, "name": "Ví dụ: Cấp giấy phép đặt bàn trà ở sân chung", "field": "Ví dụ",
            "levels": "xã", "agency": "Ủy ban nhân dân cấp xã", "channels": "trực tiếp; trực tuyến", "amount": 5,
            "unit": "ngày làm việc", "legal_basis": "khoản 1 Điều 3 của văn bản ví dụ", "limit_for": "trực tiếp",
            "limit_text": "05 ngày làm việc kể từ ngày nhận đủ hồ sơ",
            "steps": "Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả.",
            "fee_text": "10.000 đồng", "result": "Giấy phép", "subjects": "Công dân Việt Nam",
            "legal_bases": "00/2026/VĐ", "sets": 1, "online": "toàn trình",
        }
    ],
    "Thành phần hồ sơ": [
        {"code": EXAMPLE, "name": "Đơn đề nghị", "originals": 1, "copies": 0, "form": "mau-01.docx"},
        {"code": EXAMPLE, "name": "Bản vẽ chỗ đặt bàn", "originals": 0, "copies": 1, "note": "Nếu bàn dài quá 2 mét"},
    ],
    "Trường hợp": [
        {"code": EXAMPLE, "name": "Nộp trực tuyến", "amount": 3, "unit": "ngày làm việc",
         "legal_basis": "khoản 2 Điều 3 của văn bản ví dụ", "channels": "trực tuyến"},
    ],
    "Căn cứ tạm dừng": [
        {"code": EXAMPLE, "name": "Chờ tổ dân phố cho ý kiến",
         "basis": "Điều 4 của văn bản ví dụ", "kind": "căn cứ khác"},
    ],
    "Mức thu": [
        {"code": EXAMPLE, "name": "Lệ phí cấp giấy", "kind": "lệ phí", "amount": 10_000, "per": "hồ sơ",
         "basis": "Điều 5 của văn bản ví dụ", "from": date(2026, 1, 1)},
    ],
    "Miễn, giảm": [
        {"code": EXAMPLE, "name": "Lệ phí cấp giấy", "percent": 100, "ground": "người cao tuổi"},
    ],
}  # fmt: skip


def template() -> bytes:
    """The .xlsx file, always in Vietnamese."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Mẫu nhập thủ tục hành chính"})
        styles = _styles(book)
        _guide(book.add_worksheet(GUIDE), styles)
        for table in TABLES:
            _page(book.add_worksheet(table.name), table, styles)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    return {
        "title": book.add_format(plain | {"bold": True, "font_size": 14}),
        "head": book.add_format(plain | {"bold": True, "border": 1, "bg_color": "#E7E4DF", "text_wrap": True}),
        "text": book.add_format(plain | {"text_wrap": True, "num_format": "@"}),
        "number": book.add_format(plain | {"num_format": "General"}),
        "day": book.add_format(plain | {"num_format": "dd/mm/yyyy"}),
    }


def _guide(page: Any, styles: Mapping[str, Any]) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 30)
    page.set_column(2, 2, 90)
    page.write(0, 0, "Mẫu nhập thủ tục hành chính", styles["title"])
    for n, rule in enumerate(RULES, 1):
        page.write(n, 0, f"{n}.", styles["text"])
        page.write(n, 2, rule, styles["text"])
    row = len(RULES) + 2
    for n, heading in enumerate(("Trang", "Cột", "Ghi gì")):
        page.write(row, n, heading, styles["head"])
    for table in TABLES:
        for column in table.columns:
            row += 1
            for n, text in enumerate((table.name, column.heading, _told(column))):
                page.write(row, n, text, styles["text"])


def _told(column: Column) -> str:
    words = f"chỉ dùng: {'; '.join(column.words)}" if column.words else ""
    parts = ("bắt buộc" if column.needed else "", KINDS[column.kind], words, column.help)
    return "; ".join(part for part in parts if part)


def _page(page: Any, table: Table, styles: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 2)
    for n, column in enumerate(table.columns):
        style = styles[_style(column)]
        page.set_column(n, n, 40 if column.key in ("name", "steps", "basis", "legal_basis") else 20, style)
        page.write(0, n, column.heading, styles["head"])
        if column.words and column.kind is Kind.TEXT:
            page.data_validation(1, n, ROWS, n, {"validate": "list", "source": list(column.words)})
        for row, said in enumerate(SAMPLE[table.name], 1):
            value = said.get(column.key)
            if isinstance(value, date):
                page.write_datetime(row, n, value, style)
            elif isinstance(value, int):
                page.write_number(row, n, value, style)
            elif value:
                page.write_string(row, n, value, style)


def _style(column: Column) -> str:
    if column.kind is Kind.DAY:
        return "day"
    return "number" if column.kind in (Kind.WHOLE, Kind.NUMBER) else "text"
