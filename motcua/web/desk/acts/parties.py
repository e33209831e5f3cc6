"""Parties on a form, with the names by which the verb refuses them: `applicant.name`, `owners.0.number` …"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.models import Party
from motcua.dossiers.parties import Capacity, Kind, PartyData
from motcua.kernel import phone
from motcua.web.ui.choices import CAPACITIES, KINDS, SEXES
from motcua.web.ui.forms import BirthField, DayField

TEXTS = {
    "name": (_("Họ và tên, hoặc tên cơ quan, tổ chức"), 200),
    "number": (_("Số giấy tờ"), 35),
    "no_number_reason": (_("Lý do chưa có số"), 200),
    "birth_date": (_("Ngày sinh, hoặc chỉ năm"), 10),
    "nationality": (_("Quốc tịch"), 60),
    "representative": (_("Người đại diện"), 200),
    "phone": (_("Điện thoại"), 30),
    "address": (_("Địa chỉ"), 300),
}


class PartyFields(forms.Form):
    """Fields of one applicant and of several owners; a place without name and number is nobody's."""

    def add_party(self, at: str, party: Party | None, *, with_capacity: bool) -> None:
        """The fields of one party, filled with what stands."""
        self._field(at, "kind", forms.ChoiceField(label=_("Đối tượng"), choices=KINDS))
        for name, (label, longest) in TEXTS.items():
            kind = BirthField if name == "birth_date" else forms.CharField
            self._field(at, name, kind(label=label, required=False, max_length=longest))
        self._field(at, "sex", forms.ChoiceField(label=_("Giới tính"), required=False, choices=SEXES))
        self._field(at, "email", forms.EmailField(label=_("Thư điện tử"), required=False, max_length=254))
        if with_capacity:
            self._field(at, "capacity", forms.ChoiceField(label=_("Tư cách"), choices=CAPACITIES))
            document = forms.CharField(label=_("Số văn bản ủy quyền"), required=False, max_length=80)
            self._field(at, "authority_document", document)
            self._field(at, "authority_date", DayField(label=_("Ngày văn bản"), required=False, help_text=""))
        self.initial[f"{at}.kind"] = Kind.CITIZEN.value
        if party is not None:
            for name in PartyData.__dataclass_fields__:
                self.initial[f"{at}.{name}"] = getattr(party, name)
            self.initial[f"{at}.phone"] = phone.shown(party.phone) if party.phone else ""

    def _field(self, at: str, name: str, field: forms.Field) -> None:
        self.fields[f"{at}.{name}"] = field

    def bound(self, at: str) -> Iterator[BoundField]:
        """The fields of one party, for the template."""
        return (self[name] for name in self.fields if name.startswith(f"{at}."))

    def is_blank(self, at: str) -> bool:
        """Whether nobody was written here."""
        return not any(self.cleaned_data.get(f"{at}.{name}") for name in ("name", "number", "no_number_reason"))

    def party(self, at: str) -> PartyData:
        """What was typed, as the verb takes it."""
        data: dict[str, Any] = {
            name: self.cleaned_data[f"{at}.{name}"]
            for name in PartyData.__dataclass_fields__
            if f"{at}.{name}" in self.cleaned_data
        }
        data["kind"] = Kind(data["kind"])
        data["capacity"] = Capacity(data.get("capacity") or Capacity.SELF)
        if data["number"]:
            data["no_number_reason"] = ""
        return PartyData(**data)
