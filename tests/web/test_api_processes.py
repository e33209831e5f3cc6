"""Internal processes over the API: the versions of a procedure, each as BPMN and picture, and a file proven."""

from datetime import date

import pytest

from motcua.workflow.process.bpmn_reading import read
from tests import cast as stage
from tests.web.api_program import Program
from tests.web.test_api_examples import BPMN

pytestmark = pytest.mark.django_db
HERE = "/procedures/1.000689/processes"


@pytest.fixture
def program():
    return Program(stage.enter(), "2026-11-20 10:00")


def test_a_procedure_tells_the_processes_by_which_it_may_run(program):
    items = program.get("lan", HERE).json()["items"]
    assert {(item["level"], item["agency"], item["n"]) for item in items} == {
        ("commune", None, 1),
        ("province", None, 1),
    }
    assert all(item["steps"] > 2 and item["until"] is None for item in items)
    assert all(date.fromisoformat(item["valid_from"]) <= date(2026, 11, 20) for item in items)


def test_a_version_is_read_as_bpmn_that_proves_sound_and_as_a_picture(program):
    [item, *_] = program.get("lan", HERE).json()["items"]
    answer = program.get("lan", item["bpmn"].removeprefix("/api/v1"))
    assert answer["Content-Type"] == "application/xml" and len(read(answer.content).graph.steps) == item["steps"]
    answer = program.get("lan", item["picture"].removeprefix("/api/v1"))
    assert answer["Content-Type"] == "image/svg+xml" and answer.content.startswith(b"<svg")
    whole = program.get("lan", item["bpmn"].removeprefix("/api/v1")).content.decode()
    told = program.call("lan", "POST", "/process-check", {"bpmn": whole}).json()
    assert told == {"ok": True, "steps": item["steps"], "problems": []}


def test_what_is_wrong_with_a_file_is_told_at_its_element_and_nothing_is_kept(program):
    told = program.call("lan", "POST", "/process-check", {"bpmn": BPMN}).json()
    assert not told["ok"] and "a" in {problem["element"] for problem in told["problems"]}


@pytest.mark.parametrize(
    "bpmn", ["<a", "<html/>", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions/>', "x" * 2_000_001]
)
def test_what_is_no_bpmn_is_refused_at_its_field(program, bpmn):
    answer = program.call("lan", "POST", "/process-check", {"bpmn": bpmn})
    assert (answer.status_code, answer.json()["field"]) == (422, "bpmn")


@pytest.mark.parametrize(
    "path", ["/procedures/9.9/processes", f"{HERE}/999999/bpmn", "/procedures/9.9/processes/1/picture"]
)
def test_what_is_not_there_is_not_found(program, path):
    assert program.get("lan", path).status_code == 404
