"""Procedures assigned to a centre and received beside it, procedure by procedure; each figure opens its dossiers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.supervision.beside import Beside, behind, beside
from motcua.supervision.reports import Asked
from motcua.supervision.scopes import Scope
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.words import share

from .tables import ROWS, address, figure, table


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The table that the address asks for."""
    return table(request, "board/beside.html", _shown)


def _shown(request: HttpRequest, asked: Asked, of: Scope) -> dict[str, Any]:
    found = beside(of, asked.first, asked.last, facts(request).offices)
    return {
        "of": of,
        "asked": asked,
        "rows": [_line(row, asked, of) for row in found],
        "procedures": len({row.procedure for row in found}),
        "received": sum(row.received for row in found),
    }


def _line(row: Beside, asked: Asked, of: Scope) -> dict[str, Any]:
    url = address("board:beside_dossiers", asked, of, by=row.place.code, measure=row.procedure)
    return {"row": row, "url": url, "share": share(row.received, row.both)}


@needs("board.use")
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one figure."""
    asked, of, place, procedure = figure(request)
    found = behind(of, asked.first, asked.last, facts(request).offices, procedure=procedure, place=place)
    context = {
        "what": gettext("Tiếp nhận ngoài Trung tâm"),
        "of": of,
        "asked": asked,
        "page_of": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "back": address("board:beside", asked, of),
        "back_label": gettext("Tiếp nhận ngoài Trung tâm"),
    }
    return render(request, "board/door_dossiers.html", context)
