"""For whom somebody records what was signed on paper: given and ended by an administrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.office import assistance as verbs
from motcua.casework.reads import assistance as reads
from motcua.casework.reads.assistance import Assistances
from motcua.web.ui.forms import DayField
from motcua.web.ui.guards import needs

from .pages import Done, acted, at_work, page, pressed, today


class AssistanceForm(forms.Form):
    """For which leader, at which agency, on which days."""

    leader = forms.ChoiceField(
        label=_("Ghi thay lãnh đạo"),
        help_text=_("Người giữ vị trí lãnh đạo tại nơi người này làm việc."),
    )
    first = DayField(label=_("Từ ngày"))
    last = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống: đến khi có thay đổi."))

    def __init__(self, *args: Any, found: Assistances, **rest: Any) -> None:
        super().__init__(*args, **rest)
        people = {f"{p.account_id}-{p.agency_id}": f"{p.account.full_name} · {p.agency.name}" for p in found.leaders}
        self.fields["leader"].choices = [("", gettext("Chọn lãnh đạo")), *people.items()]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the verb asks for."""
        leader, agency = self.cleaned_data["leader"].split("-")
        days = {name: self.cleaned_data[name] for name in ("first", "last")}
        return {"leader_id": int(leader), "agency_id": int(agency), **days}


def _found(request: HttpRequest, pk: int) -> Assistances:
    found = reads.assistances(pk, day=today(request))
    if found is None:
        raise Http404
    return found


def _address(pk: int) -> str:
    return reverse("backoffice:assistance", args=[pk])


@needs("assistance.enter")
def assistance(request: HttpRequest, pk: int) -> HttpResponse:
    """What is not over, and the form for one more."""
    found = _found(request, pk)
    form = AssistanceForm(request.POST or None, found=found, initial={"first": today(request)})

    def act() -> Done:
        verbs.enter_assistance(assistant_id=pk, **form.given(), **at_work(request))
        return Done(_address(pk), gettext("Đã giao ghi thay."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "found": found, "person": found.account}
    return answer or page(request, "assistance.html", "staff", context, status=422 if form.is_bound else 200)


@needs("assistance.enter")
@require_POST
def end(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """No more, from today on."""
    if all(one.pk != row for one in _found(request, pk).rows):
        raise Http404

    def act() -> Done:
        verbs.end_assistance(assistance_id=row, **at_work(request))
        return Done(_address(pk), gettext("Đã thôi ghi thay."))

    return pressed(request, act)
