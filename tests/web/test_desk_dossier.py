"""The page of one dossier: who sees it, what it says, what each role may do, and its fixed number of statements."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.advance import advance, send_back
from motcua.web.desk.acts.table import ACTS
from tests import cast as stage
from tests.web.desk_driver import Desk, accepted, filed, points, result, text_of, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast)


def page(desk, who, code):
    answer = desk.get(who, f"/ho-so/{code}/")
    assert answer.status_code == 200
    return answer


def enabled(desk, who, code) -> set[str]:
    """The nouns that the page of `who` offers."""
    context = page(desk, who, code).context
    offers = [*context["bar"], *context["more"], *context["grave"]]
    return {offer.act.noun for offer in offers if offer.why_not is None}


# Who sees it

OUTSIDERS = ["tuyet", "quang", "quan"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_for_outsiders_the_dossier_does_not_exist(cast, desk, who):
    code = accepted(cast)
    assert desk.get(who, f"/ho-so/{code}/").status_code == 404


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.noun)
def test_for_outsiders_no_act_exists(cast, desk, who, act):
    code = accepted(cast)
    assert desk.get(who, f"/ho-so/{code}/{act.noun}/").status_code == 404
    assert desk.post(who, f"/ho-so/{code}/{act.noun}/", {"key": "x" * 20}).status_code == 404


def test_an_unknown_act_does_not_exist(cast, desk):
    assert desk.get("minh", f"/ho-so/{accepted(cast)}/xoa-qua-han/").status_code == 404


def test_supervision_sees_and_may_only_urge(cast, desk):
    assert enabled(desk, "an", accepted(cast)) == {"don-doc"}


# What each role may do, state by state

COUNTER = {"them-tep", "sua-nguoi-nop", "sua-giay-to", "sua-thong-tin", "sua-thu-tuc", "rut-ho-so"}
KEEPING, LOSING = {"giu-ban-chinh"}, {"mat-hong"}
HELD_BACK = {"sua-nguoi-nop", "sua-giay-to", "sua-thong-tin", "sua-thu-tuc"}


def state_filed(cast, desk):
    return filed(cast)


def state_accepted(cast, desk):
    return accepted(cast)


def state_proposed(cast, desk):
    code = accepted(cast)
    desk.do("minh", code, "de-xuat-bo-sung", **points())
    return code


def state_supplement(cast, desk):
    code = state_proposed(cast, desk)
    desk.do("lan", code, "yeu-cau-bo-sung")
    return code


def state_financial(cast, desk):
    code = accepted(cast)
    desk.do("minh", code, "tam-dung", ground="financial", reason="Thuế", basis="Điều 12")
    return code


def state_signing(cast, desk):
    code = accepted(cast)
    desk.do("minh", code, "chuyen-buoc")
    return code


def state_issuing(cast, desk):
    code = state_signing(cast, desk)
    desk.do("son", code, "chuyen-buoc")
    return code


def state_coming_back(cast, desk):
    code = state_issuing(cast, desk)
    desk.do("roi", code, "chuyen-buoc", **result(issued_on="19/11/2026"))
    return code


def state_finished(cast, desk):
    code = state_coming_back(cast, desk)
    desk.do("lan", code, "co-ket-qua")
    return code


def state_returned(cast, desk):
    code = state_finished(cast, desk)
    desk.do("lan", code, "tra-ket-qua")
    return code


def state_withdrawn(cast, desk):
    code = accepted(cast)
    desk.do("lan", code, "rut-ho-so", request="Đơn rút")
    return code


STAFF = ("lan", "hanh", "minh", "son", "roi")
# For each state what receiver, head of the counter, specialist, signer and clerk find enabled.
ONWARD = {"chuyen-dung-co-quan"}  # to the agency that really decides
MATRIX = {
    state_filed: (
        COUNTER | KEEPING | {"tiep-nhan", "yeu-cau-bo-sung", "tu-choi", "ban-giao", "tam-dung", "huy"} | ONWARD,
        HELD_BACK | LOSING | {"ban-giao", "huy", "don-doc"} | ONWARD,
        {"tam-dung", "them-tep"} | ONWARD,
        {"tam-dung", "them-tep", "don-doc"} | LOSING | ONWARD,
        set(),
    ),
    state_accepted: (
        COUNTER | KEEPING | {"tam-dung", "huy"} | ONWARD,
        HELD_BACK | LOSING | {"huy"} | ONWARD,
        {"nhan-viec", "chuyen-buoc", "ban-giao", "de-xuat-bo-sung", "tam-dung", "them-tep", "lay-y-kien"} | ONWARD,
        {"lay-y-kien", "ban-giao", "de-xuat-bo-sung", "tam-dung", "dung-giai-quyet", "them-tep", "xin-loi", "don-doc"}
        | LOSING
        | ONWARD,
        set(),
    ),
    state_proposed: (
        COUNTER | KEEPING | {"tam-dung", "huy", "yeu-cau-bo-sung", "bo-de-xuat"} | ONWARD,
        HELD_BACK | LOSING | {"huy"} | ONWARD,
        {"nhan-viec", "chuyen-buoc", "ban-giao", "bo-de-xuat", "tam-dung", "them-tep", "lay-y-kien"} | ONWARD,
        {"lay-y-kien", "ban-giao", "tam-dung", "dung-giai-quyet", "them-tep", "xin-loi", "don-doc"} | LOSING | ONWARD,
        set(),
    ),
    state_supplement: (
        COUNTER | KEEPING | {"nhan-bo-sung", "huy"},
        HELD_BACK | LOSING | {"huy"},
        {"ban-giao", "them-tep"},
        {"ban-giao", "dung-giai-quyet", "them-tep", "don-doc"} | LOSING,
        set(),
    ),
    state_financial: (
        COUNTER | KEEPING | {"tiep-tuc", "huy"},
        HELD_BACK | LOSING | {"huy"},
        {"ban-giao", "tiep-tuc", "them-tep"},
        {"ban-giao", "tiep-tuc", "dung-giai-quyet", "them-tep", "don-doc"} | LOSING,
        set(),
    ),
    state_signing: (
        COUNTER | KEEPING | {"tam-dung", "huy"} | ONWARD,
        HELD_BACK | LOSING | {"huy"} | ONWARD,
        {"thu-hoi", "tam-dung", "them-tep"} | ONWARD,
        {"nhan-viec", "chuyen-buoc", "ban-giao", "tra-lai"}
        | {"de-xuat-bo-sung", "tam-dung", "dung-giai-quyet", "them-tep", "xin-loi", "don-doc", "lay-y-kien"}
        | LOSING
        | ONWARD,
        set(),
    ),
    state_issuing: (
        COUNTER | KEEPING | {"tam-dung", "huy"} | ONWARD,
        HELD_BACK | LOSING | {"huy"} | ONWARD,
        {"tam-dung", "them-tep"} | ONWARD,
        {
            "lay-y-kien",
            "thu-hoi",
            "ban-giao",
            "de-xuat-bo-sung",
            "tam-dung",
            "dung-giai-quyet",
            "them-tep",
            "xin-loi",
            "don-doc",
            "mat-hong",
        }
        | ONWARD,
        {"nhan-viec", "chuyen-buoc", "ban-giao", "tra-lai", "them-tep"},
    ),
    state_coming_back: (
        COUNTER | KEEPING | {"nhan-viec", "co-ket-qua", "ban-giao", "tra-lai", "tam-dung", "huy"},
        HELD_BACK | LOSING | {"ban-giao", "huy", "don-doc"},
        {"tam-dung", "them-tep"},
        {"lay-y-kien", "de-xuat-bo-sung", "tam-dung", "dung-giai-quyet", "them-tep", "xin-loi", "don-doc"} | LOSING,
        {"thu-hoi"},
    ),
    state_finished: (
        {"nhan-viec", "tra-ket-qua", "ban-giao", "them-tep", "gui-buu-chinh", "nhac-nhan"} | KEEPING,
        {"ban-giao", "mo-lai", "nhac-nhan"} | LOSING,
        {"them-tep"},
        {"mo-lai", "them-tep"} | LOSING,
        set(),
    ),
    state_returned: ({"them-tep"}, {"mo-lai"} | LOSING, {"them-tep"}, {"mo-lai", "them-tep"} | LOSING, set()),
    state_withdrawn: (set(), set(), set(), set(), set()),
}


@pytest.mark.parametrize("state", MATRIX, ids=lambda state: state.__name__.removeprefix("state_"))
def test_each_role_finds_enabled_what_policy_and_state_allow(cast, desk, state):
    code = state(cast, desk)
    assert {who: enabled(desk, who, code) for who in STAFF} == dict(zip(STAFF, MATRIX[state], strict=True))


@pytest.mark.parametrize("state", [state_filed, state_accepted, state_signing, state_finished])
def test_what_the_page_bars_the_verb_refuses_with_the_same_reason(cast, desk, state):
    """The reason on the disabled button and the refusal of the verb are one sentence."""
    code = state(cast, desk)
    valid = VALID | {"xac-dinh-co-quan": {"to": cast.commune.pk, "reason": "x"}}
    for who in ("lan", "minh"):
        for offer in page(desk, who, code).context["barred"]:
            if offer.act.verb in ("propose_supplement", "amend"):
                continue  # refused for a leader's reason; amend is one verb with four pages
            answer = desk.press(who, code, offer.act.noun, **valid.get(offer.act.noun, {}))
            assert answer.status_code in (409, 422), offer.act.noun
            said = str(answer.context["form"].errors.as_data())
            assert str(offer.why_not) in said, (who, offer.act.noun, said)


VALID = {
    "tra-lai": {"to_step": 2, "note": "x"},
    "ban-giao": {"to": "all"},
    "yeu-cau-bo-sung": points(),
    "bo-de-xuat": {"reason": "x"},
    "tu-choi": {"reasons": "x"},
    "tam-dung": {"ground": "financial", "reason": "x", "basis": "y"},
    "rut-ho-so": {"request": "x"},
    "dung-giai-quyet": {"reason": "x", "basis": "y"},
    "mo-lai": {"reason": "x"},
    "huy": {"reason": "x"},
    "lay-y-kien": {"agency": "H48.05", "question": "x", "days": 2},
    "tra-loi-y-kien": {"verdict": "agree", "answer": "x"},
    "rut-cau-hoi": {"note": "x"},
    "don-doc": {"note": "x"},
    "tra-loi-don-doc": {"answer": "x"},
    "xin-loi": {"cause": "x", "appointment_on": "30/11/2026"},
    "duyet-ghi-lui": {"approve": "yes"},
    "gui-buu-chinh": {"item_number": "CP1VN"},
    "chuyen-hoan": {"reason": "x"},
    "nhac-nhan": {"channel": "phone"},
    "giu-ban-chinh": {"papers": "x"},
    "tra-ban-chinh": {"numbers": [], "to": "x"},
    "ket-qua-sai": {"paper": "taken_back", "told_by": "phone"},
    "chuyen-dung-co-quan": {"to": "H48.05", "reason": "x"},
    "mat-hong": {"harm": "lost", "papers": "x", "cause": "y", "responsible": "z"},
}


def test_where_nothing_can_be_done_the_expected_act_says_why(cast, desk):
    code = accepted(cast)
    bar = page(desk, "roi", code).context["bar"]
    assert [(offer.act.noun, bool(offer.why_not)) for offer in bar] == [("chuyen-buoc", True)]
    assert "aria-disabled" in text_of(page(desk, "roi", code))


# What it says


def test_the_due_date_explains_itself(cast, desk):
    words = text_of(page(desk, "minh", accepted(cast)))
    assert "17:00 thứ Tư 25/11/2026" in words and "còn 3 ngày 6 giờ làm việc" in words
    assert "24/11/2026" in words  # the holiday that was passed over


def test_a_page_in_english_explains_the_due_date_too(cast, desk):
    code = accepted(cast)
    client = desk.client("minh")
    client.cookies["django_language"] = "en"
    assert client.get(f"/ho-so/{code}/").status_code == 200


def test_people_who_work_on_the_case_see_its_parties_in_full(cast, desk):
    assert "051090001234" in text_of(page(desk, "minh", accepted(cast)))


def test_supervision_sees_numbers_masked(cast, desk):
    words = text_of(page(desk, "an", accepted(cast)))
    assert "********1234" in words and "051090001234" not in words and "0905 123 456" not in words


def test_returns_stand_in_the_way_with_their_reason(cast, desk):
    code = accepted(cast)
    advance(code, by=cast.minh, at=when("2026-11-19 10:00"))
    send_back(code, by=cast.son, at=when("2026-11-19 11:00"), to_step=2, note="Thiếu tờ trình")
    way = page(desk.at("2026-11-19 14:00"), "minh", code).context["way"]
    assert [(row["label"], row["state"]) for row in way] == [
        ("Tiếp nhận", "done"),
        ("Thụ lý", "done"),
        ("Ký duyệt: trả lại", "done"),
        ("Thụ lý", "current"),
        ("Ký duyệt", "next"),
        ("Vào sổ, đóng dấu", "next"),
        ("Trả kết quả", "next"),
    ]
    assert "Đinh Văn Sơn" in way[2]["detail"] and "Thiếu tờ trình" in way[2]["detail"]


def test_the_journal_tells_who_did_what_and_what_was_recorded_late(cast, desk):
    code = accepted(cast)
    fields = {"late_day": "19/11/2026", "late_clock": "10:00", "late_reason": "Mất mạng", "late_paper": "Phiếu 7"}
    desk.at("2026-11-19 15:00").do("minh", code, "chuyen-buoc", note="Đủ", **fields)
    last = page(desk, "minh", code).context["journal"][0]
    assert (last.what, last.by, last.late) == ("Chuyển bước", "Lê Văn Minh", True)
    assert last.happened_at == when("2026-11-19 10:00")
    assert "ghi chú: Đủ" in last.said and "ghi muộn vì: Mất mạng" in last.said


def test_a_voided_dossier_says_so_and_leads_to_the_right_one(cast, desk):
    right, wrong = accepted(cast), accepted(cast)
    desk.do("lan", wrong, "huy", reason="Ghi trùng", replaced_by=right)
    words = text_of(page(desk, "lan", wrong))
    assert "Hồ sơ đã hủy do ghi nhầm" in words and f"/ho-so/{right}/" in words


# Statements


def statements(desk, code) -> int:
    """Of the page itself: signing in is done before."""
    with time_machine.travel(desk.now, tick=False):
        client = desk.client("minh")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/ho-so/{code}/").status_code == 200
    return len(caught)


def test_a_long_history_costs_no_more_statements_than_a_short_one(cast, desk):
    short, long = accepted(cast), accepted(cast)
    for n in range(20):
        advance(long, by=cast.minh, at=when(f"2026-11-19 09:{n + 10}"))
        send_back(long, by=cast.son, at=when(f"2026-11-19 09:{n + 10}"), to_step=2, note="Lại")
    desk.at("2026-11-19 14:00")
    statements(desk, short)  # what is kept in memory is read
    assert statements(desk, long) == statements(desk, short)


def test_the_page_takes_at_most_twenty_two_statements(cast, desk):
    code = state_returned(cast, desk)
    assert statements(desk, code) <= 22
