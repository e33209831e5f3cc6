"""The reception page as it is drawn: the form, the preview, and what closed panels carry along unseen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.casework.reads import people
from motcua.offices.models import Agency
from motcua.web.ui.guards import facts
from motcua.web.ui.submit import key_of

from .checking import summary
from .party_form import REASONS_WITHOUT_NUMBER
from .reception_form import ReceptionForm

# The fields of each panel, by the beginning of their names.
PANELS = {"at_once": ("result-",), "ask": ("points-", "ask-"), "refuse": ("refusal-",)}


def page(
    request: HttpRequest,
    counter: Agency,
    form: ReceptionForm,
    *,
    status: int = 200,
    template: str = "counter/reception.html",
    **more: object,
) -> HttpResponse:
    """The page of one reception at `counter`; that of a linked declaration by its own template, which takes `more`."""
    context = {
        "form": form,
        "faults": summary(form),
        "offer": form.offer,
        "version": form.offer.version,
        "counter": counter,
        "key": key_of(request),
        "draft_id": form.data.get("draft", ""),
        "reasons_without_number": REASONS_WITHOUT_NUMBER,
        "carried": _carried(form),
        "now": form.at,
        "known": people.known(facts(request), form.applicant.typed("number"), procedure=form.offer.code),
    }
    return render(request, template, context | more, status=status)


def _carried(form: ReceptionForm) -> list[tuple[str, str]]:
    """What was typed into panels that are closed now."""
    closed = tuple(prefix for mode, prefixes in PANELS.items() if mode != form.mode for prefix in prefixes)
    return [(key, value) for key in form.data if key.startswith(closed) for value in form.data.getlist(key)]
