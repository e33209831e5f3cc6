"""The procedures behind a figure of form 07b."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.supervision.organisation import behind
from motcua.web.ui.guards import needs

from .asked import from_address, query
from .dossiers import named
from .layouts import address

ROWS = 50
FORM = "07b"


@needs("board.use")
def page(request: HttpRequest) -> HttpResponse:
    """The list, with how often each procedure counts: several processes of one procedure are several."""
    found = from_address(request, FORM)
    row = found.row(request.GET.get("row", ""))
    column = found.form.column(request.GET.get("what", ""))
    rows = behind(found.scope, found.view, row.key or None, column.counts)
    context = {
        "found": found,
        "row": row,
        "what": named(found, column.n),
        "figure": row.columns[column.n],
        "of_processes": column.counts[0].startswith("processes"),
        "page_of": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "back": address("page", FORM) + query(found),
    }
    return render(request, "board/procedures.html", context)
