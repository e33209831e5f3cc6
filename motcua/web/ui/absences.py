"""Being away: one's own days and who has one's work meanwhile; the same page for administrators over others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from motcua.casework.office.absences import end_absence, enter_absence
from motcua.casework.reads import absences as reads
from motcua.casework.reads.absences import Absences
from motcua.kernel.sentences import Refused
from motcua.policy.permissions import why_not

from .forms import DayField, add_refusal
from .guards import facts, signed_in
from .submit import NotValid, key_of, submitted


class AbsenceForm(forms.Form):
    """From when to when, and who looks after the work."""

    first = DayField(label=gettext_lazy("Vắng từ ngày"))
    last = DayField(
        label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Để trống nếu chưa biết.")
    )
    stand_in = forms.TypedChoiceField(
        label=gettext_lazy("Người làm thay"), required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("Người cùng vị trí; họ thấy và làm được việc đang giữ, nhận thay thông báo."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Absences, **rest: Any) -> None:
        super().__init__(*args, **rest)
        people = [(str(person.pk), person.full_name) for person in found.stand_ins]
        self.fields["stand_in"].choices = [("", gettext("Không ai: việc đang giữ chờ đến khi về")), *people]  # type: ignore[attr-defined]


def _found(request: HttpRequest, account_id: int | None) -> Absences:
    who = facts(request)
    person = who.by.account_id if account_id is None else account_id
    found = reads.absences(person, day=who.day)
    if found is None or why_not("absence.enter", replace(who, account_id=person)) is not None:
        raise Http404
    return found


def _address(request: HttpRequest, account_id: int) -> str:
    own = account_id == request.actor.account_id  # type: ignore[attr-defined]
    return reverse("accounts:absences") if own else reverse("accounts:absences_of", args=[account_id])


@signed_in
def absences(request: HttpRequest, account_id: int | None = None) -> HttpResponse:
    """The absences that are not over, and the form for one more."""
    found = _found(request, account_id)
    at = request.at  # type: ignore[attr-defined]
    form = AbsenceForm(request.POST or None, found=found, initial={"first": at.date()})
    if request.method == "POST":
        try:
            with submitted(request) as done:
                if not form.is_valid():
                    raise NotValid
                typed = form.cleaned_data
                enter_absence(
                    account_id=found.account.pk, first=typed["first"], last=typed["last"],
                    stand_in_id=typed["stand_in"], by=request.actor, at=at,  # type: ignore[attr-defined]
                )  # fmt: skip
                done.url = _address(request, found.account.pk)
        except NotValid:
            pass
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, gettext("Đã ghi ngày vắng mặt."))
            return HttpResponseRedirect(_address(request, found.account.pk))
    own = found.account.pk == request.actor.account_id  # type: ignore[attr-defined]
    context = {"form": form, "found": found, "own": own, "key": key_of(request)}
    return render(request, "ui/absences.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def end(request: HttpRequest, account_id: int, absence_id: int) -> HttpResponse:
    """Back again, from today on."""
    found = _found(request, account_id)
    if all(row.pk != absence_id for row in found.rows):
        raise Http404
    with submitted(request) as done:
        end_absence(absence_id=absence_id, by=request.actor, at=request.at)  # type: ignore[attr-defined]
        done.url = _address(request, account_id)
    messages.success(request, gettext("Đã ghi trở lại làm việc."))
    return HttpResponseRedirect(done.url)
