"""Internal processes over the API: the versions of a procedure, each as BPMN and picture, and a file proven."""

from datetime import date

import pytest

from motcua.cli.main import main
from motcua.workflow.models import ProcessDraft, ProcessVersion
from motcua.workflow.process.bpmn_reading import read
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.table import graph_of
from motcua.workflow.process.typed_rows import rows_from_json, typed
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


# A file kept as draft

DRAFT = "/procedures/1.000689/process-draft"
FILE = write(graph_of("p", "", stage.COMMUNE_STEPS)).decode()


def kept(program, who="quan", bpmn=FILE, **sent):
    headers = {"idempotency_key": sent.pop("key")} if "key" in sent else {}
    return program.call(who, "POST", DRAFT, {"bpmn": bpmn, **sent}, **headers)


def test_a_file_becomes_the_draft_that_the_page_edits_and_nothing_is_put_in_force(program):
    versions = ProcessVersion.objects.count()
    answer = kept(program)
    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()
    assert (told["n"], told["table"], told["steps"]) == (1, True, len(stage.COMMUNE_STEPS))
    assert rows_from_json(ProcessDraft.objects.get().rows) == typed(stage.COMMUNE_STEPS)
    assert ProcessVersion.objects.count() == versions


def test_what_is_left_to_mend_in_a_draft_is_told_at_its_row(program):
    told = kept(program, bpmn=FILE.replace('motcua:role="clerk"', 'motcua:role="bishop"')).json()
    assert not told["ready"] and [p["row"] for p in told["problems"]] == [4]


def test_a_file_that_is_not_run_is_refused_by_element_and_line_as_the_command_does(program, tmp_path, capsys):
    bad = FILE.replace("userTask", "scriptTask", 2)
    answer = kept(program, bpmn=bad)
    assert (answer.status_code, answer.json()["field"]) == (422, "bpmn")
    file = tmp_path / "x.bpmn"
    file.write_text(bad, encoding="utf-8")
    assert main(["process", "check", str(file)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [fault["detail"] for fault in answer.json()["errors"]] == said and "scriptTask" in said[0]
    assert not ProcessDraft.objects.exists()


def test_what_is_no_bpmn_becomes_no_draft(program):
    answer = kept(program, bpmn="<a")
    assert (answer.status_code, answer.json()["field"]) == (422, "bpmn")


def test_a_draft_is_replaced_only_by_who_saw_it_and_one_key_keeps_it_once(program):
    assert kept(program, key="mot").json()["n"] == 1
    assert kept(program, key="mot").json()["n"] == 1
    assert kept(program).status_code == 409
    assert kept(program, seen=7).status_code == 409
    assert kept(program, seen=1).json()["n"] == 2


def test_a_draft_of_one_agency_is_its_variant(program):
    told = kept(program, agency="H48.148").json()
    assert told["agency"]["code"] == "H48.148" and ProcessDraft.objects.get().process.agency.code == "H48.148"


@pytest.mark.parametrize("agency", ["H99.999", "H48.148.01"])
def test_an_agency_that_is_not_there_or_does_not_decide_is_refused_at_its_field(program, agency):
    answer = kept(program, agency=agency)
    assert (answer.status_code, answer.json()["field"]) == (422, "agency")


@pytest.mark.parametrize("who", ["lan", "son", "an"])
def test_for_who_may_not_change_processes_there_is_no_draft(program, who):
    assert kept(program, who).status_code == 404
    assert not ProcessDraft.objects.exists()


def test_a_procedure_that_is_not_there_gets_no_draft(program):
    assert program.call("quan", "POST", "/procedures/9.9/process-draft", {"bpmn": FILE}).status_code == 404


def test_a_token_that_may_only_read_procedures_keeps_no_draft(program):
    token = program.token("quan", "catalogue:read")
    assert program.call("quan", "POST", DRAFT, {"bpmn": FILE}, token=token).status_code == 403
