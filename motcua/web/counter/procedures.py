"""Finding the procedure that a citizen came for, as clerks type: without accents, by initials, by code."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from motcua.casework.reads import counter as reads
from motcua.casework.reads import people, procedures
from motcua.kernel.dossier_code import looks_like_code
from motcua.web.ui.guards import facts, needs

from . import here, sitting

ROWS = 20
LONGEST = 200


@needs("counter.use")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The procedures found, as a page or as the part of the page that follows the typing."""
    asked = facts(request)
    counter = here.chosen(request, here.choices(request, asked))
    if counter is None:
        return redirect("counter:home")
    after = request.GET.get("tu", "")[:60]
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = procedures.find(typed, counter_id=counter.pk, offices=asked.offices, day=asked.day)
    rows = Paginator(found, ROWS).get_page(request.GET.get("trang"))
    swapped = bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
    elsewhere = []
    if typed and not rows.paginator.count:
        if not swapped and (code := looks_like_code(typed)) and (known := reads.code_of(asked, code)):
            return redirect("desk:dossier", known)
        elsewhere = procedures.elsewhere(typed, offices=asked.offices, day=asked.day)
    template = "counter/pieces/found.html" if swapped else "counter/procedures.html"
    context = {"counter": counter, "typed": typed, "rows": rows, "elsewhere": elsewhere, "swapped": swapped}
    context["after"] = after
    if after and not swapped:
        context["printable"] = sitting.is_under_way(request, after)
        context["sitting"] = sitting.received(request, asked, after) or people.filed(asked, [after])
    return render(request, template, context)
