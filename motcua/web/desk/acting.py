"""The page of one act: GET says what it will do, POST does it once and leads back to the dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from motcua.casework.reads import dossier as reads
from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.verbs import possible
from motcua.kernel.sentences import Refused
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import NotValid, key_of, submitted

from .acts.base import Act
from .acts.table import BY_NOUN

BACK = "ve"  # in the address of an act: the page that it shall lead back to


@needs("desk.use")
def act(request: HttpRequest, code: str, noun: str) -> HttpResponse:
    """The act `noun` on the dossier `code`."""
    if noun not in BY_NOUN:
        raise Http404
    form = BY_NOUN[noun](seen(request, code), request)
    if request.method != "POST":
        return _page(request, form)
    home = _back(request) or reverse("desk:dossier", args=[code])
    try:
        # The key is claimed before the form is judged: a second press is led on even where the form fits no more.
        with submitted(request) as done:
            if not form.is_valid() or form.wants_more:
                raise NotValid
            form.carry_out(by=request.actor, at=request.at)  # type: ignore[attr-defined]
            done.url = home
    except NotValid:
        return _page(request, form, status=200 if form.wants_more else 422)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, status=422 if refused.field else 409)
    messages.success(request, form.done)
    return HttpResponseRedirect(home)


def seen(request: HttpRequest, code: str, *, journal: bool = False) -> Whole:
    """The dossier, as far as the actor may see it; for all others it does not exist."""
    whole = reads.whole(code, facts(request), at=request.at, journal=journal)  # type: ignore[attr-defined]
    if whole is None:
        raise Http404
    return whole


def _back(request: HttpRequest) -> str:
    """The page that the act was asked for on, where it names one of this site."""
    address = request.POST.get("back") or request.GET.get(BACK, "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def _page(request: HttpRequest, form: Act, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "whole": form.whole,
        "why_not": possible(form.whole)[form.verb].why_not,
        "key": key_of(request),
        "back": _back(request),
    }
    return render(request, form.template, context, status=status)
