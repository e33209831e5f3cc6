"""The timeline of one dossier for who proved a contact of it by a one-time code; for all others the way to a code.

The proof lives in the session of this browser, for one dossier and half an hour. Whatever is typed, the page never
says whether a telephone or an e-mail belongs to the dossier.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from motcua.casework.prove import (
    LONGEST_CONTACT,
    NO_WAY,
    ask_code,
    can_be_told,
    close,
    dossier_to_prove,
    enter_code,
    opened_until,
    pending,
    ways,
)
from motcua.casework.reads.own_dossiers import is_own
from motcua.casework.reads.timeline import Timeline, timeline
from motcua.citizens.queries import citizen
from motcua.dossiers.models import Dossier
from motcua.kernel.dossier_code import looks_like_code
from motcua.kernel.sentences import Refused, Sentence
from motcua.offices import snapshot
from motcua.web.ui.guards import citizen_id, is_citizen, public
from motcua.web.ui.words import moment, say, vietnamese, weekday_moment

from .limiting import caller, limited
from .tracking import LONGEST_TYPED, too_often

ASKED, OPENED = "proof_asked", "proof_opened"


@public
@require_safe
@limited("track", most="LOOKUPS_PER_MINUTE", refusal=too_often)
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The timeline where this browser proved a contact of the dossier; else the entry page."""
    known, at = looks_like_code(code[:LONGEST_TYPED]) or "", _at(request)
    until = opened_until(known, request.session.get(OPENED), at=at)
    found = timeline(known, snapshot.present(), at=at) if until else None
    if found is not None:
        shown = {
            "found": found,
            "until": until,
            "steps": steps_of(found),
            "track": reverse("portal:dossier", args=[known]),
        }
        return _private(render(request, "portal/timeline.html", shown))
    if is_citizen(request) and is_own(citizen(citizen_id(request)), known):
        return HttpResponseRedirect(reverse("portal:own_dossier", args=[known]))
    dossier = dossier_to_prove(known)
    if dossier is None:  # the page of the code says what is the matter with it
        return HttpResponseRedirect(reverse("portal:dossier", args=[code]))
    return _entry(request, dossier)


@public
@sensitive_post_parameters("contact")
@require_POST
@limited("code", most="CODES_ENTERED_PER_MINUTE", refusal=too_often)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a code; the answer is the same for every contact."""
    dossier = _dossier(code)
    typed = request.POST.get("contact", "")[: LONGEST_CONTACT + 1]
    language, before = get_language() or "vi", request.session.get(ASKED)
    try:
        asked = ask_code(
            dossier, typed=typed, caller=caller(request), language=language, at=_at(request), before=before
        )
    except Refused as refusal:
        return _entry(request, dossier, refusal=refusal, typed=typed)
    request.session[ASKED] = asked
    return HttpResponseRedirect(reverse("portal:timeline", args=[dossier.code]))


@public
@sensitive_post_parameters("code")
@require_POST
@limited("code", most="CODES_ENTERED_PER_MINUTE", refusal=too_often)
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the code; the right one opens this dossier in this browser."""
    dossier = _dossier(code)
    typed, asked = request.POST.get("code", "")[:LONGEST_TYPED], request.session.get(ASKED)
    try:
        proof = enter_code(dossier, proof_id=asked, typed=typed, at=_at(request))
    except Refused as refusal:
        return _entry(request, dossier, refusal=refusal)
    request.session.cycle_key()  # a session that somebody else laid here before opens nothing
    request.session.pop(ASKED, None)
    request.session[OPENED] = proof
    return HttpResponseRedirect(reverse("portal:timeline", args=[dossier.code]))


@public
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Close the timeline, for who uses a telephone or a computer of others."""
    for name in (OPENED, ASKED):
        if (proof := request.session.pop(name, None)) is not None:
            close(proof, at=_at(request))
    return HttpResponseRedirect(reverse("portal:dossier", args=[_dossier(code).code]))


def _at(request: HttpRequest) -> datetime:
    return request.at  # type: ignore[attr-defined, no-any-return]


def _dossier(code: str) -> Dossier:
    found = dossier_to_prove(looks_like_code(code[:LONGEST_TYPED]) or "")
    if found is None:
        raise Http404
    return found


def _entry(request: HttpRequest, dossier: Dossier, *, refusal: Refused | None = None, typed: str = "") -> HttpResponse:
    """The page that asks for a contact, or for the code where one was asked for from here."""
    can = can_be_told(dossier)
    asked = pending(dossier, request.session.get(ASKED), at=_at(request))
    shown = {
        "code": dossier.code,
        "none": None if can else Sentence(NO_WAY),
        "asked": asked,
        "typed": typed,
        "errors": {refusal.field or "contact": refusal.sentence} if refusal else {},
        "demo": "log" in ways(),
        "email_only": can and not settings.SMS_URL and "log" not in ways(),
    }
    return _private(render(request, "portal/prove.html", shown, status=422 if refusal else 200))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def steps_of(found: Timeline) -> list[dict[str, object]]:
    """What happened, who has it now, and when the result is promised, as one way."""
    rows: list[dict[str, object]] = [
        {"label": one.what, "detail": vietnamese(one.where), "aside": moment(one.at), "state": "done"}
        for one in found.past
    ]
    for holder in found.holders:
        since = gettext("từ {at}").format(at=moment(holder.since))
        rows.append(
            {"label": holder.step, "detail": _who(holder.place, holder.post), "aside": since, "state": "current"}
        )
    if found.must:
        rows.append({"label": _("Đến lượt Anh/Chị"), "detail": say(found.must), "state": "current"})
    if found.appointment is not None:
        rows.append({"label": _("Có kết quả"), "aside": weekday_moment(found.appointment), "state": "next"})
    return rows


def _who(place: str, post: str) -> object:
    return gettext("{place} · {post}").format(place=place, post=gettext(post)) if post else vietnamese(place)
