"""`motcua process`: a BPMN file is proven or refused at its rows, and walked dry."""

import json

import pytest

from motcua.cli.main import main
from motcua.workflow.defaults import COMMUNE
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.table import graph_of
from tests.workflow.processes import drawn

CHOICE = drawn(("choice", [("step",), ("parallel", [("step",), ("step",)])]))


@pytest.fixture
def sound(tmp_path):
    file = tmp_path / "dung.bpmn"
    file.write_bytes(write(graph_of("p", "Quy trình", COMMUNE)))
    return file


@pytest.fixture
def unsound(tmp_path):
    file = tmp_path / "sai.bpmn"
    content = write(CHOICE).replace(b"parallelGateway", b"exclusiveGateway", 2)
    file.write_bytes(content)
    return file


def walked(capsys, tmp_path, graph, script) -> list[dict[str, object]]:
    (tmp_path / "p.bpmn").write_bytes(write(graph))
    (tmp_path / "steps.json").write_text(json.dumps(script), encoding="utf-8")
    assert main(["process", "run", str(tmp_path / "p.bpmn"), "--script", str(tmp_path / "steps.json")]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_a_sound_file_ends_with_0_and_the_number_of_its_steps(sound, capsys):
    assert main(["process", "check", str(sound), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "problems": [], "steps": len(COMMUNE)}
    assert main(["process", "check", str(sound)]) == 0
    assert "Quy trình đúng: 5 bước" in capsys.readouterr().out


def test_an_unsound_file_ends_with_1_and_each_problem_at_its_element(unsound, capsys):
    assert main(["process", "check", str(unsound), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["problems"]
    assert all(problem.keys() >= {"element", "type", "text"} for problem in said["problems"])
    assert main(["process", "check", str(unsound)]) == 1
    assert said["problems"][0]["text"] in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"<a", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_is_no_bpmn_ends_with_2_and_one_line(content, tmp_path, capsys):
    file = tmp_path / "khac.bpmn"
    file.write_bytes(content)
    assert main(["process", "check", str(file), "--json"]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["problems"][0]["type"] == "not_bpmn"
    assert told.err.count("\n") == 1
    assert main(["process", "run", str(file), "--script", str(file)]) == 2


def test_a_file_that_is_not_there_ends_with_2(tmp_path, capsys):
    assert main(["process", "check", str(tmp_path / "khong-co.bpmn")]) == 2
    assert "không có tệp" in capsys.readouterr().err


def test_a_walk_tells_the_enabled_steps_at_the_start_and_after_each(tmp_path, capsys):
    first, left, right, _ = (node.id for node in CHOICE.steps)
    branch = [node.id for node in CHOICE.steps[2:]]
    script = [{"step": first, "outcome": "refuse"}, {"step": branch[0]}, {"step": branch[1], "answers": {"n": 1}}]
    said = walked(capsys, tmp_path, CHOICE, script)
    assert [entry["enabled"] for entry in said] == [[first], sorted(branch), [branch[1]], []]
    assert [entry["ended"] for entry in said] == [False, False, False, True]
    assert left not in said[1]["enabled"]
    assert right in branch


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("{", "không phải JSON"),
        ('{"step": "a"}', "phải là một danh sách"),
        ("[1]", "mục 1"),
        ('[{"step": "step_2", "answers": []}, {"step": "step_2", "answers": [1]}]', "mục 2"),
        ('[{"step": "step_2"}]', "chưa đến lượt"),
        ('[{"step": "khong_co"}]', "chưa đến lượt"),
    ],
)
def test_a_script_that_cannot_be_followed_is_refused_with_a_sentence(script, says, sound, tmp_path, capsys):
    file = tmp_path / "steps.json"
    file.write_text(script, encoding="utf-8")
    assert main(["process", "run", str(sound), "--script", str(file)]) == 2
    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""


def test_an_unsound_process_is_not_walked(unsound, tmp_path, capsys):
    (tmp_path / "steps.json").write_text("[]", encoding="utf-8")
    assert main(["process", "run", str(unsound), "--script", str(tmp_path / "steps.json")]) == 1
    assert "[" not in capsys.readouterr().out[:1]
