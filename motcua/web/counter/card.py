"""A card scanned at a reception: for htmx, which puts the party that it fills in where it stands."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from motcua.casework.reads import people
from motcua.kernel.sentences import Refused
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.words import say

from . import edits
from .parts import shown
from .party_form import ApplicantForm, PartyForm

BUTTON = re.compile(r"card:(applicant|owners-\d{1,3})")
APPLICANT = "applicant"


@needs("counter.use")
@require_POST  # a card stands in no address
def card(request: HttpRequest) -> HttpResponse:
    """The fields of the party whose button was pressed, filled from its card; it changes nothing.

    What is wrong with the card stands at its field and what was typed stays. Of an applicant also what is known.
    """
    pressed = BUTTON.fullmatch(request.POST.get("do", ""))
    if pressed is None:
        raise Http404
    prefix, data, fault, notes = pressed[1], request.POST.copy(), "", []
    try:
        notes = edits.read_card(data, prefix, at=request.at)  # type: ignore[attr-defined]
    except Refused as no:
        fault = say(no)
    party = shown(ApplicantForm if prefix == APPLICANT else PartyForm, data, prefix)
    party.card_fault, party.card_notes = fault, [say(note) for note in notes]
    context = {"party": party, "prefix": prefix, "applicant": prefix == APPLICANT}
    if prefix == APPLICANT:
        number, procedure = party.typed("number").replace("\0", ""), data.get("procedure", "")
        context["known"] = people.known(facts(request), number, procedure=procedure)
    return render(request, "counter/pieces/card_read.html", context)
