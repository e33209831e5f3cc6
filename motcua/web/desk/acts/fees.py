"""Money of a dossier: what is due, a payment, one entered wrongly, money given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.fees import assess, cancel_payment, pay, refund
from motcua.casework.fees_due import MOST, Said, choices_for, circumstances
from motcua.casework.reads.dossier import Whole
from motcua.catalogue.charges import KINDS, PERS, Kind, Per
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.payments.rules import LONGEST_NUMBER, LONGEST_SYMBOL, WAYS, Paid, Way, receipt
from motcua.web.ui.claims import CLOCK_HELP, ClockField, moment_of
from motcua.web.ui.forms import DayField
from motcua.web.ui.words import moment, vietnamese
from motcua.web.ui.words import money as shown

from .base import REASON, Act, long_text
from .tax import AmountField

WAY_CHOICES = [(Way.CASH.value, _("Tiền mặt")), (Way.TRANSFER.value, _("Chuyển khoản"))]
KIND_CHOICES = [(Kind.FEE.value, _("Lệ phí")), (Kind.CHARGE.value, _("Phí"))]
NOT_A_NUMBER = {"invalid": _("Ghi một số, ví dụ 2.")}
COUNTED = {Per.COPY: _("Số bản"), Per.PAGE: _("Số trang"), Per.PERSON: _("Số người")}
assert set(WAYS) == set(Way) and set(KINDS) == set(Kind) and set(COUNTED) < set(PERS)


def way() -> forms.ChoiceField:
    """How money came or goes."""
    return forms.ChoiceField(label=_("Hình thức"), choices=WAY_CHOICES, initial=Way.CASH.value)


class Assess(Act):
    """What is due: the quantities and the ground that the charges ask for, or an amount where there are none."""

    verb, noun = "assess", "tinh-phi"
    label, icon = _("Tính phí, lệ phí"), "calculator"
    button, done = _("Ghi số phải thu"), _("Đã tính phí, lệ phí.")

    amount = AmountField(label=_("Số tiền phải thu"), help_text=_("Số đồng, ví dụ 8.000; miễn thì ghi 0."))
    kind = forms.ChoiceField(label=_("Là"), choices=KIND_CHOICES)
    name = forms.CharField(label=_("Tên khoản thu"), required=False, max_length=300)
    ground = forms.CharField(label=_("Đối tượng được miễn"), required=False, max_length=300)
    basis = forms.CharField(label=_("Căn cứ"), required=False, max_length=300)

    def prepare(self) -> None:
        d = self.whole.dossier
        choices, said = choices_for(d.version, **circumstances(d)), self.whole.fees.said or {}
        if choices.known:
            for name in ("amount", "kind", "name", "basis"):
                del self.fields[name]
            grounds = [(g, f"{vietnamese(g)} ({b})" if b else g) for g, b in choices.grounds]
            label = _("Đối tượng được miễn, giảm")
            none = ("", _("không miễn, giảm"))
            self.fields["ground"] = forms.ChoiceField(label=label, choices=[none, *grounds], required=False)
            if not grounds:
                del self.fields["ground"]
            for per in choices.counted:
                self.fields[f"quantity_{per}"] = forms.IntegerField(
                    label=COUNTED[per], min_value=0, max_value=MOST, error_messages=NOT_A_NUMBER
                )
                self.initial[f"quantity_{per}"] = said.get("quantities", {}).get(per.value, 1)
            self.order_fields([f"quantity_{per}" for per in choices.counted])
        self.initial.update({name: said[name] for name in self.fields if said.get(name)})

    def consequences(self) -> Sequence[object]:
        return [_("Số phải thu tính lại theo điều ghi ở đây; các lần đã thu giữ nguyên.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        data = self.cleaned_data
        quantities = {per: data[f"quantity_{per}"] for per in COUNTED if f"quantity_{per}" in data}
        kind = Kind(data.get("kind") or Kind.FEE)
        said = Said(quantities, self.text("ground"), data.get("amount"), kind, self.text("name"), self.text("basis"))
        return assess(self.code, said, by=by, at=at)


class Pay(Act):
    """Money came: how much, how, and the receipt that was issued for it elsewhere."""

    verb, noun = "pay", "thu-phi"
    label, icon = _("Thu phí, lệ phí"), "banknotes"
    done = _("Đã ghi lần thu.")
    field_order = ("amount", "way", "symbol", "number", "day", "clock")
    places: ClassVar[Mapping[str, str]] = {"paid_at": "day", "receipt": "number"}

    amount = AmountField(label=_("Số tiền"))
    way = way()
    symbol = forms.CharField(label=_("Ký hiệu biên lai"), required=False, max_length=LONGEST_SYMBOL)
    number = forms.CharField(label=_("Số biên lai"), required=False, max_length=LONGEST_NUMBER)
    day = DayField(label=_("Ngày nộp, nếu không phải lúc này"), required=False)
    clock = ClockField(label=_("Giờ nộp"), required=False, max_length=6, help_text=CLOCK_HELP)

    def prepare(self) -> None:
        self.initial["amount"] = shown(max(0, self.whole.fees.left))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and bool(data.get("day")) != bool(data.get("clock")):
            self.add_error("clock" if data.get("day") else "day", gettext("Ghi đủ cả ngày và giờ nộp."))
        return data

    def consequences(self) -> Sequence[object]:
        return [_("Lần thu vào sổ thu của anh/chị trong ngày; ghi sai thì hủy, không xóa.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        data = self.cleaned_data
        paid_at = moment_of(data["day"], data["clock"]) if data["day"] else None
        bill = receipt(self.text("symbol"), self.text("number"))
        return pay(self.code, Paid(data["amount"], Way(data["way"]), bill, paid_at), by=by, at=at)


class CancelPayment(Act):
    """A payment was entered wrongly; what is right may come with it."""

    verb, noun = "cancel_payment", "huy-lan-thu"
    label, icon, destructive = _("Hủy lần thu ghi sai"), "receipt-refund", True
    done = _("Đã hủy lần thu.")
    field_order = ("n", "reason", "amount", "way", "symbol", "number")
    places: ClassVar[Mapping[str, str]] = {"receipt": "number"}

    n = forms.ChoiceField(label=_("Lần thu"), widget=forms.RadioSelect)
    reason = long_text(REASON)
    amount = AmountField(
        label=_("Số tiền đúng"), required=False, help_text=_("Bỏ trống nếu không thu; có ghi thì thu lại ngay.")
    )
    way = way()
    symbol = forms.CharField(label=_("Ký hiệu biên lai đúng"), required=False, max_length=LONGEST_SYMBOL)
    number = forms.CharField(label=_("Số biên lai đúng"), required=False, max_length=LONGEST_NUMBER)

    def prepare(self) -> None:
        offer_payments(self, self.whole)

    def consequences(self) -> Sequence[object]:
        return [_("Dòng cũ vẫn giữ trong sổ; dòng hủy đứng ở sổ thu của ngày hôm nay.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        data, bill = self.cleaned_data, receipt(self.text("symbol"), self.text("number"))
        instead = Paid(data["amount"], Way(data["way"]), bill) if data["amount"] else None
        reason = self.text("reason")
        return cancel_payment(self.code, int(data["n"]), by=by, at=at, reason=reason, instead=instead)


class Refund(Act):
    """Money is given back."""

    verb, noun = "refund", "hoan-phi"
    label, icon, destructive = _("Hoàn trả phí, lệ phí"), "arrow-uturn-left", True
    done = _("Đã ghi lần hoàn trả.")
    field_order = ("n", "amount", "way", "reason")

    n = forms.ChoiceField(label=_("Lần thu"), widget=forms.RadioSelect)
    amount = AmountField(label=_("Số tiền hoàn trả"))
    way = way()
    reason = long_text(REASON)

    def prepare(self) -> None:
        offer_payments(self, self.whole)

    def consequences(self) -> Sequence[object]:
        return [_("Tiền hoàn trả ghi vào sổ thu của anh/chị trong ngày.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        data, reason = self.cleaned_data, self.text("reason")
        amount, way_ = data["amount"], Way(data["way"])
        return refund(self.code, int(data["n"]), by=by, at=at, amount=amount, reason=reason, way=way_)


def offer_payments(form: Act, whole: Whole) -> None:
    """Let the payments that stand be chosen; the only one is chosen already."""
    payments = whole.fees.standing
    form.fields["n"].choices = [  # type: ignore[attr-defined]
        (str(e.n), f"{shown(e.money.total)} · {e.bill.shown or '—'} · {moment(e.at)}") for e in payments
    ]
    if len(payments) == 1:
        form.initial["n"] = str(payments[0].n)
