"""Reception regardless of boundary: who decides is found out, and paper from another counter has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.procedures import competents_of
from motcua.casework.receive_transfer import receive_transfer
from motcua.casework.reroute import reroute
from motcua.casework.route import route
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor
from motcua.web.ui.words import weekday_moment

from .base import Act, long_text


class Route(Act):
    """Nobody knew at the counter which agency decides: now it is found."""

    verb, noun = "route", "xac-dinh-co-quan"
    label, icon = _("Xác định cơ quan giải quyết"), "arrows-right-left"
    places = {"competent": "to"}
    done = _("Đã xác định cơ quan giải quyết. Nơi nhận hồ sơ tiếp nhận và in giấy hẹn.")

    to = forms.TypedChoiceField(label=_("Cơ quan giải quyết"), coerce=int)
    transfer = forms.ChoiceField(
        label=_("Chuyển hồ sơ"),
        required=False,
        choices=[("electronic", _("Điện tử, đến ngay")), ("paper", _("Bản giấy, chậm nhất một ngày làm việc"))],
        help_text=_("Chỉ tính khi cơ quan giải quyết có quầy khác."),
    )
    reason = long_text(_("Lý do"), help_text=_("Vì sao cơ quan này có thẩm quyền: nơi cư trú, nơi có đất, căn cứ."))

    def prepare(self) -> None:
        d, facts = self.whole.dossier, self.whole.facts
        found, _own = competents_of(d.version.procedure_id, d.receiving_id, facts.offices, facts.day)
        blank = [("", _("Chọn cơ quan giải quyết"))] if len(found) != 1 else []
        self.fields["to"].choices = [*blank, *((a.pk, a.name) for a in found)]  # type: ignore[attr-defined]

    def consequences(self) -> Sequence[object]:
        by = self.whole.dossier.routing_by
        until = gettext("Phải xác định chậm nhất {moment}.").format(moment=weekday_moment(by)) if by else ""
        return [
            *([until] if until else []),
            _("Chưa hẹn trả: thời hạn tính khi nơi nhận hồ sơ tiếp nhận và cơ quan ấy nhận được hồ sơ."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        to, transfer = self.cleaned_data["to"], self.text("transfer")
        return route(self.code, by=by, at=at, to=to, transfer=transfer, reason=self.text("reason"))


class Reroute(Act):
    """The dossier came to an agency that does not decide it, and goes on to the one that does."""

    verb, noun, template = "reroute", "chuyen-dung-co-quan", "desk/reroute.html"
    label, icon = _("Chuyển đúng cơ quan giải quyết"), "arrows-right-left"
    places = {"competent": "to"}
    done = _("Đã chuyển hồ sơ đến cơ quan có thẩm quyền.")

    to = forms.CharField(
        label=_("Mã cơ quan giải quyết"), max_length=40, help_text=_("Gõ mã hoặc tên để chọn trong danh sách.")
    )
    reason = long_text(_("Lý do"), help_text=_("Vì sao cơ quan ấy có thẩm quyền: nơi cư trú, nơi có đất, căn cứ."))

    @property
    def agencies(self) -> list[tuple[str, str]]:
        """Codes and names of the others that decide the procedure, for the list under the field."""
        d, facts = self.whole.dossier, self.whole.facts
        found, _own = competents_of(d.version.procedure_id, d.receiving_id, facts.offices, facts.day)
        return [(agency.code, agency.name) for agency in found if agency.pk != d.competent_id]

    def consequences(self) -> Sequence[object]:
        return [
            _("Thời hạn giải quyết và ngày hẹn trả không đổi. Người nộp không phải làm gì, kết quả về nơi đã nhận."),
            _("Thời gian hồ sơ nằm ở nơi nhầm tính cho nơi đã chuyển đến đây. Quy trình bắt đầu lại ở cơ quan mới."),
            *self._on_paper(),
        ]

    def _on_paper(self) -> list[object]:
        """Originals go after the dossier, whichever way it came."""
        sent = any(paper.originals or paper.copies for paper in self.whole.received)
        return [_("Hồ sơ giấy đang giữ phải chuyển theo ngay.")] if sent else []

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        agency = self.whole.facts.offices.coded(self.text("to"), self.whole.facts.day)
        return reroute(self.code, by=by, at=at, to=agency.pk if agency else 0, reason=self.text("reason"))


class ReceiveTransfer(Act):
    """The paper that another counter took in has reached the agency that decides."""

    verb, noun = "receive_transfer", "nhan-chuyen-den"
    label, icon = _("Nhận hồ sơ giấy chuyển đến"), "inbox-arrow-down"
    button, done = _("Đã nhận hồ sơ giấy"), _("Đã ghi nhận hồ sơ giấy chuyển đến.")

    def consequences(self) -> Sequence[object]:
        latest = self.whole.dossier.transfer_by
        if latest is None:
            return ()
        text = gettext("Thời hạn giải quyết tính từ lúc này, nếu trước {latest}; hạn không bao giờ muộn hơn giấy hẹn.")
        return [text.format(latest=weekday_moment(latest))]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return receive_transfer(self.code, by=by, at=at)
