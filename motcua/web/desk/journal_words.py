"""The journal of a dossier in words: who did what, and what it said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.casework.reads.dossier import Happening
from motcua.payments.rules import WAYS, Way
from motcua.returning import rules as returning
from motcua.web.ui.choices import DELIVERIES
from motcua.web.ui.words import money
from motcua.workflow.sharing import LABELS
from motcua.workflow.sharing import Way as Share

KINDS = {
    "dossier.filed": _("Ghi nhận hồ sơ"),
    "dossier.accepted": _("Tiếp nhận hồ sơ"),
    "dossier.refused": _("Từ chối tiếp nhận"),
    "dossier.in_process": _("Bắt đầu xử lý"),
    "dossier.resolved": _("Có kết quả"),
    "dossier.returned": _("Trả kết quả"),
    "dossier.withdrawn": _("Rút hồ sơ theo yêu cầu của người nộp"),
    "dossier.stopped": _("Dừng giải quyết"),
    "dossier.amended": _("Sửa thông tin hồ sơ"),
    "dossier.voided": _("Hủy hồ sơ ghi nhầm"),
    "dossier.reopened": _("Mở lại để sửa sai"),
    "dossier.passed_on": _("Chuyển đến cơ quan kế thừa"),
    "linked.released": _("Đã có kết quả mà hồ sơ này chờ"),
    "linked.stranded": _("Không có kết quả mà hồ sơ này chờ; Một cửa quyết định"),
    "supplement.proposed": _("Đề xuất yêu cầu bổ sung"),
    "supplement.asked": _("Phát hành yêu cầu bổ sung"),
    "supplement.dropped": _("Không phát hành đề xuất bổ sung"),
    "supplement.received": _("Nhận giấy tờ bổ sung"),
    "hold.begun": _("Tạm dừng thời hạn"),
    "hold.ended": _("Tiếp tục tính thời hạn"),
    "work.taken": _("Nhận việc"),
    "work.handed_over": _("Bàn giao việc"),
    "work.advanced": _("Chuyển bước"),
    "work.sent_back": _("Trả lại bước trước"),
    "work.recalled": _("Thu hồi việc đã chuyển"),
    "work.passed_on": _("Việc chuyển đến đơn vị khác khi đơn vị cũ kết thúc"),
    "dossier.routed": _("Xác định cơ quan giải quyết"),
    "dossier.rerouted": _("Chuyển đúng cơ quan giải quyết"),
    "transfer.received": _("Nhận hồ sơ giấy chuyển đến"),
    "urging.asked": _("Đôn đốc"),
    "urging.answered": _("Trả lời đôn đốc"),
    "consultation.asked": _("Lấy ý kiến cơ quan khác"),
    "consultation.answered": _("Trả lời ý kiến"),
    "consultation.withdrawn": _("Rút câu hỏi lấy ý kiến"),
    "paper.added": _("Thêm tệp"),
    "case.changed": _("Chuyển trường hợp"),
    "version.followed": _("Chuyển sang bản mới của thủ tục"),
    "tax.asked": _("Gửi phiếu chuyển thông tin đến cơ quan thuế"),
    "tax.noticed": _("Nhận thông báo của cơ quan thuế"),
    "tax.withdrawn": _("Cơ quan thuế thu hồi thông báo"),
    "tax.paid": _("Nhận chứng từ nộp tiền"),
    "fees.assessed": _("Tính phí, lệ phí"),
    "fees.paid": _("Thu phí, lệ phí"),
    "fees.cancelled": _("Hủy lần thu ghi sai"),
    "fees.refunded": _("Hoàn trả phí, lệ phí"),
    "claim.approved": _("Duyệt ghi lùi ngày"),
    "claim.rejected": _("Không duyệt ghi lùi ngày"),
    "result.posted": _("Gửi kết quả qua bưu chính"),
    "result.came_back": _("Bưu chính chuyển hoàn kết quả"),
    "result.reminded": _("Nhắc nhận kết quả"),
    "result.wrong": _("Xử lý kết quả sai đã trao"),
    "contact.shown": _("Xem số điện thoại người nộp"),
    "originals.kept": _("Giữ bản chính để đối chiếu"),
    "originals.given_back": _("Trả lại bản chính"),
    "papers.lost": _("Ghi nhận mất, hư hỏng giấy tờ"),
}
# What of a payload is said, in this order; the rest (parties, codes) stands elsewhere on the page.
SAID: dict[str, Any] = {
    "step": _("bước {value}"),
    "to": _("sang {value}"),
    "slip": _("phiếu số {value}"),
    "limit": _("thời hạn {value}"),
    "hold_ground": _("căn cứ của thủ tục: {value}"),
    "result_kind": _("{value}"),
    "result": _("kết quả số {value}"),
    "signer": _("người ký {value}"),
    "signed_by": _("ghi thay người ký {value}"),
    "signed_paper": _("văn bản đã ký số {value}"),
    "withdrawn": _("kết quả số {value} không còn giá trị"),
    "number": _("thông báo số {value}"),
    "notice": _("thông báo số {value}"),
    "receipt": _("chứng từ số {value}"),
    "bill": _("biên lai {value}"),
    "paid_at": _("nộp lúc {value}"),
    "office": _("{value}"),
    "parcel": _("{value}"),
    "message": _("thông điệp {value}"),
    "typed": _("ghi từ bản giấy"),
    "before": _("hồ sơ {value}"),
    "why": _("{value}"),
    "reason": _("lý do: {value}"),
    "basis": _("căn cứ: {value}"),
    "leader_reason": _("lý do của lãnh đạo: {value}"),
    "note": _("ghi chú: {value}"),
    "question": _("câu hỏi: {value}"),
    "asked": _("{value}"),
    "answer": _("trả lời: {value}"),
    "unanswered": _("không trả lời trong hạn: {value}"),
    "name": _("{value}"),
    "returned_to": _("người nhận {value}"),
    "authority": _("văn bản ủy quyền số {value}"),
    "item": _("số bưu gửi {value}"),
    "lost": _("giấy tờ: {value}"),
    "responsible": _("người chịu trách nhiệm: {value}"),
    "asked_again": _("cần cung cấp lại: {value}"),
    "replaced_by": _("hồ sơ đúng {value}"),
    "ground": _("căn cứ: {value}"),
    "paper": _("bằng chứng: {value}"),
    "late_entry": _("ghi muộn vì: {value}"),
    "late_paper": _("bằng chứng: {value}"),
}
BY = {"applicant": _("Người nộp hồ sơ, qua mạng")}
FIELDS = {
    "parties": _("người nộp, chủ hồ sơ"),
    "papers": _("giấy tờ"),
    "delivery": _("cách nhận kết quả"),
    "request": _("nội dung yêu cầu"),
    "sets": _("số bộ"),
    "procedure": _("thủ tục"),
    "version": _("bản công bố của thủ tục"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words."""

    what: object
    by: str
    happened_at: datetime
    recorded_at: datetime
    said: list[str]
    late: bool


def told(events: Sequence[Happening]) -> list[Told]:
    """The events, the latest first."""
    return [_told(event) for event in reversed(events)]


def _told(event: Happening) -> Told:
    said = [gettext("Nội dung đã được xóa theo pháp luật.")] if event.payload is None else list(_said(event))
    return Told(
        what=KINDS.get(event.kind, event.kind),
        by=str(BY.get(event.by, event.by)),
        happened_at=event.happened_at,
        recorded_at=event.recorded_at,
        said=said,
        late=event.happened_at != event.recorded_at,
    )


def _said(event: Happening) -> list[str]:
    payload = event.payload or {}
    said = [str(words).format(value=payload[name]) for name, words in SAID.items() if _plain(payload.get(name), event)]
    for name, more in MORE.items():
        if name in payload:
            said += more(payload)
    return said


def _plain(value: object, event: Happening) -> bool:
    """Whether a value is text for people; who work was handed to is a reference, said by the steps."""
    if not isinstance(value, str) or not value:
        return False
    return not (event.kind == "work.handed_over" and value.startswith("account:"))


def _items(payload: Mapping[str, Any]) -> list[str]:
    return [f"{item['component']}: {item['reason']}" for item in payload["items"]]


def _reasons(payload: Mapping[str, Any]) -> list[str]:
    return [gettext("lý do: {value}").format(value=reason) for reason in payload["reasons"]]


def _changes(payload: Mapping[str, Any]) -> list[str]:
    return [_change(name, change) for name, change in payload["changes"].items() if name != "version"]


def _change(name: str, change: Mapping[str, Any]) -> str:
    """One thing put right: from–to where both are words, else only what it was."""
    what, before, after = FIELDS.get(name, name), _shown(name, change["from"]), _shown(name, change["to"])
    if before == after or not (before or after):
        return gettext("đã sửa {what}").format(what=what)
    return gettext("đã sửa {what}: “{before}” thành “{after}”").format(what=what, before=before, after=after)


def _shown(name: str, value: Any) -> str:
    if name == "parties":
        return ", ".join(dict.fromkeys(party["name"] for party in value or []))
    if name == "delivery":
        return str(DELIVERIES.get(value, value))
    return str(value) if isinstance(value, str | int) else ""


def _names(payload: Mapping[str, Any]) -> list[str]:
    return [str(name) for name in payload["names"]]


def _case(payload: Mapping[str, Any]) -> list[str]:
    own = gettext("thời hạn chung của thủ tục")
    before, after = payload["from_case"] or own, payload["to_case"] or own
    return [gettext("từ “{before}” sang “{after}”").format(before=before, after=after)]


def _shared(payload: Mapping[str, Any]) -> list[str]:
    return [gettext(LABELS[Share(payload["shared"])]).lower()]


def _restarts(payload: Mapping[str, Any]) -> list[str]:
    return [gettext("thời hạn tính lại từ đầu")] if payload["restarts"] else []


def _amount(payload: Mapping[str, Any]) -> list[str]:
    return [money(payload["amount"])]


def _lines(payload: Mapping[str, Any]) -> list[str]:
    return [gettext("{name}: {total}").format(name=row["name"], total=money(row["total"])) for row in payload["lines"]]


def _way(payload: Mapping[str, Any]) -> list[str]:
    return [gettext(WAYS[Way(payload["way"])])]


def _labelled(name: str, labels: Mapping[Any, str]) -> Callable[[Mapping[str, Any]], list[str]]:
    """Says a word of a list by its label."""

    def said(payload: Mapping[str, Any]) -> list[str]:
        label = labels.get(payload[name])
        return [gettext(label).lower()] if label else []

    return said


MORE: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "items": _items,
    "reasons": _reasons,
    "changes": _changes,
    "restarts": _restarts,
    "names": _names,
    "to_case": _case,
    "shared": _shared,
    "amount": _amount,
    "lines": _lines,
    "way": _way,
    "return_way": _labelled("return_way", returning.WAYS),
    "taker": _labelled("taker", returning.TAKERS),
    "channel": _labelled("channel", returning.CHANNELS),
    "harm": _labelled("harm", returning.HARMS),
    "wrong_paper": _labelled("wrong_paper", returning.WRONGS),
}
