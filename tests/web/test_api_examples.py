"""The examples of the documentation are what the API really answers, for every operation.

After a change of the answers: `WRITE_EXAMPLES=1 pytest tests/web/test_api_examples.py` writes them anew.
"""

import json
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest

import motcua
from motcua.web.api.document import document, examples
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework import declarations
from tests.casework.acts import ACTS
from tests.web.api_program import CERTIFICATION, CHECK, PAPERS, RESULT, Program, declaration, reception

pytestmark = pytest.mark.django_db
PLACE = Path(motcua.__file__).parent / "web" / "api" / "examples.json"
WRITE = os.environ.get("WRITE_EXAMPLES") == "1"
TO_THE_RESULT = ["advance", "advance", "advance"]
CODE = "/dossiers/{code}"
BPMN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><process id="p"><startEvent id="s"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a" name="Thẩm định"/></process></definitions>'
)
SOUND = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><process id="p"><startEvent id="s"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a" name="Tiếp nhận hồ sơ"/>'
    '<sequenceFlow id="f2" sourceRef="a" targetRef="b"/><userTask id="b" name="Trả kết quả"/>'
    '<sequenceFlow id="f3" sourceRef="b" targetRef="e"/><endEvent id="e"/></process></definitions>'
)
# Operation → who calls, what was done before, the address below /api/v1, what is sent. "file" begins before acceptance.
STORIES: dict[str, tuple[str, list[str], str, object]] = {
    "file_dossier": ("lan", [], "/dossiers", reception(accept=True)),
    "read_linked_group": ("lan", ["publish"], "/linked-groups/{group}?counter=H48.148.01", None),
    "file_linked": ("lan", ["publish"], "/linked-declarations", declaration()),
    "read_linked_declaration": ("lan", ["publish", "declare"], "/linked-declarations/{code}", None),
    "certify": ("lan", ["certifiable"], "/certifications", CERTIFICATION),
    "list_certifications": ("lan", ["certifiable", "certify"], "/certifications?counter=H48.148.01&kind=copy", None),
    "read_certification": ("lan", ["certifiable", "certify"], "/certifications/{code}", None),
    "void_certification": (
        "lan", ["certifiable", "certify"], "/certifications/{code}/void", {"reason": "Gõ nhầm số bản"}
    ),
    "read_fees": ("lan", ["assess", "pay"], CODE + "/fees", None),
    "read_tills": ("hanh", ["assess", "pay"], "/tills?counter=H48.148.01&day=2026-11-20", None),
    "close_till": (
        "lan", ["assess", "pay"], "/tills/closings",
        {"counter": "H48.148.01", "day": "2026-11-20", "counted": 45000, "reason": "Thối nhầm 5.000 đồng"},
    ),
    "list_dossiers": ("lan", [], "/dossiers?status=open&limit=2", None),
    "read_dossier": ("minh", [], CODE, None),
    "explain_dossier": ("minh", [], CODE + "/explanation", None),
    "accept": ("lan", ["file"], CODE + "/acceptance", {"papers": PAPERS}),
    "refuse": ("lan", ["file"], CODE + "/refusal", {"reasons": ["Không thuộc thẩm quyền"], "basis": "Điều 17"}),
    "propose_supplement": ("minh", [], CODE + "/supplement-proposal", CHECK),
    "ask_supplement": ("lan", ["file"], CODE + "/supplement-request", CHECK),
    "drop_supplement": ("lan", ["propose_supplement"], CODE + "/supplement-dismissal", {"reason": "Giấy đã rõ"}),
    "receive_supplement": (
        "lan", ["propose_supplement", "ask_supplement"], CODE + "/supplement", {"papers": PAPERS[1:2]}
    ),
    "take": ("minh", [], CODE + "/taking", {}),
    "hand_over": ("minh", ["take"], CODE + "/hand-over", {"to": "nhat", "note": "Anh đi công tác"}),
    "send_back": ("son", ["advance"], CODE + "/sending-back", {"to_step": 2, "note": "Thiếu tờ trình"}),
    "recall": ("minh", ["advance"], CODE + "/recall", {"note": "Chuyển nhầm hồ sơ"}),
    "hold": (
        "minh", [], CODE + "/hold",
        {"ground": "financial", "reason": "Chờ nộp thuế", "basis": "Điều 12 NĐ 101/2024/NĐ-CP"},
    ),
    "release": ("minh", ["hold"], CODE + "/release", {"note": "Đã nộp thuế"}),
    "resolve": ("lan", TO_THE_RESULT, CODE + "/result", {}),
    "return_result": ("lan", [*TO_THE_RESULT, "resolve"], CODE + "/return", {}),
    "post_result": ("lan", [*TO_THE_RESULT, "resolve"], CODE + "/posting", {"item_number": "CP123456789VN"}),
    "result_came_back": (
        "lan", [*TO_THE_RESULT, "resolve", "post_result"], CODE + "/posting-return", {"reason": "Không có người nhận"}
    ),
    "remind": ("lan", [*TO_THE_RESULT, "resolve"], CODE + "/reminder", {"channel": "phone", "note": "Hẹn thứ Hai"}),
    "keep_originals": (
        "lan", [], CODE + "/originals", {"papers": [{"name": "Giấy chứng nhận quyền sử dụng đất", "count": 1}]}
    ),
    "give_back": (
        "lan", ["keep_originals"], CODE + "/originals-return", {"numbers": [1, 2], "to": "Phạm Văn Đồng Xuân"}
    ),
    "settle_wrong_result": (
        "lan", [*TO_THE_RESULT, "resolve", "return_result", "reopen"], CODE + "/wrong-result",
        {"paper": "taken_back", "told_by": "phone"},
    ),
    "record_loss": (
        "son", [], CODE + "/loss",
        {
            "harm": "lost", "papers": "Giấy chứng sinh (bản chính)", "cause": "Thất lạc khi chuyển phòng",
            "responsible": "Bộ phận văn thư", "asked_again": "Giấy chứng sinh",
        },
    ),
    "withdraw": ("lan", [], CODE + "/withdrawal", {"request": "Đơn xin rút ngày 19/11/2026"}),
    "stop": ("son", [], CODE + "/stop", {"reason": "Quá 15 ngày không bổ sung", "basis": "Điều 21"}),
    "reopen": ("hanh", [*TO_THE_RESULT, "resolve"], CODE + "/reopening", {"reason": "Sai ngày sinh"}),
    "amend": ("lan", [], CODE + "/amendment", {"reason": "Người nộp đổi ý", "delivery": "post"}),
    "assess": ("lan", [], CODE + "/fee-assessment", {"amount": 50000, "kind": "charge", "name": "Phí thẩm định"}),
    "pay": (
        "lan", ["assess"], CODE + "/payment", {"amount": 50000, "way": "cash", "symbol": "AA/26P", "number": "0000123"}
    ),
    "cancel_payment": (
        "lan", ["assess", "pay"], CODE + "/payment-cancellation",
        {"n": 1, "reason": "Ghi nhầm số tiền", "instead": {"amount": 50000, "symbol": "AA/26P", "number": "0000123"}},
    ),
    "refund": (
        "lan", ["assess", "pay"], CODE + "/refund", {"n": 1, "amount": 5000, "reason": "Thu thừa"}
    ),
    "attach": (
        "minh", ["send"], CODE + "/attachments",
        {"files": [{"file": "{file}", "name": "Tờ trình"}], "kind": "evidence"},
    ),
    "apologise": (
        "son", [], CODE + "/apology", {"cause": "Thiếu người xác minh", "appointment_on": "2026-11-30"}
    ),
    "change_case": (
        "son", ["in_cases"], CODE + "/change-of-case",
        {"to": 1, "ground": "Phải xác minh nơi cư trú, khoản 2 Điều 18 Luật Hộ tịch", "paper": "12/BC-TP"},
    ),
    "consult": (
        "minh", [], CODE + "/consultation",
        {"agency": "H48.05", "question": "Hồ sơ có vướng mắc về pháp lý không?", "days": 3},
    ),
    "answer_consultation": (
        "quang", ["consult"], CODE + "/consultation-answer", {"verdict": "agree", "answer": "Không vướng mắc."}
    ),
    "withdraw_consultation": ("son", ["consult"], CODE + "/consultation-withdrawal", {"note": "Đã có văn bản trả lời"}),
    "route": (
        "hanh", ["unrouted"], CODE + "/routing",
        {"to": "H48.148", "reason": "Cha mẹ cư trú tại xã Ba Tơ", "transfer": "electronic"},
    ),
    "reroute": (
        "minh", ["misrouted"], CODE + "/rerouting", {"to": "H48.05", "reason": "Có yếu tố nước ngoài"},
    ),
    "receive_transfer": ("minh", ["afar"], CODE + "/transfer", {}),
    "urge": ("son", [], CODE + "/urging", {"note": "Đề nghị xong trong ngày"}),
    "answer_urging": ("minh", ["urge"], CODE + "/urging-answer", {"answer": "Xong trước 16 giờ hôm nay"}),
    "decide_claim": ("son", ["advance_late"], CODE + "/claim-decision", {"approve": True}),
    "ask_tax": ("minh", [], CODE + "/tax-slip", {"parcel": "Thửa 12, tờ bản đồ 3, xã Ba Tơ, 250 m²"}),
    "take_notice": (
        "minh", ["ask_tax"], CODE + "/tax-notice",
        {"number": "12/TB-CCT", "issued_on": "2026-11-20", "amount": 8500000, "pay_by": "2026-12-20"},
    ),
    "withdraw_notice": (
        "minh", ["ask_tax", "take_notice"], CODE + "/tax-notice-withdrawal",
        {"notice": "12/TB-CCT", "reason": "Sai người nộp"},
    ),
    "take_proof": (
        "lan", ["ask_tax", "take_notice"], CODE + "/tax-proof",
        {
            "notice": "12/TB-CCT", "receipt": "0045678", "amount": 8500000,
            "paid_at": "2026-11-20T09:30:00+07:00",
        },
    ),
    "tax_message": (
        "thue", ["ask_tax"], "/tax-office/messages",
        {
            "message": "7c1e0f6a-0001",
            "dossier": "{code}",
            "notice": {
                "number": "12/TB-CCT", "issued_on": "2026-11-20", "amount": 8500000, "pay_by": "2026-12-20",
                "office": "Thuế cơ sở 3 tỉnh Quảng Ngãi", "pay_at": "Kho bạc Nhà nước khu vực XII",
            },
        },
    ),
    "void": ("lan", [], CODE + "/void", {"reason": "Ghi trùng"}),
    "list_work": ("minh", [], "/worklist?tab=mine&limit=1", None),
    "advance": ("roi", ["advance", "advance"], "/work-items/{id}/completion", {"result": RESULT}),
    "search_procedures": ("lan", [], "/procedure-search?text=giay%20khai%20sanh", None),
    "list_procedures": ("lan", [], "/procedures?text=khai%20sinh", None),
    "read_procedure": ("lan", [], "/procedures/{procedure}", None),
    "list_processes": ("lan", [], "/procedures/{procedure}/processes", None),
    "read_process_bpmn": ("lan", [], "/procedures/{procedure}/processes/{id}/bpmn", None),
    "read_process_picture": ("lan", [], "/procedures/{procedure}/processes/{id}/picture", None),
    "check_process": ("lan", [], "/process-check", {"bpmn": BPMN}),
    "draft_process": ("quan", [], "/procedures/{procedure}/process-draft", {"bpmn": SOUND}),
    "list_agencies": ("lan", [], "/agencies?kind=one_stop", None),
    "read_agency": ("lan", [], "/agencies/{agency}", None),
    "send_file": ("minh", [], "/files", None),
    "read_file": ("lan", ["send", "attach"], CODE + "/files/{id}", None),
    "read_slip": ("lan", [], CODE + "/slips/{id}", None),
}  # fmt: skip


@pytest.fixture
def program():
    cast = stage.enter()
    stage.tax_office(cast)
    return Program(cast, "2026-11-20 10:00")


class Story:
    """What leads to one call, and the call itself with its numbers made the same in every run."""

    def __init__(self, program: Program, name: str) -> None:
        self.program, self.name = program, name
        self.who, self.before, self.path, self.sent = STORIES[name]
        self.names: dict[str, str] = {"procedure": "1.000689", "agency": "H48.148.01", "group": "2.000986"}

    def prepare(self) -> None:
        cast, at = self.program.cast, self.program.now - timedelta(hours=2)
        filed = at - timedelta(days=7) if "advance_late" in self.before else at
        code = self.names["code"] = stage.begun(cast, self.before, at=filed).code
        for n, verb in enumerate([b for b in self.before if b not in stage.BEGINNINGS], 1):
            self.step(verb, code, at + timedelta(minutes=n))
        if self.name == "read_slip":
            self.names["id"] = self.program.get("lan", f"/dossiers/{code}").json()["slips"][0]["url"].rpartition("/")[2]
        elif self.name.startswith("read_process_"):
            listed = self.program.get("lan", f"/procedures/{self.names['procedure']}/processes").json()["items"]
            self.names["id"] = str(listed[0]["id"])
        elif self.name == "advance":
            self.names["id"] = str(WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).pk)

    def step(self, verb: str, code: str, at) -> None:
        if verb == "send":
            self.names["file"] = self.program.send_file("minh").json()["file"]
        elif verb == "publish":
            declarations.publish()
        elif verb == "certifiable":
            stage.publish_procedure(
                code="2.000815",
                name="Chứng thực bản sao từ bản chính",
                components=[{"name": "Bản chính", "originals": 1}],
            )
        elif verb == "certify":
            self.names["code"] = self.program.do("lan", "/certifications", CERTIFICATION)["code"]
        elif verb == "declare":
            self.names["code"] = declarations.declare(self.program.cast, at=at).code(1)
        elif verb == "attach":
            files = [{"file": self.names["file"], "name": "Tờ trình"}]
            self.program.do("minh", f"/dossiers/{code}/attachments", {"files": files})
            self.names["id"] = self.program.get("lan", f"/dossiers/{code}").json()["files"][0]["url"].rpartition("/")[2]
        else:
            ACTS[verb](self.program.cast, code, at)

    def filled(self, said: str) -> str:
        for name, value in self.names.items():
            said = said.replace("{" + name + "}", value)
        return said

    def call(self):
        if self.name == "send_file":
            return self.program.send_file("minh", "giay-chung-sinh.pdf")
        sent = json.loads(self.filled(json.dumps(self.sent))) if self.sent is not None else None
        method = "POST" if self.sent is not None else "GET"
        return self.program.call(self.who, method, self.filled(self.path), sent)

    def example(self, answer) -> dict[str, object]:
        steady = Steady(self.names)
        path, _, query = self.path.partition("?")
        found: dict[str, object] = {"path": {}}
        for place in re.findall(r"{(\w+)}", path):
            value = steady.number(int(self.names[place])) if place == "id" else self.names[place]
            found["path"]["code" if place in ("procedure", "agency", "group") else place] = value  # type: ignore[index]
        if query:
            found["query"] = f"?{query}"
        if self.sent is not None:
            found["sent"] = steady.plain(json.loads(self.filled(json.dumps(self.sent))))
        if answer["Content-Type"].startswith("application/json"):
            found["answered"] = steady.plain(answer.json())
        return found


class Steady:
    """Numbers of rows and signed names, which differ from run to run, in the order in which they appear."""

    def __init__(self, names: dict[str, str]) -> None:
        self.numbers: dict[int, int] = {}
        self.file = names.get("file", "")

    def number(self, value: int) -> int:
        return self.numbers.setdefault(value, 1201 + len(self.numbers))

    def plain(self, said, key: str = ""):
        if isinstance(said, dict):
            return {name: self.plain(value, name) for name, value in said.items()}
        if isinstance(said, list):
            return [self.plain(value) for value in said]
        if key == "id":
            return self.number(said)
        if key == "url":
            return re.sub(r"\d+$", lambda found: str(self.number(int(found[0]))), said)
        if key in ("file", "next") and said:
            return "eJwrSSwqSS0uScxJBQAYVATs:1vMdE0:3q2W…"
        return said


def test_every_operation_has_a_story():
    operations = [op["operationId"] for methods in document()["paths"].values() for op in methods.values()]
    assert sorted(operations) == sorted(STORIES)


@pytest.mark.parametrize("name", STORIES)
def test_an_example_is_what_the_api_answers(program, name):
    story = Story(program, name)
    story.prepare()
    answer = story.call()
    assert answer.status_code in (200, 201), answer.content.decode()
    example = story.example(answer)
    if WRITE:
        known = json.loads(PLACE.read_text(encoding="utf-8")) if PLACE.exists() else {}
        ordered = {n: (known | {name: example}).get(n) for n in STORIES if n in known or n == name}
        PLACE.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        examples.cache_clear()
    assert examples()[name] == example
