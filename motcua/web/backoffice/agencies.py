"""Agencies: the tree to walk and to search, and the page of one with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import offices as reads
from motcua.offices import snapshot
from motcua.web.ui.guards import needs

from . import words
from .fields import offer
from .pages import ROWS, moment, page, today

STATES = [("open", _("Đang hoạt động")), ("closed", _("Đã kết thúc")), ("all", _("Tất cả"))]


class AgencyFilter(forms.Form):
    """What narrows the list; whatever cannot be read counts as not asked."""

    text = forms.CharField(label=_("Tên hoặc mã"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Cấp"), required=False)
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    state = forms.ChoiceField(label=_("Tình trạng"), choices=STATES, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, level=[("", _("Mọi cấp")), *words.levels()])
        offer(self, kind=[("", _("Mọi loại")), *words.kinds()])

    def question(self) -> reads.Question:
        self.is_valid()
        said = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return reads.Question(**said | {"state": said["state"] or "open"})


@needs("backoffice.use")
def agencies(request: HttpRequest) -> HttpResponse:
    """The tree in pages; narrowed it is a plain list by name."""
    day = today(request)
    form = AgencyFilter(request.GET)
    asked = form.question()
    rows = Paginator(reads.tree(snapshot.present(), asked, day=day), ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "asked": asked, "page_of": rows, "rows": reads.with_people(list(rows), day=day)}
    return page(request, "agencies.html", "agencies", context)


@needs("backoffice.use")
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency."""
    day = today(request)
    found = reads.agency_page(snapshot.present(), pk, at=moment(request), day=day)
    if found is None:
        raise Http404
    return page(request, "agency.html", "agencies", {"found": found, "agency": found.agency, "today": day})
