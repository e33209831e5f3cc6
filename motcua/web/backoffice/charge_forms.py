"""The charges of a procedure as rows of a form: every amount and every reduction a row, gathered by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.charges import CHANNEL_NAMES, KINDS, LONGEST_NAME, PERS, Charge, When
from motcua.kernel import money
from motcua.kernel.sentences import Refused
from motcua.web.ui.words import say

from .fields import OfficeDayField

MOST = 100
CHANNELS = [(code, _(text)) for code, text in CHANNEL_NAMES.items()]


class MoneyField(forms.CharField):
    """Whole đồng as people write them, "20.000" or "20.000 đồng"; the value is an int or None."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(max_length=30, required=False, widget=forms.TextInput({"inputmode": "numeric"}), **rest)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        try:
            return money.parse(text) if text.strip() else None
        except Refused as no:
            raise ValidationError(say(no), code="money") from None


class WhenForm(forms.Form):
    """For which dossiers a row holds."""

    channels = forms.MultipleChoiceField(
        label=_("Cách nộp (không chọn: mọi cách)"), choices=CHANNELS, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    case = forms.CharField(label=_("Trường hợp (bỏ trống: mọi trường hợp)"), max_length=300, required=False)
    since = OfficeDayField(label=_("Từ ngày"), required=False, help_text="")
    to = OfficeDayField(label=_("Đến hết ngày"), required=False, help_text="")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        since, to = said.get("since"), said.get("to")
        if since and to and to < since:
            self.add_error("to", _("Ngày kết thúc trước ngày bắt đầu."))
        return said


class AmountForm(WhenForm):
    """An amount of a charge; a row without a name is none."""

    name = forms.CharField(label=_("Khoản thu"), max_length=LONGEST_NAME, required=False)
    kind = forms.ChoiceField(label=_("Loại"), choices=[(k.value, _(t)) for k, t in KINDS.items()], required=False)
    amount = MoneyField(label=_("Số tiền (đồng)"))
    per = forms.ChoiceField(label=_("Mỗi"), choices=[(p.value, _(t)) for p, t in PERS.items()], required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
    field_order = ("name", "kind", "amount", "per", "basis", "channels", "case", "since", "to")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("name") and said.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Cần ghi số tiền; không thu thì ghi 0."))
        return said


class ReductionForm(WhenForm):
    """What is taken off a charge; a row without a percentage is none."""

    name = forms.CharField(label=_("Khoản thu"), max_length=LONGEST_NAME, required=False)
    percent = forms.IntegerField(label=_("Giảm (%)"), min_value=1, max_value=100, required=False)
    ground = forms.CharField(label=_("Đối tượng (bỏ trống: mọi người)"), max_length=300, required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
    field_order = ("name", "percent", "ground", "basis", "channels", "case", "since", "to")


Amounts = forms.formset_factory(AmountForm, extra=1, can_delete=True, max_num=MOST, validate_max=True)
Reductions = forms.formset_factory(ReductionForm, extra=1, can_delete=True, max_num=MOST, validate_max=True)


def amount_rows(charges: Sequence[Charge]) -> list[dict[str, Any]]:
    """What the rows of amounts show."""
    return [
        {
            "name": c.name,
            "kind": c.kind.value,
            "per": c.per.value,
            "basis": c.basis,
            "amount": a.amount,
            **_when(a.when),
        }
        for c in charges
        for a in c.amounts
    ]  # fmt: skip


def reduction_rows(charges: Sequence[Charge]) -> list[dict[str, Any]]:
    """What the rows of reductions show."""
    return [
        {"name": c.name, "percent": r.percent, "ground": r.ground, "basis": r.basis, **_when(r.when)}
        for c in charges
        for r in c.reductions
    ]


def _when(when: When) -> dict[str, Any]:
    return {"channels": list(when.channels), "case": "; ".join(when.cases), "since": when.since, "to": when.to}


def gathered(amounts: Iterable[forms.Form], reductions: Iterable[forms.Form]) -> list[dict[str, Any]]:
    """The charges that the rows say, as the import format has them. Refused for a reduction of what is not charged."""
    found: dict[str, dict[str, Any]] = {}
    for said in _kept(amounts, "name"):
        charge = found.setdefault(
            said["name"],
            {"name": said["name"], "kind": said["kind"], "per": said["per"], "basis": said["basis"], "amounts": []},
        )
        charge["amounts"].append({"amount": said["amount"], **_said(said)})
    for said in _kept(reductions, "percent"):
        if said["name"] not in found:
            raise Refused(
                "Mức giảm của “{name}”: không có khoản thu nào tên như vậy.", field="charges", name=said["name"]
            )
        row = {"percent": said["percent"], "ground": said["ground"], "basis": said["basis"], **_said(said)}
        found[said["name"]].setdefault("reductions", []).append(row)
    return list(found.values())


def _kept(rows: Iterable[forms.Form], needed: str) -> list[dict[str, Any]]:
    return [row.cleaned_data for row in rows if row.cleaned_data.get(needed) and not row.cleaned_data.get("DELETE")]


def _said(said: dict[str, Any]) -> dict[str, Any]:
    cases = [case.strip() for case in said["case"].split(";") if case.strip()]
    when: dict[str, Any] = {"channels": said["channels"], "cases": cases}
    when |= {"from": said["since"].isoformat() if said["since"] else None}
    when |= {"to": said["to"].isoformat() if said["to"] else None}
    return {key: value for key, value in when.items() if value}
