"""Form 07 as files: a spreadsheet of any length in constant memory, and the statutory page as PDF, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from motcua.kernel.moments import VIETNAM
from motcua.offices.actors import Actor
from motcua.offices.models import Agency
from motcua.offices.snapshot import Snapshot
from motcua.papers.models import ClosedRegister
from motcua.papers.packs import pack_with
from motcua.papers.rendering import render

from .slips import letterhead, register_url, spoken

REGISTER = "07"
PART = 500
"""Rows of one PDF: a book of ten thousand rows is printed as parts, as it would be bound."""

COLUMNS = (
    *(("n", "STT", 7), ("code", "Mã hồ sơ", 24), ("procedure", "Tên thủ tục hành chính", 44)),
    *(("sets", "Số lượng hồ sơ (bộ)", 9), ("name", "Tên cá nhân, tổ chức", 28)),
    *(("contact", "Địa chỉ, số điện thoại", 36), ("competent", "Cơ quan chủ trì giải quyết", 30)),
    *(("received", "Nhận hồ sơ", 17), ("due", "Hẹn trả kết quả", 17)),
    *(("sent", "Chuyển hồ sơ đến cơ quan giải quyết", 17), ("back", "Nhận kết quả từ cơ quan giải quyết", 17)),
    *(("returned", "Trả kết quả: ngày", 17), ("way", "Phương thức nhận", 14), ("signed", "Ký nhận", 12)),
    ("note", "Ghi chú", 22),
)
HEAD = 3


def spreadsheet(found: Iterable[Mapping[str, Any]], *, of: str, year: int, at: datetime) -> IO[bytes]:
    """The register of `of` as .xlsx in a temporary file, at its beginning; rows are written as they are read."""
    out = TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        _write(out, found, of=of, year=year, at=at)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _write(out: IO[bytes], found: Iterable[Mapping[str, Any]], *, of: str, year: int, at: datetime) -> None:
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        plain = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        title = book.add_format(plain | {"bold": True, "font_size": 14})
        head = book.add_format(plain | {"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        cell = book.add_format(plain | {"border": 1, "text_wrap": True})
        page = book.add_worksheet(f"Sổ {year}")
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
        page.freeze_panes(HEAD + 1, 2)
        for i, (_name, _title, width) in enumerate(COLUMNS):
            page.set_column(i, i, width)
        page.write_string(0, 0, f"Sổ theo dõi hồ sơ năm {year} – {of}", title)
        page.write_string(1, 0, f"Mẫu số 07 – lập lúc {at.astimezone(VIETNAM):%H:%M %d/%m/%Y}", book.add_format(plain))
        for i, (_name, said, _width) in enumerate(COLUMNS):
            page.write_string(HEAD, i, said, head)
        for at_row, content in enumerate(found, HEAD + 1):
            for i, (name, _title, _width) in enumerate(COLUMNS):
                value = content.get(name, "")
                if isinstance(value, int):
                    page.write_number(at_row, i, value, cell)
                else:
                    page.write_string(at_row, i, value, cell)


def pdf(
    found: Sequence[Mapping[str, Any]],
    *,
    counter: Agency,
    year: int,
    closed: ClosedRegister | None,
    offices: Snapshot,
    by: Actor,
    at: datetime,
    carried: int = 0,
) -> bytes:
    """One part of the register as the statutory page: A4 lying, with the closing where it is closed."""
    pack = pack_with(REGISTER, at.astimezone(VIETNAM).date())
    code = f"{counter.code}-STD{year % 100:02d}"
    first, last = (found[0]["n"], found[-1]["n"]) if found else (0, 0)
    unfinished = sum(not row["returned"] and not row["note"] for row in found)
    content = letterhead(counter, offices) | {
        "issued_at": at.astimezone(VIETNAM).isoformat(),
        "number": f"01/{year}",
        "code": code,
        "code_label": "Mã sổ",
        "tracking_url": register_url(counter.pk, year),
        "volume_line": f"Quyển số 01/{year} – năm {year}",
        "part_line": f"Từ số thứ tự {first:02d} đến số thứ tự {last:02d}" if found else "",
        "book_title": f"Sổ theo dõi hồ sơ năm {year}",
        "rows": list(found),
        "standing": f"Phần sổ này có {len(found)} hồ sơ, trong đó {unfinished} hồ sơ chưa trả kết quả.",
        "closing": _closing(closed, carried, year),
        "digest": closed.digest if closed else "",
        "officer": {"name": by.name},
    }
    return render(pack.code, REGISTER, content)


def _closing(closed: ClosedRegister | None, carried: int, year: int) -> str:
    said = f"Từ năm {year - 1} chuyển sang: {carried} hồ sơ chưa trả kết quả. " if carried else ""
    if closed is None:
        return said
    return said + (
        f"Sổ đã khóa lúc {spoken(closed.closed_at)}, người khóa: {closed.closed_by.full_name}; cả năm {closed.rows} "
        f"hồ sơ, chuyển sang năm {year + 1}: {closed.open_rows} hồ sơ chưa trả kết quả."
    )
