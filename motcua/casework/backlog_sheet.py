"""The list to units as a spreadsheet: the piles by unit and step, and each dossier behind them; always in Vietnamese.

The same file goes to leaders by e-mail and stands on the page. It names officers, as the page does, and no citizen.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import xlsxwriter

from motcua.kernel.moments import VIETNAM
from motcua.notifications.kinds import KINDS

from .reads.backlog import Near, place

NAME = KINDS["list.weekly"].file
MOST = 20_000  # lines of one sheet; who has more mends something else first
HEAD = 3  # the row of the head of each table
PILES = (("Cơ quan", 38), ("Phòng", 28), ("Bước", 28), ("Quá hạn", 10), ("Sắp đến hạn", 12))
DOSSIERS = (
    *(("Cơ quan", 32), ("Phòng", 24), ("Bước", 22), ("Ai giữ", 24), ("Mã hồ sơ", 26), ("Mã thủ tục", 14)),
    *(("Thủ tục", 48), ("Hẹn trả", 17), ("Tình trạng", 14)),
)


def sheet(rows: Sequence[Near], *, of: str, at: datetime) -> bytes:
    """The .xlsx file of the list of `of` (an agency, or several by their names) as it stood at `at`."""
    out, local = io.BytesIO(), at.astimezone(VIETNAM).replace(tzinfo=None)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "Hồ sơ trễ và sắp trễ", "created": local})
        styles = _styles(book)
        for page, write in (("Theo phòng, bước", _piles), ("Từng hồ sơ", _dossiers)):
            table = book.add_worksheet(page)
            table.set_landscape()
            table.set_paper(9)  # A4
            table.fit_to_pages(1, 0)
            table.write_string(0, 0, f"Hồ sơ trễ và sắp trễ – {of}", styles["title"])
            table.write_string(1, 0, f"Lập lúc {local:%H:%M %d/%m/%Y}", styles["plain"])
            write(table, styles, rows)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    boxed = plain | {"border": 1, "text_wrap": True}
    kinds: dict[str, dict[str, object]] = {
        "plain": plain,
        "title": plain | {"bold": True, "font_size": 14},
        "head": boxed | {"bold": True, "align": "center"},
        "cell": boxed,
        "figure": boxed | {"num_format": "#,##0"},
        "moment": boxed | {"num_format": "hh:mm dd/mm/yyyy", "align": "center"},
    }
    return {name: book.add_format(values) for name, values in kinds.items()}


def _head(page: Any, styles: dict[str, Any], columns: Sequence[tuple[str, int]], lines: int) -> None:
    for i, (title, width) in enumerate(columns):
        page.set_column(i, i, width)
        page.write_string(HEAD, i, title, styles["head"])
    page.repeat_rows(HEAD)
    page.freeze_panes(HEAD + 1, 0)
    if lines:
        page.autofilter(HEAD, 0, HEAD + lines, len(columns) - 1)


def _piles(page: Any, styles: dict[str, Any], rows: Sequence[Near]) -> None:
    piles = [(where, list(here)) for where, here in groupby(sorted(rows, key=place), key=place)]
    _head(page, styles, PILES, len(piles))
    counted = [(*where, sum(r.late for r in here), sum(not r.late for r in here)) for where, here in piles]
    total = ("Cộng", "", "", sum(r.late for r in rows), sum(not r.late for r in rows))
    for at, (*words, late, soon) in enumerate([*counted, total], HEAD + 1):
        for i, word in enumerate(words):
            page.write_string(at, i, word, styles["cell"])
        page.write_number(at, 3, late, styles["figure"])
        page.write_number(at, 4, soon, styles["figure"])


def _dossiers(page: Any, styles: dict[str, Any], rows: Sequence[Near]) -> None:
    shown = rows[:MOST]
    _head(page, styles, DOSSIERS, len(shown))
    for at, r in enumerate(shown, HEAD + 1):
        words = (*place(r), r.holder or "chưa ai nhận", r.code, r.procedure_code, r.procedure)
        for i, word in enumerate(words):
            page.write_string(at, i, word, styles["cell"])
        page.write_datetime(at, 7, r.due_at.astimezone(VIETNAM).replace(tzinfo=None), styles["moment"])
        page.write_string(at, 8, "Quá hạn" if r.late else "Sắp đến hạn", styles["cell"])
    if len(rows) > MOST:
        page.write_string(HEAD + MOST + 1, 0, f"Còn {len(rows) - MOST} hồ sơ nữa, xem trên hệ thống.", styles["plain"])
