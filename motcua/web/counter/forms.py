"""The parts of the reception form: parties, papers, terms, the result given at once, points of form 02, a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.results import CAPACITIES, ResultData
from motcua.casework.supplements import Item
from motcua.dossiers.parties import CAPACITY_LABELS, KIND_LABELS, PERSONS, Capacity, Kind, PartyData, checked
from motcua.kernel import names
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from motcua.web.ui.forms import DayField, read_day
from motcua.web.ui.words import day

UNREADABLE = "\ufffd"
"""What stands where the bytes that were sent are no UTF-8."""
REASONS_WITHOUT_NUMBER = (_("Trẻ mới sinh"), _("Người đã mất"), _("Chưa được cấp giấy tờ"))
DELIVERIES = {
    "counter": _("Tại nơi tiếp nhận"),
    "post": _("Qua dịch vụ bưu chính công ích"),
    "electronic": _("Bản điện tử qua mạng"),
}
NUMBER_LABELS = {
    "citizen": _("Số định danh cá nhân"),
    "foreigner": _("Số hộ chiếu hoặc giấy tờ nước ngoài"),
    "overseas": _("Số hộ chiếu hoặc giấy tờ khác"),
    "business": _("Mã số thuế"),
    "agency": _("Mã định danh cơ quan"),
    "other": _("Số giấy tờ (nếu có)"),
}
NAME_LABELS = {"person": _("Họ và tên"), "body": _("Tên cơ quan, tổ chức, cộng đồng")}
NAMELESS = {"required": _(names.EMPTY)}
OUTCOMES = {"granted": _("Giải quyết"), "refused": _("Từ chối giải quyết")}


class Part(forms.Form):
    """A part of a page-long form. What is no readable text is refused field by field."""

    use_required_attribute = False

    def full_clean(self) -> None:
        super().full_clean()
        for name, value in list(getattr(self, "cleaned_data", {}).items()):
            if isinstance(value, str) and UNREADABLE in value:
                self.add_error(name, gettext("Có ký tự không đọc được (�). Hãy xóa và gõ lại."))

    def typed(self, name: str) -> str:
        """What was typed into a field, checked or not."""
        return str(self[name].value() or "").strip()


def text(label: Any, longest: int, **rest: Any) -> forms.CharField:
    """A line of text of at most `longest` characters, which may stay empty: the verbs say what may not."""
    return forms.CharField(label=label, max_length=longest, required=False, **rest)


class PresetField(forms.ChoiceField):
    """A choice that is always made already: left out, it is the first."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, **rest)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or self.widget.choices[0][0]


class BirthField(forms.CharField):
    """A birth date as dd/mm/yyyy, or a year alone; the value is an ISO date, a year, or the text as typed."""

    def prepare_value(self, value: Any) -> Any:
        """Cards and drafts bring ISO dates; people read the other order."""
        try:
            return day(date.fromisoformat(str(value)))
        except ValueError:
            return value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return read_day(typed).isoformat()
        except ValueError:
            return typed


class PartyForm(Part):
    """An applicant or an owner: everything a person or body can be asked, of which each kind shows its own part."""

    card = text(_("Quét thẻ căn cước"), 2000)
    kind = PresetField(label=_("Đối tượng"), choices=lambda: _choices(KIND_LABELS))
    name = forms.CharField(label=_("Họ và tên, hoặc tên tổ chức"), max_length=400, error_messages=NAMELESS)
    number = text(_("Số giấy tờ"), 60)
    no_number = forms.BooleanField(label=_("Chưa có số"), required=False)
    no_number_reason = text(_("Lý do chưa có số"), 200)
    birth_date = BirthField(label=_("Ngày sinh"), max_length=20, required=False)
    sex = forms.ChoiceField(
        label=_("Giới tính"), choices=[("", "—"), ("Nam", _("Nam")), ("Nữ", _("Nữ"))], required=False
    )
    nationality = text(_("Quốc tịch"), 60)
    representative = text(_("Người đại diện"), 200)
    address = text(_("Địa chỉ"), 300)
    phone = text(_("Điện thoại"), 30)
    email = forms.EmailField(label=_("Thư điện tử"), required=False, max_length=254)
    card_fault = ""

    def number_label(self) -> SafeString:
        """What each kind calls its number; the style sheet shows the one that fits."""
        return _labels(NUMBER_LABELS)

    def name_label(self) -> SafeString:
        return _labels(NAME_LABELS)

    def is_blank(self) -> bool:
        """Whether nothing was written into it: an owner's place that nobody used."""
        return not any(self.typed(name) for name in ("name", "number", "no_number_reason", "representative", "phone"))

    def party(self) -> PartyData:
        """What was typed, as a verb takes it; what this kind does not have stays behind."""
        data, kind = self.cleaned_data, Kind(self.cleaned_data.get("kind") or Kind.CITIZEN)
        person, said = kind in PERSONS, data.get("no_number_reason", "")
        return PartyData(
            kind=kind,
            name=data.get("name", ""),
            number=data.get("number", ""),
            no_number_reason=said if data.get("no_number") and not data.get("number") else "",
            birth_date=data.get("birth_date", "") if person else "",
            sex=data.get("sex", "") if person else "",
            nationality=data.get("nationality", "") if kind in (Kind.FOREIGNER, Kind.OVERSEAS) else "",
            representative="" if person else data.get("representative", ""),
            address=data.get("address", ""),
            phone=data.get("phone", ""),
            email=data.get("email", ""),
        )


class ApplicantForm(PartyForm):
    """The applicant, with the capacity in which they file."""

    capacity = PresetField(label=_("Tư cách người nộp"), choices=lambda: _choices(CAPACITY_LABELS))
    authority_document = text(_("Số văn bản ủy quyền"), 80)
    authority_date = DayField(label=_("Ngày văn bản"), required=False, help_text="")

    def party(self) -> PartyData:
        data = self.cleaned_data
        capacity = Capacity(data.get("capacity") or Capacity.SELF)
        document = capacity not in (Capacity.SELF, Capacity.PARENT)
        return replace(
            super().party(),
            capacity=capacity,
            authority_document=data.get("authority_document", "") if document else "",
            authority_date=data.get("authority_date") if document else None,
        )


# What stands in for a value at fault, so that the faults behind it show in the same look.
HARMLESS: dict[str, dict[str, Any]] = {
    "name": {"name": "A"},
    "number": {"number": "", "no_number_reason": "-"},
    "birth_date": {"birth_date": ""},
    "phone": {"phone": ""},
    "representative": {"representative": "A"},
    "authority_document": {"capacity": Capacity.SELF, "authority_document": "", "authority_date": None},
    "authority_date": {"authority_date": date(2000, 1, 1)},
}


def faults(party: PartyData, *, today: date) -> Iterator[Refused]:
    """All that the check of parties finds wrong, not only the first: each fault is taken out and asked again."""
    for _again in HARMLESS:
        try:
            checked(party, today=today, at="")
        except Refused as no:
            yield no
            party = replace(party, **HARMLESS.get((no.field or "").removeprefix("."), {}))
        else:
            return


class PaperForm(Part):
    """One line of the checklist. The counts say how many, once the line is ticked."""

    got = forms.BooleanField(label=_("Đã nhận"), required=False)
    originals = forms.IntegerField(label=_("Bản chính"), min_value=0, max_value=999, required=False)
    copies = forms.IntegerField(label=_("Bản sao"), min_value=0, max_value=999, required=False)
    note = text(_("Ghi chú"), 300)
    not_needed = forms.BooleanField(label=_("Không cần trong trường hợp này"), required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("got"):
            for name in ("originals", "copies"):
                self.errors.pop(name, None)
                data[name] = 0
        elif data.get("not_needed"):
            self.add_error("not_needed", gettext("Chọn một trong hai: đã nhận, hoặc không cần."))
        elif "originals" in data and "copies" in data and not (data["originals"] or data["copies"]):
            self.add_error("originals", gettext("Đã nhận thì ghi ít nhất một bản."))
        return data


class ExtraForm(PaperForm):
    """A paper that the procedure does not list; a line without a name is none."""

    name = text(_("Tên giấy tờ"), 300)
    field_order = ["name"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["got"] = bool(self.cleaned_data.get("name"))
        return super().clean()


class TermsForm(Part):
    """How it was handed in and how the result goes back."""

    competent = forms.TypedChoiceField(label=_("Cơ quan giải quyết"), coerce=int)
    channel = PresetField(label=_("Nộp qua"), choices=[("direct", _("Trực tiếp")), ("post", _("Bưu chính công ích"))])
    sets = forms.IntegerField(label=_("Số bộ"), min_value=1, max_value=99)
    delivery = PresetField(label=_("Nhận kết quả"), choices=list(DELIVERIES.items()))
    request = text(_("Nội dung đề nghị"), 500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, competents: Iterable[Agency], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["competent"].choices = [(a.pk, a.name) for a in competents]  # type: ignore[attr-defined]


class ResultForm(Part):
    """The result handed over at once; refusals name the same fields."""

    outcome = PresetField(label=_("Kết quả"), choices=list(OUTCOMES.items()))
    kind = text(_("Loại văn bản"), 300)
    number = text(_("Số, ký hiệu"), 80)
    issued_on = DayField(label=_("Ngày văn bản"), help_text="")
    capacity = forms.ChoiceField(
        label=_("Quyền hạn ký"), choices=[(c, c or _("không ghi")) for c in CAPACITIES], required=False
    )
    signer = text(_("Người ký"), 200)
    copies = forms.IntegerField(label=_("Số bản"), min_value=1, max_value=999)
    book = text(_("Quyển số"), 80)
    serial = text(_("Số thứ tự trong sổ"), 40)
    reason = text(_("Lý do từ chối giải quyết"), 2000, widget=forms.Textarea(attrs={"rows": 2}))
    returned_to = text(_("Người nhận kết quả, nếu không phải người nộp"), 200)
    receipt = forms.BooleanField(label=_("In cả giấy tiếp nhận (người nộp yêu cầu)"), required=False)

    def result(self) -> ResultData:
        data = {k: v for k, v in self.cleaned_data.items() if k not in ("returned_to", "receipt")}
        return ResultData(**data)


class PointForm(Part):
    """One point of form 02: the paper, what is wrong, what to do."""

    component = text(_("Giấy tờ, nội dung"), 500)
    reason = text(_("Lý do"), 1000)
    guidance = text(_("Hướng dẫn bổ sung"), 1000)
    n = forms.IntegerField(required=False, min_value=0, max_value=9999, widget=forms.HiddenInput)

    def item(self) -> Item:
        data = self.cleaned_data
        return Item(data["component"], data["reason"], data["guidance"], n=data.get("n") or 0)

    def is_blank(self) -> bool:
        return not any(self.typed(name) for name in ("component", "reason", "guidance"))


class AskForm(Part):
    """What the points of form 02 share."""

    basis = text(_("Căn cứ pháp lý"), 300)


class RefuseForm(Part):
    """Form 03: reasons, one a line, and the law they rest on."""

    reasons = text(_("Lý do từ chối"), 3000, widget=forms.Textarea(attrs={"rows": 4}))
    basis = text(_("Căn cứ pháp lý"), 300)


def _labels(labels: dict[str, Any]) -> SafeString:
    return format_html_join(" ", '<span class="for for-{}">{}</span>', labels.items())


def _choices(labels: dict[Any, str]) -> list[tuple[str, str]]:
    return [(str(key.value), gettext(label)) for key, label in labels.items()]
