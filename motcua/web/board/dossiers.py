"""The dossiers behind one figure of a report: as many as the figure says, as far as this person may see them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from motcua.supervision.behind import ADJUSTED, REOPENED, behind, closed_at
from motcua.supervision.by_period import PERIOD
from motcua.supervision.reports import Report
from motcua.web.ui.guards import facts, needs

from .asked import from_address, query
from .layouts import address, label, short

ROWS = 50
NOTES = {
    "ended": _("Kết thúc không có kết quả"),
    "waiting": _("Đang chờ người nộp"),
    "late_entry": _("Quá hạn chỉ vì ghi muộn"),
    REOPENED: _("Mở lại để sửa sai"),
    ADJUSTED: _("Điều chỉnh do ghi nhận muộn"),
}
CLOSINGS = {
    ("resolved", "early"): _("có kết quả trước hạn"),
    ("resolved", "on_time"): _("có kết quả đúng hạn"),
    ("resolved", "late"): _("có kết quả quá hạn"),
    **{("withdrawn", v): pgettext_lazy("hồ sơ", "đã rút") for v in ("early", "on_time", "late")},
    **{("stopped", v): pgettext_lazy("hồ sơ", "đã dừng") for v in ("early", "on_time", "late")},
}
WAITS = {
    "supplement": _("chờ bổ sung"),
    "financial": _("chờ nghĩa vụ tài chính"),
    "other": _("tạm dừng"),
}


@needs("board.use")
def page(request: HttpRequest, form: str = "06a") -> HttpResponse:
    """The list; names are masked, dossiers that policy hides are counted but not shown."""
    found = from_address(request, form)
    row = found.row(request.GET.get("row", ""))
    what = request.GET.get("what", "")
    opened = behind(found, row, what, facts(request))
    page_of = Paginator(opened.rows, ROWS).get_page(request.GET.get("page"))
    hidden = opened.figure - page_of.paginator.count if what != ADJUSTED else 0
    context = {
        "found": found,
        "row": row,
        "what": named(found, what),
        "figure": opened.figure,
        "hidden": max(hidden, 0),
        "is_change": what == ADJUSTED,
        "page_of": page_of,
        "rows": [_line(found, values, opened.gone) for values in page_of],
        "back": address("page", form) + query(found),
        "back_name": gettext("Số liệu theo kỳ") if form == PERIOD else gettext("Biểu {form}").format(form=form),
    }
    return render(request, "board/dossiers.html", context)


def named(found: Report, what: str) -> str:
    """How the page calls a column or a footnote."""
    if what in NOTES:
        return str(NOTES[what])
    column = found.form.column(what)
    return gettext("Cột {n} · {group}: {label}").format(
        n=column.n, group=short(column.group), label=label(column).lower()
    )


def _line(found: Report, values: dict[str, Any], gone: frozenset[int]) -> dict[str, Any]:
    """A row as it stood for the report: what was recorded later shows on the dossier's own page."""
    closed = closed_at(values)
    stood = closed is not None and closed < found.view.until
    state: object = CLOSINGS[values["closing"], values["verdict"]] if stood else WAITS.get(values["waiting"], "")
    return {
        "code": values["dossier__code"],
        "url": reverse("desk:dossier", args=[values["dossier__code"]]),
        "procedure": values["dossier__version__name"],
        "agency": values["dossier__competent__name"],
        "applicant": values["applicant"],
        "accepted_at": values["accepted_at"],
        "due_at": values["due_at"],
        "closed_at": closed if stood else None,
        "state": state or _("đang giải quyết"),
        "gone": values["dossier_id"] in gone,
    }
