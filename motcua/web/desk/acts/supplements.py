"""Acts around a supplement: propose it, issue it or give it back, take it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.ask_supplement import ask_supplement, drop_supplement, propose_supplement
from motcua.casework.reads.dossier import Whole
from motcua.casework.reads.verbs import restarts
from motcua.casework.receive_supplement import receive_supplement
from motcua.deadlines.rules import pack_on
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.offices.actors import Actor
from motcua.workflow.demands import SUPPLEMENT

from .base import BASIS, BASIS_HELP, Act, long_text
from .claims import Claimed
from .papers import PaperFields
from .points import PointFields
from .work import demands_told

ANEW = _(
    "Yêu cầu phát hành trong 03 ngày làm việc kể từ khi tiếp nhận: khi nhận đủ bổ sung, thời hạn tính lại từ đầu "
    "(Điều 19 khoản 4 Nghị định 118/2025/NĐ-CP)."
)
ONLY_HELD = _(
    "Yêu cầu này không làm thời hạn tính lại từ đầu: thời hạn chỉ tạm dừng trong lúc chờ, rồi chạy tiếp phần còn lại. "
    "Cần lý do của lãnh đạo cơ quan giải quyết; yêu cầu muộn hoặc lặp lại được đếm riêng."
)
NO_CLOCK = _("Hồ sơ chưa được tiếp nhận nên chưa tính thời hạn; thời hạn bắt đầu khi tiếp nhận đủ hồ sơ.")


def again(whole: Whole) -> list[str]:
    """What a further request means, with its legal ground; nothing before the first."""
    if not whole.dossier.supplements:
        return []
    pack = pack_on(whole.facts.day)
    said = [
        gettext("Đã yêu cầu {n} lần. Cơ quan phải nêu đủ nội dung, lý do và cách bổ sung trong một lần ({basis})."),
        gettext("Yêu cầu bổ sung quá một lần thì Cổng Dịch vụ công quốc gia tính hồ sơ là trễ hạn ({counted})."),
    ]
    if whole.dossier.accepted_at is not None:
        said.append(gettext("Cần lý do của lãnh đạo cơ quan giải quyết; thời hạn chỉ tạm dừng, không tính lại từ đầu."))
    values = {"n": whole.dossier.supplements, "basis": pack.once_basis, "counted": pack.counted_basis}
    return [sentence.format(**values) for sentence in said]


class Propose(PointFields, Claimed, Act):
    """The desk proposes what is missing; the counter issues it."""

    verb, noun, template = "propose_supplement", "de-xuat-bo-sung", "desk/points.html"
    label, icon, key = _("Đề xuất bổ sung"), "document-plus", "S"
    button, done = _("Gửi đề xuất đến nơi tiếp nhận"), _("Đã gửi đề xuất bổ sung đến nơi tiếp nhận.")

    basis = forms.CharField(label=BASIS, required=False, max_length=300, help_text=BASIS_HELP)
    leader_reason = long_text(_("Lý do của lãnh đạo"), required=False)

    def prepare(self) -> None:
        self.add_points(self.whole.dossier.version_id, self.whole.received)
        if restarts(self.whole):
            del self.fields["leader_reason"]

    @property
    def again(self) -> list[str]:
        return again(self.whole)

    def consequences(self) -> Sequence[object]:
        once = _("Chỉ yêu cầu một lần: ghi đủ mọi nội dung còn thiếu, mỗi nội dung kèm lý do và cách bổ sung.")
        sent = _("Nơi tiếp nhận xem và phát hành cho người nộp; đến khi phát hành, thời hạn vẫn chạy.")
        return [once, sent, *demands_told(self.whole, SUPPLEMENT), ANEW if restarts(self.whole) else ONLY_HELD]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        basis, leader_reason = self.text("basis"), self.text("leader_reason")
        return propose_supplement(
            self.code,
            by=by,
            at=at,
            items=self.items(),
            basis=basis,
            leader_reason=leader_reason,
            claim=self.claim(at=at),
        )


class Ask(PointFields, Claimed, Act):
    """The counter issues form 02: the proposal as it stands, or its own points before acceptance."""

    verb, noun, template = "ask_supplement", "yeu-cau-bo-sung", "desk/points.html"
    label, icon, key = _("Yêu cầu bổ sung"), "document-plus", "S"
    button, done = _("Phát hành yêu cầu bổ sung"), _("Đã phát hành yêu cầu bổ sung. In phiếu ở mục Phiếu.")

    basis = forms.CharField(label=BASIS, required=False, max_length=300, help_text=BASIS_HELP)

    def prepare(self) -> None:
        if self.proposal is None:
            self.add_points(self.whole.dossier.version_id, self.whole.received)
        else:
            del self.fields["basis"]

    @property
    def proposal(self) -> object:
        """What the desk proposed, shown as it will be printed; None where the counter writes its own points."""
        return self.whole.request

    @property
    def again(self) -> list[str]:
        return again(self.whole)

    def consequences(self) -> Sequence[object]:
        slip = _("Phiếu yêu cầu bổ sung được ghi số vào sổ; hồ sơ chuyển sang chờ người nộp.")
        if self.whole.dossier.state is Status.FILED:
            return [slip, NO_CLOCK]
        return [slip, ANEW if restarts(self.whole) else ONLY_HELD]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        items = self.items() if self.proposal is None else ()
        return ask_supplement(self.code, by=by, at=at, items=items, basis=self.text("basis"), claim=self.claim(at=at))


class Drop(Act):
    """A proposal is given back to the desk, or taken back by who made it."""

    verb, noun = "drop_supplement", "bo-de-xuat"
    label, icon = _("Không phát hành đề xuất bổ sung"), "x-mark"
    button, done = _("Trả lại đề xuất"), _("Đã trả lại đề xuất; hồ sơ tiếp tục được giải quyết.")

    reason = long_text(_("Lý do không phát hành"))

    def consequences(self) -> Sequence[object]:
        return [_("Người nộp không nhận được gì. Thời hạn vẫn chạy như trước.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        return drop_supplement(self.code, by=by, at=at, reason=self.text("reason"))


class Receive(PaperFields, Claimed, Act):
    """The papers that were asked for have come."""

    verb, noun, template = "receive_supplement", "nhan-bo-sung", "desk/papers.html"
    label, icon, key = _("Nhận bổ sung"), "inbox-arrow-down", "S"
    button, done = _("Nhận bổ sung"), _("Đã nhận bổ sung.")
    heading = _("Giấy tờ vừa nộp")
    may_skip = False

    def prepare(self) -> None:
        request = self.whole.request
        self.asked_for = frozenset(i.get("n") or 0 for i in request.items) if request else frozenset()
        self.add_papers(self.whole.dossier.version_id, only=self.asked_for)

    def consequences(self) -> Sequence[object]:
        request, d = self.whole.request, self.whole.dossier
        kept = _("Chỉ nhận những giấy tờ đã yêu cầu bổ sung; giấy tờ đã đủ vẫn giữ nguyên như lúc nhận.")
        if d.accepted_at is None:
            return [kept, gettext("Hồ sơ trở lại chờ tiếp nhận; thời hạn bắt đầu khi tiếp nhận.")]
        if request is not None and request.restarts:
            return [kept, gettext("Thời hạn tính lại từ đầu, kể từ lúc này.")]
        return [kept, gettext("Thời hạn chạy tiếp phần còn lại, kể từ lúc này.")]

    def carry_out(self, *, by: Actor, at: datetime) -> Dossier:
        came = tuple(p for p in self.papers(at=at) if p.originals or p.copies or p.files)
        return receive_supplement(self.code, by=by, at=at, papers=came, claim=self.claim(at=at))
