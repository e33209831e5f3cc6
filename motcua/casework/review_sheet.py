"""A review as a spreadsheet and as JSON: its shares by level, its progress by agency, and every line; in Vietnamese."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from motcua.kernel.moments import VIETNAM
from motcua.reviews import queries
from motcua.reviews.models import ReviewCampaign
from motcua.reviews.queries import Asked
from motcua.reviews.rules import KINDS, OUTCOMES, PROPOSALS, REASONS, VERDICTS, Count

from .reads.reviews import CampaignPage, Carried, Shown, shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = 5  # the row of the head of each table
LEVELS = {
    "ministry": "Cấp bộ",
    "province": "Cấp tỉnh",
    "district": "Cấp huyện",
    "commune": "Cấp xã",
    "common": "Dùng chung nhiều cấp",
    "other": "Khác",
    "none": "Không ghi cấp",
    "": "Tổng số",
}
CARRIED = {Carried.WAITING: "chờ thực hiện", Carried.CHANGED: "danh mục đã đổi", Carried.DONE: "đã thực hiện"}
FIGURES = (
    ("Được giao", 11),
    ("Đã rà soát", 11),
    ("Đề xuất", 11),
    ("Tỷ lệ %", 11),
    ("Đồng ý", 11),
    ("Rà soát muộn", 13),
)
COLUMNS = (
    *(("STT", 6), ("Mã thủ tục", 14), ("Tên thủ tục", 48), ("Lĩnh vực", 24), ("Cấp", 14), ("Cơ quan rà soát", 30)),
    *(("Kết quả rà soát", 16), ("Đề xuất", 22), ("Lý do", 22), ("Nội dung đề xuất", 40), ("Căn cứ sửa đổi", 30)),
    *(("Tiết kiệm (đồng/năm)", 16), ("Người rà soát", 22), ("Lúc", 16), ("Quyết định", 14), ("Thực hiện", 26)),
)
NAMES = {proposal: text for kind in PROPOSALS.values() for proposal, text in kind.items()}
MANY = 900  # lines read at once


def lines(of: ReviewCampaign, asked: Asked, *, day: date) -> list[Shown]:
    """The lines that are asked for with all that a sheet says of them: three statements for each MANY."""
    rows = list(queries.shown(queries.lines(of.pk, asked)))
    return [one for i in range(0, len(rows), MANY) for one in shown(rows[i : i + MANY], of, day=day)]


def sheet(found: CampaignPage, rows: Sequence[Shown], *, at: datetime) -> bytes:
    """The campaign as an .xlsx file."""
    out, local = io.BytesIO(), at.astimezone(VIETNAM).replace(tzinfo=None)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": found.campaign.name, "created": local})
        styles = _styles(book)
        for name, write in (("Theo cấp", _levels), ("Theo cơ quan", _agencies)):
            page = _page(book, name, found.campaign, styles, local)
            write(page, styles, found)
        _lines(_page(book, "Từng thủ tục", found.campaign, styles, local), styles, rows)
    return out.getvalue()


def _page(book: Any, name: str, of: ReviewCampaign, styles: dict[str, Any], local: datetime) -> Any:
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, of.name, styles["title"])
    page.write_string(1, 0, f"{KINDS[of.kind]} · {of.order_number} ngày {of.order_dated:%d/%m/%Y}", styles["plain"])
    page.write_string(
        2, 0, f"Danh mục ngày {of.taken_on:%d/%m/%Y}, rà soát xong đến hết {of.due:%d/%m/%Y}", styles["plain"]
    )
    ended = f", kết thúc theo {of.approval_number} ngày {of.approval_dated:%d/%m/%Y}" if of.approval_dated else ""
    page.write_string(3, 0, f"Lập lúc {local:%H:%M %d/%m/%Y}{ended}", styles["plain"])
    return page


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    boxed = plain | {"border": 1, "text_wrap": True, "valign": "top"}
    kinds: dict[str, dict[str, object]] = {
        "plain": plain,
        "title": plain | {"bold": True, "font_size": 14},
        "head": boxed | {"bold": True, "align": "center"},
        "cell": boxed,
        "figure": boxed | {"num_format": "#,##0"},
        "share": boxed | {"num_format": "0.00"},
        "moment": boxed | {"num_format": "hh:mm dd/mm/yyyy"},
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


def _levels(page: Any, styles: dict[str, Any], found: CampaignPage) -> None:
    shares = [*found.levels, found.whole]
    _head(page, styles, (("Cấp", 26), *FIGURES, ("Chỉ tiêu %", 11)), len(found.levels))
    for at, share in enumerate(shares, HEAD + 1):
        page.write_string(at, 0, LEVELS[share.level], styles["cell"])
        _figures(page, styles, at, share.count)
        if found.campaign.target is None:
            page.write_string(at, len(FIGURES) + 1, "–", styles["cell"])
        else:
            page.write_number(at, len(FIGURES) + 1, float(found.campaign.target), styles["share"])


def _agencies(page: Any, styles: dict[str, Any], found: CampaignPage) -> None:
    _head(page, styles, (("Cơ quan", 44), *FIGURES), len(found.agencies))
    for at, row in enumerate(found.agencies, HEAD + 1):
        page.write_string(at, 0, row.agency.name if row.agency else "Chưa giao cơ quan nào", styles["cell"])
        _figures(page, styles, at, row.count)
    last = HEAD + 1 + len(found.agencies)
    page.write_string(last, 0, "Tổng số", styles["cell"])
    _figures(page, styles, last, found.whole.count)


def _figures(page: Any, styles: dict[str, Any], at: int, of: Count) -> None:
    for i, n in ((1, of.asked), (2, of.reviewed), (3, of.proposed), (5, of.accepted), (6, of.late)):
        page.write_number(at, i, n, styles["figure"])
    if of.ratio is None:
        page.write_string(at, 4, "không tính", styles["cell"])
    else:
        page.write_number(at, 4, float(of.ratio), styles["share"])


def _lines(page: Any, styles: dict[str, Any], rows: Sequence[Shown]) -> None:
    _head(page, styles, COLUMNS, len(rows))
    for at, row in enumerate(rows, HEAD + 1):
        line = row.line
        page.write_number(at, 0, line.n, styles["cell"])
        for i, word in enumerate(_words(row), 1):
            page.write_string(at, i, word, styles["cell"])
        if line.saving is not None:
            page.write_number(at, 11, line.saving, styles["figure"])
        if line.filled_at is not None:
            page.write_datetime(at, 13, line.filled_at.astimezone(VIETNAM).replace(tzinfo=None), styles["moment"])


def _words(row: Shown) -> list[str]:
    """The texts of a line, column after column from the second on; figures and moments are written over them."""
    line = row.line
    followed = f"{CARRIED[row.followed.state]} {row.followed.number}".strip() if row.followed else ""
    return [
        line.procedure.code,
        line.version.name,
        line.version.field,
        LEVELS[line.level],
        line.agency.name if line.agency else "",
        VERDICTS.get(line.verdict, "chưa rà soát"),
        NAMES.get(line.proposal, ""),
        REASONS.get(line.reason, ""),
        line.text,
        line.basis,
        "",
        line.filled_by.full_name if line.filled_by else "",
        "",
        OUTCOMES.get(line.outcome, ""),
        "thủ tục đã hết hiệu lực" if row.gone and not row.followed else followed,
    ]


def as_json(found: CampaignPage, rows: Sequence[Shown]) -> dict[str, object]:
    """The campaign for programs: dates in ISO, shares in percent as text with two decimals, null for none."""
    of = found.campaign
    return {
        "kind": of.kind,
        "name": of.name,
        "order": {"number": of.order_number, "dated": of.order_dated.isoformat()},
        "taken_on": of.taken_on.isoformat(),
        "due": of.due.isoformat(),
        "target_percent": str(of.target) if of.target is not None else None,
        "approval": {"number": of.approval_number, "dated": of.approval_dated.isoformat()}
        if of.approval_dated
        else None,
        "whole": _counted(found.whole.count) | {"target_reached": found.whole.reached},
        "levels": {s.level: _counted(s.count) | {"target_reached": s.reached} for s in found.levels},
        "agencies": [
            {"code": p.agency.code if p.agency else None, "name": p.agency.name if p.agency else None}
            | _counted(p.count)
            for p in found.agencies
        ],
        "lines": [_line(row) for row in rows],
    }


def _counted(of: Count) -> dict[str, object]:
    figures = {name: getattr(of, name) for name in ("asked", "reviewed", "proposed", "accepted", "declined", "late")}
    return figures | {"proposed_percent": str(of.ratio) if of.ratio is not None else None}


def _line(row: Shown) -> dict[str, object]:
    line = row.line
    return {
        "code": line.procedure.code,
        "name": line.version.name,
        "version": line.version.n,
        "level": line.level,
        "agency": line.agency.code if line.agency else None,
        "verdict": line.verdict or None,
        "proposal": line.proposal or None,
        "reason": line.reason or None,
        "text": line.text,
        "basis": line.basis,
        "saving": line.saving,
        "filled_at": line.filled_at.isoformat() if line.filled_at else None,
        "outcome": line.outcome or None,
        "in_force": not row.gone,
        "carried_out": row.followed.state.value if row.followed else None,
        "carried_out_by": row.followed.number or None if row.followed else None,
    }
