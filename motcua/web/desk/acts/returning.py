"""Acts around a result that waits, the originals kept here, a wrong result, and papers that got lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.originals import Kept, give_back, keep_originals
from motcua.casework.post_result import post_result, result_came_back
from motcua.casework.record_loss import LossData, record_loss
from motcua.casework.remind import remind
from motcua.casework.return_result import return_result
from motcua.casework.wrong_result import settle_wrong_result
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.returning.rules import CHANNELS, HARMS, WRONGS
from motcua.web.ui.receivers import ReceiverFields

from .base import Act, long_text
from .claims import Claimed

TOLD = [(channel.value, _(label)) for channel, label in CHANNELS.items()]


class ReturnResult(ReceiverFields, Claimed, Act):
    """The result is handed to the applicant, an owner or an authorised person."""

    verb, noun = "return_result", "tra-ket-qua"
    label, icon, key = _("Trả kết quả"), "hand-thumb-up", "K"
    done = _("Đã trả kết quả.")

    def prepare(self) -> None:
        self.initial["way"] = "post" if self.whole.is_posted else "counter"

    def consequences(self) -> Sequence[object]:
        kept = sum(row.count for row in self.whole.originals_here)
        told: list[object] = [_("Thu lại giấy tiếp nhận và hẹn trả; hồ sơ kết thúc.")]
        if kept:
            words = ngettext(
                "Còn {n} bản chính chưa trả lại người nộp.", "Còn {n} bản chính chưa trả lại người nộp.", kept
            )
            told.append(words.format(n=kept))
        return told

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return return_result(self.code, by=by, at=at, taken=self.taken(at=at), claim=self.claim(at=at))


class PostResult(Act):
    """The result is given to the post."""

    verb, noun = "post_result", "gui-buu-chinh"
    label, icon = _("Gửi qua bưu chính"), "envelope"
    done = _("Đã ghi việc gửi kết quả qua bưu chính.")

    item_number = forms.CharField(label=_("Số hiệu bưu gửi"), max_length=40)

    def consequences(self) -> Sequence[object]:
        return [
            _("Hồ sơ vẫn chờ trả cho đến khi bưu chính báo đã phát; khi ấy ghi “Trả kết quả”, cách trả qua bưu chính.")
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return post_result(self.code, by=by, at=at, item_number=self.text("item_number"))


class CameBack(Act):
    """The post brought the result back."""

    verb, noun = "result_came_back", "chuyen-hoan"
    label, icon = _("Bưu chính chuyển hoàn"), "arrow-uturn-left"
    done = _("Đã ghi kết quả về lại quầy.")

    reason = long_text(_("Vì sao không phát được"), max_length=300)

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return result_came_back(self.code, by=by, at=at, reason=self.text("reason"))


class Remind(Act):
    """The applicant was reminded that the result waits."""

    verb, noun = "remind", "nhac-nhan"
    label, icon = _("Đã nhắc nhận kết quả"), "bell"
    done = _("Đã ghi lần nhắc.")

    channel = forms.ChoiceField(label=_("Đã nhắc bằng"), choices=TOLD, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return remind(self.code, by=by, at=at, channel=self.text("channel"), note=self.text("note"))


class KeepOriginals(Act):
    """Originals stay at the counter to be compared."""

    verb, noun = "keep_originals", "giu-ban-chinh"
    label, icon = _("Giữ bản chính để đối chiếu"), "document-duplicate"
    done = _("Đã ghi bản chính giữ lại. Trả lại khi đối chiếu xong.")

    papers = forms.CharField(
        label=_("Bản chính giữ lại"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
        help_text=_("Mỗi dòng một giấy tờ. Nhiều bản thì ghi số ở cuối dòng, ví dụ: Sổ hộ khẩu cũ x 2."),
    )

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        papers = [_kept(line) for line in self.text("papers").splitlines()]
        return keep_originals(self.code, by=by, at=at, papers=papers)


def _kept(line: str) -> Kept:
    """ "Sổ hộ khẩu cũ x 2" is two."""
    name, cross, count = line.rpartition(" x ")
    many = count.strip()
    return Kept(name, int(many)) if cross and many.isascii() and many.isdigit() and len(many) < 4 else Kept(line)


class GiveBack(Act):
    """Originals are given back."""

    verb, noun = "give_back", "tra-ban-chinh"
    label, icon = _("Trả lại bản chính"), "document-check"
    done = _("Đã ghi việc trả lại bản chính.")

    numbers = forms.TypedMultipleChoiceField(
        label=_("Bản chính trả lại"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    to = forms.CharField(label=_("Người nhận lại"), max_length=200)

    def prepare(self) -> None:
        here = self.whole.originals_here
        self.fields["numbers"].choices = [(row.n, f"{row.name} ({row.count})") for row in here]  # type: ignore[attr-defined]
        self.initial.update(numbers=[row.n for row in here], to=self.whole.applicant.name)

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return give_back(self.code, self.cleaned_data["numbers"], by=by, at=at, to=self.text("to"))


class SettleWrong(Act):
    """What became of the paper of a wrong result."""

    verb, noun = "settle_wrong_result", "ket-qua-sai"
    label, icon = _("Xử lý kết quả sai đã trao"), "exclamation-triangle"
    done = _("Đã ghi việc xử lý kết quả sai.")

    paper = forms.ChoiceField(
        label=_("Bản giấy sai"), choices=[(w.value, _(label)) for w, label in WRONGS.items()], widget=forms.RadioSelect
    )
    told_by = forms.ChoiceField(label=_("Đã báo người nhận bằng"), choices=TOLD, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def consequences(self) -> Sequence[object]:
        wrong = next((r for r in reversed(self.whole.results) if r.replaced), None)
        if wrong is None:
            return []
        return [gettext("Kết quả số {number} không còn giá trị.").format(number=wrong.number)]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        text = self.text
        return settle_wrong_result(
            self.code, by=by, at=at, paper=text("paper"), told_by=text("told_by"), note=text("note")
        )


class RecordLoss(Act):
    """Papers got lost or damaged here; the applicant gets a letter of apology."""

    verb, noun, destructive = "record_loss", "mat-hong", True
    label, icon = _("Ghi nhận mất, hư hỏng giấy tờ"), "exclamation-circle"
    button = _("Ghi nhận và lập văn bản xin lỗi")
    done = _("Đã ghi nhận và lập văn bản xin lỗi. In ở mục Phiếu.")

    harm = forms.ChoiceField(
        label=_("Giấy tờ"), choices=[(h.value, _(label)) for h, label in HARMS.items()], widget=forms.RadioSelect
    )
    papers = long_text(_("Giấy tờ nào"))
    cause = long_text(_("Vì sao, nói với người nộp"))
    responsible = forms.CharField(label=_("Người chịu trách nhiệm"), max_length=200)
    asked_again = long_text(_("Người nộp cần cung cấp lại gì, nếu có"), required=False)

    def consequences(self) -> Sequence[object]:
        return [
            _("Văn bản xin lỗi được ghi số vào sổ; người nộp không phải trả thêm phí, lệ phí."),
            _("Ngày hẹn trả không đổi. Nếu cần thêm thời gian thì lập văn bản hẹn lại."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        names = ("harm", "papers", "cause", "responsible", "asked_again")
        return record_loss(self.code, LossData(*map(self.text, names)), by=by, at=at)
