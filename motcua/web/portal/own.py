"""A citizen's own dossiers, each with its timeline; the dossiers of others do not exist here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.casework.reads.own_dossiers import is_own, own_dossiers
from motcua.casework.reads.timeline import timeline
from motcua.citizens.queries import citizen
from motcua.filing.queries import in_the_making
from motcua.kernel.dossier_code import looks_like_code
from motcua.offices import snapshot
from motcua.web.ui.guards import citizen_id, citizens

from .sign_in import private
from .timeline import steps_of
from .tracking import LONGEST_TYPED


@citizens
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The list, the newest first."""
    asked = request.GET.get("trang", "1")
    number = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    person = citizen(citizen_id(request))
    rows, more = own_dossiers(person, page=number)
    begun = in_the_making(person.account_id) if number == 1 else ()
    shown = {"rows": rows, "begun": begun, "more": f"?trang={number + 1}" if more else "", "before": _before(number)}
    return private(render(request, "portal/own_dossiers.html", shown))


def _before(number: int) -> str:
    return f"?trang={number - 1}" if number > 1 else ""


@citizens
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The timeline of one of them."""
    known = looks_like_code(code[:LONGEST_TYPED]) or ""
    found = None
    if is_own(citizen(citizen_id(request)), known):
        found = timeline(known, snapshot.present(), at=request.at)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    shown = {"found": found, "until": None, "steps": steps_of(found), "track": reverse("portal:own")}
    return private(render(request, "portal/timeline.html", shown))
