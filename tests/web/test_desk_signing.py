"""The signing session: what waits for a leader, with opinions and drafts; each signed, sent back or left for later."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.advance import advance, send_back
from motcua.casework.attach import attach
from motcua.casework.hold import hold
from motcua.casework.take import take
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.workflow import actions as work_actions
from motcua.workflow.models import WorkItem
from motcua.workflow.process.graph import Flow, Graph, Node, NodeKind
from motcua.workflow.process.table import graph_of
from motcua.workflow.rules import StepKind
from tests import cast as stage
from tests.web.desk_driver import Desk, accepted, text_of, when

pytestmark = pytest.mark.django_db
ADDRESS = "/viec/ky/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-20 09:00")


def waiting(cast, since: str = "2026-11-19 09:00", note: str = "Đủ điều kiện, đề nghị ký") -> str:
    """A dossier that waits for Sơn's signature; its code."""
    code = accepted(cast, since)
    advance(code, by=cast.minh, at=when("2026-11-19 16:00"), note=note)
    return code


def codes(answer) -> list[str]:
    return [card.found.row.code for card in answer.context["cards"]]


def item(code: str) -> WorkItem:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True)


def decided(desk, who: str = "son", address: str = ADDRESS, **choices: dict[str, object]) -> dict[str, object]:
    """What the page sends for the decisions: code -> fields of its card."""
    page = desk.get(who, address)
    sent: dict[str, object] = {"key": page.context["key"], "back": page.context["back"], "item": []}
    for card in page.context["cards"]:
        fields = {bound.name: bound.value() for bound in card} | choices.get(card.found.row.code, {})
        sent |= {f"{card.prefix}-{name}": value for name, value in fields.items() if value is not None}
        sent["item"].append(card.prefix)
    return sent


def press(desk, choices: dict[str, dict[str, object]], who: str = "son"):
    return desk.post(who, ADDRESS, decided(desk, who, **choices))


SIGN, BACK = {"choice": "sign"}, {"choice": "back", "to_step": 2, "note": "Thiếu số hộ khẩu"}


# What is shown


def test_what_waits_for_the_leader_stands_one_under_the_other_what_burns_first_first(cast, desk):
    calm, late = waiting(cast), waiting(cast, "2026-11-10 09:00")
    accepted(cast)
    assert codes(desk.get("son", ADDRESS)) == [late, calm]


@pytest.mark.parametrize("who", ["minh", "roi", "quang", "an"])
def test_nobody_else_finds_anything_to_sign(cast, desk, who):
    waiting(cast)
    answer = desk.get(who, ADDRESS)
    assert codes(answer) == [] and "Không có hồ sơ nào chờ Anh/Chị ký" in text_of(answer)


def test_what_another_leader_took_is_not_mine_to_sign(cast, desk):
    code = waiting(cast)
    stage.office_actions.give_post(
        account=cast.people["nhat"], agency=cast.commune, role=stage.Role.SIGNER,
        day=stage.BEGINNING.date(), by="test", at=stage.BEGINNING,
    )  # fmt: skip
    assert codes(desk.get("nhat", ADDRESS)) == [code]
    take(code, by=cast.son, at=when("2026-11-19 17:00"))
    assert codes(desk.get("nhat", ADDRESS)) == [] and codes(desk.get("son", ADDRESS)) == [code]


def test_each_result_stands_with_the_opinions_before_it_and_who_wrote_them(cast, desk):
    code = waiting(cast)
    send_back(code, by=cast.son, at=when("2026-11-19 16:10"), to_step=2, note="Ghi rõ nơi sinh")
    advance(code, by=cast.minh, at=when("2026-11-19 16:30"), note="Đã ghi rõ nơi sinh")
    (card,) = desk.get("son", ADDRESS).context["cards"]
    assert [(said.step, said.by, said.note, said.back) for said in card.found.opinions] == [
        ("Thụ lý", "Lê Văn Minh", "Đủ điều kiện, đề nghị ký", False),
        ("Ký duyệt", "Đinh Văn Sơn", "Ghi rõ nơi sinh", True),
        ("Thụ lý", "Lê Văn Minh", "Đã ghi rõ nơi sinh", False),
    ]
    words = text_of(desk.get("son", ADDRESS))
    assert "Đã ghi rõ nơi sinh" in words and "16:30 19/11/2026" in words


def test_what_is_to_be_approved_waits_beside_what_is_to_be_signed(cast, desk):
    rows = [replace(row, kind=StepKind.APPROVE) if row.kind is StepKind.SIGN else row for row in stage.COMMUNE_STEPS]
    work_actions.publish(
        procedure=cast.version.procedure, level=None, steps=rows, decision="QĐ 02", day=stage.BEGINNING.date()
    )
    code = waiting(cast)
    (card,) = desk.get("son", ADDRESS).context["cards"]
    assert [str(label) for _, label in card.fields["choice"].choices] == ["Phê duyệt", "Trả lại", "Để sau"]
    press(desk, {code: SIGN})
    assert item(code).step.n == 4


def with_two_ways() -> Graph:
    """The commune's process in which the leader signs, or wants a letter written first."""
    plain = graph_of("p", "Hai cách ký", stage.COMMUNE_STEPS)
    letter = Node("letter", NodeKind.STEP, "Viết công văn", StepKind.PROCESS, "specialist", "competent", Decimal(4))
    gates = [Node("split", NodeKind.CHOICE), Node("merge", NodeKind.CHOICE)]
    flows = [flow for flow in plain.flows if flow.source != "step_3"]
    flows += [Flow("a", "step_3", "split"), Flow("b", "split", "merge", "Ký ban hành", default=True)]
    flows += [Flow("c", "split", "letter", "Cần công văn", 'outcome == "letter"'), Flow("d", "letter", "merge")]
    return replace(plain, nodes=(*plain.nodes, letter, *gates), flows=(*flows, Flow("e", "merge", "step_4")))


def test_where_the_process_lets_choose_each_way_is_a_decision(cast, desk):
    work_actions.publish_graph(
        procedure=cast.version.procedure,
        level=None,
        graph=with_two_ways(),
        decision="QĐ 03",
        day=stage.BEGINNING.date(),
    )
    plain, letter, unknown = waiting(cast), waiting(cast), waiting(cast)
    (card, *_) = desk.get("son", ADDRESS).context["cards"]
    labels = {str(label): value for value, label in card.fields["choice"].choices}
    assert set(labels) == {"Ký ban hành", "Cần công văn", "Trả lại", "Để sau"}
    choices = {plain: labels["Ký ban hành"], letter: labels["Cần công văn"], unknown: "7"}
    fields = decided(desk, **{code: {"choice": choice} for code, choice in choices.items()})
    answer = desk.post("son", ADDRESS, fields)
    assert [item(code).step.name for code in choices] == ["Vào sổ, đóng dấu", "Viết công văn", "Ký duyệt"]
    assert "quy trình không có cách này" in text_of(answer) and answer.context["done"] == 2
    assert desk.post("son", ADDRESS, fields).context["done"] == 2


def test_the_draft_result_is_a_link_and_the_papers_of_the_applicant_are_not(cast, desk):
    code, at = waiting(cast), when("2026-11-19 16:30")
    for kind in ("result", "evidence", "component"):
        file = store(name=f"{kind}.pdf", content=PDF + kind.encode(), at=at)
        attach(code, by=cast.minh, at=at, files=[(f"{kind}.pdf", file)], kind=kind)
    answer = desk.get("son", ADDRESS)
    links = re.findall(rf'href="(/ho-so/{code}/tep/\d+/)"', answer.content.decode())
    assert "component.pdf" not in text_of(answer)
    assert [desk.get("son", link).status_code for link in links] == [200, 200]


def test_names_stand_masked(cast, desk):
    waiting(cast)
    words = text_of(desk.get("son", ADDRESS))
    assert "P.V.Đ.X***" in words and "Đồng Xuân" not in words


def test_the_worklist_leads_a_leader_to_the_session_with_its_count(cast, desk):
    assert "Phiên ký" not in text_of(desk.get("son", "/viec/"))
    waiting(cast), waiting(cast)
    assert "Phiên ký (2)" in text_of(desk.get("son", "/viec/"))
    assert "Phiên ký" not in text_of(desk.get("minh", "/viec/"))


def statements(desk) -> int:
    with time_machine.travel(desk.now, tick=False):
        client = desk.client("son")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(ADDRESS).status_code == 200
    return len(caught)


def test_the_session_takes_the_same_statements_for_one_result_and_for_fifty(cast, desk):
    waiting(cast)
    statements(desk)  # what is kept in memory is read
    few = statements(desk)
    for n in range(55):
        code = waiting(cast, f"2026-11-19 09:{n:02}")
        if n % 5 == 0:
            file = store(name="a.pdf", content=PDF, at=when("2026-11-19 16:30"))
            attach(code, by=cast.minh, at=when("2026-11-19 16:30"), files=[("a.pdf", file)], kind="result")
    assert statements(desk) == few <= 11
    assert len(codes(desk.get("son", ADDRESS))) == 50


# What is decided


def test_each_is_signed_sent_back_or_left_as_decided(cast, desk):
    signed, returned, later = waiting(cast), waiting(cast), waiting(cast)
    answer = press(desk, {signed: SIGN | {"note": "Đồng ý"}, returned: BACK})
    assert answer.status_code == 200 and codes(answer) == []
    assert {(o.code, str(o.done)) for o in answer.context["outcomes"]} == {
        (signed, "đã ký, duyệt"), (returned, "đã trả lại")
    }  # fmt: skip
    assert [item(code).step.n for code in (signed, returned, later)] == [4, 2, 3]
    notes = dict(WorkItem.objects.filter(step__n=3, closed_at__isnull=False).values_list("dossier__code", "note"))
    assert notes == {signed: "Đồng ý", returned: "Thiếu số hộ khẩu"}


def test_nothing_happens_before_something_is_chosen(cast, desk):
    code = waiting(cast)
    answer = press(desk, {})
    assert answer.status_code == 422 and "Chưa chọn ký hay trả lại hồ sơ nào." in text_of(answer)
    assert codes(answer) == [code] and item(code).step.n == 3


def test_one_without_a_reason_is_told_at_its_field_and_does_not_hinder_the_others(cast, desk):
    signed, wrong = waiting(cast), waiting(cast)
    answer = press(desk, {signed: SIGN, wrong: BACK | {"note": " "}})
    assert item(signed).step.n == 4 and item(wrong).step.n == 3
    (card,) = answer.context["cards"]
    assert card.found.row.code == wrong and card.errors["note"] == ["Cần ghi lý do trả lại."]
    assert f'href="#id_{card.prefix}-note"' in answer.content.decode()
    assert card["choice"].value() == "back"


def test_what_was_refused_can_be_put_right_on_the_answer_and_sent_again(cast, desk):
    code = waiting(cast)
    fields = decided(desk, **{code: BACK | {"note": ""}})
    answer = desk.post("son", ADDRESS, fields)
    pk = item(code).pk
    again = desk.post("son", ADDRESS, fields | {"key": answer.context["key"], f"{pk}-note": "Thiếu dấu"})
    assert again.status_code == 200 and item(code).step.n == 2


def test_what_was_typed_for_a_later_one_stays_on_the_answer(cast, desk):
    signed, later = waiting(cast), waiting(cast)
    answer = press(desk, {signed: SIGN, later: {"note": "Hỏi lại anh Minh"}})
    assert codes(answer) == [later] and "Hỏi lại anh Minh" in text_of(answer)


def test_what_somebody_else_did_meanwhile_is_told_and_keeps_its_words(cast, desk):
    code = waiting(cast)
    fields = decided(desk, **{code: BACK})
    advance(code, by=cast.son, at=when("2026-11-20 08:00"))
    answer = desk.post("son", ADDRESS, fields)
    assert answer.status_code == 422 and item(code).step.n == 4
    words = text_of(answer)
    assert "Việc này đã được hoàn thành." in words and "Thiếu số hộ khẩu" in words


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"choice": "back", "to_step": 1, "note": "x"}, "Chỉ trả lại được một bước trước đó"),
        ({"choice": "back", "to_step": "9" * 12, "note": "x"}, ""),
        ({"choice": "back", "to_step": "", "note": "x"}, "Chọn bước để trả lại."),
        ({"choice": "sign", "note": "x" * 501}, "500"),
        ({"choice": "sign", "note": "\ufffd"}, "ký tự không đọc được"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_lost(cast, desk, wrong, told):
    code = waiting(cast)
    answer = press(desk, {code: wrong})
    assert answer.status_code == 422 and item(code).step.n == 3
    assert codes(answer) == [code] and told in text_of(answer) and wrong["note"] in text_of(answer)


def test_a_choice_that_there_is_not_leaves_the_dossier_where_it_is(cast, desk):
    code = waiting(cast)
    assert press(desk, {code: {"choice": "burn"}}).status_code == 422
    assert item(code).step.n == 3


def test_a_double_press_acts_once_on_each_and_tells_the_same(cast, desk):
    signed, returned = waiting(cast), waiting(cast)
    fields = decided(desk, **{signed: SIGN, returned: BACK})
    first = desk.post("son", ADDRESS, fields)
    before = Event.objects.count()
    second = desk.post("son", ADDRESS, fields)
    assert set(second.context["outcomes"]) == set(first.context["outcomes"]) and second.context["done"] == 2
    assert Event.objects.count() == before


def test_another_decision_with_the_key_of_the_first_is_no_repetition_of_it(cast, desk):
    code = waiting(cast)
    fields = decided(desk, **{code: SIGN})
    desk.post("son", ADDRESS, fields)
    answer = desk.post("son", ADDRESS, fields | {f"{fields['item'][0]}-{k}": v for k, v in BACK.items()})
    assert answer.context["done"] == 0 and item(code).step.n == 4


@pytest.mark.parametrize("key", ["", "k" * 7])
def test_a_form_without_key_does_nothing_however_many_digits_the_numbers_of_its_work_have(cast, desk, key):
    code = waiting(cast)
    WorkItem.objects.filter(pk=item(code).pk).update(id=123456789)
    answer = desk.post("son", ADDRESS, {**decided(desk, **{code: SIGN}), "key": key})
    assert item(code).step.n == 3 and "Hãy tải lại trang" in text_of(answer)


def test_work_that_is_not_to_be_signed_is_not_moved_by_its_number(cast, desk):
    mine, foreign = accepted(cast), waiting(cast)
    for who, code in (("minh", mine), ("quang", foreign)):
        pk, was = item(code).pk, item(code).step.n
        answer = desk.post(who, ADDRESS, {"key": "k" * 20, "item": [pk, "x"], f"{pk}-choice": "sign"})
        assert answer.status_code == 422 and code not in text_of(answer)
        assert item(code).step.n == was


def test_a_dossier_whose_clock_stands_can_be_signed_too(cast, desk):
    code = waiting(cast)
    hold(code, by=cast.minh, at=when("2026-11-19 17:00"), ground="other", reason="x", basis="y")
    press(desk, {code: SIGN})
    assert item(code).step.n == 4


def test_the_way_back_leads_to_the_page_of_the_session_it_came_from(cast, desk):
    code = waiting(cast)
    fields = decided(desk, **{code: SIGN}) | {"back": "/viec/ky/?page=2"}
    assert 'href="/viec/ky/?page=2"' in desk.post("son", ADDRESS, fields).content.decode()
    assert desk.post("son", ADDRESS, fields | {"back": "https://evil.example/"}).context["back"] == ADDRESS
