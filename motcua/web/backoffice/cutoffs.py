"""The days on which the province closes its reporting months: rules in force, what they make of a year, a new one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.offices import snapshot
from motcua.offices.models import Agency
from motcua.supervision import actions, queries
from motcua.supervision.cutoffs import LONGEST, Cutoffs
from motcua.supervision.periods import months_on
from motcua.web.ui.guards import needs

from .calendar import root
from .pages import Done, acted, at_work, page, pressed, today

_MONTH = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
SHOWN = 12  # months, from the one before this on


class MonthField(forms.CharField):
    """A month as people write it, "11/2026"; the value is its first day."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(max_length=10, widget=forms.TextInput({"size": 8, "autocomplete": "off"}), **rest)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m/%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        found = _MONTH.fullmatch(text)
        if found is None or not (1 <= int(found[1]) <= 12 and int(found[2]) >= 1):
            wrong = _("“%(typed)s” không phải là một tháng; hãy ghi như 11/2026.")
            raise ValidationError(wrong, code="month", params={"typed": text})
        return date(int(found[2]), int(found[1]), 1)


class CutoffForm(forms.Form):
    """A rule from a month on."""

    since = MonthField(label=_("Từ kỳ của tháng"), help_text=_("Ví dụ 11/2026; kỳ đầu tiên theo ngày chốt mới."))
    last_day = forms.IntegerField(
        label=_("Kỳ kết thúc vào ngày"), min_value=1, max_value=LONGEST,
        help_text=_("Tính cả ngày này. 31 là ngày cuối tháng; tháng ngắn hơn thì là ngày cuối của tháng ấy."),
    )  # fmt: skip
    basis = forms.CharField(label=_("Văn bản quy định"), max_length=200)


@needs("offices.change")
def cutoffs(request: HttpRequest) -> HttpResponse:
    """All rules, the reporting months of a year, and a form for the next rule."""
    province, day, cuts = _province(), today(request), queries.cutoffs()
    form = CutoffForm(request.POST or None, initial={"since": months_on(cuts.called(day), 1)})

    def act() -> Done:
        actions.set_cutoff(agency_id=province.pk, **form.cleaned_data, **at_work(request))
        return Done(reverse("backoffice:cutoffs"), gettext("Đã đặt ngày chốt của kỳ báo cáo."))

    answer = acted(request, form, act) if request.method == "POST" else None
    context = {"form": form, "rules": _rules(cuts, day), "months": _months(cuts, day)}
    return answer or page(request, "cutoffs.html", "calendar", context, status=422 if form.is_bound else 200)


@needs("offices.change")
@require_POST
def withdraw(request: HttpRequest, row: int) -> HttpResponse:
    """Take a rule of the province's own back."""
    province = _province()

    def act() -> Done:
        actions.withdraw_cutoff(agency_id=province.pk, pk=row, **at_work(request))
        return Done(reverse("backoffice:cutoffs"), gettext("Đã bỏ ngày chốt; quy định trước đó lại được áp dụng."))

    return pressed(request, act)


def _province() -> Agency:
    province = root(snapshot.present())
    if province is None:
        raise Http404
    return province


def _rules(cuts: Cutoffs, day: date) -> list[dict[str, Any]]:
    """The rules, the newest first: whether each counts now, and the row of one that the province entered."""
    own, now = {row.since: row for row in queries.own_cutoffs()}, cuts.rule(cuts.called(day))
    return [
        {"rule": rule, "own": own.get(rule.since), "now": rule == now, "old": rule.since.year < 2000}
        for rule in reversed(cuts.rules)
    ]


def _months(cuts: Cutoffs, day: date) -> list[dict[str, Any]]:
    """The reporting months of a year with their days."""
    begin, now = months_on(cuts.called(day), -1), cuts.called(day)
    found = []
    for n in range(SHOWN):
        month = months_on(begin, n)
        first, last = cuts.span(month)
        found.append(
            {"month": month, "first": first, "last": last, "days": (last - first).days + 1, "now": month == now}
        )
    return found
