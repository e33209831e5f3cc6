"""Late dossiers by cause: tables whose every figure opens its dossiers, as spreadsheet and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.deadlines.lateness import LABELS, MEANINGS, WITHOUT_SOURCE, Cause
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.policy.permissions import why_not
from motcua.supervision import late_sheet
from motcua.supervision.lateness import Lateness, LateOne, Line, seen
from motcua.supervision.lateness import as_json as json_of
from motcua.supervision.lateness import lateness as tables_of
from motcua.supervision.periods import moment_from
from motcua.supervision.reports import Asked, NotYet
from motcua.supervision.scopes import scope
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.words import say

from .asked import Question, may_see, preset_rows
from .report import download

ROWS = 50
NO_STEP = _("không bước nào quá phần")
HEADS = {"agency": _("Cơ quan giải quyết"), "step": _("Bước"), "unit": _("Nơi giữ hồ sơ"), "person": _("Người")}


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The tables that the address asks for, this month's without asking."""
    day = request.at.date()  # type: ignore[attr-defined]
    form = Question(request.GET, facts(request), day)
    context: dict[str, Any] = {"form": form, "presets": preset_rows(form, day), "home": reverse("board:home")}
    asked, status = form.asked(), 200
    if asked is not None:
        try:
            context |= _shown(made(request, asked))
        except NotYet as not_yet:
            context["not_yet"] = not_yet.sentence
        except Refused as refused:
            context["refused"], status = refused.sentence, 409
    return render(request, "board/lateness.html", context, status=status if asked else 400)


def made(request: HttpRequest, asked: Asked) -> Lateness:
    """The tables asked for, with persons where policy allows; for who may not see them they do not exist."""
    who = facts(request)
    of = scope(asked.agency, asked.first, asked.last, who.offices)
    if not may_see(request, of):
        raise Http404
    return tables_of(asked, people=why_not("report.people", replace(who, agency_id=of.agency.pk)) is None)


def from_address(request: HttpRequest) -> Lateness:
    """The tables that an address below belongs to."""
    asked = Question(request.GET, facts(request), request.at.date()).asked()  # type: ignore[attr-defined]
    if asked is None:
        raise Refused("Địa chỉ không đúng: không đọc được kỳ báo cáo hoặc cơ quan. Hãy mở lại từ trang Số liệu.")
    if at := request.GET.get("at"):
        asked = replace(asked, as_of=moment_from(at))
    return made(request, asked)


def _address(found: Lateness, **more: str) -> str:
    said = {
        "first": f"{found.view.first:%d/%m/%Y}",
        "last": f"{found.view.last:%d/%m/%Y}",
        "agency": found.scope.agency.code,
        "at": found.view.as_of.astimezone(VIETNAM).isoformat(),
    }
    return "?" + urlencode(said | more)


def _shown(found: Lateness) -> dict[str, Any]:
    tables = [("agency", found.agencies), ("step", found.steps), ("unit", found.units)]
    if found.people is not None:
        tables.append(("person", found.people))
    return {
        "found": found,
        "causes": [(gettext(LABELS[cause]), gettext(MEANINGS[cause])) for cause in Cause],
        "tables": [(name, HEADS[name], _rows(found, name, lines)) for name, lines in tables],
        "totals": _row(found, "", found.totals),
        "sheet": reverse("board:lateness_sheet") + _address(found),
        "json": reverse("board:lateness_json") + _address(found),
    }


def _rows(found: Lateness, table: str, lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [_row(found, table, line) for line in lines]


def _row(found: Lateness, table: str, line: Line) -> dict[str, Any]:
    """A label and its figures: the sum, then each cause; None is printed as "no data yet", nothing opens a zero."""
    opens = reverse("board:late_dossiers")
    cells: list[tuple[object, int | None, str]] = [
        (_("Tổng số"), line.total, opens + _address(found, table=table, row=line.key))
    ]
    for cause in Cause:
        n = None if cause in WITHOUT_SOURCE else line.causes.get(cause, 0)
        url = opens + _address(found, table=table, row=line.key, cause=cause.value) if n else ""
        cells.append((gettext(LABELS[cause]), n, url))
    return {"label": say(line.label) or (NO_STEP if table in ("step", "unit", "person") else ""), "cells": cells}


@needs("board.use")
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one figure; those that policy hides are counted but not shown."""
    found = from_address(request)
    table, key, cause = (request.GET.get(name, "") for name in ("table", "row", "cause"))
    if table == "person" and found.people is None:
        raise Http404
    late = found.behind(table, key, cause)
    known = seen([one.dossier_id for one in late], facts(request))
    rows = [one for one in late if one.dossier_id in known]
    page_of = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "what": gettext(LABELS[Cause(cause)]) if cause else gettext("Hồ sơ quá hạn"),
        "figure": len(late),
        "hidden": len(late) - len(rows),
        "page_of": page_of,
        "rows": [_dossier(one, *known[one.dossier_id]) for one in page_of],
        "back": reverse("board:lateness") + _address(found),
    }
    return render(request, "board/late_dossiers.html", context)


def _dossier(one: LateOne, code: str, procedure: str) -> dict[str, Any]:
    return {
        "code": code,
        "url": reverse("desk:dossier", args=[code]),
        "procedure": procedure,
        "due_at": one.due_at,
        "ended_at": one.ended_at,
        "cause": gettext(LABELS[one.found.cause]),
        "step": one.step,
        "over": one.found.worst.over if one.found.worst else None,
        "overrun": one.found.overrun,
    }


@needs("board.use")
def sheet(request: HttpRequest) -> HttpResponse:
    """The tables as a spreadsheet."""
    found = from_address(request)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return download(late_sheet.sheet(found), f"{_file(found)}.xlsx", kind)


@needs("board.use")
def as_json(request: HttpRequest) -> HttpResponse:
    """The tables for programs."""
    found = from_address(request)
    text = json.dumps(json_of(found), ensure_ascii=False, indent=2)
    return download(text.encode(), f"{_file(found)}.json", "application/json; charset=utf-8")


def _file(found: Lateness) -> str:
    return f"qua-han-{found.scope.agency.code}-{found.view.first:%Y%m%d}-{found.view.last:%Y%m%d}"
