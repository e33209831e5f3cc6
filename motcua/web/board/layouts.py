"""Statutory forms as tables of a page: their heads in its language, and no table wider than a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.supervision.forms import Column, Form

WIDEST = 12  # columns of one table
Figures = Mapping[str, int | None]
Urls = Mapping[str, str]

HEADS = {
    "Số lượng hồ sơ tiếp nhận": _("Số lượng hồ sơ tiếp nhận"),
    "Số lượng hồ sơ đã giải quyết": _("Số lượng hồ sơ đã giải quyết"),
    "Số lượng hồ sơ đang giải quyết": _("Số lượng hồ sơ đang giải quyết"),
    "Số hồ sơ tiếp nhận": _("Số hồ sơ tiếp nhận"),
    "Số hồ sơ đã giải quyết": _("Số hồ sơ đã giải quyết"),
    "Số hồ sơ đang giải quyết": _("Số hồ sơ đang giải quyết"),
    "Số hồ sơ đã có kết quả": _("Số hồ sơ đã có kết quả"),
    "Kết thúc không có kết quả": _("Kết thúc không có kết quả"),
    "Đến hạn": _("Đến hạn"),
    "Theo thời điểm thực hiện": _("Theo thời điểm thực hiện"),
    "Ghi nhận muộn": _("Ghi nhận muộn"),
    "Số TTHC": _("Số TTHC"),
    "Số TTHC thực hiện tại Bộ phận Một cửa": _("Số TTHC thực hiện tại Bộ phận Một cửa"),
    "Số quy trình nội bộ": _("Số quy trình nội bộ"),
    "Cấp tỉnh": _("Cấp tỉnh"),
    "Cấp huyện": _("Cấp huyện"),
    "Cấp xã": _("Cấp xã"),
    "Thanh toán": _("Thanh toán"),
    "Chờ tiếp nhận": _("Chờ tiếp nhận"),
    "Khác": _("Khác"),
    "Trong kỳ": _("Trong kỳ"),
    "Tổng số": _("Tổng số"),
    "Trực tuyến": _("Trực tuyến"),
    "Trực tiếp": _("Trực tiếp"),
    "Trực tuyến toàn trình": _("Trực tuyến toàn trình"),
    "Trực tuyến một phần": _("Trực tuyến một phần"),
    "Trực tuyến khác": _("Trực tuyến khác"),
    "Trong đó: phi địa giới": _("Trong đó: phi địa giới"),
    "Bưu chính công ích": _("Bưu chính công ích"),
    "Trực tiếp, dịch vụ bưu chính": _("Trực tiếp, dịch vụ bưu chính"),
    "Từ kỳ trước": _("Từ kỳ trước"),
    "Trước hạn": _("Trước hạn"),
    "Đúng hạn": _("Đúng hạn"),
    "Trước và đúng hạn": _("Trước và đúng hạn"),
    "Quá hạn": _("Quá hạn"),
    "Trong hạn": _("Trong hạn"),
    "Chưa đến hạn": _("Chưa đến hạn"),
    "Đã có thư xin lỗi": _("Đã có thư xin lỗi"),
    "Chưa có thư xin lỗi": _("Chưa có thư xin lỗi"),
    "Dừng xử lý": _("Dừng xử lý"),
    "Không được tiếp nhận": _("Không được tiếp nhận"),
    "Kết thúc, kết quả điện tử khác bản giấy": _("Kết thúc, kết quả điện tử khác bản giấy"),
    "Thu tiền có biên lai": _("Thu tiền có biên lai"),
    "Tỷ lệ doanh nghiệp được xác thực": _("Tỷ lệ doanh nghiệp được xác thực"),
    "Rút hồ sơ": _("Rút hồ sơ"),
}
SHORT = {
    "Số lượng hồ sơ tiếp nhận": _("Hồ sơ tiếp nhận"),
    "Số lượng hồ sơ đã giải quyết": _("Đã giải quyết"),
    "Số lượng hồ sơ đang giải quyết": _("Đang giải quyết"),
    "Số hồ sơ tiếp nhận": _("Hồ sơ tiếp nhận"),
    "Số hồ sơ đã giải quyết": _("Đã giải quyết"),
    "Số hồ sơ đang giải quyết": _("Đang giải quyết"),
}
PERIOD = "Trong kỳ"  # a part that goes without saying where a column stands by itself


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, None where its column has no source; `url` opens its dossiers."""

    n: int | None
    column: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page."""

    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Some groups of columns of a form, with all rows: `groups` are names with numbers of columns."""

    groups: Sequence[tuple[str, int]]
    columns: Sequence[tuple[Column, str]]
    lines: Sequence[Line]
    totals: Line


def address(what: str, form: str) -> str:
    """Where the page, dossiers, freezing, or a file of a form is."""
    return reverse(f"board:{ADDRESSES[what]}" if (form, what) in OLD else f"board:form_{form}_{what}")


ADDRESSES = {"page": "home", "dossiers": "dossiers", "freeze": "freeze", "xlsx": "sheet", "json": "json"}
OLD = {("06a", what) for what in ADDRESSES}


def tables(form: Form, rows: Sequence[tuple[str, Figures, Urls]], totals: tuple[Figures, Urls]) -> list[Table]:
    """The form in one table, or in several where it has more columns than a page is wide."""
    found = []
    for columns in _parts(form):
        lines = [Line(name, _cells(columns, figures, urls)) for name, figures, urls in rows]
        groups = [(word(name), len(list(some))) for name, some in groupby(columns, lambda c: c.group)]
        heads = [(column, label(column)) for column in columns]
        found.append(Table(groups, heads, lines, Line("", _cells(columns, *totals))))
    return found


def _parts(form: Form) -> list[list[Column]]:
    parts: list[list[Column]] = [[]]
    for _name, some in groupby(form.columns, lambda c: c.group):
        group = list(some)
        if len(parts[-1]) + len(group) > WIDEST:
            parts.append([])
        parts[-1] += group
    return parts


def _cells(columns: Sequence[Column], figures: Figures, urls: Urls) -> list[Cell]:
    return [Cell(figures.get(c.n), c.n, f"{short(c.group)}: {label(c).lower()}", urls.get(c.n, "")) for c in columns]


def word(name: str) -> str:
    """A head of a form in the language of the page."""
    return str(HEADS.get(name, name))


def label(column: Column) -> str:
    """The head of a column by itself, with the part that it belongs to: "Quá hạn: đã có thư xin lỗi"."""
    if column.part in ("", PERIOD):
        return word(column.label)
    return f"{word(column.part)}: {word(column.label).lower()}"


def short(group: str) -> str:
    """A group of columns in two or three words, where each figure stands by itself."""
    return str(SHORT.get(group, word(group)))
