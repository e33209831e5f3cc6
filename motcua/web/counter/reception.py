"""Taking a dossier in: the page of one procedure at one counter, and the receipt it would print now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.reads import shadows
from motcua.casework.reads.procedures import Offer, offer
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.policy.facts import Facts
from motcua.web.ui.guards import facts, needs

from . import drafts, here
from .fees_form import FeesForm
from .forms import TermsForm
from .page import page
from .pressed import Pressed
from .reception_form import ReceptionForm
from .taken_over import go_on
from .typed import number


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def reception(request: HttpRequest, code: str) -> HttpResponse:
    """The reception of one procedure; a POST is a press of one of its buttons."""
    asked = facts(request)
    data = typed_so_far(request, asked)
    counter = counter_of(request, asked, data)
    if counter is None:
        return redirect("counter:home")
    try:
        with letters_kept(request, counter, data, code=code):
            offered = offer_of(request, code, counter, asked, data)
    except Refused:
        if request.method == "GET" and shadows.procedure(code, day=asked.day):
            return redirect("counter:shadow_new", code)
        raise
    if request.method == "POST":
        return Pressed(request, counter, offered, data).answer()
    if after := request.GET.get("tu", ""):
        go_on(data, asked, after[:60])
    form = ReceptionForm(offered, data, account_id=asked.by.account_id, at=request.at)  # type: ignore[attr-defined]
    return page(request, counter, form)


@needs("counter.use")
@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt as it would be printed now: for htmx, which asks as the form is filled in and time goes by."""
    asked = facts(request)
    counter = counter_of(request, asked, request.GET)
    if counter is None:
        raise Http404
    offered, mode = offer_of(request, code, counter, asked, request.GET), request.GET.get("mode", "")
    channel = request.GET.get("terms-channel", "")
    typed = FeesForm(request.GET, prefix="fees", offer=offered, day=asked.day, channel=channel)
    context = {"offer": offered, "counter": counter, "mode": mode, "due_fees": typed.due}
    context["now"] = request.at  # type: ignore[attr-defined]
    return render(request, "counter/pieces/preview.html", context)


@needs("counter.use")
@require_GET
def competents(request: HttpRequest, code: str) -> HttpResponse:
    """The agencies to choose from as their names are typed: for htmx; the receipt follows the one that is left."""
    asked = facts(request)
    counter = counter_of(request, asked, request.GET)
    if counter is None:
        raise Http404
    offered = offer_of(request, code, counter, asked, request.GET)
    form = TermsForm(prefix="terms", offer=offered, initial=_terms(request.GET))
    field: Any = form["competent"]
    groups = field.field.widget.optgroups(field.html_name, [str(field.value() or "")])
    answer = render(request, "counter/pieces/competents.html", {"groups": groups})
    answer["HX-Trigger-After-Settle"] = "competents"
    return answer


def _terms(data: QueryDict) -> dict[str, str]:
    return {name: data.get(f"terms-{name}", "").replace("\0", "")[:100] for name in ("place", "competent")}


def typed_so_far(request: HttpRequest, asked: Facts) -> QueryDict:
    """What was sent, or what the draft that the address names holds."""
    return request.POST.copy() if request.method == "POST" else drafts.begun(request, asked.by)


@contextmanager
def letters_kept(request: HttpRequest, counter: Agency, data: QueryDict, *, code: str) -> Iterator[None]:
    """Keep what was typed in a draft if the procedure was closed meanwhile, and say so."""
    try:
        yield
    except Refused:
        if request.method == "POST":
            drafts.save(request, counter, data, code=code, title=code)
            messages.warning(request, gettext("Những gì đã nhập được giữ trong một bản nháp ở trang Tiếp nhận."))
        raise


def counter_of(request: HttpRequest, asked: Facts, data: QueryDict) -> Agency | None:
    """The counter at which the form was opened, so that sitting down elsewhere meanwhile moves no dossier."""
    mine = here.choices(request, asked)
    opened_at = data.get("counter")
    if not opened_at:
        return here.chosen(request, mine)
    counter = next((a for a in mine if str(a.pk) == opened_at), None)
    if counter is None:
        raise Refused("Anh/Chị không còn tiếp nhận tại nơi đã mở biểu mẫu này. Hãy chọn lại nơi tiếp nhận.")
    return counter


def offer_of(request: HttpRequest, code: str, counter: Agency, asked: Facts, data: QueryDict) -> Offer:
    return offer(
        code,
        counter_id=counter.pk,
        offices=asked.offices,
        at=request.at,  # type: ignore[attr-defined]
        competent_id=number(data.get("terms-competent")),
        case=number(data.get("terms-case")),
        transfer=data.get("terms-transfer", ""),
        channel=data.get("terms-channel", "direct"),
    )
