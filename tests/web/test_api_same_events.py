"""Every verb writes the same events whether a person presses a button or a program calls: kinds, facts and payloads."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.states import VERBS
from motcua.journal.models import Event
from motcua.web.api.nouns import NOUNS
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.web.api_program import CHECK, PAPERS, RESULT, Program, reception
from tests.web.counter_forms import REFERENCE, filled
from tests.web.desk_driver import AUTHORISED, Desk, papers, points, result

pytestmark = pytest.mark.django_db
NOW = "2026-11-20 10:00"
READY = ["advance", "advance", "advance"]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LATE_FORM = {"late_day": "20/11/2026", "late_clock": "08:30", "late_reason": "Mất điện", "late_paper": "Phiếu 7"}
LATE = {"claim": {"happened_at": "2026-11-20T08:30:00+07:00", "reason": "Mất điện", "paper": "Phiếu 7"}}
OTHER = {"code": "1.001193", "name": "Thủ tục đăng ký khai sinh"}
PERSON = {"name": "Phạm Văn Đồng Xuyên", "number": "051090001234", "phone": "0905123456", "address": "Thôn 1, xã Ba Tơ"}

# What is done → who, what was done before, the page's noun and fields, the API's noun and body.
ACTS_OF_THE_DESK: dict[str, tuple[str, list[str], str, dict, str, dict]] = {
    "accept": ("lan", ["file"], "tiep-nhan", papers(), "accept", {"papers": PAPERS}),
    "refuse": (
        "lan", ["file"], "tu-choi",
        {"reasons": "Sai nơi\nĐã giải quyết rồi", "basis": "Điều 17", "competent": "Sở Y tế"},
        "refuse", {"reasons": ["Sai nơi", "Đã giải quyết rồi"], "basis": "Điều 17", "competent": "Sở Y tế"},
    ),
    "propose_supplement": (
        "minh", [], "de-xuat-bo-sung", points(basis="Điều 19"), "propose_supplement",
        {**CHECK, "basis": "Điều 19"},
    ),
    "propose_supplement by a leader": (
        "son", ["propose_supplement", "ask_supplement", "receive_supplement"], "de-xuat-bo-sung",
        points(leader_reason="Phát hiện khi ký"), "propose_supplement",
        {**CHECK, "leader_reason": "Phát hiện khi ký"},
    ),
    "ask_supplement before acceptance": (
        "lan", ["file"], "yeu-cau-bo-sung", points(basis="Điều 17"), "ask_supplement",
        {**CHECK, "basis": "Điều 17"},
    ),
    "ask_supplement": ("lan", ["propose_supplement"], "yeu-cau-bo-sung", {}, "ask_supplement", {}),
    "drop_supplement": (
        "lan", ["propose_supplement"], "bo-de-xuat", {"reason": "Giấy đã rõ"}, "drop_supplement",
        {"reason": "Giấy đã rõ"},
    ),
    "receive_supplement": (
        "lan", ["propose_supplement", "ask_supplement"], "nhan-bo-sung", {"paper.2.originals": 1}, "receive_supplement",
        {"papers": [{"n": 2, "originals": 1}]},
    ),
    "take": ("minh", [], "nhan-viec", {}, "take", {}),
    "take late": ("minh", [], "nhan-viec", LATE_FORM, "take", LATE),
    "hand_over": ("minh", ["take"], "ban-giao", {"to": "{nhat}", "note": "Đi công tác"}, "hand_over",
                  {"to": "nhat", "note": "Đi công tác"}),
    "hand_over to all": ("minh", ["take"], "ban-giao", {"to": "all"}, "hand_over", {"to": None}),
    "hand_over to who has least": (
        "minh", ["take"], "ban-giao", {"to": "least"}, "hand_over", {"to": None, "share": "least"}
    ),
    "hand_over in turn": ("minh", ["take"], "ban-giao", {"to": "turn"}, "hand_over", {"to": None, "share": "turn"}),
    "hand_over late": (
        "minh", ["take"], "ban-giao", {"to": "all", **LATE_FORM}, "hand_over", {"to": None, **LATE}
    ),
    "send_back": ("son", ["advance"], "tra-lai", {"to_step": 2, "note": "Thiếu tờ trình"}, "send_back",
                  {"to_step": 2, "note": "Thiếu tờ trình"}),
    "recall": ("minh", ["advance"], "thu-hoi", {"note": "Chuyển nhầm"}, "recall", {"note": "Chuyển nhầm"}),
    "hold": (
        "minh", [], "tam-dung", {"ground": "financial", "reason": "Chờ thuế", "basis": "Điều 12"}, "hold",
        {"ground": "financial", "reason": "Chờ thuế", "basis": "Điều 12"},
    ),
    "hold on other ground": (
        "minh", [], "tam-dung", {"ground": "other", "reason": "Chờ xác minh", "basis": "Điều 5"}, "hold",
        {"ground": "other", "reason": "Chờ xác minh", "basis": "Điều 5"},
    ),
    "release": ("minh", ["hold"], "tiep-tuc", {"note": "Đã nộp"}, "release", {"note": "Đã nộp"}),
    "resolve": ("lan", READY, "co-ket-qua", {}, "resolve", {}),
    "resolve late": ("lan", READY, "co-ket-qua", LATE_FORM, "resolve", LATE),
    "return_result": (
        "lan", [*READY, "resolve"], "tra-ket-qua", AUTHORISED, "return_result",
        {
            "returned_to": "Võ Thị Hoa", "number": "051190000777", "authority_document": "12/UQ",
            "authority_date": "2026-11-18",
        },
    ),
    "post_result": (
        "lan", [*READY, "resolve"], "gui-buu-chinh", {"item_number": "CP1VN"}, "post_result", {"item_number": "CP1VN"},
    ),
    "result_came_back": (
        "lan", [*READY, "resolve", "post_result"], "chuyen-hoan", {"reason": "Đi vắng"}, "result_came_back",
        {"reason": "Đi vắng"},
    ),
    "remind": (
        "lan", [*READY, "resolve"], "nhac-nhan", {"channel": "sms", "note": "Lần 1"}, "remind",
        {"channel": "sms", "note": "Lần 1"},
    ),
    "keep_originals": (
        "lan", [], "giu-ban-chinh", {"papers": "Sổ hộ khẩu cũ x 2"}, "keep_originals",
        {"papers": [{"name": "Sổ hộ khẩu cũ", "count": 2}]},
    ),
    "give_back": (
        "lan", ["keep_originals"], "tra-ban-chinh", {"numbers": [1, 2], "to": "Con gái"}, "give_back",
        {"numbers": [1, 2], "to": "Con gái"},
    ),
    "settle_wrong_result": (
        "lan", [*READY, "resolve", "return_result", "reopen"], "ket-qua-sai",
        {"paper": "not_returned", "told_by": "phone", "note": "Hẹn mang lại"}, "settle_wrong_result",
        {"paper": "not_returned", "told_by": "phone", "note": "Hẹn mang lại"},
    ),
    "record_loss": (
        "son", [], "mat-hong",
        {"harm": "damaged", "papers": "Tờ khai", "cause": "Bị ướt", "responsible": "Văn thư"}, "record_loss",
        {"harm": "damaged", "papers": "Tờ khai", "cause": "Bị ướt", "responsible": "Văn thư"},
    ),
    "return_result late": ("lan", [*READY, "resolve"], "tra-ket-qua", LATE_FORM, "return_result", LATE),
    "withdraw": (
        "lan", [], "rut-ho-so", {"request": "Đơn xin rút", "fee": "Hoàn 50.000 ₫"}, "withdraw",
        {"request": "Đơn xin rút", "fee": "Hoàn 50.000 ₫"},
    ),
    "stop": (
        "son", [], "dung-giai-quyet", {"reason": "Quá 15 ngày", "basis": "Điều 21", "fee": "Không"}, "stop",
        {"reason": "Quá 15 ngày", "basis": "Điều 21", "fee": "Không"},
    ),
    "reopen": (
        "hanh", [*READY, "resolve"], "mo-lai", {"reason": "Sai ngày sinh"}, "reopen", {"reason": "Sai ngày sinh"}
    ),
    "reopen late": (
        "hanh", [*READY, "resolve"], "mo-lai", {"reason": "Sai ngày sinh", **LATE_FORM}, "reopen",
        {"reason": "Sai ngày sinh", **LATE},
    ),
    "amend people": (
        "lan", [], "sua-nguoi-nop", {"applicant.name": "Phạm Văn Đồng Xuyên", "why": "Gõ sai tên"}, "amend",
        {"reason": "Gõ sai tên", "applicant": PERSON, "owners": []},
    ),
    "amend papers": (
        "lan", [], "sua-giay-to", {"paper.1.originals": 2, "why": "Đếm nhầm"}, "amend",
        {"reason": "Đếm nhầm", "papers": [{"n": 1, "originals": 2}, *PAPERS[1:]]},
    ),
    "amend terms": (
        "lan", [], "sua-thong-tin", {"delivery": "post", "request": "Gửi về nhà", "why": "Người nộp đổi ý"}, "amend",
        {"reason": "Người nộp đổi ý", "delivery": "post", "request": "Gửi về nhà"},
    ),
    "amend procedure": (
        "lan", [], "sua-thu-tuc", {"version": "{other}", "why": "Chọn nhầm", **papers()}, "amend",
        {"reason": "Chọn nhầm", "procedure": OTHER["code"], "papers": PAPERS},
    ),
    "attach": (
        "minh", [], "them-tep", {"scans": "{scan}", "kind": "evidence", "name": "Tờ trình"}, "attach",
        {"files": [{"file": "{file}", "name": "Tờ trình"}], "kind": "evidence"},
    ),
    "apologise": (
        "son", [], "xin-loi", {"cause": "Thiếu người xác minh", "appointment_on": "30/11/2026"}, "apologise",
        {"cause": "Thiếu người xác minh", "appointment_on": "2026-11-30"},
    ),
    "change_case": (
        "son", ["in_cases"], "chuyen-truong-hop", {"to": 1, "ground": "Phải xác minh", "paper": "12/BC"}, "change_case",
        {"to": 1, "ground": "Phải xác minh", "paper": "12/BC"},
    ),
    "consult": (
        "minh", [], "lay-y-kien", {"agency": "H48.05", "question": "Có vướng mắc không?", "days": "2"}, "consult",
        {"agency": "H48.05", "question": "Có vướng mắc không?", "days": 2},
    ),
    "answer_consultation": (
        "quang", ["consult"], "tra-loi-y-kien", {"verdict": "disagree", "answer": "Thiếu căn cứ"},
        "answer_consultation", {"verdict": "disagree", "answer": "Thiếu căn cứ"},
    ),
    "withdraw_consultation": (
        "son", ["consult"], "rut-cau-hoi", {"note": "Đã rõ"}, "withdraw_consultation", {"note": "Đã rõ"},
    ),
    "route": (
        "hanh", ["unrouted"], "xac-dinh-co-quan", {"to": "{commune}", "reason": "Cư trú tại xã", "transfer": "paper"},
        "route", {"to": "H48.148", "reason": "Cư trú tại xã", "transfer": "paper"},
    ),
    "reroute": (
        "minh", ["misrouted"], "chuyen-dung-co-quan", {"to": "H48.05", "reason": "Có yếu tố nước ngoài"},
        "reroute", {"to": "H48.05", "reason": "Có yếu tố nước ngoài"},
    ),
    "receive_transfer": ("minh", ["afar"], "nhan-chuyen-den", {}, "receive_transfer", {}),
    "urge": ("son", [], "don-doc", {"note": "Xong hôm nay"}, "urge", {"note": "Xong hôm nay"}),
    "answer_urging": (
        "minh", ["urge"], "tra-loi-don-doc", {"answer": "Chiều nay"},
        "answer_urging", {"answer": "Chiều nay"},
    ),
    "decide_claim": (
        "son", ["advance_late"], "duyet-ghi-lui", {"approve": "no", "note": "Phiếu không khớp"}, "decide_claim",
        {"approve": False, "note": "Phiếu không khớp"},
    ),
    "ask_tax": (
        "minh", [], "gui-co-quan-thue", {"parcel": "Thửa 12", "note": "Có bản đồ"}, "ask_tax",
        {"parcel": "Thửa 12", "note": "Có bản đồ"},
    ),
    "take_notice": (
        "lan", ["ask_tax"], "thong-bao-thue",
        {
            "number": "1/TB", "issued_on": "19/11/2026", "amount": "8.500.000", "pay_by": "19/12/2026",
            "office": "Thuế cơ sở 3", "pay_at": "Kho bạc",
        },
        "take_notice",
        {
            "number": "1/TB", "issued_on": "2026-11-19", "amount": 8500000, "pay_by": "2026-12-19",
            "office": "Thuế cơ sở 3", "pay_at": "Kho bạc",
        },
    ),
    "withdraw_notice": (
        "minh", ["take_notice"], "thu-hoi-thong-bao-thue", {"reason": "Sai người"}, "withdraw_notice",
        {"notice": "12/TB-CCT", "reason": "Sai người"},
    ),
    "take_proof": (
        "minh", ["take_notice"], "chung-tu-nop-thue",
        {"receipt": "45", "amount": "8.500.000 đồng", "day": "20/11/2026", "clock": "9h30"}, "take_proof",
        {"notice": "12/TB-CCT", "receipt": "45", "amount": 8500000, "paid_at": "2026-11-20T09:30:00+07:00"},
    ),
    "assess": (
        "lan", [], "tinh-phi", {"amount": "50.000", "kind": "charge", "name": "Phí thẩm định"}, "assess",
        {"amount": 50000, "kind": "charge", "name": "Phí thẩm định"},
    ),
    "pay": (
        "lan", ["assess"], "thu-phi",
        {"amount": "50.000 đ", "way": "transfer", "symbol": "aa/26p", "number": "123"},
        "pay", {"amount": 50000, "way": "transfer", "symbol": "aa/26p", "number": "123"},
    ),
    "cancel_payment": (
        "lan", ["assess", "pay"], "huy-lan-thu", {"n": "1", "reason": "Nhầm", "amount": "", "way": "cash"},
        "cancel_payment", {"n": 1, "reason": "Nhầm"},
    ),
    "refund": (
        "hanh", ["assess", "pay"], "hoan-phi", {"n": "1", "amount": "5.000", "way": "cash", "reason": "Thu thừa"},
        "refund", {"n": 1, "amount": 5000, "way": "cash", "reason": "Thu thừa"},
    ),
    "void": ("lan", [], "huy", {"reason": "Ghi trùng"}, "void", {"reason": "Ghi trùng"}),
    "advance": ("minh", [], "chuyen-buoc", {"note": "Đủ điều kiện"}, "advance", {"note": "Đủ điều kiện"}),
    "advance late": ("minh", [], "chuyen-buoc", LATE_FORM, "advance", LATE),
    "advance with a result on paper": ("roi", READY[:2], "chuyen-buoc", result(), "advance", {"result": RESULT}),
    "advance with an electronic result": (
        "roi", READY[:2], "chuyen-buoc", result(form_of="electronic"), "advance",
        {"result": RESULT | {"electronic": True}},
    ),
}  # fmt: skip

APPLICANT = {
    "name": "Phạm Văn Đồng Xuân",
    "number": "051090001234",
    "birth_date": "1990-03-02",
    "phone": "0905123456",
    "address": "Thôn 1, xã Ba Tơ",
}
POINT = {
    "points": 1,
    "points-0-component": "Giấy chứng sinh",
    "points-0-reason": "Bản chụp bị mờ",
    "points-0-guidance": "Nộp bản rõ hơn",
    "points-0-n": 2,
}
GIVEN = {f"result-{name}": value for name, value in result(copies=1).items() if name != "form_of"}
# What is decided at the reception → the form's further fields, the further fields of the body.
RECEPTIONS: dict[str, tuple[dict, dict]] = {
    "accept": ({}, {"accept": True}),
    "accept for a child": (
        {
            "applicant-capacity": "parent", "owners": 1, "owners-0-kind": "citizen", "owners-0-name": "Phạm Thị Bé",
            "owners-0-no_number": "on", "owners-0-no_number_reason": "Trẻ mới sinh",
            "owners-0-birth_date": "01/10/2026",
        },
        {
            "accept": True,
            "applicant": APPLICANT | {"capacity": "parent"},
            "owners": [{"name": "Phạm Thị Bé", "no_number_reason": "Trẻ mới sinh", "birth_date": "2026-10-01"}],
        },
    ),
    "ask": (
        {"mode": "ask", "ask-basis": "Điều 17", "papers-2-got": None, **POINT},
        {"papers": [PAPERS[0], PAPERS[2]], "ask": {**CHECK, "basis": "Điều 17"}},
    ),
    "refuse": (
        {"mode": "refuse", "refusal-reasons": "Sai nơi\nĐã xong", "refusal-basis": "Điều 17"},
        {"refuse": {"reasons": ["Sai nơi", "Đã xong"], "basis": "Điều 17"}},
    ),
    "at once": (
        {"mode": "at_once", **GIVEN, "result-returned_to": "Vợ người nộp"},
        {"at_once": {"result": RESULT, "returned_to": "Vợ người nộp"}},
    ),
}  # fmt: skip
LATE_FOLD = {name.replace("late_", "late-"): text for name, text in LATE_FORM.items()}
RECEPTIONS |= {f"{name} late": (typed | LATE_FOLD, sent | LATE) for name, (typed, sent) in RECEPTIONS.items()}


@pytest.fixture
def cast():
    return stage.enter()


def events(run: Callable[[], str]) -> list[tuple[object, ...]]:
    """What `run` writes into the journal of the dossier whose code it returns; then all of it is undone."""
    with transaction.atomic():
        dossier = Dossier.objects.get(code=run())
        rows = Event.objects.filter(stream=dossier.stream).select_related("payload").order_by("n")
        said = [
            (e.kind, e.by, e.happened_at, e.recorded_at, json.loads(e.facts), json.loads(e.payload.body)) for e in rows
        ]
        transaction.set_rollback(True)
    return said


def begun(cast, before: list[str], at: datetime) -> str:
    """The code of a dossier to which all that happened."""
    filed = at - timedelta(days=7) if "advance_late" in before else at
    code = stage.begun(cast, before, at=filed).code
    for n, verb in enumerate([b for b in before if b not in stage.BEGINNINGS], 1):
        ACTS[verb](cast, code, at + timedelta(minutes=n))
    return code


@pytest.mark.parametrize("name", ACTS_OF_THE_DESK)
def test_an_act_writes_the_same_by_page_and_by_program(cast, name):
    who, before, noun, fields, verb, sent = ACTS_OF_THE_DESK[name]
    other = stage.publish_procedure(**OTHER)
    desk, program = Desk(cast, NOW), Program(cast, NOW)
    at = program.now - timedelta(hours=2)

    def by_page() -> str:
        code = begun(cast, before, at)
        stand_for = {"{nhat}": cast.people["nhat"].pk, "{other}": other.pk, "{commune}": cast.commune.pk}
        typed = {k: v if isinstance(v, list) else stand_for.get(v, v) for k, v in fields.items()}
        if "scans" in typed:
            typed["scans"] = SimpleUploadedFile("to-trinh.pdf", PDF)
        desk.do(who, code, noun, **typed)
        return code

    def by_program() -> str:
        code = begun(cast, before, at)
        body = sent
        if verb == "attach":
            name_of_file = program.send_file(who, "to-trinh.pdf", PDF).json()["file"]
            body = json.loads(json.dumps(sent).replace("{file}", name_of_file))
        program.do(who, address(verb, code), body)
        return code

    pressed, called = events(by_page), events(by_program)
    assert len(pressed) > len(events(lambda: begun(cast, before, at)))
    assert called == pressed


def address(verb: str, code: str) -> str:
    if verb != "advance":
        return f"/dossiers/{code}/{NOUNS[verb]}"
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False)
    return f"/work-items/{item.pk}/completion"


@pytest.mark.parametrize("name", RECEPTIONS)
def test_a_reception_writes_the_same_by_page_and_by_program(cast, name):
    typed, sent = RECEPTIONS[name]
    desk, program = Desk(cast, NOW), Program(cast, NOW)

    def by_page() -> str:
        form = {k: v for k, v in (filled(cast) | typed).items() if v is not None}
        answer = desk.post("lan", REFERENCE, form)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        return answer["Location"].rstrip("/").rpartition("/")[2]

    def by_program() -> str:
        return program.do("lan", "/dossiers", reception(**({"applicant": APPLICANT} | sent)))["code"]

    assert events(by_program) == events(by_page)


def test_no_verb_is_left_out():
    done = {verb for *_, verb, _ in ACTS_OF_THE_DESK.values()}
    assert done == set(NOUNS)
    assert done | {"file"} == set(VERBS) | {"drop_supplement"}
