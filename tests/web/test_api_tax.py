"""The door of the tax office's system: who may come in, what is answered, and that what was refused is seen."""

import pytest

from motcua.correspondence.models import Exchanged
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.web.api_program import Program
from tests.web.test_api_same_events import begun

pytestmark = pytest.mark.django_db
DOOR = "/tax-office/messages"
NOTICE = {"number": "12/TB", "issued_on": "2026-11-20", "amount": 500}
PROOF = {"notice": "12/TB", "receipt": "45", "amount": 500, "paid_at": "2026-11-20T09:30:00+07:00"}


@pytest.fixture
def program():
    cast = stage.enter()
    stage.tax_office(cast)
    return Program(cast, "2026-11-20 10:00")


@pytest.fixture
def code(program):
    return begun(program.cast, ["ask_tax"], program.now.replace(hour=8))


def sent(program, code, message="m1", **parts):
    return program.post("thue", DOOR, {"message": message, "dossier": code, **parts})


def test_notice_and_proof_are_taken_and_told(program, code):
    answer = sent(program, code, notice=NOTICE)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "message": "m1",
            "dossier": code,
            "status": 6,
            "status_text": "Yêu cầu thực hiện nghĩa vụ tài chính",
            "waiting": True,
        },
    )
    assert sent(program, code, "m2", proof=PROOF).json()["waiting"] is False
    assert Dossier.objects.get(code=code).status == 4


def test_the_same_message_twice_is_answered_alike_and_done_once(program, code):
    first, again = sent(program, code, notice=NOTICE), sent(program, code, notice=NOTICE)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert Event.objects.filter(kind="tax.noticed").count() == 1


def test_a_proof_before_its_notice_is_a_problem_that_people_see(program, code):
    answer = sent(program, code, proof=PROOF)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["detail"] == "Hồ sơ này chưa có thông báo số 12/TB. Hãy gửi thông báo trước."
    row = Exchanged.objects.get(message_id="m1")
    assert (row.state, row.reason) == ("refused", answer.json()["detail"])


def test_a_message_about_an_ended_dossier_is_a_problem(program, code):
    ACTS["withdraw"](program.cast, code, program.now)
    answer = sent(program, code, notice=NOTICE)
    assert answer.status_code == 409 and "rút hồ sơ" in answer.json()["detail"]


def test_an_unknown_dossier_is_not_there(program):
    answer = sent(program, "H48.148-261120-9999", notice=NOTICE)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_the_dossier_of_another_place_is_not_there_either(program, code):
    stage.tax_office(program.cast, at=program.cast.department, name="thue-khac")
    answer = program.post("thue-khac", DOOR, {"message": "m1", "dossier": code, "notice": NOTICE})
    assert answer.status_code == 404


def test_an_officer_is_no_tax_office(program, code):
    answer = program.post("minh", DOOR, {"message": "m1", "dossier": code, "notice": NOTICE})
    assert answer.status_code == 404


def test_the_scope_is_asked_for(program, code):
    token = program.token("thue", "dossiers:read")
    answer = program.call("thue", "POST", DOOR, {"message": "m1", "dossier": code, "notice": NOTICE}, token=token)
    assert answer.status_code == 403


def test_the_tax_office_reads_no_dossier(program, code):
    assert program.get("thue", f"/dossiers/{code}").status_code == 404
    assert program.post("thue", f"/dossiers/{code}/release").status_code == 404


@pytest.mark.parametrize(
    "body, field",
    [
        ({}, "notice"),
        ({"notice": NOTICE, "proof": PROOF}, "notice"),
        ({"message": " ", "notice": NOTICE}, "message"),
        ({"notice": NOTICE | {"amount": -1}}, "notice.amount"),
        ({"notice": NOTICE | {"amount": 1.5}}, "notice.amount"),
        ({"notice": NOTICE | {"issued_on": "20/11/2026"}}, "notice.issued_on"),
        ({"proof": PROOF | {"paid_at": "2026-11-20T09:30:00"}}, "proof.paid_at"),
        ({"withdrawal": {"notice": "1"}}, "withdrawal.reason"),
        ({"notice": NOTICE | {"owner": "x"}}, "notice.owner"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(program, code, body, field):
    answer = program.post("thue", DOOR, {"message": "m1", "dossier": code, **body})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert Dossier.objects.get(code=code).status == 2
