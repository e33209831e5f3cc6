"""The cash sheet: what was taken at the counter on a day, by whom and how, and the day's closing with counted cash."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from motcua.casework.close_till import close_till
from motcua.casework.reads import till as reads
from motcua.casework.reads.till import Sheet, Till
from motcua.casework.till_sheet import book_of
from motcua.kernel import money
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.payments.rules import ENTERED, LONGEST_REASON, WAYS, Entered, Way
from motcua.web.ui.forms import DayField, add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted
from motcua.web.ui.words import say

from .here import CHOSEN
from .parts import Part, text
from .typed import number

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKS = {Entered.PAID: ("tick", "good"), Entered.CANCELLED: ("cross", "bad"), Entered.REFUNDED: ("half", "paused")}


class AskedForm(forms.Form):
    """Which day; whatever cannot be read is today."""

    ngay = DayField(label=_("Ngày"), required=False, help_text="")


class ClosingForm(Part):
    """The cash that was counted, and why it differs from the entries."""

    counted = forms.CharField(label=_("Tiền mặt đếm được"), max_length=30, help_text=_("Số đồng, ví dụ 350.000."))
    reason = text(_("Lý do chênh lệch, nếu có"), LONGEST_REASON)

    def clean_counted(self) -> int:
        try:
            return money.parse(self.cleaned_data["counted"], field="counted")
        except Refused as no:
            raise forms.ValidationError(say(no)) from None


@needs("till.use")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """The day of a till, or of all of the counter for its head; a POST closes one."""
    found, counter, asked = _asked(request)
    form = ClosingForm(request.POST or None)
    if request.method == "POST":
        whose = number(request.POST.get("account")) or 0
        if form.is_valid():
            try:
                with submitted(request) as sent:
                    _close(request, counter, found.day, whose, form)
                    sent.url = f"{reverse('counter:till')}?{urlencode(asked)}"
            except Refused as no:
                add_refusal(form, no, {})
            else:
                messages.success(request, gettext("Đã chốt sổ thu ngày này."))
                return HttpResponseRedirect(sent.url)
        return _page(request, found, counter, asked, form=form, whose=whose, status=422)
    return _page(request, found, counter, asked)


def _close(request: HttpRequest, counter: Agency, day: date, whose: int, form: ClosingForm) -> None:
    said, who = form.cleaned_data, facts(request).by
    close_till(
        counter_id=counter.pk,
        account_id=whose,
        day=day,
        counted=said["counted"],
        reason=said["reason"],
        by=who,
        at=request.at,  # type: ignore[attr-defined]
    )


@needs("till.use")
@require_GET
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    found, _counter, _query = _asked(request)
    content = book_of(found, at=request.at)  # type: ignore[attr-defined]
    name = f"so-thu-{found.day:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _asked(request: HttpRequest) -> tuple[Sheet, Agency, dict[str, Any]]:
    """The sheet that the address asks for, its counter, and the address as it is passed on."""
    who = facts(request)
    counters = reads.counters(who.by, who.offices)
    wanted = number(request.GET.get("quay")) or request.session.get(CHOSEN)
    counter = next((c for c in counters if c.pk == wanted), None) or next(iter(counters), None)
    if counter is None:
        raise Http404
    form = AskedForm(request.GET)
    day = (form.cleaned_data.get("ngay") if form.is_valid() else None) or who.day
    officer = number(request.GET.get("nguoi"))
    asked: dict[str, Any] = {"ngay": f"{day:%d/%m/%Y}", "quay": counter.pk}
    if officer:
        asked["nguoi"] = officer
    return reads.sheet(who, counter, day, account_id=officer), counter, asked


def _page(
    request: HttpRequest,
    found: Sheet,
    counter: Agency,
    asked: dict[str, Any],
    *,
    form: ClosingForm | None = None,
    whose: int = 0,
    status: int = 200,
) -> HttpResponse:
    who = facts(request)
    others = [c for c in reads.counters(who.by, who.offices) if c.pk != counter.pk]
    context = {
        "sheet": found,
        "counter": counter,
        "others": others,
        "rows": [_shown(row) for row in found.rows],
        "tills": [_till(t, found, who.by.account_id, form if t.account_id == whose else None) for t in found.tills],
        "officers": reads.officers(who, counter, found.day),
        "officer": asked.get("nguoi"),
        "asked": AskedForm(initial={"ngay": found.day}),
        "xlsx": f"{reverse('counter:till_xlsx')}?{urlencode(asked)}",
        "left_open": reads.left_open(who, counter, who.day),
        "today": who.day,
        "form": form,
        "key": key_of(request),
    }
    return render(request, "counter/till.html", context, status=status)


def _till(till: Till, found: Sheet, mine: int, form: ClosingForm | None) -> dict[str, Any]:
    """A till with the form to close it, where the reader may and it is not closed."""
    may = till.closing is None and bool(till.rows) and (till.account_id == mine or found.sees_all)
    own = form or ClosingForm()
    return {"of": till, "form": own if may else None, "mine": till.account_id == mine}


def _shown(row: Any) -> dict[str, Any]:
    kind = Entered(row.kind)
    shape, tone = LOOKS[kind]
    way = gettext(WAYS[Way(row.way)])
    return {"of": row, "title": gettext(ENTERED[kind]), "shape": shape, "tone": tone, "way": way}
