"""A duty to pay: the slip to the tax office, and what came from it on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.tax import Duty, duties
from motcua.casework.tax import LONGEST_PARCEL, ask_tax, take_notice, take_proof, withdraw_notice
from motcua.casework.tax_messages import LONGEST, LONGEST_TEXT, Notice, Proof
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.files.models import StoredFile
from motcua.kernel import money
from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.web.ui.claims import CLOCK_HELP, ClockField, moment_of
from motcua.web.ui.forms import DayField
from motcua.web.ui.words import money as shown
from motcua.web.ui.words import say, vietnamese

from .base import REASON, Act, long_text

SCAN = _("Bản chụp")
SCAN_HELP = _("PDF hoặc ảnh.")
AMOUNT_HELP = _("Số đồng, ví dụ 8.500.000.")


class AmountField(forms.CharField):
    """Money as people type it; the value is whole đồng."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed and not self.required:
            return None
        try:
            return money.parse(typed)
        except Refused as refused:
            raise forms.ValidationError(say(refused), code="wrong") from None


class AskTax(Act):
    """The information transfer slip goes to the tax office."""

    verb, noun = "ask_tax", "gui-co-quan-thue"
    label, icon = _("Gửi cơ quan thuế"), "paper-airplane"
    button = _("Gửi phiếu chuyển thông tin")
    done = _("Đã ghi phiếu chuyển thông tin đến cơ quan thuế.")

    parcel = forms.CharField(
        label=_("Thửa đất"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_PARCEL,
        help_text=_("Số thửa, tờ bản đồ, địa chỉ, diện tích, mục đích sử dụng."),
    )
    note = long_text(_("Ghi chú"), required=False)

    def consequences(self) -> Sequence[object]:
        told: list[object] = [_("Mã hồ sơ, thủ tục, người nộp, chủ hồ sơ và thửa đất được chuyển đến cơ quan thuế.")]
        if not settings.TAX_OFFICE_URL:
            told.append(_("Chưa nối với hệ thống của cơ quan thuế: hãy gửi phiếu giấy, ở đây ghi lại là đã gửi."))
        if any(m.kind == "slip" and m.is_awaited for m in self.whole.exchanged):
            told.append(_("Phiếu đã gửi trước đây chưa được trả lời; phiếu này thay cho phiếu ấy."))
        return [*told, _("Thời hạn vẫn chạy đến khi có thông báo của cơ quan thuế.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        by_hand = not settings.TAX_OFFICE_URL
        return ask_tax(self.code, by=by, at=at, parcel=self.text("parcel"), note=self.text("note"), by_hand=by_hand)


class Scanned(forms.Form):
    """The scan of a paper that is typed; stored when the act is carried out."""

    scan = forms.FileField(label=SCAN, required=False, help_text=SCAN_HELP)

    def scanned(self, at: datetime) -> StoredFile | None:
        """The stored scan, if one was sent."""
        sent = self.cleaned_data.get("scan")
        return store(name=sent.name, content=sent.read(), at=at) if sent else None


class TakeNotice(Act, Scanned):
    """A notice that came on paper is typed."""

    verb, noun = "take_notice", "thong-bao-thue"
    label, icon = _("Ghi thông báo thuế"), "inbox-arrow-down"
    done = _("Đã ghi thông báo của cơ quan thuế.")
    field_order = ("number", "issued_on", "amount", "pay_by", "office", "pay_at", "replaces", "scan")

    number = forms.CharField(label=_("Số thông báo"), max_length=LONGEST)
    issued_on = DayField(label=_("Ngày thông báo"))
    amount = AmountField(label=_("Số tiền phải nộp"), help_text=_("Số đồng; ghi 0 nếu không phải nộp."))
    pay_by = DayField(label=_("Hạn nộp"), required=False)
    office = forms.CharField(label=_("Cơ quan thuế"), required=False, max_length=LONGEST_TEXT)
    pay_at = forms.CharField(
        label=_("Nộp ở đâu"), required=False, max_length=LONGEST_TEXT, help_text=_("Ngân hàng, số tài khoản, kho bạc.")
    )
    replaces = forms.ChoiceField(label=_("Thay cho thông báo"), required=False)

    def prepare(self) -> None:
        waiting = duties(list(self.whole.exchanged))
        if waiting:
            self.fields["replaces"].choices = [("", _("không thay thông báo nào")), *_named(waiting)]  # type: ignore[attr-defined]
        else:
            del self.fields["replaces"]

    def consequences(self) -> Sequence[object]:
        return [
            _("Hồ sơ chuyển sang chờ người nộp thực hiện nghĩa vụ tài chính; thời hạn đứng lại đến khi nộp đủ."),
            _("Số thông báo, hạn nộp và nơi nộp hiện ở trang tra cứu của người nộp; số tiền thì không."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        data = self.cleaned_data
        notice = Notice(
            number=self.text("number").strip(),
            issued_on=data["issued_on"],
            amount=data["amount"],
            pay_by=data["pay_by"],
            office=self.text("office").strip(),
            pay_at=self.text("pay_at").strip(),
            replaces=self.text("replaces"),
        )
        return take_notice(self.code, notice, by=by, at=at, scan=self.scanned(at))


class TakeProof(Act, Scanned):
    """A receipt that came on paper is typed."""

    verb, noun = "take_proof", "chung-tu-nop-thue"
    label, icon, key = _("Ghi chứng từ đã nộp"), "banknotes", "D"
    done = _("Đã ghi chứng từ nộp tiền.")
    field_order = ("notice", "receipt", "amount", "day", "clock", "scan")
    places: ClassVar[Mapping[str, str]] = {"paid_at": "day"}

    notice = forms.ChoiceField(label=_("Nộp theo thông báo"), widget=forms.RadioSelect)
    receipt = forms.CharField(label=_("Số chứng từ"), max_length=LONGEST)
    amount = AmountField(label=_("Số tiền đã nộp"), help_text=AMOUNT_HELP)
    day = DayField(label=_("Ngày nộp"))
    clock = ClockField(label=_("Giờ nộp"), max_length=6, help_text=CLOCK_HELP)

    def prepare(self) -> None:
        _offer(self, self.whole)

    def consequences(self) -> Sequence[object]:
        return [_("Khi mọi thông báo đã nộp đủ, thời hạn chạy tiếp phần còn lại, kể từ lúc này.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        data = self.cleaned_data
        paid_at = moment_of(data["day"], data["clock"])
        proof = Proof(self.text("notice"), self.text("receipt").strip(), data["amount"], paid_at)
        return take_proof(self.code, proof, by=by, at=at, scan=self.scanned(at))


class WithdrawNotice(Act):
    """The tax office took an unpaid notice back."""

    verb, noun = "withdraw_notice", "thu-hoi-thong-bao-thue"
    label, icon = _("Ghi thu hồi thông báo thuế"), "receipt-refund"
    done = _("Đã ghi việc thu hồi thông báo.")
    places: ClassVar[Mapping[str, str]] = {"number": "notice"}

    notice = forms.ChoiceField(label=_("Thông báo"), widget=forms.RadioSelect)
    reason = long_text(REASON)

    def prepare(self) -> None:
        _offer(self, self.whole)

    def consequences(self) -> Sequence[object]:
        return [_("Không còn thông báo nào chờ nộp thì thời hạn chạy tiếp phần còn lại, kể từ lúc này.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return withdraw_notice(self.code, self.text("notice"), by=by, at=at, reason=self.text("reason"))


def _offer(form: Act, whole: Any) -> None:
    """Let the notices that wait be chosen; the only one is chosen already."""
    waiting = duties(list(whole.exchanged))
    form.fields["notice"].choices = _named(waiting)  # type: ignore[attr-defined]
    if len(waiting) == 1:
        form.initial["notice"] = waiting[0].number


def _named(waiting: Sequence[Duty]) -> list[tuple[str, object]]:
    text = gettext("số {number}: còn {left}")
    return [(d.number, text.format(number=vietnamese(d.number), left=shown(d.left))) for d in waiting]
