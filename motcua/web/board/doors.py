"""What goes through the doors: received for others, at once, on the spot; each figure opens its dossiers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from motcua.deadlines.rules import pack_on
from motcua.supervision.doors import MEASURES, Door, behind, doors, together
from motcua.supervision.reports import Asked
from motcua.supervision.scopes import Scope
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.words import share

from .tables import ROWS, address, figure, table


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The table that the address asks for."""
    return table(request, "board/doors.html", _shown)


def _shown(request: HttpRequest, asked: Asked, of: Scope) -> dict[str, Any]:
    found = doors(of, asked.first, asked.last, facts(request).offices, at=request.at)  # type: ignore[attr-defined]
    whole = together(found)
    return {
        "of": of,
        "asked": asked,
        "heads": [gettext(label) for label in MEASURES.values()],
        "rows": [_line(door, asked, of) for door in found],
        "totals": _line(whole, asked, None),
        "target": pack_on(asked.last).on_the_spot_percent,
    }


def _line(door: Door, asked: Asked, of: Scope | None) -> dict[str, Any]:
    """The figures of a counter; nothing opens a zero or a total."""
    cells = [
        (
            gettext(label),
            n,
            address("board:door_dossiers", asked, of, by=door.code, measure=measure) if of and n else "",
        )
        for (measure, label), n in zip(MEASURES.items(), door.counts.values(), strict=True)
    ]
    return {"label": door.name, "cells": cells, "door": door, "share": share(door.on_the_spot, door.arisen)}


@needs("board.use")
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one figure."""
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    asked, of, counter, measure = figure(request)
    found = behind(of, asked.first, asked.last, who.offices, counter=counter, measure=measure, at=at)
    context = {
        "what": gettext(MEASURES.get(measure, MEASURES["received"])),
        "of": of,
        "asked": asked,
        "page_of": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "back": address("board:doors", asked, of),
    }
    return render(request, "board/door_dossiers.html", context)
