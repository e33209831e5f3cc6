"""Emergency slips at the counter: number and print blank receipts ahead, see which were used, void what was not."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.casework.emergency import (
    close_emergency_block,
    emergency_sheets,
    make_emergency_block,
    void_emergency_number,
)
from motcua.casework.reads import emergency as reads
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.papers.emergency import MOST
from motcua.papers.models import EmergencyBlock, EmergencyNumber
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted

from . import here
from .parts import Part

BLOCKS = 5  # of a page
USUAL = 20


class SizeForm(Part):
    """How many blank receipts to number."""

    size = forms.IntegerField(label=_("Số lượng phiếu cần lập"), min_value=1, max_value=MOST, initial=USUAL)


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def blocks(request: HttpRequest) -> HttpResponse:
    """The blocks of this counter; a POST numbers another one."""
    counter = _counter(request)
    if counter is None:
        return redirect("counter:home")
    form = SizeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with submitted(request) as sent:
                size = form.cleaned_data["size"]
                make_emergency_block(counter.pk, size=size, by=facts(request).by, at=_now(request))
                sent.url = reverse("counter:emergency")
        except Refused as no:
            add_refusal(form, no)
        else:
            messages.success(request, gettext("Đã lập tập phiếu. Hãy in và cất ở nơi lấy được khi mất điện."))
            return HttpResponseRedirect(sent.url)
    return _shown(request, counter, form, status=400 if form.errors else 200)


@needs("counter.use")
@require_GET
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """The blank sheets of a block as PDF."""
    block = _block(request, pk)
    answer = HttpResponse(emergency_sheets(block), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="phieu-khan-cap-{block.year}-{block.first}-{block.last}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@needs("counter.use")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a block: what was not used becomes void."""
    block = _block(request, pk)
    try:
        with submitted(request) as sent:
            reason = request.POST.get("reason", "")
            voided = close_emergency_block(block.pk, reason=reason, by=facts(request).by, at=_now(request))
            sent.url = reverse("counter:emergency")
    except Refused as no:
        return _shown(request, block.agency, SizeForm(), refused=(f"close-{pk}", no), status=400)
    messages.success(request, gettext("Đã khóa tập phiếu, hủy {n} phiếu chưa dùng.").format(n=voided))
    return HttpResponseRedirect(sent.url)


@needs("counter.use")
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void one number that was spoiled or lost."""
    number = EmergencyNumber.objects.filter(pk=pk).first()
    if number is None:
        raise Http404
    block = _block(request, number.block_id)
    try:
        with submitted(request) as sent:
            void_emergency_number(pk, reason=request.POST.get("reason", ""), by=facts(request).by, at=_now(request))
            sent.url = reverse("counter:emergency")
    except Refused as no:
        return _shown(request, block.agency, SizeForm(), refused=(f"void-{pk}", no), status=400)
    messages.success(request, gettext("Đã hủy phiếu số {number}.").format(number=number.number))
    return HttpResponseRedirect(sent.url)


def _shown(
    request: HttpRequest,
    counter: Agency,
    form: SizeForm,
    *,
    refused: tuple[str, Refused] | None = None,
    status: int,
) -> HttpResponse:
    page = Paginator(reads.blocks(counter.pk), BLOCKS).get_page(request.GET.get("page"))
    context = {
        "counter": counter,
        "form": form,
        "blocks": reads.with_numbers(list(page.object_list)),
        "page_of": page,
        "key": key_of(request),
        "refused_at": refused[0] if refused else "",
        "refused": refused[1].sentence if refused else None,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "counter/emergency.html", context, status=status)


def _counter(request: HttpRequest) -> Agency | None:
    return here.chosen(request, here.choices(request, facts(request)))


def _block(request: HttpRequest, pk: int) -> EmergencyBlock:
    """A block of one of this officer's counters; 404 for all others."""
    mine = [agency.pk for agency in here.choices(request, facts(request))]
    block = EmergencyBlock.objects.select_related("agency").filter(pk=pk, agency__in=mine).first()
    if block is None:
        raise Http404
    return block


def _now(request: HttpRequest) -> datetime:
    return request.at  # type: ignore[attr-defined,no-any-return]
