"""Acts that stop the clock or end the case, and the one that opens it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.end import stop, withdraw
from motcua.casework.hold import hold, release
from motcua.casework.reads.verbs import unanswered
from motcua.casework.reopen import reopen
from motcua.casework.unanswered import reason_to_stop
from motcua.casework.void import void
from motcua.catalogue.queries import hold_grounds_of
from motcua.deadlines.rules import pack_on
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.offices.actors import Actor

from .base import BASIS, BASIS_HELP, REASON, Act, long_text
from .claims import Claimed

NOTHING_TO_ADD = _("Chọn căn cứ của thủ tục thì chỉ ghi khi cần nói thêm.")
CITED_ALREADY = _("Để trống khi chọn căn cứ của thủ tục. Căn cứ khác: ghi rõ điều, khoản và văn bản.")
FEE = _("Phí, lệ phí đã nộp")
FEE_HELP = _("Hoàn trả thế nào; để trống nếu không thu.")


class Hold(Claimed, Act):
    """The legal clock stands on a ground with a citation."""

    verb, noun = "hold", "tam-dung"
    label, icon = _("Tạm dừng thời hạn"), "pause"
    done = _("Thời hạn đang tạm dừng.")

    ground = forms.ChoiceField(
        label=_("Vì sao tạm dừng"),
        widget=forms.RadioSelect,
        choices=[
            ("financial", _("Người nộp thực hiện nghĩa vụ tài chính (trạng thái 6)")),
            ("other", _("Căn cứ khác của pháp luật chuyên ngành")),
        ],
    )
    reason = long_text(REASON)
    basis = forms.CharField(label=BASIS, max_length=300, help_text=BASIS_HELP)

    def prepare(self) -> None:
        d, field = self.whole.dossier, self.fields["ground"]
        own = hold_grounds_of(d.version_id)
        listed = [(str(g.n), f"{g.name} – {g.basis}", g.kind) for g in own]
        listed += [(kind, label, kind) for kind, label in field.choices]  # type: ignore[attr-defined]
        no_clock_yet = d.state is Status.FILED
        field.choices = [  # type: ignore[attr-defined]
            (value, label) for value, label, kind in listed if kind == "financial" or not no_clock_yet
        ]
        if own:
            for name, says in (("reason", NOTHING_TO_ADD), ("basis", CITED_ALREADY)):
                self.fields[name].required = False
                self.fields[name].help_text = says

    def consequences(self) -> Sequence[object]:
        d = self.whole.dossier
        if d.accepted_at is None:
            return [
                _("Hồ sơ chưa được tiếp nhận nên chưa tính thời hạn; trạng thái chuyển sang chờ nghĩa vụ tài chính.")
            ]
        if d.due_at is not None and self.whole.at >= d.due_at:
            return [_("Hồ sơ đã quá hạn: tạm dừng lúc này không làm hết quá hạn.")]
        return [
            _("Thời hạn đứng lại từ lúc này; khi tiếp tục, chạy phần còn lại. Lý do và căn cứ được ghi vào nhật ký.")
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        ground, reason, basis = self.text("ground"), self.text("reason"), self.text("basis")
        given: dict[str, Any] = {"published": int(ground)} if ground.isdecimal() else {"ground": ground}
        return hold(self.code, by=by, at=at, reason=reason, basis=basis, claim=self.claim(at=at), **given)


class Release(Claimed, Act):
    """The clock runs again with what was left."""

    verb, noun = "release", "tiep-tuc"
    label, icon, key = _("Tiếp tục tính thời hạn"), "play", "P"
    done = _("Thời hạn chạy tiếp.")

    note = long_text(_("Ghi chú"), required=False)

    def consequences(self) -> Sequence[object]:
        if self.whole.dossier.accepted_at is None:
            return [_("Hồ sơ trở lại chờ tiếp nhận.")]
        return [_("Thời hạn chạy tiếp phần còn lại, kể từ lúc này.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return release(self.code, by=by, at=at, note=self.text("note"), claim=self.claim(at=at))


class Withdraw(Claimed, Act):
    """The applicant takes the dossier back before a decision."""

    verb, noun, destructive = "withdraw", "rut-ho-so", True
    label, icon = _("Rút hồ sơ"), "arrow-uturn-left"
    done = _("Hồ sơ đã được rút. In thông báo ở mục Phiếu.")
    places = {"reason": "request"}

    request = long_text(_("Yêu cầu của người nộp"), help_text=_("Ai yêu cầu, bằng đơn nào, lý do."))
    fee = forms.CharField(label=FEE, required=False, max_length=300, help_text=FEE_HELP)

    def consequences(self) -> Sequence[object]:
        return [_("Hồ sơ kết thúc, không có kết quả; giấy tờ đã nộp trả lại cho người nộp kèm thông báo.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return withdraw(
            self.code, by=by, at=at, request=self.text("request"), fee=self.text("fee"), claim=self.claim(at=at)
        )


class Stop(Claimed, Act):
    """The agency ends the case."""

    verb, noun, destructive = "stop", "dung-giai-quyet", True
    label, icon = _("Dừng giải quyết"), "stop"
    done = _("Đã dừng giải quyết. In thông báo ở mục Phiếu.")

    reason = long_text(REASON)
    basis = forms.CharField(label=BASIS, max_length=300, help_text=BASIS_HELP)
    fee = forms.CharField(label=FEE, required=False, max_length=300, help_text=FEE_HELP)

    def prepare(self) -> None:
        request = self.whole.request
        if request is not None and unanswered(self.whole):
            reason, basis = reason_to_stop(request, at=self.whole.at)
            self.initial.update(reason=reason, basis=basis)

    def consequences(self) -> Sequence[object]:
        return [
            _("Hồ sơ kết thúc, không có kết quả; người nộp nhận thông báo dừng giải quyết và giấy tờ đã nộp."),
            _("Nếu không đủ điều kiện giải quyết thì từ chối bằng văn bản ở bước phát hành, không dừng."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        reason, basis, fee = self.text("reason"), self.text("basis"), self.text("fee")
        return stop(self.code, by=by, at=at, reason=reason, basis=basis, fee=fee, claim=self.claim(at=at))


class Void(Act):
    """The dossier was entered by mistake or twice."""

    verb, noun, destructive = "void", "huy", True
    label, icon = _("Hủy hồ sơ ghi nhầm"), "trash"
    done = _("Hồ sơ đã bị hủy.")

    reason = long_text(_("Nhầm thế nào"))
    replaced_by = forms.CharField(label=_("Mã hồ sơ đúng, nếu ghi trùng"), required=False, max_length=60)

    def consequences(self) -> Sequence[object]:
        return [_("Mã đã cấp vẫn giữ, không dùng lại. Hồ sơ đứng ngoài mọi số liệu và được đếm riêng.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return void(self.code, by=by, at=at, reason=self.text("reason"), replaced_by=self.text("replaced_by"))


class Reopen(Claimed, Act):
    """The result was wrong by the agency's error."""

    verb, noun, destructive = "reopen", "mo-lai", True
    label, icon = _("Mở lại để sửa sai"), "arrow-path"
    done = _("Hồ sơ đã mở lại, trở về bước thụ lý.")

    reason = long_text(_("Sai sót nào của cơ quan cần sửa"))

    def consequences(self) -> Sequence[object]:
        days = pack_on(self.whole.facts.day).correction_working_days
        mend = gettext("Kết quả đã nhập không còn giá trị; sửa trong {days} ngày làm việc.").format(days=days)
        return [mend, _("Hạn trả của hồ sơ giữ nguyên và hồ sơ không được tính là hồ sơ mới.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return reopen(self.code, by=by, at=at, reason=self.text("reason"), claim=self.claim(at=at))
