"""Where to go: all counters with their opening hours of today."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.casework.reads.counters import counters, with_hours
from motcua.offices import snapshot
from motcua.web.ui.guards import public

ROWS = 20


@public
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The counters, found by the name of their commune."""
    offices, at = snapshot.present(), request.at  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()[:100]
    page = Paginator(counters(offices, text, at=at), ROWS).get_page(request.GET.get("page"))
    context = {"text": text, "page_of": page, "rows": with_hours(list(page), offices, at=at)}
    return render(request, "portal/places.html", context)
