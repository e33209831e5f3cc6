"""What an administrator does to agencies: open, put right, close with a successor, divisions, counter hours."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.casework.close_agency import check_successor, close_agency
from motcua.casework.close_unit import close_unit
from motcua.casework.office import agencies as verbs
from motcua.casework.office import hours as hour_verbs
from motcua.casework.reads import offices as reads
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.calendars import share_calendar
from motcua.offices.models import Agency, Unit
from motcua.offices.snapshot import Snapshot
from motcua.web.ui.forms import add_refusal
from motcua.web.ui.guards import needs

from . import words
from .fields import AgencyField, OfficeDayField, WeekForm, offer
from .pages import Done, acted, at_work, moment, page, pressed, today


class ContactForm(forms.Form):
    """What of an agency may be put right."""

    name = forms.CharField(label=_("Tên cơ quan"), max_length=200)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=80, required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=200, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)


class AgencyForm(ContactForm):
    """A new agency."""

    code = forms.CharField(
        label=_("Mã định danh"), max_length=40, help_text=_("Ví dụ H48.14; cấp theo QĐ 20/2020/QĐ-TTg.")
    )
    kind = forms.ChoiceField(label=_("Loại"))
    level = forms.ChoiceField(label=_("Cấp"))
    parent_code = AgencyField(label=_("Cơ quan cấp trên trực tiếp"))
    place_code = forms.RegexField(
        r"^[0-9]{1,10}\Z", label=_("Mã địa bàn"), required=False, help_text=_("Mã của cơ quan thống kê, nếu có."),
        error_messages={"invalid": _("Mã địa bàn chỉ gồm chữ số.")},
    )  # fmt: skip
    opened_on = OfficeDayField(label=_("Hoạt động từ ngày"))

    field_order = [
        "name",
        "short_name",
        "code",
        "kind",
        "level",
        "parent_code",
        "opened_on",
        "place_code",
        "address",
        "phone",
    ]

    def __init__(self, *args: Any, offices: Snapshot, **rest: Any) -> None:
        super().__init__(*args, **rest)
        kinds = words.kinds(k for k in verbs.KINDS if k != "district_committee")
        offer(
            self,
            kind=[("", _("Chọn loại")), *kinds],
            level=[("", _("Chọn cấp")), *words.levels()],
            parent_code=(a for a in offices.agencies.values() if a.valid_to is None),
        )

    def agency(self) -> AgencyData:
        said = {name: self.cleaned_data[name] for name in self.fields if name != "parent_code"}
        return AgencyData(**said, parent_code=self.cleaned_data["parent_code"].code)


@needs("offices.change")
def new(request: HttpRequest) -> HttpResponse:
    """Open an agency; `?duoi=ID` names the one above."""
    offices = snapshot.present()
    above = offices.agencies.get(_number(request.GET.get("duoi")))
    first = {"parent_code": above, "opened_on": today(request)}
    form = AgencyForm(request.POST or None, initial=first, offices=offices)

    def act() -> Done:
        agency = verbs.open_agency(form.agency(), **at_work(request))
        return Done(address(agency.pk), gettext("Đã mở {name}.").format(name=agency.name))

    answer = acted(request, form, act) if request.method == "POST" else None
    return answer or page(request, "agency_new.html", "agencies", {"form": form}, status=_status(form))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


def address(pk: int) -> str:
    return reverse("backoffice:agency", args=[pk])


def _agency(pk: int) -> Agency:
    found = snapshot.present().agencies.get(pk)
    if found is None:
        raise Http404
    return found


@needs("offices.change")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the name as spelled, the address or the telephone right."""
    agency = _agency(pk)
    now = {name: getattr(agency, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=now)

    def act() -> Done:
        said = form.cleaned_data
        verbs.change_agency(
            agency_id=pk, name=said["name"], short_name=said["short_name"], address=said["address"],
            telephone=said["phone"], **at_work(request),
        )  # fmt: skip
        return Done(address(pk), gettext("Đã ghi thông tin của cơ quan."))

    answer = acted(request, form, act) if request.method == "POST" else None
    return answer or page(
        request, "agency_edit.html", "agencies", {"form": form, "agency": agency}, status=_status(form)
    )


class CloseForm(forms.Form):
    """Who takes over, from which day on."""

    successor = AgencyField(label=_("Cơ quan kế thừa"), required=False)
    on = OfficeDayField(label=_("Ngày kết thúc hoạt động"))

    def __init__(self, *args: Any, candidates: list[Agency], **rest: Any) -> None:
        super().__init__(*args, **rest)
        offer(self, successor=candidates)
        self.fields["successor"].help_text = _(
            "Gõ mã hoặc một phần tên rồi chọn. Để trống nếu không còn gì phải chuyển."
        )


@needs("offices.change")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an agency: name successor and day, see what will move, then confirm."""
    agency, offices, day = _agency(pk), snapshot.present(), today(request)
    candidates = reads.successors(offices, pk, on=day)
    data = request.POST or (request.GET if "on" in request.GET else None)
    form = CloseForm(data, candidates=candidates, initial={"on": day})

    def act() -> Done:
        successor = form.cleaned_data["successor"]
        close_agency(
            agency_id=pk, successor_id=successor.pk if successor else None, on=form.cleaned_data["on"],
            **at_work(request),
        )  # fmt: skip
        return Done(address(pk), gettext("{name} đã kết thúc hoạt động.").format(name=agency.name))

    if request.method == "POST" and (answer := acted(request, form, act)):
        return answer
    successor = _previewed(form, agency, offices)
    context = {
        "form": form,
        "agency": agency,
        "closing": reads.closing(offices, pk, on=day),
        "successor": successor,
        "ready": form.is_bound and form.is_valid(),
        "same_hours": successor is None or share_calendar(offices, pk, successor.pk),
        "on": form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None,
    }
    return page(request, "agency_close.html", "agencies", context, status=422 if request.method == "POST" else 200)


def _previewed(form: CloseForm, agency: Agency, offices: Snapshot) -> Agency | None:
    """The successor that the preview names; one that cannot take over is said at its field."""
    if not form.is_bound or not form.is_valid():
        return None
    successor: Agency | None = form.cleaned_data["successor"]
    on: date = form.cleaned_data["on"]
    if successor is not None:
        try:
            check_successor(agency, successor, offices, on)
        except Refused as no:
            add_refusal(form, no)
            return None
    return successor


@needs("offices.change")
@require_POST
def unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A division more."""
    _agency(pk)

    def act() -> Done:
        unit = verbs.add_unit(agency_id=pk, name=request.POST.get("name", ""), **at_work(request))
        return Done(f"{address(pk)}#units", gettext("Đã lập {name}.").format(name=unit.name))

    return pressed(request, act)


@needs("offices.change")
@require_POST
def unit_end(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """A division less, from today on."""
    if not Unit.objects.filter(pk=unit, agency_id=pk).exists():
        raise Http404

    def act() -> Done:
        ended = close_unit(unit_id=unit, on=today(request), **at_work(request))
        return Done(f"{address(pk)}#units", gettext("Đã kết thúc {name}.").format(name=ended.name))

    return pressed(request, act)


@needs("offices.change")
def counter_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """New opening hours of a counter from a day on: they move no deadline."""
    agency, day = _agency(pk), today(request)
    if not agency.is_counter:
        raise Http404
    found = reads.agency_page(snapshot.present(), pk, at=moment(request), day=day)
    assert found is not None
    own: dict[str, list[list[str]]] = next((h.weekdays for h in found.counter_hours if h.valid_to is None), {})
    now = own or next((p.row.weekdays for p in found.hours if p.pattern.to is None), {})
    form = WeekForm(request.POST or None, week=now, initial={"day": day})

    def act() -> Done:
        hour_verbs.set_counter_hours(
            agency_id=pk,
            week=form.week,
            day=form.cleaned_data["day"],
            **at_work(request),
        )
        return Done(f"{address(pk)}#hours", gettext("Đã đặt giờ mở quầy."))

    answer = acted(request, form, act, {"weekdays": "mon", "office_hours": "mon"}) if request.method == "POST" else None
    context = {"form": form, "agency": agency}
    return answer or page(request, "counter_hours.html", "agencies", context, status=_status(form))
