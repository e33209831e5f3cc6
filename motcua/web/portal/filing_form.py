"""Who files online, for whom, where and in which case: what is typed is kept as it is, right or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.filing import OTHER, SELF, TYPED, Whole, parties
from motcua.dossiers.parties import Capacity, faults
from motcua.kernel.sentences import Refused, Sentence
from motcua.web.ui.choices import CAPACITIES
from motcua.web.ui.forms import BirthField, DayField, add_refusal
from motcua.web.ui.pieces.fields import Select
from motcua.web.ui.words import of_data, say, vietnamese

LONGEST = 400
FOR_OTHERS = (Capacity.PARENT, Capacity.GUARDIAN, Capacity.AUTHORISED)
OF_OTHER = (
    *("capacity", "authority_document", "authority_date"),
    *("owner_name", "owner_number", "owner_no_number_reason", "owner_birth_date", "owner_address"),
)


def text(label: Any, most: int, **attrs: Any) -> forms.CharField:
    """A line that may stay empty: what must be there is said by the check of parties."""
    help_text = attrs.pop("help_text", "")
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text, widget=forms.TextInput(attrs)
    )


class PeopleForm(forms.Form):
    """The applicant, the owner where that is somebody else, the place and the case."""

    use_required_attribute = False

    place = forms.ChoiceField(label=_("Nơi giải quyết"), required=False)
    case = forms.ChoiceField(label=_("Trường hợp của Anh/Chị"), required=False)
    name = text(_("Họ và tên người nộp"), 120, autocomplete="name", help_text=_("Như trên thẻ căn cước."))
    number = text(_("Số định danh cá nhân"), 30, inputmode="numeric", help_text=_("12 chữ số trên thẻ căn cước."))
    birth_date = BirthField(label=_("Ngày sinh"), max_length=20, required=False, help_text=_("Ngày/tháng/năm."))
    address = text(_("Nơi ở hiện nay"), 300, autocomplete="street-address")
    whose = forms.ChoiceField(
        label=_("Anh/Chị nộp cho ai?"),
        choices=[(SELF, _("Cho chính tôi")), (OTHER, _("Cho người khác, ví dụ con nhỏ hoặc người ủy quyền cho tôi"))],
        widget=forms.RadioSelect,
        required=False,
        initial=SELF,
    )
    capacity = forms.ChoiceField(
        label=_("Anh/Chị là"),
        choices=[(value, label) for value, label in CAPACITIES if value in FOR_OTHERS],
        required=False,
    )
    authority_document = text(_("Số văn bản ủy quyền"), 80, help_text=_("Chỉ khi được ủy quyền."))
    authority_date = DayField(label=_("Ngày văn bản ủy quyền"), required=False, help_text=_("Ngày/tháng/năm."))
    owner_name = text(_("Họ và tên người đó"), 120)
    owner_number = text(_("Số định danh của người đó"), 30, inputmode="numeric", help_text=_("Chưa có thì để trống."))
    owner_no_number_reason = text(_("Vì sao chưa có số"), 200, help_text=_("Ví dụ: trẻ mới sinh."))
    owner_birth_date = BirthField(
        label=_("Ngày sinh của người đó"), max_length=20, required=False, help_text=_("Ngày/tháng/năm.")
    )
    owner_address = text(_("Nơi ở của người đó"), 300)

    def __init__(self, data: QueryDict | None, *, found: Whole) -> None:
        filing = found.filing
        door = f"{filing.counter_id}:{filing.competent_id}" if filing.counter_id else ""
        only = found.doors[0].key if len(found.doors) == 1 else ""
        said = {"whose": SELF, **filing.people, "place": door or only, "case": str(filing.case)}
        super().__init__(data, initial=said)
        self.found = found
        self.fields["place"].widget = Select(of_data())
        many = len({door.counter.pk for door in found.doors}) < len(found.doors)
        named = [(d.key, f"{d.competent.name} · {d.counter.name}" if many else d.counter.name) for d in found.doors]
        self.fields["place"].choices = [*([] if only else [("", _("chọn…"))]), *named]  # type: ignore[attr-defined]
        if found.cases:
            rows = [(str(row.n), _said(row.name, row.limit)) for row in found.cases]
            self.fields["case"].choices = rows  # type: ignore[attr-defined]
            self.fields["case"].widget = forms.RadioSelect(choices=rows)
        else:
            del self.fields["case"]
        if found.person.identity_at is not None:
            for name in ("name", "number", "birth_date"):
                self.fields[name].disabled = True

    @property
    def for_other(self) -> list[Any]:
        """The fields about the other person."""
        return [self[name] for name in OF_OTHER]

    @property
    def door(self) -> str:
        """The place that was chosen; "" for none, or for one that is not there."""
        return str(self.cleaned_data.get("place") or "")

    @property
    def case_n(self) -> int:
        return int(self.cleaned_data.get("case") or 0)

    def people(self) -> dict[str, str]:
        """What is kept: what could be read as it was read, all else as it was typed."""
        found = {name: self.cleaned_data.get(name, self[name].value()) for name in TYPED}
        return {"whose": str(self["whose"].value() or SELF)} | {name: _kept(value) for name, value in found.items()}

    def judge(self, today: date) -> None:
        """Every fault at its field."""
        if not self.door and "place" not in self.errors:
            self.add_error("place", str(_("Hãy chọn nơi giải quyết hồ sơ.")))
        for field, refused in _faults(self.people(), self.found, today):
            if field not in self.errors:
                add_refusal(self, Refused(refused.sentence, field=field if field in self.fields else ""))


def _faults(people: dict[str, str], found: Whole, today: date) -> Iterator[tuple[str, Refused]]:
    applicant, owners = parties(people, found.person)
    for no in faults(applicant, today=today):
        yield (no.field or "").removeprefix("."), no
    for owner in owners:
        for no in faults(owner, today=today):
            yield f"owner_{(no.field or '').removeprefix('.')}", no


def _kept(value: Any) -> str:
    """What a database takes of it: no control characters, and no more than any field asks for."""
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST]


def _said(name: str, limit: Sentence) -> Any:
    return vietnamese(f"{name}: {say(limit)}") if name else f"{_('Trường hợp chung')}: {say(limit)}"
