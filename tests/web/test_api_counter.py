"""The counter by the API: certifications entered once, listed and voided; what is due and paid; tills and their end."""

import pytest

from motcua.certification.models import Certified
from motcua.payments.models import Closing, Entry
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.api_program import CERTIFICATION, Program
from tests.web.desk_driver import accepted

pytestmark = pytest.mark.django_db
ROWS, LIST = "/certifications", "/certifications?counter=H48.148.01"
TILLS, CLOSINGS = "/tills?counter=H48.148.01", "/tills/closings"
CLOSING = {"counter": "H48.148.01", "day": "2026-11-19", "counted": 50_000}


@pytest.fixture
def cast():
    cast = stage.enter()
    papers = [{"name": "Bản chính", "originals": 1}]
    stage.publish_procedure(code="2.000815", name="Chứng thực bản sao từ bản chính", components=papers)
    return cast


@pytest.fixture
def program(cast):
    return Program(cast, "2026-11-19 16:00")


@pytest.fixture
def paid(cast):
    """The code of a dossier with 50,000 đồng paid in cash."""
    code = accepted(cast, "2026-11-19 08:00")
    for verb in ("assess", "pay"):
        ACTS[verb](cast, code, moment("2026-11-19 09:00"))
    return code


def test_a_request_is_entered_once_for_a_key_and_found_at_its_place(program):
    first, again = (program.post("lan", ROWS, CERTIFICATION, idempotency_key="dong-1") for _ in range(2))
    assert (first.status_code, again["Idempotency-Replayed"]) == (201, "true") and first.json() == again.json()
    said = first.json()
    assert (said["number"], said["fee"], said["requester"]) == (1, 12_000, "Y Rỗi")
    assert program.get("lan", first["Location"].removeprefix("/api/v1")).json() == said
    assert (Certified.objects.count(), Entry.objects.get().money.total) == (1, 12_000)


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"counter": "H48.999"}, "counter"),
        ({"kind": "no-such-book"}, "kind"),
        ({"content": " "}, "content"),
        ({"signer": ""}, "signer"),
        ({"copies": 0}, "copies"),
        ({"requester": {"name": "Y Rỗi", "number": "123", "no_number_reason": ""}}, "requester.number"),
        ({"paid": {"symbol": "AA/26P"}}, "number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_takes_no_number(program, changes, field):
    answer = program.post("lan", ROWS, CERTIFICATION | changes)
    assert (answer.status_code, answer.json().get("field")) == (422, field), answer.json()
    assert program.do("lan", ROWS, CERTIFICATION)["number"] == 1


def test_rows_are_listed_page_by_page_the_latest_first_with_masked_names(program):
    unpaid = CERTIFICATION | {"paid": None}
    numbers = [program.do("lan", ROWS, unpaid)["number"] for _ in range(3)]
    first = program.get("lan", f"{LIST}&limit=2").json()
    second = program.get("lan", f"{LIST}&limit=2&page={first['next']}").json()
    found = first["items"] + second["items"]
    assert ([row["number"] for row in found], second["next"]) == (numbers[::-1], None)
    assert "Rỗi" not in {row["requester"] for row in found}
    assert program.get("lan", f"{LIST}&year=2025").json()["items"] == []


@pytest.mark.parametrize("who", ["minh", "quang", "son"])
def test_who_receives_at_no_counter_of_the_agency_reads_no_book_and_enters_nothing(program, who):
    assert program.get(who, LIST).status_code == 404
    assert program.post(who, ROWS, CERTIFICATION).status_code in (403, 404, 409, 422)
    assert not Certified.objects.exists()


def test_a_voided_row_keeps_its_number_and_gives_its_money_back(program):
    code = program.do("lan", ROWS, CERTIFICATION)["code"]
    told = program.do("lan", f"{ROWS}/{code}/void", {"reason": "Gõ nhầm"})
    assert (told["void_reason"], told["voided_at"][:10]) == ("Gõ nhầm", "2026-11-19")
    assert program.get("lan", f"/dossiers/{code}/fees").json()["paid"] == 0
    assert program.post("lan", f"{ROWS}/{code}/void", {"reason": "Lại hủy"}).status_code == 409
    assert program.do("lan", ROWS, CERTIFICATION)["number"] == 2


def test_who_does_not_see_the_dossier_sees_neither_its_row_nor_its_money(program):
    code = program.do("lan", ROWS, CERTIFICATION)["code"]
    assert program.get("quang", f"{ROWS}/{code}").status_code == 404
    assert program.get("quang", f"/dossiers/{code}/fees").status_code == 404
    assert program.post("quang", f"{ROWS}/{code}/void", {"reason": "x"}).status_code == 404


def test_what_is_due_and_paid_is_told_line_by_line(program, paid):
    said = program.get("minh", f"/dossiers/{paid}/fees").json()
    assert (said["known"], said["fee"] + said["charge"] - said["paid"]) == (True, said["left"])
    assert sum(line["total"] for line in said["lines"]) == said["fee"] + said["charge"]
    program.do("lan", f"/dossiers/{paid}/payment-cancellation", {"n": 1, "reason": "Ghi nhầm"})
    mended = program.get("minh", f"/dossiers/{paid}/fees").json()
    assert [(e["kind"], e["of"], e["cancelled"]) for e in mended["entries"]] == [
        ("paid", None, True),
        ("cancelled", 1, False),
    ]
    assert mended["paid"] == 0


def test_an_officer_sees_the_own_till_and_the_head_of_the_counter_all(program, paid):
    mine, all_of = program.get("lan", TILLS).json(), program.get("hanh", TILLS).json()
    assert mine == all_of and [till["account"] for till in mine["tills"]] == ["lan"]
    assert mine["cash"] == sum(e["amount"] for e in mine["entries"]) == mine["tills"][0]["cash"]
    assert program.get("minh", TILLS).status_code == 404
    assert program.get("lan", "/tills?counter=H48.01").status_code == 404


def test_a_till_is_closed_once_and_a_difference_needs_its_reason(program, paid):
    short = CLOSING | {"counted": 1}
    assert program.post("lan", CLOSINGS, short).json()["field"] == "reason"
    told = program.do("lan", CLOSINGS, short | {"reason": "Thối nhầm"})
    assert (told["counted"], told["reason"], told["account"]) == (1, "Thối nhầm", "lan")
    assert program.post("lan", CLOSINGS, short | {"reason": "Thối nhầm"}).status_code in (409, 422)
    assert Closing.objects.count() == 1


def test_the_head_of_the_counter_closes_the_till_of_another_and_nobody_else_does(program, paid):
    given = CLOSING | {"reason": "Chốt thay", "account": "lan"}
    assert program.post("minh", CLOSINGS, given).status_code == 404
    assert program.post("hanh", CLOSINGS, given | {"account": "khong-co"}).json()["field"] == "account"
    assert program.do("hanh", CLOSINGS, given)["account"] == "lan"
