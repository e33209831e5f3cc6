"""Procedures as imported: the list with what is missing, and one with its versions, deciding agencies and process."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.office.competence import WHOLE_KINDS, set_competence
from motcua.casework.office.on_the_spot import set_on_the_spot
from motcua.casework.office.online_door import set_online_door
from motcua.casework.reads import catalogue as reads
from motcua.casework.reads import procedure_list
from motcua.casework.reads.catalogue import ProcedurePage
from motcua.offices import snapshot
from motcua.policy.permissions import why_not
from motcua.web.ui.guards import facts, needs

from .fields import AgencyField, offer
from .pages import ROWS, Done, acted, at_work, page, pressed, today

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

    def question(self) -> procedure_list.Question:
        self.is_valid()
        return procedure_list.Question(**{name: self.cleaned_data.get(name, "") for name in self.fields})


@needs("backoffice.use")
def procedures(request: HttpRequest) -> HttpResponse:
    """The versions in force today."""
    day = today(request)
    form = ProcedureFilter(request.GET)
    asked = form.question()
    context = {
        "form": form,
        "asked": asked,
        "fields": [("", _("Mọi lĩnh vực")), *((name, f"{name} ({n})") for name, n in procedure_list.fields(day=day))],
        "may_review": why_not("review.open", facts(request)) is None,
        "page_of": Paginator(procedure_list.listing(asked, day=day), ROWS).get_page(request.GET.get("page")),
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


class CompetenceForm(forms.Form):
    """Who decides: whole kinds, the agencies named so far, and one more."""

    kinds = forms.MultipleChoiceField(label=_("Theo loại cơ quan"), required=False, widget=forms.CheckboxSelectMultiple)
    agencies = forms.MultipleChoiceField(
        label=_("Cơ quan đã chọn"), required=False, widget=forms.CheckboxSelectMultiple
    )
    add = AgencyField(label=_("Thêm cơ quan"), required=False)

    def __init__(self, *args: Any, found: ProcedurePage, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.initial = {"kinds": list(found.kinds), "agencies": [str(a.pk) for a in found.agencies]}
        others = (a for a in snapshot.present().agencies.values() if a.valid_to is None and not a.is_counter)
        offer(
            self,
            kinds=[(code, _(text)) for code, text in WHOLE_KINDS.items()],
            agencies=[(str(a.pk), a.name) for a in found.agencies],
            add=others,
        )
        if not found.agencies:
            del self.fields["agencies"]

    def ids(self) -> set[int]:
        """The agencies kept and the one added."""
        added = self.cleaned_data["add"]
        kept = {int(pk) for pk in self.cleaned_data.get("agencies", [])}
        return kept | ({added.pk} if added else set())


class OnTheSpotForm(forms.Form):
    """The counters at which a procedure is dealt with on the spot, and by which decision."""

    counters = forms.MultipleChoiceField(label=_("Nơi tiếp nhận"), required=False, widget=forms.CheckboxSelectMultiple)
    decision = forms.CharField(label=_("Văn bản quy định"), max_length=300)

    def __init__(self, *args: Any, found: ProcedurePage, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.initial = {"counters": [str(row.counter_id) for row in found.on_the_spot]}
        marked = [row.counter for row in found.on_the_spot]
        offered = {a.pk: a.name for a in (*found.counters, *marked)}
        offer(self, counters=[(str(pk), name) for pk, name in offered.items()])


@needs("catalogue.import")
def on_the_spot(request: HttpRequest, code: str) -> HttpResponse:
    """Say at which counters the procedure is dealt with on the spot."""
    found = reads.procedure_page(code, snapshot.present(), day=today(request), latest=True)
    if found is None:
        raise Http404
    form = OnTheSpotForm(request.POST or None, found=found)

    def act() -> Done:
        ids = {int(pk) for pk in form.cleaned_data["counters"]}
        set_on_the_spot(code, counter_ids=ids, decision=form.cleaned_data["decision"], **at_work(request))
        return Done(reverse("backoffice:procedure", args=[code]), gettext("Đã đặt nơi giải quyết tại chỗ."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "found": found, "version": found.version}
    return answer or page(request, "on_the_spot.html", "procedures", context, status=422 if form.is_bound else 200)


@needs("catalogue.import")
@require_POST
def online_door(request: HttpRequest, code: str) -> HttpResponse:
    """Let citizens file the procedure online here, or not any more."""

    def act() -> Done:
        is_open = bool(request.POST.get("open"))
        set_online_door(code, is_open=is_open, **at_work(request))
        said = gettext("Đã mở nộp trực tuyến.") if is_open else gettext("Đã ngừng nộp trực tuyến.")
        return Done(reverse("backoffice:procedure", args=[code]), said)

    return pressed(request, act)


@needs("catalogue.import")
def competence(request: HttpRequest, code: str) -> HttpResponse:
    """Say who decides a procedure."""
    found = reads.procedure_page(code, snapshot.present(), day=today(request), latest=True)
    if found is None:
        raise Http404
    form = CompetenceForm(request.POST or None, found=found)

    def act() -> Done:
        set_competence(code, agency_ids=form.ids(), kinds=form.cleaned_data["kinds"], **at_work(request))
        return Done(reverse("backoffice:procedure", args=[code]), gettext("Đã đặt cơ quan giải quyết."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "found": found, "version": found.version}
    return answer or page(request, "competence.html", "procedures", context, status=422 if form.is_bound else 200)
