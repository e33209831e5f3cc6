"""Acts of the counter on a dossier that exists: accept, refuse, take the result in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.casework.accept import accept
from motcua.casework.refuse import refuse
from motcua.casework.resolve import resolve
from motcua.deadlines.queries import case_number
from motcua.dossiers.models import Dossier
from motcua.offices.actors import Actor

from .base import BASIS, BASIS_HELP, Act
from .claims import Claimed
from .limit_cases import InCase
from .papers import PaperFields


class Accept(PaperFields, InCase, Claimed, Act):
    """The dossier is complete: the clock starts."""

    verb, noun, template = "accept", "tiep-nhan", "desk/papers.html"
    label, icon, key = pgettext_lazy("nút", "Tiếp nhận"), "check", "T"
    button, done = _("Tiếp nhận và ghi phiếu hẹn"), _("Đã tiếp nhận hồ sơ. In giấy tiếp nhận và hẹn ở mục Phiếu.")
    heading = _("Giấy tờ đã nhận")
    with_files = False

    def prepare(self) -> None:
        self.add_papers(self.whole.dossier.version_id, self.whole.received)
        d = self.whole.dossier
        self.offer_cases(d.version, channel=d.channel, chosen=case_number(self.whole.case))

    def consequences(self) -> Sequence[object]:
        return [
            _("Thời hạn giải quyết bắt đầu tính từ lúc này."),
            _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả được ghi số vào sổ; hồ sơ chuyển đến bước giải quyết."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        papers, claim = self.papers(at=at), self.claim(at=at)
        return accept(self.code, by=by, at=at, papers=papers, case_n=self.case_chosen, claim=claim)


class Refuse(Claimed, Act):
    """The dossier is not accepted, by form 03."""

    verb, noun, destructive = "refuse", "tu-choi", True
    label, icon = _("Từ chối tiếp nhận"), "no-symbol"
    done = _("Đã từ chối tiếp nhận. In phiếu từ chối ở mục Phiếu.")

    reasons = forms.CharField(
        label=_("Lý do từ chối"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
        help_text=_("Mỗi dòng một lý do."),
    )
    basis = forms.CharField(label=BASIS, required=False, max_length=300, help_text=BASIS_HELP)
    competent = forms.CharField(label=_("Cơ quan có thẩm quyền, nếu nộp nhầm nơi"), required=False, max_length=200)

    def consequences(self) -> Sequence[object]:
        return [
            _("Hồ sơ kết thúc ở trạng thái không được tiếp nhận; phiếu từ chối được ghi số vào sổ."),
            _("Nếu chỉ thiếu giấy tờ thì yêu cầu bổ sung, không từ chối."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        reasons, basis = self.text("reasons").splitlines(), self.text("basis")
        return refuse(
            self.code,
            by=by,
            at=at,
            reasons=reasons,
            basis=basis,
            competent=self.text("competent"),
            claim=self.claim(at=at),
        )


class Resolve(Claimed, Act):
    """The result has come to the counter that returns it: the dossier is finished."""

    verb, noun = "resolve", "co-ket-qua"
    label, icon, key = _("Nhận kết quả về quầy"), "inbox-arrow-down", "Q"
    button, done = _("Đã có kết quả"), _("Hồ sơ đã có kết quả, chờ trả cho người nộp.")

    def consequences(self) -> Sequence[object]:
        return [
            _("Hồ sơ được tính là xong từ lúc này, không phải lúc ký hay lúc người dân đến nhận."),
            _("Trang tra cứu báo người nộp rằng đã có kết quả."),
        ]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return resolve(self.code, by=by, at=at, item_id=self.item_id, claim=self.claim(at=at))
