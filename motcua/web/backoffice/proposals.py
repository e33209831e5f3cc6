"""A change of the calendar in two looks: fill in and see whose due dates it touches, then confirm what was seen.

The first look is a GET, so that nothing typed is lost on the way back; what was seen is read-only, so that nothing
else than that is confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from motcua.casework.reads import calendar_effect as effects
from motcua.casework.reads.calendar_effect import Effect
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.calendar_changes import Plan
from motcua.offices.models import CalendarChange
from motcua.offices.snapshot import Snapshot
from motcua.policy.permissions import visible
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts

from .pages import Done, acted, moment, page, pressed

SEEN = "xem"  # the parameter by which the first look asks for the second
Planned = Callable[[Snapshot], Plan]


def typed(request: HttpRequest) -> dict[str, Any]:
    """How a form of two looks is made: bound when it is looked at or sent, else filled with what was typed before."""
    if request.method == "POST":
        return {"data": request.POST}
    return {"data": request.GET} if SEEN in request.GET else {}


def proposal(
    request: HttpRequest,
    form: forms.Form,
    *,
    plan: Planned,
    act: Callable[[], CalendarChange],
    template: str,
    context: Mapping[str, Any] | None = None,
    fields: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The form, the preview of what it would do, or the page of what was done."""
    if request.method == "POST" and (answer := acted(request, form, lambda: _done(act()), fields)):
        return answer
    told: Plan | None = None
    if request.method != "POST" and form.is_bound and form.is_valid():
        try:
            told = plan(snapshot.present())
        except Refused as no:
            add_refusal(form, no, fields)
    back = request.GET.copy()
    back.pop(SEEN, None)
    shown = {
        "form": form,
        "kept": _kept(form),
        "back": f"?{back.urlencode()}",
        **(context or {}),
        **_seen(request, told),
    }
    return page(request, template, "calendar", shown, status=422 if form.is_bound and form.errors else 200)


def question(
    request: HttpRequest,
    *,
    plan: Planned,
    act: Callable[[], CalendarChange],
    template: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """What needs no form: the preview with its button, or why it cannot be; then the page of what was done."""
    if request.method == "POST":
        return pressed(request, lambda: _done(act()))
    try:
        told, refused = plan(snapshot.present()), None
    except Refused as no:
        told, refused = None, no
    return page(request, template, "calendar", {**(context or {}), "refused": refused, **_seen(request, told)})


def _done(change: CalendarChange) -> Done:
    return Done(reverse("backoffice:calendar_change", args=[change.pk]), gettext("Đã ghi vào lịch."))


def _kept(form: forms.Form) -> list[tuple[str, str]]:
    """What was typed, to be sent once more by the button that confirms it."""
    return [(name, form.data[name]) for name in form.fields if name in form.data]


def _seen(request: HttpRequest, plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {"plan": None, "effect": None}
    offices = snapshot.present()
    found = effects.effect_of(plan, offices, at=moment(request))
    place = offices.agency(plan.agency_id)
    return {"plan": plan, "effect": found, "place": place, "open_to_me": _open_to(request, found)}


def _open_to(request: HttpRequest, found: Effect) -> frozenset[str]:
    """The codes whose dossiers this person may open."""
    shown = [row.pk for row in found.rows]
    return frozenset(Dossier.objects.filter(visible(facts(request)), pk__in=shown).values_list("code", flat=True))
