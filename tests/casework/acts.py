"""All verbs as one table of small functions, so that tests can drive any of them by name with a simulated clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from motcua.casework.accept import accept
from motcua.casework.advance import advance, send_back
from motcua.casework.amend import Amendment, amend
from motcua.casework.apologise import apologise
from motcua.casework.ask_supplement import ask_supplement, drop_supplement, propose_supplement
from motcua.casework.backdating import Claim
from motcua.casework.change_case import Evidence, change_case
from motcua.casework.consult import answer_consultation, consult, withdraw_consultation
from motcua.casework.decide_claim import decide_claim
from motcua.casework.end import stop, withdraw
from motcua.casework.fees import assess, cancel_payment, pay, refund
from motcua.casework.fees_due import Said
from motcua.casework.hold import hold, release
from motcua.casework.originals import Kept, give_back, keep_originals
from motcua.casework.post_result import post_result, result_came_back
from motcua.casework.recall import recall
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.receive_transfer import receive_transfer
from motcua.casework.record_loss import LossData, record_loss
from motcua.casework.refuse import refuse
from motcua.casework.remind import remind
from motcua.casework.reopen import reopen
from motcua.casework.reroute import reroute
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.route import route
from motcua.casework.supplements import Item, enough
from motcua.casework.take import hand_over, take
from motcua.casework.tax import ask_tax, take_notice, take_proof, withdraw_notice
from motcua.casework.tax_messages import Notice, Proof
from motcua.casework.urge import answer_urging, urge
from motcua.casework.void import void
from motcua.casework.wrong_result import settle_wrong_result
from motcua.catalogue.queries import cases_of
from motcua.deadlines.queries import case_number, case_of
from motcua.dossiers.models import Dossier
from motcua.payments.rules import Paid, Receipt
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.cast import Cast

ITEMS = (Item("Giấy chứng sinh", "Bản chụp bị mờ", "Nộp bản rõ hơn", n=2), *enough([1, 3]))
Act = Callable[[Cast, str, datetime], object]


def _holder(cast: Cast, code: str):
    """Who may do the open step."""
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False)
    by_role = {"receiver": cast.lan, "specialist": cast.minh, "signer": cast.son, "clerk": cast.roi}
    return by_role[item.role], item


def _advance(cast: Cast, code: str, at: datetime):
    by, item = _holder(cast, code)
    result = stage.result(issued_on=at.date()) if item.kind == "issue" else None
    return advance(code, by=by, at=at, item_id=item.pk, result=result)


def _send_back(cast: Cast, code: str, at: datetime):
    by, item = _holder(cast, code)
    return send_back(code, by=by, at=at, to_step=2, note="Cần xem lại", item_id=item.pk)


def _recall(cast: Cast, code: str, at: datetime):
    """By who did the last step; at the reception that is refused."""
    done = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=False, step__isnull=False)
    last = done.order_by("closed_at", "pk").values_list("closed_by", flat=True).last()
    by = next((cast.actor(name) for name, account in cast.people.items() if account.pk == last), cast.minh)
    return recall(code, by=by, at=at)


def _take(cast: Cast, code: str, at: datetime):
    by, item = _holder(cast, code)
    return take(code, by=by, at=at, item_id=item.pk)


def _hand_over(cast: Cast, code: str, at: datetime):
    by, item = _holder(cast, code)
    return hand_over(code, by=by, at=at, item_id=item.pk, to=by.account_id if item.assignee_id is None else None)


def _apologise(cast: Cast, code: str, at: datetime):
    monday = at.date() + timedelta(days=14 - at.weekday())
    return apologise(code, by=cast.son, at=at, cause="Thiếu người xác minh", appointment_on=monday)


def _change_case(cast: Cast, code: str, at: datetime):
    """To the next case of the procedure, after the last one back to the procedure's own limit."""
    dossier = Dossier.objects.get(code=code)
    to = (case_number(case_of(dossier)) + 1) % (len(cases_of(dossier.version_id)) + 1)
    return change_case(
        code, by=cast.son, at=at, to=to, ground="Khoản 2 Điều 16 Luật Hộ tịch", evidence=Evidence("12/TB")
    )


def _late(cast: Cast, code: str, at: datetime):
    """A step that happened two working days ago, in a random life: mostly refused."""
    by, item = _holder(cast, code)
    claim = Claim(at - timedelta(days=2), "Mất mạng", "Phiếu 7")
    return advance(code, by=by, at=at, item_id=item.pk, claim=claim)


LOSS = LossData(
    "lost", "Giấy chứng sinh (bản chính)", "Thất lạc khi chuyển phòng", "Bộ phận văn thư", "Giấy chứng sinh"
)

ACTS: dict[str, Act] = {
    "advance_late": _late,
    "decide_claim": lambda c, code, at: decide_claim(code, by=c.hanh, at=at, approve=at.minute % 2 == 0, note="Đã xem"),
    "apologise": _apologise,
    "change_case": _change_case,
    "accept": lambda c, code, at: accept(code, by=c.lan, at=at, papers=stage.all_papers()),
    "refuse": lambda c, code, at: refuse(code, by=c.lan, at=at, reasons=["Không thuộc thẩm quyền"]),
    "propose_supplement": lambda c, code, at: propose_supplement(
        code, by=c.son, at=at, items=ITEMS, leader_reason="Phát hiện khi ký"
    ),
    "ask_supplement": lambda c, code, at: ask_supplement(code, by=c.lan, at=at, items=ITEMS),
    "drop_supplement": lambda c, code, at: drop_supplement(code, by=c.lan, at=at, reason="Đã có trong hồ sơ"),
    "receive_supplement": lambda c, code, at: receive_supplement(code, by=c.lan, at=at, papers=stage.all_papers()[1:2]),
    "take": _take,
    "hand_over": _hand_over,
    "advance": _advance,
    "send_back": _send_back,
    "recall": _recall,
    "hold": lambda c, code, at: hold(
        code, by=c.minh, at=at, ground="financial", reason="Chờ nộp thuế", basis="Điều 18 NĐ 101/2024"
    ),
    "hold_other": lambda c, code, at: hold(
        code, by=c.minh, at=at, ground="other", reason="Chờ xác minh", basis="Điều 5 Luật Hộ tịch"
    ),
    "release": lambda c, code, at: release(code, by=c.minh, at=at),
    "resolve": lambda c, code, at: resolve(code, by=c.lan, at=at),
    "resolve_electronic": lambda c, code, at: resolve(
        code, by=c.roi, at=at, result=stage.result(issued_on=at.date(), electronic=True)
    ),
    "return_result": lambda c, code, at: return_result(code, by=c.lan, at=at),
    "post_result": lambda c, code, at: post_result(code, by=c.lan, at=at, item_number="CP123456789VN"),
    "result_came_back": lambda c, code, at: result_came_back(code, by=c.lan, at=at, reason="Không có người nhận"),
    "remind": lambda c, code, at: remind(code, by=c.lan, at=at, channel="phone", note="Hẹn thứ Hai"),
    "keep_originals": lambda c, code, at: keep_originals(
        code, by=c.lan, at=at, papers=[Kept("Giấy chứng nhận quyền sử dụng đất"), Kept("Sổ hộ khẩu cũ", 2)]
    ),
    "give_back": lambda c, code, at: give_back(code, [1, 2], by=c.lan, at=at, to="Phạm Văn Đồng Xuân"),
    "settle_wrong_result": lambda c, code, at: settle_wrong_result(
        code, by=c.lan, at=at, paper="taken_back", told_by="phone"
    ),
    "record_loss": lambda c, code, at: record_loss(code, LOSS, by=c.son, at=at),
    "withdraw": lambda c, code, at: withdraw(code, by=c.lan, at=at, request="Đơn xin rút hồ sơ"),
    "stop": lambda c, code, at: stop(code, by=c.son, at=at, reason="Quá 15 ngày không bổ sung", basis="Điều 19"),
    "amend": lambda c, code, at: amend(
        code, Amendment(applicant=stage.citizen(phone="0905999888")), by=c.lan, at=at, reason="Ghi sai số điện thoại"
    ),
    "consult": lambda c, code, at: consult(
        code, by=c.son, at=at, agency="H48.05", question="Có vướng mắc pháp lý không?", days=2
    ),
    "answer_consultation": lambda c, code, at: answer_consultation(
        code, by=c.quang, at=at, verdict="agree", answer="Không vướng mắc."
    ),
    "withdraw_consultation": lambda c, code, at: withdraw_consultation(code, by=c.son, at=at, note="Đã rõ"),
    "route": lambda c, code, at: route(code, by=c.hanh, at=at, to=c.commune.pk, reason="Nơi cư trú ở xã Ba Tơ"),
    "reroute": lambda c, code, at: reroute(code, by=c.minh, at=at, to=c.department.pk, reason="Có yếu tố nước ngoài"),
    "receive_transfer": lambda c, code, at: receive_transfer(code, by=c.minh, at=at),
    "urge": lambda c, code, at: urge(code, by=c.son, at=at, note="Đề nghị xong trong ngày"),
    "answer_urging": lambda c, code, at: answer_urging(code, by=c.minh, at=at, answer="Xong trước 16 giờ"),
    "ask_tax": lambda c, code, at: ask_tax(code, by=c.minh, at=at, parcel="Thửa 12, tờ bản đồ 3, 250 m²"),
    "take_notice": lambda c, code, at: take_notice(code, Notice("12/TB-CCT", at.date(), 8_500_000), by=c.minh, at=at),
    "withdraw_notice": lambda c, code, at: withdraw_notice(code, "12/TB-CCT", by=c.lan, at=at, reason="Sai người nộp"),
    "take_proof": lambda c, code, at: take_proof(code, Proof("12/TB-CCT", "0045678", 8_500_000, at), by=c.lan, at=at),
    "assess": lambda c, code, at: assess(code, Said(amount=50_000), by=c.lan, at=at),
    "pay": lambda c, code, at: pay(code, Paid(20_000, receipt=Receipt("AA/26P", code)), by=c.lan, at=at),
    "cancel_payment": lambda c, code, at: cancel_payment(
        code, 1, by=c.lan, at=at, reason="Gõ nhầm", instead=Paid(30_000, receipt=Receipt("AA/26P", code))
    ),
    "refund": lambda c, code, at: refund(code, 1, by=c.lan, at=at, amount=5_000, reason="Thu thừa"),
    "void": lambda c, code, at: void(code, by=c.hanh, at=at, reason="Nhập trùng"),
    "reopen": lambda c, code, at: reopen(code, by=c.hanh, at=at, reason="Sai tên đệm"),
}
