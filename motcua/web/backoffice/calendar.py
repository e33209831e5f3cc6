"""The calendar of each year: days off, days in lieu, worked days; and who has office hours of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.office import days as verbs
from motcua.casework.office.days import DaysData
from motcua.casework.reads import calendar as reads
from motcua.kernel.moments import WEEKDAYS
from motcua.offices import snapshot
from motcua.offices.models import SpecialDay
from motcua.web.ui.guards import needs
from motcua.web.ui.words import WEEKDAYS as WEEKDAY_NAMES

from . import words
from .fields import AgencyField, OfficeDayField, offer
from .pages import Done, acted, at_work, page, pressed, today

REFUSED_AT = {"day": "first"}


@needs("backoffice.use")
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of one year, `?nam=2027`; without, this year."""
    day = today(request)
    wanted = request.GET.get("nam", "")
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and 1945 <= int(wanted[:6]) <= 2100 else day.year
    found = reads.year(snapshot.present(), year, today=day)
    return page(request, "calendar.html", "calendar", {"found": found})


class DaysForm(forms.Form):
    """One day, or several in a row."""

    first = OfficeDayField(label=_("Ngày"))
    last = OfficeDayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày."))
    kind = forms.ChoiceField(label=_("Loại ngày"))
    as_weekday = forms.ChoiceField(
        label=_("Làm bù theo giờ của"), required=False, help_text=_("Chỉ chọn cho ngày làm bù.")
    )
    name = forms.CharField(label=_("Tên ngày"), max_length=120, help_text=_("Ví dụ: Giỗ Tổ Hùng Vương."))
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, required=False, help_text=_("Số và ngày của thông báo, quyết định.")
    )
    agency = AgencyField(label=_("Áp dụng cho cơ quan và mọi cơ quan trực thuộc"))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(
            self,
            agency=(a for a in snapshot.present().agencies.values() if a.valid_to is None),
            kind=[(code, words.day_kind(code)) for code in verbs.KINDS],
            as_weekday=[("", "–"), *zip(WEEKDAYS, WEEKDAY_NAMES, strict=True)],
        )


@needs("offices.change")
def day_new(request: HttpRequest) -> HttpResponse:
    """Enter days."""
    root = next((a for a in snapshot.present().agencies.values() if a.parent_id is None and a.valid_to is None), None)
    form = DaysForm(request.POST or None, initial={"agency": root, "kind": "holiday"})

    def act() -> Done:
        said = form.cleaned_data
        data = DaysData(
            agency_id=said["agency"].pk, first=said["first"], last=said["last"], kind=said["kind"], name=said["name"],
            as_weekday=said["as_weekday"], basis=said["basis"],
        )  # fmt: skip
        n = verbs.enter_days(data, **at_work(request))
        return Done(
            f"{reverse('backoffice:calendar')}?nam={data.first.year}",
            ngettext("Đã ghi {n} ngày vào lịch.", "Đã ghi {n} ngày vào lịch.", n).format(n=n),
        )

    answer = acted(request, form, act, REFUSED_AT) if request.method == "POST" else None
    return answer or page(request, "day_new.html", "calendar", {"form": form}, status=422 if form.is_bound else 200)


@needs("offices.change")
def day_withdraw(request: HttpRequest, row: int) -> HttpResponse:
    """Ask, then take a day out of the calendar as known from now on."""
    found = SpecialDay.objects.filter(pk=row).select_related("agency").first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return page(request, "day_withdraw.html", "calendar", {"day": found})

    def act() -> Done:
        verbs.withdraw_day(row_id=row, **at_work(request))
        said = gettext("Đã bỏ ngày {day} khỏi lịch.").format(day=f"{found.day:%d/%m/%Y}")
        return Done(f"{reverse('backoffice:calendar')}?nam={found.day.year}", said)

    return pressed(request, act)
