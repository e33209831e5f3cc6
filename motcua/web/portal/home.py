"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.web.ui.guards import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Look a dossier up."""
    return render(request, "portal/home.html")
