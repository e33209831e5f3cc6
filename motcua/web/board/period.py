"""The figures of any period, by field, agency, unit, procedure or channel: ranked, compared with two earlier ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.kernel.sentences import Refused
from motcua.policy.permissions import why_not
from motcua.supervision import period_files, printed
from motcua.supervision.behind import ADJUSTED
from motcua.supervision.by_period import (
    CHANNEL,
    PERIOD,
    PROCEDURE,
    SHARES,
    UNIT,
    OfPeriod,
    of_period,
    period_json,
    points,
)
from motcua.supervision.reports import AGENCY, FIELD, Asked, NotYet, Row
from motcua.web.ui import words
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of

from .asked import Question, asked_of, exactly, may_see, query
from .report import called, download, notes_of, opening, presets_of, tables_of

HEADS = {
    FIELD: _("Lĩnh vực giải quyết"),
    AGENCY: _("Cơ quan"),
    UNIT: _("Cơ quan trực tiếp bên dưới"),
    PROCEDURE: _("Thủ tục"),
    CHANNEL: _("Kênh tiếp nhận"),
}
WRITERS: dict[str, tuple[str, Callable[[OfPeriod], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", period_files.sheet),
    "pdf": ("application/pdf", printed.period),
    "csv": ("text/csv; charset=utf-8", period_files.table),
    "json": (
        "application/json; charset=utf-8",
        lambda found: json.dumps(period_json(found), ensure_ascii=False).encode(),
    ),
}
FILES = {"xlsx": _("Bảng tính (XLSX)"), "pdf": "PDF", "csv": "CSV", "json": _("JSON")}


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of the second table: shares as (percentage, part, whole), the place, and points against earlier ones."""

    label: str
    shares: list[tuple[str, int, int]]
    rank: int | None
    moved: list[str]


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The figures that the address asks for, this month's by field without asking."""
    day = request.at.date()  # type: ignore[attr-defined]
    question = Question(request.GET, facts(request), day, PERIOD)
    context: dict[str, Any] = {
        "form": question,
        "presets": presets_of(question, day),
        "home": reverse("board:home"),
    }
    asked, status = question.asked(), 200
    if asked is not None:
        try:
            context |= _shown(request, _made(request, asked))
        except NotYet as not_yet:
            context["not_yet"] = not_yet.sentence
        except Refused as refused:
            context["refused"], status = refused.sentence, 409
    return render(request, "board/period.html", context, status=status if asked else 400)


def _made(request: HttpRequest, asked: Asked) -> OfPeriod:
    """The figures asked for; for who may not see them, they do not exist."""
    found = of_period(asked)
    if not may_see(request, found.report.scope):
        raise Http404
    return found


def _shown(request: HttpRequest, found: OfPeriod) -> dict[str, Any]:
    report = found.report
    who = replace(facts(request), agency_id=report.scope.agency.pk)
    ranked = sorted(report.rows, key=lambda row: found.ranks.get(row.key) or len(report.rows) + 1)
    return {
        "found": report,
        "row_head": HEADS[report.rows_by],
        "tables": tables_of(report) if report.rows else [],
        "compared": [_compared(found, row) for row in ranked],
        "of_all": _compared(found, report.totals),
        "before": found.before,
        "year_before": found.year_before,
        "notes": notes_of(report),
        "carried": report.carried,
        "adjusted": opening(report, ADJUSTED),
        "freeze": reverse("board:form_period_freeze") + query(report),
        "no_freeze": why_not("report.freeze", who),
        "key": key_of(request),
        "below": len(report.scope.codes) > 1,
        "files": [(name, reverse(f"board:form_period_{kind}") + exactly(report)) for kind, name in FILES.items()],
    }


def _compared(found: OfPeriod, row: Row) -> Compared:
    shares = [share(row) for share in SHARES.values()]
    return Compared(
        called(row) if row.key else gettext("Tổng số"),
        [(words.share(share.n, share.of), share.n, share.of) for share in shares],
        found.ranks.get(row.key),
        [words.points(points(row, earlier.row(row.key))) for earlier in (found.before, found.year_before)],
    )


@needs("board.use")
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The figures to keep: spreadsheet, CSV, or JSON for programs."""
    found = _made(request, asked_of(request, PERIOD))
    report = found.report
    name = f"ky-{report.scope.agency.code}-{report.view.first:%Y%m%d}-{report.view.last:%Y%m%d}-{report.rows_by}.{kind}"
    media, write = WRITERS[kind]
    return download(write(found), name, media)
