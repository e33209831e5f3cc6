"""The page of an agency's warnings: at which shares of a limit who is told."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.office.warning_shares import set_warning_shares
from motcua.casework.reads.nearing import Shares
from motcua.offices import snapshot
from motcua.web.ui.guards import needs

from .pages import Done, acted, at_work, moment, page


class SharesForm(forms.Form):
    """Two shares, in percent of the limit used."""

    first = forms.IntegerField(
        label=_("Nhắc người đang giữ việc khi đã dùng (%)"), min_value=0, max_value=98,
        help_text=_("0 để không nhắc ở mức này."),
    )  # fmt: skip
    second = forms.IntegerField(
        label=_("Nhắc lại và báo lãnh đạo khi đã dùng (%)"), min_value=1, max_value=99,
        help_text=_("Khi quá hạn, người giữ việc và lãnh đạo luôn được báo."),
    )  # fmt: skip


@needs("offices.change")
def shares(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the shares from today on."""
    offices = snapshot.present()
    agency = offices.agencies.get(pk)
    if agency is None:
        raise Http404
    first, second = Shares(offices, moment(request)).of(pk)
    form = SharesForm(request.POST or None, initial={"first": first, "second": second})

    def act() -> Done:
        set_warning_shares(
            agency_id=pk, first=form.cleaned_data["first"], second=form.cleaned_data["second"], **at_work(request)
        )
        return Done(reverse("backoffice:agency", args=[pk]), gettext("Đã đặt mức cảnh báo."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "agency": agency}
    return answer or page(request, "warning_shares.html", "agencies", context, status=422 if form.is_bound else 200)
