"""What is known of the person whose number was typed: for htmx, beside the applicant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from motcua.casework.reads import people
from motcua.web.ui.guards import facts, needs


@needs("counter.use")
@require_POST  # a number of a person stands in no address
def known(request: HttpRequest) -> HttpResponse:
    """The last dossiers of who has the number that was typed; it changes nothing."""
    number, procedure = request.POST.get("applicant-number", ""), request.POST.get("procedure", "")
    found = people.known(facts(request), number.replace("\0", ""), procedure=procedure)
    return render(request, "counter/pieces/known.html", {"known": found})
