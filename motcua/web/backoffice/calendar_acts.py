"""What an administrator does to the calendar: enter, swap, correct, withdraw, set hours, undo; each after a preview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from motcua.casework.office import days as verbs
from motcua.casework.office import hours as hour_verbs
from motcua.casework.office import undo as undo_verbs
from motcua.casework.office.days import DaysData, SwapData
from motcua.casework.office.hours import HoursData
from motcua.casework.reads import calendar as reads
from motcua.kernel.moments import WEEKDAYS
from motcua.offices import snapshot
from motcua.offices.calendars import Piece, pieces
from motcua.offices.models import OfficeHours, SpecialDay
from motcua.web.ui.guards import needs
from motcua.web.ui.words import WEEKDAYS as WEEKDAY_NAMES

from . import words
from .calendar import root
from .fields import AgencyField, ClockField, OfficeDayField, WeekForm, offer
from .pages import at_work, moment, today
from .proposals import proposal, question, typed

BASIS_HELP = _("Số và ngày của thông báo, quyết định.")


def _basis() -> forms.CharField:
    return forms.CharField(label=_("Căn cứ"), max_length=200, required=False, help_text=BASIS_HELP)


class DayForm(forms.Form):
    """What is said of one day."""

    first = OfficeDayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Loại ngày"))
    as_weekday = forms.ChoiceField(
        label=_("Làm bù theo giờ của"), required=False, help_text=_("Chỉ chọn cho ngày làm bù.")
    )
    closed_from = ClockField(
        label=_("Đóng cửa từ"), required=False, help_text=_("Chỉ ghi khi cơ quan đóng cửa một phần ngày, ví dụ 13:30.")
    )
    closed_to = ClockField(label=_("Đóng cửa đến"), required=False)
    name = forms.CharField(label=_("Tên ngày"), max_length=120, help_text=_("Ví dụ: Giỗ Tổ Hùng Vương."))
    basis = _basis()
    agency = AgencyField(label=_("Áp dụng cho cơ quan và mọi cơ quan trực thuộc"))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(
            self,
            agency=(a for a in snapshot.present().agencies.values() if a.valid_to is None),
            kind=[(code, words.day_kind(code)) for code in verbs.KINDS],
            as_weekday=[("", "–"), *zip(WEEKDAYS, WEEKDAY_NAMES, strict=True)],
        )

    def told(self) -> DaysData:
        said = dict(self.cleaned_data)
        return DaysData(agency_id=said.pop("agency").pk, **said)


class DaysForm(DayForm):
    """One day, or several in a row."""

    last = OfficeDayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày."))


REFUSED_AT = {"day": "first"}


@needs("offices.change")
def day_new(request: HttpRequest) -> HttpResponse:
    """Enter days."""
    first = {"agency": root(snapshot.present()), "kind": "holiday", **request.GET.dict()}
    form, at = DaysForm(**typed(request), initial=first), moment(request)
    return proposal(
        request, form, template="day_new.html", fields=REFUSED_AT,
        plan=lambda offices: verbs.plan_days(form.told(), offices, at=at),
        act=lambda: verbs.enter_days(form.told(), **at_work(request)),
    )  # fmt: skip


class SwapForm(forms.Form):
    """A working day given for a day of rest."""

    off = OfficeDayField(label=_("Ngày được nghỉ"))
    working = OfficeDayField(label=_("Ngày làm bù"))
    basis = _basis()
    agency = AgencyField(label=_("Áp dụng cho cơ quan và mọi cơ quan trực thuộc"))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, agency=(a for a in snapshot.present().agencies.values() if a.valid_to is None))

    def told(self) -> SwapData:
        said = dict(self.cleaned_data)
        return SwapData(agency_id=said.pop("agency").pk, **said)


@needs("offices.change")
def swap_new(request: HttpRequest) -> HttpResponse:
    """Enter a day off in lieu together with the day that is worked for it."""
    form = SwapForm(**typed(request), initial={"agency": root(snapshot.present()), **request.GET.dict()})
    at = moment(request)
    return proposal(
        request, form, template="swap_new.html",
        plan=lambda offices: verbs.plan_swap(form.told(), offices, at=at),
        act=lambda: verbs.swap_days(form.told(), **at_work(request)),
    )  # fmt: skip


def _standing_day(row: int) -> SpecialDay:
    """A row that stands; what was withdrawn is no page to act on."""
    found = next((d for d in snapshot.present().days if d.pk == row and d.withdrawn_at is None), None)
    if found is None:
        raise Http404
    return found


@needs("offices.change")
def day_edit(request: HttpRequest, row: int) -> HttpResponse:
    """Put one day right: the old row is closed, a new one stands for it."""
    found, at = _standing_day(row), moment(request)
    names = ("kind", "as_weekday", "closed_from", "closed_to", "name", "basis")
    agency = snapshot.present().agency(found.agency_id)
    now = {"first": found.day, "agency": agency, **{n: getattr(found, n) for n in names}}
    form = DayForm(**typed(request), initial={**now, **request.GET.dict()})
    return proposal(
        request, form, template="day_edit.html", fields=REFUSED_AT, context={"day": found},
        plan=lambda offices: verbs.plan_correction(row, form.told(), offices, at=at),
        act=lambda: verbs.correct_day(row, form.told(), **at_work(request)),
    )  # fmt: skip


@needs("offices.change")
def day_withdraw(request: HttpRequest, row: int) -> HttpResponse:
    """Look, then take a day out of the calendar as known from now on."""
    return question(
        request, template="day_withdraw.html", context={"day": _standing_day(row)},
        plan=lambda offices: verbs.plan_withdrawal(row, offices),
        act=lambda: verbs.withdraw_day(row_id=row, **at_work(request)),
    )  # fmt: skip


class OfficeHoursForm(WeekForm):
    """Office hours have a decision behind them, and may end (summer hours)."""

    until = OfficeDayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu áp dụng cho đến khi có giờ mới.")
    )
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, required=False, help_text=_("Số và ngày của quyết định, nếu có.")
    )

    def told(self, agency_id: int) -> HoursData:
        said = self.cleaned_data
        return HoursData(agency_id, self.week, said["day"], said["until"], said["basis"])


HOURS_REFUSED_AT = {"weekdays": "mon", "office_hours": "mon"}


@needs("offices.change")
def office_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """New office hours from a day on: limits count in them."""
    offices, at = snapshot.present(), moment(request)
    agency = offices.agencies.get(pk)
    if agency is None or agency.valid_to is not None:
        raise Http404
    week = lasting(pieces(offices, pk, known_at=at))
    form = OfficeHoursForm(**typed(request), week=week, initial={"day": today(request), **request.GET.dict()})
    return proposal(
        request, form, template="office_hours.html", context={"agency": agency},
        fields=HOURS_REFUSED_AT,
        plan=lambda offices: hour_verbs.plan_hours(form.told(pk), offices, at=at),
        act=lambda: hour_verbs.set_office_hours(form.told(pk), **at_work(request)),
    )  # fmt: skip


def lasting(found: Sequence[Piece]) -> dict[str, list[list[str]]]:
    """The week that holds until further notice, to begin from."""
    return next((p.row.weekdays for p in found if p.pattern.to is None), {})


def _standing_hours(row: int) -> OfficeHours:
    found = next((h for h in snapshot.present().hours if h.pk == row and h.withdrawn_at is None), None)
    if found is None:
        raise Http404
    return found


@needs("offices.change")
def hours_edit(request: HttpRequest, row: int) -> HttpResponse:
    """Put office hours right: the old row is closed, a new one stands for it."""
    found, at = _standing_hours(row), moment(request)
    until = found.valid_to - timedelta(days=1) if found.valid_to else None
    now = {"day": found.valid_from, "until": until, "basis": found.basis}
    form = OfficeHoursForm(**typed(request), week=found.weekdays, initial={**now, **request.GET.dict()})
    pk = found.agency_id
    return proposal(
        request, form, template="hours_edit.html",
        context={"hours": found, "agency": snapshot.present().agency(pk)}, fields=HOURS_REFUSED_AT,
        plan=lambda offices: hour_verbs.plan_correction(row, form.told(pk), offices, at=at),
        act=lambda: hour_verbs.correct_office_hours(row, form.told(pk), **at_work(request)),
    )  # fmt: skip


@needs("offices.change")
def hours_withdraw(request: HttpRequest, row: int) -> HttpResponse:
    """Look, then take office hours out as known from now on."""
    found, at = _standing_hours(row), moment(request)
    return question(
        request, template="hours_withdraw.html", context={"hours": found},
        plan=lambda offices: hour_verbs.plan_withdrawal(row, offices, at=at),
        act=lambda: hour_verbs.withdraw_office_hours(row_id=row, **at_work(request)),
    )  # fmt: skip


@needs("offices.change")
def change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Look, then take a change back."""
    found = reads.change(snapshot.present(), pk)
    if found is None:
        raise Http404
    return question(
        request, template="calendar_undo.html", context={"found": found},
        plan=lambda offices: undo_verbs.plan_undo(pk, offices),
        act=lambda: undo_verbs.undo_change(change_id=pk, **at_work(request)),
    )  # fmt: skip
