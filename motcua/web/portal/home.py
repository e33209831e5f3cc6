"""The first page: look a dossier up, find a procedure, see where to go; for officers the way to their work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.casework.reads.front import front
from motcua.offices import snapshot
from motcua.web.ui.guards import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One large box, and below it what else a citizen comes for."""
    return render(request, "portal/home.html", {"front": front(snapshot.present(), at=request.at)})  # type: ignore[attr-defined]
