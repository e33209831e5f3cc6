"""Urging whoever holds a dossier, and answering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from motcua.casework.urge import answer_urging, urge
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor

from .base import Act, long_text


class Urge(Act):
    """A leader presses who holds the dossier."""

    verb, noun = "urge", "don-doc"
    label, icon = _("Đôn đốc"), "megaphone"
    button = _("Gửi đôn đốc")
    done = _("Đã gửi đôn đốc đến người đang giữ việc.")

    note = long_text(_("Nội dung đôn đốc"))

    def consequences(self) -> Sequence[object]:
        return [_("Người đang giữ việc được báo và phải trả lời. Lần đôn đốc được ghi vào nhật ký của hồ sơ.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return urge(self.code, by=by, at=at, note=self.text("note"))


class AnswerUrging(Act):
    """What keeps the dossier, and until when it will be done."""

    verb, noun = "answer_urging", "tra-loi-don-doc"
    label, icon = _("Trả lời đôn đốc"), "chat-bubble-left-right"
    button = _("Gửi trả lời")
    done = _("Đã trả lời đôn đốc.")

    answer = long_text(_("Vì sao chậm, bao giờ xong"))

    def consequences(self) -> Sequence[object]:
        return [urging.note for urging in self.whole.urgings if urging.answered_at is None]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return answer_urging(self.code, by=by, at=at, answer=self.text("answer"))
