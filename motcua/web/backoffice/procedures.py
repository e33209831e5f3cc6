"""Procedures as imported: the list with what is missing, and one with its versions, deciding agencies and process."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads import catalogue as reads
from motcua.offices import snapshot
from motcua.web.ui.guards import needs

from .pages import ROWS, page, today

RECEIVABLE = [("", _("Tất cả")), ("yes", _("Tiếp nhận được")), ("no", _("Còn thiếu"))]
DECIDED = [("", _("Tất cả")), ("no", _("Chưa rõ cơ quan giải quyết"))]
LEVELS = [("", _("Mọi cấp")), ("ministry", _("Cấp bộ")), ("province", _("Cấp tỉnh")), ("commune", _("Cấp xã"))]


class ProcedureFilter(forms.Form):
    """What narrows the list; whatever cannot be read counts as not asked."""

    text = forms.CharField(label=_("Tên hoặc mã"), max_length=200, required=False)
    field = forms.CharField(label=_("Lĩnh vực"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Cấp"), choices=LEVELS, required=False)
    receivable = forms.ChoiceField(label=_("Nội dung"), choices=RECEIVABLE, required=False)
    decided = forms.ChoiceField(label=_("Thẩm quyền"), choices=DECIDED, required=False)

    def question(self) -> reads.Question:
        self.is_valid()
        return reads.Question(**{name: self.cleaned_data.get(name, "") for name in self.fields})


@needs("backoffice.use")
def procedures(request: HttpRequest) -> HttpResponse:
    """The versions in force today."""
    day = today(request)
    form = ProcedureFilter(request.GET)
    asked = form.question()
    context = {
        "form": form,
        "asked": asked,
        "fields": [("", _("Mọi lĩnh vực")), *((name, f"{name} ({n})") for name, n in reads.fields(day=day))],
        "page_of": Paginator(reads.listing(asked, day=day), ROWS).get_page(request.GET.get("page")),
    }
    return page(request, "procedures.html", "procedures", context)


@needs("backoffice.use")
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure; `?ban=2` shows another of its versions."""
    wanted = request.GET.get("ban", "")
    n = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else None
    found = reads.procedure_page(code, snapshot.present(), day=today(request), n=n, latest=True)
    if found is None:
        raise Http404
    context = {"found": found, "version": found.version, "today": today(request)}
    return page(request, "procedure.html", "procedures", context)
