"""What a reception says of money: what is due beside the procedure, and in a fold of two fields that it was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.fees_due import MOST, NOTHING, Choices, DueLine, Said, choices_for, lines_for, total
from motcua.casework.reads.procedures import Offer
from motcua.catalogue.charges import CHANNELS, Per
from motcua.kernel import money
from motcua.kernel.sentences import Refused
from motcua.payments.rules import Paid, Way, receipt_of
from motcua.web.ui.words import say

from .parts import Part, text

COUNTED = {Per.COPY: _("Số bản"), Per.PAGE: _("Số trang"), Per.PERSON: _("Số người")}
NOT_A_NUMBER = {"invalid": _("Ghi một số, ví dụ 2.")}
WAYS = [("", _("chưa thu")), (Way.CASH.value, _("đã thu tiền mặt")), (Way.TRANSFER.value, _("đã nhận chuyển khoản"))]


@dataclass(frozen=True, slots=True)
class FeeLines:
    """What is due as the preview shows it; `fault` is why it cannot be told yet."""

    lines: Sequence[DueLine] = ()
    known: bool = False
    total: int = 0
    fault: str = ""


class FeesForm(Part):
    """Quantities and a ground where the charges ask for them, else an amount by hand; how it was paid, the receipt."""

    ground = forms.ChoiceField(label=_("Đối tượng được miễn, giảm"), required=False)
    amount = text(_("Số tiền phải thu"), 30, help_text=_("Theo quy định; không thu thì bỏ trống."))
    way = forms.ChoiceField(label=_("Thu tiền"), choices=WAYS, required=False)
    receipt = text(_("Biên lai: ký hiệu và số"), 62, help_text=_("Ví dụ AA/26P 0000123."))

    def __init__(self, *args: Any, offer: Offer, day: date, channel: str = "direct", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.offer = offer
        case = offer.case.name if offer.case else ""
        self.circumstances: dict[str, Any] = {
            "channel": channel if channel in CHANNELS else "direct",
            "case": case,
            "day": day,
        }
        self.choices: Choices = choices_for(offer.version, **self.circumstances)
        if self.choices.known:
            del self.fields["amount"]
            for per in self.choices.counted:
                label = COUNTED[per]
                self.fields[f"quantity_{per}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=MOST, required=False, error_messages=NOT_A_NUMBER
                )
        ground: Any = self.fields["ground"]
        ground.choices = [("", _("không miễn, giảm")), *((g, g) for g, _basis in self.choices.grounds)]
        if not self.choices.grounds:
            del self.fields["ground"]

    @property
    def quantities(self) -> list[Any]:
        """The fields of quantities, as they are drawn."""
        return [self[f"quantity_{per}"] for per in self.choices.counted]

    @property
    def is_paid(self) -> bool:
        """Whether the fold of paying stands open."""
        return bool(self.typed("way") or self.typed("receipt") or self.errors.keys() & {"way", "receipt"})

    def clean_amount(self) -> int | None:
        typed = self.cleaned_data["amount"]
        try:
            return money.parse(typed) if typed else None
        except Refused as no:
            raise forms.ValidationError(say(no)) from None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("receipt") and not data.get("way"):
            self.add_error("way", gettext("Có biên lai thì chọn đã thu tiền mặt hay chuyển khoản."))
        try:
            data["bill"] = receipt_of(data.get("receipt") or "")
        except Refused as no:
            self.add_error("receipt", say(no))
        return data

    def said(self) -> Said | None:
        """What is to be said beside the procedure; None where that is nothing."""
        return self._said(self.cleaned_data)

    def _said(self, data: dict[str, Any]) -> Said | None:
        counts = {per: data.get(f"quantity_{per}") for per in self.choices.counted}
        quantities = {per: n for per, n in counts.items() if n is not None and n != 1}
        amount = data.get("amount")
        if not quantities and not data.get("ground") and amount is None:
            return None
        return Said(quantities, data.get("ground") or "", amount)

    def paid(self) -> Paid | None:
        """That the whole was paid, with its receipt; None where nothing was."""
        way = self.cleaned_data["way"]
        return Paid(0, Way(way), self.cleaned_data["bill"]) if way else None

    @property
    def due(self) -> FeeLines:
        """What would be due now, as far as it was typed."""
        if not self.is_bound:
            bound = type(self)(self._typed_so_far(), prefix=self.prefix, offer=self.offer, **self._terms())
            return bound.due
        self.is_valid()
        if fault := next((str(self.errors[f][0]) for f in self.errors if f not in ("way", "receipt")), ""):
            return FeeLines(known=True, fault=fault)
        try:
            said = self._said(self.cleaned_data) or NOTHING
            lines = lines_for(self.offer.version, said, **self.circumstances)
        except Refused as no:
            return FeeLines(known=True, fault=say(no))
        return FeeLines(lines, self.choices.known or said != NOTHING, total(lines).total)

    def _terms(self) -> dict[str, Any]:
        return {"day": self.circumstances["day"], "channel": self.circumstances["channel"]}

    def _typed_so_far(self) -> dict[str, Any]:
        return {self.add_prefix(name): self[name].value() for name in self.fields}
