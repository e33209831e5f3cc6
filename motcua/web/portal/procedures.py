"""Procedures for everybody: the list to search, and a page for each with what to bring, how long, how much, where."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from motcua.casework.reads import catalogue
from motcua.kernel.sentences import gettext_noop
from motcua.offices import snapshot
from motcua.web.ui.guards import public

ROWS = 20
COUNTERS = 6
CHANNELS = {
    "direct": _("Trực tiếp tại nơi tiếp nhận"),
    "online": _("Trực tuyến"),
    "post": _("Qua dịch vụ bưu chính công ích"),
}
LEVELS = [("", _("Mọi cấp")), ("province", _("Cấp tỉnh")), ("commune", _("Cấp xã")), ("ministry", _("Cấp bộ"))]
KIND_PLACES = {
    "commune_committee": gettext_noop("Ủy ban nhân dân xã, phường, đặc khu"),
    "province_committee": gettext_noop("Ủy ban nhân dân tỉnh"),
    "department": gettext_noop("Sở, ban, ngành của tỉnh"),
}


class Search(forms.Form):
    """What narrows the public list; whatever cannot be read counts as not asked."""

    q = forms.CharField(label=_("Tên hoặc mã thủ tục"), max_length=200, required=False)
    field = forms.CharField(label=_("Lĩnh vực"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Cấp giải quyết"), choices=LEVELS, required=False)

    def question(self) -> catalogue.Question:
        self.is_valid()
        said = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return catalogue.Question(text=said["q"], field=said["field"], level=said["level"])


@public
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """The list in pages; receivable procedures come first."""
    form = Search(request.GET)
    asked, day = form.question(), request.at.date()  # type: ignore[attr-defined]
    context = {
        "form": form,
        "asked": asked,
        "fields": [("", _("Mọi lĩnh vực")), *((name, f"{name} ({n})") for name, n in catalogue.fields(day=day))],
        "page_of": Paginator(catalogue.listing(asked, day=day), ROWS).get_page(request.GET.get("page")),
    }
    return render(request, "portal/procedures.html", context)


@public
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure as it is in force today."""
    day = request.at.date()  # type: ignore[attr-defined]
    found = catalogue.procedure_page(code, snapshot.present(), day=day)
    if found is None:
        raise Http404
    context = {
        "found": found,
        "version": found.version,
        "channels": [CHANNELS.get(c, c) for c in found.version.channels],
        "places": [_(KIND_PLACES.get(kind, "")) for kind in found.kinds if kind in KIND_PLACES],
        "counters": found.counters[:COUNTERS],
        "more_counters": max(0, len(found.counters) - COUNTERS),
        "missing": [_(name) for name in found.version.missing],
    }
    return render(request, "portal/procedure.html", context)
