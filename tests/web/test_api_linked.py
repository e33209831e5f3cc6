"""Declarations for linked procedures by the API: the same words, once for each key, and nothing of what is not seen."""

import pytest

from motcua.dossiers.models import Declaration, Dossier
from tests import cast as stage
from tests.casework import declarations
from tests.web.api_program import Program, declaration

pytestmark = pytest.mark.django_db
PLACE = "/linked-declarations"


@pytest.fixture
def program():
    cast = stage.enter()
    declarations.publish()
    return Program(cast, "2026-11-02 08:00")


def test_a_declaration_is_filed_once_for_a_key_and_told_again(program):
    first, second = (program.post("lan", PLACE, declaration(), idempotency_key="to-khai-so-1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json() and second["Idempotency-Replayed"] == "true"
    assert second["Location"] == f"/api/v1/linked-declarations/{first.json()['code']}"
    assert (Declaration.objects.count(), Dossier.objects.count()) == (1, 3)


def test_any_of_its_dossiers_leads_to_the_declaration(program):
    told = program.do("lan", PLACE, declaration())
    assert [(d["n"], d["after"], d["link"], d["status"]) for d in told["dossiers"]] == [
        (1, None, "at_once", 2),
        (2, 1, "waiting", 1),
        (3, 2, "waiting", 1),
    ]
    assert told["appointment_at"] == "2026-11-19T17:00:00+07:00"
    for dossier in told["dossiers"]:
        assert program.get("minh", f"{PLACE}/{dossier['code']}").json() == told


def test_who_sees_none_of_its_dossiers_sees_no_declaration(program):
    code = program.do("lan", PLACE, declaration())["code"]
    assert program.get("quang", f"{PLACE}/{code}").status_code == 404
    assert program.get("lan", f"{PLACE}/H48.148.01-261102-0099").status_code == 404


def test_a_waiting_dossier_says_why_it_cannot_be_accepted(program):
    told = program.do("lan", PLACE, declaration())
    first, second, _ = (d["code"] for d in told["dossiers"])
    assert first in program.get("lan", f"/dossiers/{second}").json()["acts"]["acceptance"]
    answer = program.post("lan", f"/dossiers/{second}/acceptance", {})
    assert answer.status_code == 409 and first in answer.json()["detail"]


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"group": "2.999999"}, "group"),
        ({"counter": "H48.999"}, "counter"),
        ({"members": [{"n": 7}]}, "members.0.n"),
        ({"members": [{"n": 1, "competent": "H48.999"}]}, "members.0.competent"),
        ({"members": [{"n": 1, "competent": "H48.05"}]}, "members.1"),
        ({"members": [{"n": 1, "case": 4}]}, "members.1"),
        ({"papers": [{"n": 1, "originals": 1}]}, "papers"),
        ({"papers": [{"n": 44, "originals": 1}]}, "papers"),
        ({"applicant": {"name": "Y Rỗi"}}, "applicant.number"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_leaves_nothing(program, changes, field):
    answer = program.post("lan", PLACE, declaration(**changes))
    assert (answer.status_code, answer.json().get("field")) == (422, field), answer.json()
    assert not Dossier.objects.exists()


def test_an_unknown_group_is_not_there(program):
    assert program.get("lan", "/linked-groups/2.999999?counter=H48.148.01").status_code == 404
    assert program.get("lan", "/linked-groups/2.000986").status_code == 422
