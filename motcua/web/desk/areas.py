"""Who is responsible for which places (/viec/dia-ban/): a leader gives them to officers, and ends them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.office import areas as verbs
from motcua.casework.reads import areas as reads
from motcua.kernel.sentences import Refused
from motcua.web.ui.forms import DayField, add_refusal
from motcua.web.ui.guards import facts, needs
from motcua.web.ui.submit import NotValid, key_of, submitted

from .acts.base import Readable, long_text


class AreaForm(Readable):
    """Who, for which places, from when."""

    person = forms.ChoiceField(label=_("Người phụ trách"))
    places = long_text(_("Địa bàn, mỗi dòng một nơi"))
    day = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["person"].choices = [("", _("chọn…")), *people]  # type: ignore[attr-defined]
        self.fields["places"].help_text = _(
            "Ghi tên như trong địa chỉ của hồ sơ: Thôn 1, Tổ dân phố 3, xã Ba Tơ. "
            "Hồ sơ được giao theo nơi mà địa chỉ nêu trước."
        )

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the verb wants it."""
        agency, _dash, account = self.cleaned_data["person"].partition("-")
        said = {"places": self.cleaned_data["places"], "day": self.cleaned_data["day"]}
        return {"agency_id": int(agency), "account_id": int(account), **said}


@needs("desk.use")
def areas(request: HttpRequest) -> HttpResponse:
    """What is given out, and the form for more. For who shares out nothing the page does not exist."""
    who, at = facts(request), request.at  # type: ignore[attr-defined]
    if not reads.led_by(who):
        raise Http404
    form = AreaForm(request.POST or None, people=reads.people(who), initial={"day": who.day})
    if request.method == "POST" and _given(request, form):
        return HttpResponseRedirect(reverse("desk:areas"))
    found = reads.areas(who)
    several = len(reads.led_by(who)) > 1
    context = {"form": form, "areas": found, "several": several, "key": key_of(request), "at": at}
    return render(request, "desk/areas.html", context, status=422 if form.is_bound else 200)


def _given(request: HttpRequest, form: AreaForm) -> bool:
    """Whether it was done; else the form says what is wrong."""
    try:
        with submitted(request) as submission:
            if not form.is_valid():
                raise NotValid
            verbs.give_areas(**form.given, by=request.actor, at=request.at)  # type: ignore[attr-defined]
            submission.url = reverse("desk:areas")
    except NotValid:
        return False
    except Refused as refused:
        add_refusal(form, refused)
        return False
    messages.success(request, gettext("Đã phân công địa bàn."))
    return True


@needs("desk.use")
@require_POST
def end(request: HttpRequest, row: int) -> HttpResponse:
    """No more, from today on."""
    who = facts(request)
    if all(area.pk != row for area in reads.areas(who)):
        raise Http404
    with submitted(request) as submission:
        verbs.end_area(area_id=row, by=request.actor, at=request.at)  # type: ignore[attr-defined]
        submission.url = reverse("desk:areas")
    messages.success(request, gettext("Đã thôi phụ trách."))
    return HttpResponseRedirect(reverse("desk:areas"))
