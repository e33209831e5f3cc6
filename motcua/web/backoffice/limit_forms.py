"""The limits of a procedure and the grounds on which they may stand, as rows of the form of a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.differences import WORDS
from motcua.catalogue.published import Published
from motcua.catalogue.published_holds import LONGEST
from motcua.catalogue.published_limits import LONGEST_BASIS
from motcua.catalogue.rules import HOLD_KINDS, HoldKind
from motcua.kernel.limits import LABELS, Unit

MOST_CASES, MOST_HOLDS = 60, 20
BLANK = 2
UNITS = [("", _("không tính được")), *((unit.value, _(label)) for unit, label in LABELS.items())]
CHANNELS = [(code, _(text)) for code, text in WORDS["channels"].items()]
BASIS_HELP = _("Điều, khoản và văn bản quy định thời hạn này.")
CHANNELS_HELP = _("Không chọn: mọi cách nộp.")


class AmountField(forms.CharField):
    """An amount as people write it, "3" or "1,5"; the value is a Decimal or None."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(max_length=10, required=False, widget=forms.TextInput({"inputmode": "decimal"}), **rest)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).strip().replace(",", ".")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("“%(typed)s” không phải là số."), params={"typed": text}) from None


class ChannelsField(forms.MultipleChoiceField):
    """For which ways of handing in a limit is; none chosen, or all, is all of them."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(choices=CHANNELS, required=False, widget=forms.CheckboxSelectMultiple, **rest)

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        return [] if len(chosen) == len(CHANNELS) else chosen


class CaseForm(forms.Form):
    """A case with a limit of its own; one without a name is none."""

    name = forms.CharField(label=_("Trường hợp"), max_length=300, required=False)
    amount = AmountField(label=_("Thời hạn"))
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=UNITS, required=False)
    limit_basis = forms.CharField(label=_("Căn cứ"), max_length=LONGEST_BASIS, required=False)
    limit_channels = ChannelsField(label=_("Hồ sơ nộp"), help_text=CHANNELS_HELP)


class HoldForm(forms.Form):
    """A ground on which the limit may stand; one without a name is none."""

    name = forms.CharField(label=_("Lý do tạm dừng"), max_length=LONGEST, required=False)
    basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=LONGEST, required=False)
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[(kind.value, _(HOLD_KINDS[kind])) for kind in (HoldKind.OTHER, HoldKind.FINANCIAL)],
        required=False,
    )


Cases = forms.formset_factory(CaseForm, extra=BLANK, can_delete=True, max_num=MOST_CASES, validate_max=True)
Holds = forms.formset_factory(HoldForm, extra=1, can_delete=True, max_num=MOST_HOLDS, validate_max=True)


def case_rows(line: Published | None) -> list[dict[str, Any]]:
    """What the rows of cases show."""
    return [
        {
            "name": case.name,
            "amount": Decimal(case.limit.amount) if case.limit.amount is not None else None,
            "unit": case.limit.unit.value,
            "limit_basis": case.basis,
            "limit_channels": list(case.channels),
        }
        for case in (line.cases if line is not None else ())
    ]


def hold_rows(line: Published | None) -> list[dict[str, Any]]:
    """What the rows of grounds show."""
    holds = line.holds if line is not None else ()
    return [{"name": hold.name, "basis": hold.basis, "kind": hold.kind.value} for hold in holds]


def kept(rows: Iterable[forms.Form]) -> list[dict[str, Any]]:
    """The rows that have a name and are not struck out, in order."""
    found = []
    for form in rows:
        said = form.cleaned_data
        if said.get("name") and not said.get("DELETE"):
            row = {key: value for key, value in said.items() if key != "DELETE"}
            found.append(
                {key: 0 if key in ("originals", "copies") and v is None else tidied(v) for key, v in row.items()}
            )
    return found


def tidied(value: Any) -> Any:
    """As the fields give back what they show."""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n")
    return [" ".join(v.split()) if isinstance(v, str) else v for v in value] if isinstance(value, list) else value


def limit_said(said: Mapping[str, Any]) -> dict[str, Any]:
    """A limit in the words of the import format."""
    amount, unit = said["amount"], said["unit"]
    date = said.get("date")
    return {
        "amount": f"{amount.normalize():f}" if amount is not None else None,
        "unit": unit or None,
        **({"date": date.isoformat()} if unit == Unit.FIXED_DATE and date else {}),
        **({"legal_basis": said["limit_basis"]} if said["limit_basis"] else {}),
        **({"channels": said["limit_channels"]} if said["limit_channels"] else {}),
    }
