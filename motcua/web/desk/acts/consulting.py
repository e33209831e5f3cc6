"""Asking another agency for its opinion, answering for the agency that was asked, and taking a question back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.consult import LONGEST, MOST_DAYS, VERDICTS, answer_consultation, consult, withdraw_consultation
from motcua.casework.reads.consultations import Consultation, may_be_asked
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.web.ui.words import moment

from .base import Act, long_text

USUAL_DAYS = 3


class Consult(Act):
    """Ask another agency."""

    verb, noun, template = "consult", "lay-y-kien", "desk/consult.html"
    label, icon = _("Lấy ý kiến cơ quan khác"), "building-office"
    button = _("Gửi câu hỏi")
    done = _("Đã gửi câu hỏi lấy ý kiến.")

    agency = forms.CharField(
        label=_("Mã cơ quan được hỏi"), max_length=40, help_text=_("Gõ mã hoặc tên để chọn trong danh sách.")
    )
    question = long_text(_("Nội dung hỏi ý kiến"), max_length=LONGEST)
    days = forms.IntegerField(
        label=_("Thời hạn trả lời (ngày làm việc)"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )

    @property
    def agencies(self) -> list[tuple[str, str]]:
        """Codes and names of who may be asked, for the list under the field."""
        return may_be_asked(self.whole.dossier, self.whole.facts)

    def consequences(self) -> Sequence[object]:
        return [
            _("Cơ quan được hỏi xem được hồ sơ này và trả lời trên hệ thống; quá hạn hệ thống báo cho người hỏi."),
            _("Thời hạn của hồ sơ vẫn chạy trong lúc chờ ý kiến."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        asked, days = self.text("agency"), int(self.cleaned_data["days"])
        return consult(self.code, by=by, at=at, agency=asked, question=self.text("question"), days=days)


class AnswerConsultation(Act):
    """Answer for the agency that was asked."""

    verb, noun = "answer_consultation", "tra-loi-y-kien"
    label, icon, key = _("Trả lời ý kiến"), "chat-bubble-left-right", "Y"
    button = _("Gửi trả lời")
    done = _("Đã trả lời ý kiến.")

    verdict = forms.ChoiceField(label=_("Ý kiến"), widget=forms.RadioSelect)
    answer = long_text(_("Nội dung trả lời"), max_length=LONGEST)

    def prepare(self) -> None:
        self.fields["verdict"].choices = [(value, gettext(words)) for value, words in VERDICTS.items()]  # type: ignore[attr-defined]

    @property
    def question(self) -> Consultation | None:
        """What was asked of the actor's agency."""
        item = self.whole.item
        return next((one for one in self.whole.asked if item is not None and one.item_id == item.pk), None)

    def consequences(self) -> Sequence[object]:
        asked = self.question
        if asked is None:
            return []
        until = moment(asked.due_at)
        words = gettext("{name} hỏi: “{question}” Hạn trả lời {until}.")
        return [words.format(name=asked.by, question=asked.question, until=until)]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        verdict, answer = self.text("verdict"), self.text("answer")
        return answer_consultation(self.code, by=by, at=at, verdict=verdict, answer=answer, item_id=self.item_id)


class WithdrawConsultation(Act):
    """Take back a question that is not answered yet."""

    verb, noun = "withdraw_consultation", "rut-cau-hoi"
    label, icon = _("Rút câu hỏi lấy ý kiến"), "arrow-uturn-left"
    done = _("Đã rút câu hỏi.")

    which = forms.ChoiceField(label=_("Câu hỏi"), widget=forms.RadioSelect)
    note = long_text(_("Lý do rút"))

    def prepare(self) -> None:
        asked = [(str(one.item_id), f"{one.agency}: {one.question}") for one in self.whole.asked if one.item_id]
        self.fields["which"].choices = asked  # type: ignore[attr-defined]
        if len(asked) < 2:
            del self.fields["which"]

    def consequences(self) -> Sequence[object]:
        asked = [f"{one.agency}: “{one.question}”" for one in self.whole.asked if one.item_id]
        return [*asked, _("Cơ quan được hỏi không phải trả lời nữa; câu hỏi và lý do rút ở lại trong nhật ký.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        which = int(self.text("which")) if "which" in self.fields else None
        return withdraw_consultation(self.code, by=by, at=at, note=self.text("note"), item_id=which)
