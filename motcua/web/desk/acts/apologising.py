"""The letter of apology with its new appointment: drafted by the system, one tap for who signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from motcua.casework.apologise import apologise
from motcua.casework.reads.apologies import draft
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.web.ui.forms import DayField
from motcua.web.ui.words import say

from .base import Act, long_text


class Apologise(Act):
    """Form 04 goes to the applicant, and what they were told moves; the legal due date does not."""

    verb, noun = "apologise", "xin-loi"
    label, icon = _("Xin lỗi và hẹn lại"), "envelope"
    button = _("Ký gửi văn bản xin lỗi")
    done = _("Đã lập văn bản xin lỗi và hẹn lại. In ở mục Phiếu.")

    cause = long_text(_("Lý do chậm, nói với người nộp"))
    appointment_on = DayField(label=_("Hẹn trả kết quả ngày"))

    def prepare(self) -> None:
        if drafted := draft(self.whole):
            self.initial.update(cause=say(drafted.cause), appointment_on=drafted.appointment_on)

    def consequences(self) -> Sequence[object]:
        due_at = self.whole.dossier.due_at
        late = due_at is not None and self.whole.at > due_at
        return [
            _("Người nộp được xin lỗi và hẹn ngày mới; chỉ hẹn lại được một lần."),
            _("Hạn theo luật không đổi: nếu xong sau hạn ấy, hồ sơ vẫn tính là quá hạn, có thư xin lỗi."),
            *([_("Đã quá hạn: văn bản được ghi là gửi muộn.")] if late else []),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return apologise(
            self.code, by=by, at=at, cause=self.text("cause"), appointment_on=self.cleaned_data["appointment_on"]
        )
