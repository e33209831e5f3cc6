"""A party on the reception form: everything a person or body can be asked, and all that is wrong with the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.parties import PERSONS, Capacity, Kind, PartyData
from motcua.kernel import names
from motcua.web.ui.choices import CAPACITIES, KINDS, SEXES
from motcua.web.ui.forms import BirthField, DayField

from .parts import Part, PresetField, text

REASONS_WITHOUT_NUMBER = (_("Trẻ mới sinh"), _("Người đã mất"), _("Chưa được cấp giấy tờ"))
NUMBER_LABELS = {
    "citizen": _("Số định danh cá nhân"),
    "foreigner": _("Số hộ chiếu hoặc giấy tờ nước ngoài"),
    "overseas": _("Số hộ chiếu hoặc giấy tờ khác"),
    "business": _("Mã số thuế"),
    "agency": _("Mã định danh cơ quan"),
    "other": _("Số giấy tờ (nếu có)"),
}
NUMBER_OF = {
    Kind.ENTERPRISE.value: "business",
    Kind.HOUSEHOLD_BUSINESS.value: "business",
    Kind.ORGANISATION.value: "other",
    Kind.COMMUNITY.value: "other",
}
NAME_LABELS = {"person": _("Họ và tên"), "body": _("Tên cơ quan, tổ chức, cộng đồng")}
NAMELESS = {"required": _(names.EMPTY)}


class PartyForm(Part):
    """An applicant or an owner: everything a person or body can be asked, of which each kind shows its own part."""

    card = text(_("Quét thẻ căn cước"), 2000)
    kind = PresetField(label=_("Đối tượng"), choices=KINDS)
    name = forms.CharField(label=_("Họ và tên, hoặc tên tổ chức"), max_length=400, error_messages=NAMELESS)
    number = text(_("Số giấy tờ"), 60)
    no_number = forms.BooleanField(label=_("Chưa có số"), required=False)
    no_number_reason = text(_("Lý do chưa có số"), 200)
    birth_date = BirthField(label=_("Ngày sinh"), max_length=20, required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=SEXES, required=False)
    nationality = text(_("Quốc tịch"), 60)
    representative = text(_("Người đại diện"), 200)
    address = text(_("Địa chỉ"), 300)
    phone = text(_("Điện thoại"), 30)
    email = forms.EmailField(label=_("Thư điện tử"), required=False, max_length=254)
    card_fault = ""
    card_notes: Sequence[str] = ()

    def number_label(self) -> SafeString:
        """What each kind calls its number; the style sheet shows the one that fits."""
        return _labels(NUMBER_LABELS)

    def name_label(self) -> SafeString:
        """What persons and bodies call their name, likewise."""
        return _labels(NAME_LABELS)

    def label_of(self, name: str) -> str:
        kind = self.typed("kind") or Kind.CITIZEN.value
        if name == "number":
            return str(NUMBER_LABELS[NUMBER_OF.get(kind, kind)])
        if name == "name":
            return str(NAME_LABELS["person" if kind in {k.value for k in PERSONS} else "body"])
        return super().label_of(name)

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

    capacity = PresetField(label=_("Tư cách người nộp"), choices=CAPACITIES)
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


def _labels(labels: dict[str, Any]) -> SafeString:
    return format_html_join(" ", '<span class="for for-{}">{}</span>', labels.items())
