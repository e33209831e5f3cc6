"""Citizens sign in and out with a code to their telephone or e-mail; officers have a page of their own."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.prove import LONGEST_CONTACT, ways
from motcua.casework.reads.own_dossiers import example
from motcua.casework.sign_in import NO_WAY, ask_to_sign_in, code_pending
from motcua.casework.sign_in import sign_in as signed_in
from motcua.kernel import phone
from motcua.kernel.sentences import Refused, Sentence
from motcua.web.ui.guards import is_citizen, public

from .limiting import caller, limited
from .tracking import LONGEST_TYPED, too_often

ASKED = "sign_in_asked"
BACKEND = "motcua.accounts.backends.CitizenBackend"


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Asks for a contact, or for the code where one was asked for from here."""
    if is_citizen(request):
        return HttpResponseRedirect(reverse("portal:own"))
    return _entry(request)


@public
@sensitive_post_parameters("contact")
@require_POST
@limited("code", most="CODES_ENTERED_PER_MINUTE", refusal=too_often)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code; the answer is the same whether or not there is an account."""
    typed = request.POST.get("contact", "")[: LONGEST_CONTACT + 1]
    try:
        request.session[ASKED] = ask_to_sign_in(
            typed,
            caller=caller(request),
            language=get_language() or "vi",
            at=request.at,  # type: ignore[attr-defined]
            before=request.session.get(ASKED),
        )
    except Refused as refusal:
        return _entry(request, refusal=refusal, typed=typed)
    back = going_to(request)
    return HttpResponseRedirect(reverse("portal:sign_in") + (f"?{urlencode({'next': back})}" if back else ""))


@public
@sensitive_post_parameters("code")
@require_POST
@limited("code", most="CODES_ENTERED_PER_MINUTE", refusal=too_often)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the code; who comes for the first time is led to saying their name."""
    typed, asked = request.POST.get("code", "")[:LONGEST_TYPED], request.session.get(ASKED)
    try:
        account = signed_in(proof_id=asked, typed=typed, language=get_language() or "vi", at=request.at)  # type: ignore[attr-defined]
    except Refused as refusal:
        return _entry(request, refusal=refusal)
    login(request, account, backend=BACKEND)
    request.session.pop(ASKED, None)
    back = going_to(request)
    if not account.full_name:
        return HttpResponseRedirect(reverse("portal:profile") + (f"?{urlencode({'next': back})}" if back else ""))
    return HttpResponseRedirect(back or reverse("portal:own"))


def _entry(request: HttpRequest, *, refusal: Refused | None = None, typed: str = "") -> HttpResponse:
    known = ways()
    shown = {
        "none": None if known else Sentence(NO_WAY),
        "asked": code_pending(request.session.get(ASKED), at=request.at),  # type: ignore[attr-defined]
        "typed": typed,
        "errors": {refusal.field or "contact": refusal.sentence} if refusal else {},
        "demo": "log" in known,
        "example": phone.shown(example()) if "log" in known else "",
        "ways": known,
        "next": going_to(request),
    }
    return private(render(request, "portal/sign_in.html", shown, status=422 if refusal else 200))


def going_to(request: HttpRequest) -> str:
    """Where they were going, if that is a page of ours."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    return to if url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/") else ""


def private(answer: HttpResponse) -> HttpResponse:
    """Not to be kept by the browser, nor found by search engines."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
