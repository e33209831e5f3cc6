"""An officer's own week or month: figures that open the work behind them, to be printed as their report (S43)."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.casework.reads.own_work import Figure, Stretch, any_before, figures, month_of, rows, week_of
from motcua.web.ui.guards import facts, needs

MONTH = "thang"
PER_PAGE = 50
LABELS = {
    Figure.CAME: _("Việc đến trong kỳ"),
    Figure.DONE: _("Việc đã làm xong trong kỳ"),
    Figure.DONE_LATE: _("trong đó xong sau hạn của bước"),
    Figure.HELD: _("Đang giữ lúc này"),
    Figure.HELD_LATE: _("trong đó bước đã quá hạn"),
    Figure.DOSSIER_LATE: _("trong đó hồ sơ đã quá hạn giải quyết"),
}
PARTS = (Figure.DONE_LATE, Figure.HELD_LATE, Figure.DOSSIER_LATE)  # of the figure before


@needs("desk.use")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?tu=2026-11-16` is a day of the stretch, `?ky=thang` its month, `?muc=done` the figure whose work is listed."""
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    by_month = request.GET.get("ky") == MONTH
    stretch = _stretch(request.GET.get("tu", ""), who.day, by_month=by_month)
    asked = request.GET.get("muc", "")
    figure = Figure(asked) if asked in set(Figure) else Figure.DONE
    counted = figures(who.by.account_id, stretch, at=at)
    listed = rows(who.by.account_id, figure, stretch, at=at)
    kind = "thang" if by_month else "tuan"
    shown = {
        "stretch": stretch,
        "by_month": by_month,
        "counted": [
            (LABELS[one], n, _address(kind, stretch.first, one), one is figure, one in PARTS)
            for one, n in counted.items()
        ],
        "label": LABELS[figure],
        "rows": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "before": _address(kind, stretch.before().first, figure) if any_before(who.by.account_id, stretch) else "",
        "after": _address(kind, stretch.after().first, figure) if stretch.last < who.day else "",
        "week": _address("tuan", min(max(stretch.first, who.day), stretch.last), figure),
        "month": _address("thang", stretch.first, figure),
        "name": who.by.name,
        "now": at,
    }
    return render(request, "desk/own_work.html", shown)


def _stretch(said: str, today: date, *, by_month: bool) -> Stretch:
    """Of the day that the address names; of today where it names none that can be."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = today
    day = day if date(2000, 1, 1) <= day <= today else today
    return month_of(day) if by_month else week_of(day)


def _address(kind: str, day: date, figure: Figure) -> str:
    return f"?ky={kind}&tu={day.isoformat()}&muc={figure.value}"
