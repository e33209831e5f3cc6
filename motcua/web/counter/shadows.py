"""Dossiers of other systems at the counter: note one by its code there, follow them, press what was seen there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.casework.reads import shadows as reads
from motcua.casework.reads.shadows import Followed, Which
from motcua.casework.shadows import LONGEST_NAME, Noted, note_shadow, tell_shadow, void_shadow
from motcua.catalogue.models import ProcedureVersion
from motcua.kernel.dossier_code import LONGEST as LONGEST_CODE
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.shadows.states import State
from motcua.web.ui.claims import CLOCK_HELP, ClockField, moment_of
from motcua.web.ui.forms import DayField, add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import key_of, submitted

from . import here
from .parts import Part, text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS, LONGEST = 20, 100
TABS: dict[Which, StrOrPromise] = {
    Which.OPEN: _("Đang theo dõi"),
    Which.READY: _("Chờ trả kết quả"),
    Which.OVER: _("Đã xong"),
}
SAID: dict[str, StrOrPromise] = {
    "shadow.noted": _("Ghi nhận tại quầy"),
    "shadow.told": _("Cập nhật trạng thái"),
    "shadow.voided": _("Hủy do ghi nhầm"),
    "shadow.passed_on": _("Chuyển đến nơi tiếp nhận kế thừa"),
}
# What the button says for each state that an officer may press: what they saw there, or did here.
BUTTONS: dict[State, tuple[StrOrPromise, str]] = {
    State.RECEIVED: (_("Đã được tiếp nhận"), "inbox-arrow-down"),
    State.SUPPLEMENT: (_("Yêu cầu bổ sung"), "document-plus"),
    State.RESULT: (_("Đã có kết quả"), "check"),
    State.RETURNED: (_("Đã trả kết quả"), "check-badge"),
    State.ENDED: (_("Kết thúc, không có kết quả"), "stop"),
}


class ShadowForm(Part):
    """The two things that are taken down of a dossier of another system, and for whom it is."""

    foreign_code = forms.CharField(label=_("Mã hồ sơ trên hệ thống kia"), max_length=LONGEST_CODE + 20)
    day = DayField(label=_("Ngày hẹn trả"), required=False)
    clock = ClockField(label=_("Giờ hẹn trả"), required=False, max_length=6, help_text=CLOCK_HELP)
    applicant = text(_("Người nộp"), LONGEST_NAME)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and bool(data.get("day")) != bool(data.get("clock")):
            self.add_error("clock" if data.get("day") else "day", gettext("Ghi đủ cả ngày và giờ hẹn trả."))
        return data

    def noted(self, version_id: int, counter_id: int) -> Noted:
        """What the verb takes."""
        said = self.cleaned_data
        moment = moment_of(said["day"], said["clock"]) if said["day"] else None
        return Noted(version_id, counter_id, said["foreign_code"], moment, said["applicant"])


@needs("counter.use")
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, code: str) -> HttpResponse:
    """Note a dossier of the system that handles this procedure; one that Motcua handles has its own reception."""
    asked = facts(request)
    counter = _counter(request)
    if counter is None:
        return redirect("counter:home")
    version = reads.procedure(code, day=asked.day)
    if version is None:
        return redirect("counter:reception", code)
    form = ShadowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with submitted(request) as sent:
                noted = form.noted(version.pk, counter.pk)
                row = note_shadow(noted, by=asked.by, at=request.at)  # type: ignore[attr-defined]
                sent.url = reverse("counter:shadow", args=[row.pk])
        except Refused as no:
            add_refusal(form, no, {"appointment_at": "day"})
        else:
            messages.success(request, gettext("Đã ghi hồ sơ để theo dõi hộ."))
            return HttpResponseRedirect(sent.url)
    return _noting(request, form, version, counter)


def _noting(request: HttpRequest, form: ShadowForm, version: ProcedureVersion, counter: Agency) -> HttpResponse:
    context = {"form": form, "version": version, "counter": counter, "key": key_of(request)}
    return render(request, "counter/shadow_new.html", context, status=400 if form.errors else 200)


def _counter(request: HttpRequest) -> Agency | None:
    """The counter at which the form was opened, else that of the session; None as long as one must be chosen."""
    mine = here.choices(request, facts(request))
    opened_at = request.POST.get("counter")
    return next((a for a in mine if str(a.pk) == opened_at), None) if opened_at else here.chosen(request, mine)


@needs("counter.use")
@require_GET
def shadows(request: HttpRequest) -> HttpResponse:
    """What this counter follows for other systems, one part at a time."""
    asked = facts(request)
    counter = here.chosen(request, here.choices(request, asked))
    if counter is None:
        return redirect("counter:home")
    heights = reads.counts(asked, counter.pk)
    which = next((w for w in Which if w.value == request.GET.get("phan")), Which.OPEN)
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    page = Paginator(reads.rows(asked, counter.pk, which, text=typed), ROWS).get_page(request.GET.get("page"))
    context = {
        "counter": counter,
        "tabs": [_tab(part, heights[part], which) for part in Which],
        "which": which.value,
        "typed": typed,
        "page_of": page,
        "rows": [reads.row_of(row) for row in page.object_list],
    }
    return render(request, "counter/shadows.html", context)


def _tab(part: Which, height: int, which: Which) -> dict[str, object]:
    url = f"{reverse('counter:shadows')}?phan={part.value}"
    return {"url": url, "label": TABS[part], "count": height, "current": part is which}


@needs("counter.use")
@require_GET
def shadow(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: whose it is, where it stands there, and the next state to press."""
    return _shown(request, _found(request, pk))


@needs("counter.use")
@require_POST
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Press where it stands now."""
    _found(request, pk)
    state = next((s for s in State if s.value == request.POST.get("state")), None)
    if state is None:
        raise Http404
    with submitted(request) as sent:
        tell_shadow(pk, state, by=facts(request).by, at=request.at)  # type: ignore[attr-defined]
        sent.url = reverse("counter:shadow", args=[pk])
    messages.success(request, gettext("Đã ghi trạng thái."))
    return HttpResponseRedirect(sent.url)


@needs("counter.use")
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was noted by mistake."""
    found = _found(request, pk)
    reason = request.POST.get("reason", "")
    try:
        with submitted(request) as sent:
            void_shadow(pk, reason=reason, by=facts(request).by, at=request.at)  # type: ignore[attr-defined]
            sent.url = reverse("counter:shadow", args=[pk])
    except Refused as no:
        return _shown(request, found, refused=no, reason=reason)
    messages.success(request, gettext("Đã hủy hồ sơ ghi nhầm."))
    return HttpResponseRedirect(sent.url)


def _found(request: HttpRequest, pk: int) -> Followed:
    found = reads.one(facts(request), pk)
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: Followed, *, refused: Refused | None = None, reason: str = "") -> HttpResponse:
    states = [(s.value, *BUTTONS[s]) for s in found.next]
    context = {
        "found": found,
        "row": found.row,
        "main": states[0] if states else None,
        "others": states[1:],
        "story": [(SAID[e.kind], _state_of(e.facts), e) for e in found.story.events],
        "key": key_of(request),
        "refused": refused.sentence if refused else None,
        "reason": reason,
    }
    return render(request, "counter/shadow.html", context, status=400 if refused else 200)


def _state_of(told: dict[str, Any]) -> State | None:
    """The state that an event brought, if it did."""
    return State(told["state"]) if "state" in told else None
