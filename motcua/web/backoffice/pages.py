"""The frame of every page of the back office, and the one way in which its forms act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.kernel.sentences import Refused
from motcua.policy.permissions import why_not
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts
from motcua.web.ui.submit import NotValid, key_of, submitted

ROWS = 50
# (name of the section, URL name, label, permission to see it besides backoffice.use)
SECTIONS = (
    ("home", "backoffice:home", _("Tổng quan"), ""),
    ("agencies", "backoffice:agencies", pgettext_lazy("nhiều", "Cơ quan"), ""),
    ("staff", "backoffice:staff", _("Cán bộ"), ""),
    ("calendar", "backoffice:calendar", _("Lịch làm việc"), ""),
    ("procedures", "backoffice:procedures", pgettext_lazy("nhiều", "Thủ tục"), ""),
    ("jobs", "backoffice:jobs", _("Việc nền"), "outbox.see"),
)


def page(
    request: HttpRequest, template: str, section: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of a section. `no_change` is the sentence that says why this person may only look, or None."""
    who = facts(request)
    tabs = [
        {"url": reverse(url), "label": label, "current": name == section}
        for name, url, label, permission in SECTIONS
        if not permission or why_not(permission, who) is None
    ]
    frame = {"sections": tabs, "no_change": why_not("offices.change", who), "key": key_of(request)}
    return render(request, f"backoffice/{template}", {**frame, **context}, status=status)


def moment(request: HttpRequest) -> datetime:
    """The moment of the request, by the clock of the faces."""
    return cast(datetime, request.at)  # type: ignore[attr-defined]


def today(request: HttpRequest) -> date:
    """Its local date."""
    return moment(request).date()


def at_work(request: HttpRequest) -> dict[str, Any]:
    """Who acts and when, as every verb wants them."""
    return {"by": request.actor, "at": moment(request)}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Done:
    """What an act led to: where to go and what to say there, or a page of its own that is shown only once."""

    url: str
    said: str = ""
    answer: HttpResponse | None = None


def acted(
    request: HttpRequest, form: forms.Form, act: Callable[[], Done], fields: Mapping[str, str] | None = None
) -> HttpResponse | None:
    """Carry a POST out once; None when the form has to be shown again, with what is wrong at its fields.

    The key is claimed before the form is judged: a second press is led on even where the form fits no more.
    """
    try:
        with submitted(request) as submission:
            if not form.is_valid():
                raise NotValid
            done = act()
            submission.url = done.url
    except NotValid:
        return None
    except Refused as refused:
        add_refusal(form, refused, fields)
        return None
    return _answer(request, done)


def pressed(request: HttpRequest, act: Callable[[], Done]) -> HttpResponse:
    """Carry out what needs no form: one press of one button. A refusal becomes a page of its own."""
    with submitted(request) as submission:
        done = act()
        submission.url = done.url
    return _answer(request, done)


def _answer(request: HttpRequest, done: Done) -> HttpResponse:
    if done.said:
        messages.success(request, done.said)
    return done.answer or HttpResponseRedirect(done.url)
