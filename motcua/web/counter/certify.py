"""The certification counter: one row a request, Enter adds the next; and the books, to search, print and export."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.casework.certified_sheet import sheet
from motcua.casework.certify import Request, certify, void_certified
from motcua.casework.reads import certified as reads
from motcua.certification.rules import MOST, Counts, Tariff, tariff_on
from motcua.dossiers.parties import PartyData
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.payments.rules import Paid, Way, receipt_of
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted
from motcua.web.ui.words import money, say

from . import here
from .fees_form import NOT_A_NUMBER, WAYS
from .parts import Part, text
from .typed import number

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = ("kind", "signer", "way")  # what the next row begins with
ROWS = 50
NO_NUMBER = "Không yêu cầu khi chứng thực"


def count(label: Any) -> forms.IntegerField:
    """A number of documents, copies or pages; left out, it is one."""
    return forms.IntegerField(
        label=label, min_value=1, max_value=MOST, required=False, initial=1, error_messages=NOT_A_NUMBER
    )


class RowForm(Part):
    """One request."""

    kind = forms.ChoiceField(label=_("Loại"))
    requester = forms.CharField(label=_("Người yêu cầu"), max_length=200)
    number = text(_("Số định danh, nếu có"), 20)
    content = forms.CharField(label=_("Văn bản chứng thực"), max_length=300)
    documents = count(_("Số văn bản"))
    copies = count(_("Số bản mỗi văn bản"))
    pages = count(_("Số trang mỗi văn bản"))
    signer = forms.CharField(label=_("Người ký"), max_length=200)
    way = forms.ChoiceField(label=_("Thu tiền"), choices=WAYS, required=False)
    receipt = text(_("Biên lai: ký hiệu và số"), 62)

    def __init__(self, *args: Any, tariff: Tariff, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["kind"].choices = [(k.key, k.name) for k in tariff.kinds.values()]  # type: ignore[attr-defined]
        self.fields["kind"].widget.attrs["lang"] = "vi"  # as the tariff calls them

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("receipt") and not data.get("way"):
            self.add_error("way", gettext("Có biên lai thì chọn đã thu tiền mặt hay chuyển khoản."))
        try:
            data["bill"] = receipt_of(data.get("receipt") or "")
        except Refused as no:
            self.add_error("receipt", say(no))
        return data

    def request(self) -> Request:
        """What the verb takes."""
        said = self.cleaned_data
        no_number = "" if said["number"] else NO_NUMBER
        person = PartyData(name=said["requester"], number=said["number"], no_number_reason=no_number)
        counts = Counts(said["documents"] or 1, said["copies"] or 1, said["pages"] or 1)
        paid = Paid(0, Way(said["way"]), said["bill"]) if said["way"] else None
        return Request(said["kind"], person, said["content"], said["signer"], counts, paid)


PLACES = {"applicant.name": "requester", "applicant.number": "number", "amount": "way"}


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def certifying(request: HttpRequest) -> HttpResponse:
    """The row to be typed, and above it what was entered today; Enter enters it and the next one stands ready."""
    asked = facts(request)
    counter = here.chosen(request, here.choices(request, asked))
    if counter is None or counter.parent_id is None:
        return redirect("counter:home")
    tariff = tariff_on(asked.day)
    form = RowForm(request.POST or None, tariff=tariff, initial=_kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            with submitted(request) as sent:
                at = request.at  # type: ignore[attr-defined]
                row = certify(form.request(), counter_id=counter.pk, by=asked.by, at=at)
                again = {name: form.cleaned_data[name] for name in KEPT if form.cleaned_data[name]}
                sent.url = f"{reverse('counter:certify')}?{urlencode(again)}"
        except Refused as no:
            add_refusal(form, no, PLACES)
        else:
            said = gettext("Đã vào sổ số {number}: {fee}, hồ sơ {code}.")
            messages.success(request, said.format(number=row.number, fee=money(row.fee), code=row.dossier.code))
            return HttpResponseRedirect(sent.url)
    return _page(request, counter, tariff, form, status=422 if form.errors else 200)


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name].replace("\0", "")[:200] for name in KEPT if request.GET.get(name)}


def _page(request: HttpRequest, counter: Agency, tariff: Tariff, form: RowForm, *, status: int) -> HttpResponse:
    asked, agency_id = facts(request), counter.parent_id or 0
    day, month, year = reads.figures(agency_id, asked.day)
    context = {
        "form": form,
        "counter": counter,
        "tariff": tariff,
        "rows": [(row, tariff.kinds.get(row.kind)) for row in reads.of_day(agency_id, counter.pk, asked.day)],
        "figures": [(gettext("Hôm nay"), day), (gettext("Tháng này"), month), (gettext("Năm nay"), year)],
        "key": key_of(request),
    }
    return render(request, "counter/certify.html", context, status=status)


@needs("counter.use")
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a row with its dossier and its payment; its number stays used."""
    try:
        with submitted(request) as sent:
            reason, by = request.POST.get("reason", ""), facts(request).by
            row = void_certified(pk, reason=reason, by=by, at=request.at)  # type: ignore[attr-defined]
            sent.url = reverse("counter:certify")
    except Refused as no:
        messages.warning(request, say(no))
        return redirect("counter:certify")
    messages.success(request, gettext("Đã hủy dòng số {number}; số ấy không dùng lại.").format(number=row.number))
    return HttpResponseRedirect(sent.url)


@needs("counter.use")
@require_GET
def book(request: HttpRequest) -> HttpResponse:
    """The books of the counter's agency: by kind and year, searched, in pages; prints on A4."""
    asked = facts(request)
    counter = here.chosen(request, here.choices(request, asked))
    if counter is None or counter.parent_id is None:
        return redirect("counter:home")
    tariff, query = tariff_on(asked.day), _query(request)
    found = Paginator(reads.rows(asked, agency_id=counter.parent_id, **query), ROWS).get_page(request.GET.get("trang"))
    context = {
        "counter": counter,
        "agency": asked.offices.agency(counter.parent_id),
        "kinds": tariff.kinds.values(),
        "years": reads.years(counter.parent_id),
        "query": query,
        "rows": found,
        "shown": [(row, tariff.kinds.get(row.kind)) for row in found.object_list],
        "xlsx": f"{reverse('counter:certified_xlsx')}?{request.GET.urlencode()}",
    }
    return render(request, "counter/certified.html", context)


def _query(request: HttpRequest) -> dict[str, Any]:
    typed = request.GET.get("q", "").replace("\0", "")[:100]
    year = number(request.GET.get("nam")) or 0
    return {"kind": request.GET.get("so", "")[:20], "year": year if year < 10_000 else 0, "text": typed}


@needs("counter.use")
@require_GET
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    asked = facts(request)
    counter = here.chosen(request, here.choices(request, asked))
    if counter is None or counter.parent_id is None:
        return redirect("counter:home")
    found = reads.rows(asked, agency_id=counter.parent_id, **_query(request))[: reads.MOST]
    name = asked.offices.agency(counter.parent_id).name
    content = sheet(found, of=name, at=request.at)  # type: ignore[attr-defined]
    headers = {"Content-Disposition": 'attachment; filename="so-chung-thuc.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
