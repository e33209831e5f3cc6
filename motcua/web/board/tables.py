"""What the tables of a period have in common: the question, who may see the answer, and what a figure opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.kernel.sentences import Refused
from motcua.supervision.periods import view
from motcua.supervision.reports import Asked
from motcua.supervision.scopes import Scope, scope
from motcua.web.ui.guards import facts

from .asked import Question, may_see, preset_rows

ROWS = 50
Shown = Callable[[HttpRequest, Asked, Scope], dict[str, Any]]


def table(request: HttpRequest, template: str, shown: Shown) -> HttpResponse:
    """The table that the address asks for, this month's without asking; a refusal stands in its place."""
    day = request.at.date()  # type: ignore[attr-defined]
    form = Question(request.GET, facts(request), day)
    context: dict[str, Any] = {"form": form, "presets": preset_rows(form, day), "home": reverse("board:home")}
    asked, status = form.asked(), 200
    if asked is not None:
        try:
            context |= shown(request, asked, _scope(request, asked))
        except Refused as refused:
            context["refused"], status = refused.sentence, 409
    return render(request, template, context, status=status if asked else 400)


def figure(request: HttpRequest) -> tuple[Asked, Scope, str, str]:
    """What the address of a figure asks for: period, scope, row and measure. Refused where it cannot be read."""
    asked = Question(request.GET, facts(request), request.at.date()).asked()  # type: ignore[attr-defined]
    if asked is None:
        raise Refused("Địa chỉ không đúng: không đọc được kỳ báo cáo hoặc cơ quan. Hãy mở lại từ trang Số liệu.")
    return asked, _scope(request, asked), request.GET.get("by", ""), request.GET.get("measure", "")


def address(name: str, asked: Asked, of: Scope, **more: str) -> str:
    """The address of a page of the board for the same period and scope."""
    said = {"first": f"{asked.first:%d/%m/%Y}", "last": f"{asked.last:%d/%m/%Y}", "agency": of.agency.code}
    return f"{reverse(name)}?{urlencode(said | more)}"


def _scope(request: HttpRequest, asked: Asked) -> Scope:
    view(asked.first, asked.last, as_of=None, known_to=request.at)  # type: ignore[attr-defined] # or refused
    of = scope(asked.agency, asked.first, asked.last, facts(request).offices)
    if not may_see(request, of):
        raise Http404
    return of
