"""The part of agencies in dossiers of others: a table whose every figure opens its dossiers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.supervision.participation import MEASURES, Part, behind, participation, pieces
from motcua.supervision.reports import Asked
from motcua.supervision.scopes import Scope
from motcua.web.ui.guards import facts, needs

from .tables import ROWS, address, figure, table


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The table that the address asks for."""
    return table(request, "board/participation.html", _shown)


def _shown(request: HttpRequest, asked: Asked, of: Scope) -> dict[str, Any]:
    at = request.at  # type: ignore[attr-defined]
    parts = participation(of, asked.first, asked.last, facts(request).offices, at=at)
    heads = [gettext("Được hỏi"), *map(gettext, MEASURES.values())]
    totals = Part("", "", sum(p.asked for p in parts), {m: sum(p.counts[m] for p in parts) for m in MEASURES})
    return {
        "of": of,
        "asked": asked,
        "heads": heads,
        "rows": [{"label": p.name, "cells": list(zip(heads, *_cells(p, asked, of), strict=True))} for p in parts],
        "totals": list(zip(heads, (totals.asked, *totals.counts.values()), strict=True)),
    }


def _cells(part: Part, asked: Asked, of: Scope) -> tuple[list[int], list[str]]:
    """The figures of an agency and what they open; nothing opens a zero."""
    figures = {"": part.asked, **part.counts}
    opens = {
        m: address("board:participation_pieces", asked, of, by=part.code, measure=m) if n else ""
        for m, n in figures.items()
    }
    return list(figures.values()), list(opens.values())


@needs("board.use")
def behind_figure(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one figure."""
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    asked, of, agency, measure = figure(request)
    found = behind(of, asked.first, asked.last, who.offices, agency=agency, measure=measure, at=at)
    page_of = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "what": gettext(MEASURES[measure]) if measure in MEASURES else gettext("Được hỏi"),
        "of": of,
        "asked": asked,
        "page_of": page_of,
        "rows": pieces(list(page_of)),
        "label": _("Về bảng phối hợp"),
        "back": address("board:participation", asked, of),
    }
    return render(request, "board/participation_pieces.html", context)
