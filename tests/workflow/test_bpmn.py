"""BPMN files: what is written is read again the same; what we do not run is refused by its name and line."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from motcua.workflow.defaults import COMMUNE, PROVINCE
from motcua.workflow.process import bpmn
from motcua.workflow.process.bpmn_reading import NotBpmn, read
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.fitness import unfit
from motcua.workflow.process.graph import NodeKind
from motcua.workflow.process.layout import drawn as drawing_of
from motcua.workflow.process.layout import laid_out
from motcua.workflow.process.proof import prove
from motcua.workflow.process.table import graph_of
from motcua.workflow.rules import StepKind
from tests.workflow.processes import sound

HEAD = f'<definitions xmlns="{bpmn.MODEL}" xmlns:x="urn:other" xmlns:xsi="{bpmn.XSI}" id="d">'
FLOW = '<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
END = '<sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>'
STEP = '<userTask id="a" name="Thẩm định"/>'


def file(inside: str, *, beside: str = "") -> bytes:
    return f'{HEAD}\n<process id="p">\n{inside}\n</process>{beside}</definitions>'.encode()


def told(content: bytes) -> set[tuple[str, str]]:
    found = read(content)
    return {(problem.element, problem.type) for problem in found.problems or prove(found.graph)}


@settings(max_examples=100, deadline=None)
@given(sound, st.lists(st.decimals("0.01", 400, places=2), min_size=1, max_size=5))
def test_what_is_exported_is_imported_the_same_with_its_diagram(made, hours):
    nodes = tuple(
        replace(node, hours=hours[n % len(hours)] if n % 2 else None) if node.kind is NodeKind.STEP else node
        for n, node in enumerate(made.nodes)
    )
    made = replace(made, nodes=nodes)
    found = read(write(made))
    assert found.problems == []
    assert found.graph == replace(made, drawing=drawing_of(made))
    assert write(found.graph) == write(made)


@pytest.mark.parametrize("rows", [COMMUNE, PROVINCE])
def test_a_process_table_becomes_a_sound_diagram_with_a_lane_for_each_performer(rows):
    found = read(write(graph_of("p", "Quy trình", rows)))
    assert found.problems == []
    assert prove(found.graph) == []
    told_rows = [(n.name, n.role, n.at, n.step_kind, n.hours) for n in found.graph.steps]
    assert told_rows == [(row.name, row.role, row.at, row.kind, row.hours) for row in rows]
    assert len(found.graph.lanes) == len({(row.role, row.at) for row in rows})


@settings(max_examples=60, deadline=None)
@given(sound)
def test_no_two_elements_of_a_diagram_made_here_overlap(made):
    boxes = list(laid_out(made).boxes.values())
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y


def test_the_diagram_of_a_modeller_is_kept():
    made = graph_of("p", "", COMMUNE)
    drawing = laid_out(made)
    moved = replace(drawing, boxes={own: replace(box, x=box.x + 1000.5) for own, box in drawing.boxes.items()})
    assert read(write(replace(made, drawing=moved))).graph.drawing == moved


def test_a_file_of_another_tool_is_read_with_what_it_says_beside():
    lanes = '<laneSet id="l"><lane id="l1" name="Chuyên viên Sở"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    extension = "<extensionElements><x:any><x:thing/></x:any></extensionElements>"
    step = f'<task id="a" name="Thẩm định"><documentation>…</documentation>{extension}</task><textAnnotation id="t"/>'
    timer = (
        '<boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><timerEventDefinition>'
        '<timeDuration xsi:type="tFormalExpression">P1DT4H</timeDuration></timerEventDefinition></boundaryEvent>'
    )
    pool = '<collaboration id="c"><participant id="x1" processRef="p"/></collaboration>'
    found = read(file(lanes + FLOW + step + timer + END, beside=pool))
    assert found.problems == []
    (only,) = found.graph.steps
    assert (only.name, only.role, only.at, only.hours) == ("Thẩm định", "specialist", "competent", Decimal(12))


@pytest.mark.parametrize(
    "element",
    [
        '<serviceTask id="z"/>',
        '<scriptTask id="z"/>',
        '<subProcess id="z"/>',
        '<inclusiveGateway id="z"/>',
        '<eventBasedGateway id="z"/>',
        '<intermediateCatchEvent id="z"/>',
        '<dataObject id="z"/>',
    ],
)
def test_an_element_that_is_not_run_is_refused_by_its_name_and_line(element):
    found = read(file(FLOW + STEP + END + "\n" + element))
    (problem,) = found.problems
    assert (problem.element, problem.type, problem.line) == ("z", "unsupported", 4)
    assert etree.fromstring(element).tag in str(problem.sentence)


@pytest.mark.parametrize(
    ("inside", "problem"),
    [
        ('<startEvent id="s"><messageEventDefinition id="m"/></startEvent>' + STEP, ("m", "unsupported")),
        (FLOW + STEP + END.replace('"e"/>', '"e"/><endEvent id="e2"><terminateEventDefinition id="t"/></endEvent>'),
         ("t", "unsupported")),
        (FLOW + STEP + STEP + END, ("a", "duplicate_id")),
        (FLOW + STEP + END.replace('"e"/><', '"nobody"/><'), ("f2", "reference")),
        (FLOW + '<userTask id="a" default="f9"/>' + END, ("f9", "reference")),
        (FLOW + '<userTask name="không mã"/>' + END, ("userTask", "no_id")),
        (f'<laneSet id="l"><lane id="l1" name="Ông Ba"><flowNodeRef>a</flowNodeRef></lane></laneSet>{FLOW}{STEP}{END}',
         ("a", "performer")),
        (f'{FLOW}{STEP}{END}<boundaryEvent id="b" attachedToRef="a" cancelActivity="false"><timerEventDefinition>'
         "<timeDuration>hai ngày</timeDuration></timerEventDefinition></boundaryEvent>", ("b", "limit")),
        (f'{FLOW}{STEP}{END}<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition>'
         "<timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>", ("b", "unsupported")),
        (f'{FLOW}{STEP}{END}<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">'
         '<errorEventDefinition id="r"/></boundaryEvent>', ("r", "unsupported")),
    ],
)  # fmt: skip
def test_each_fault_of_a_file_is_told_at_its_element(inside, problem):
    assert problem in told(file(inside))


def test_a_second_process_in_the_file_is_refused():
    assert ("p2", "unsupported") in told(file(FLOW + STEP + END, beside='<process id="p2"/>'))


BOMB = (
    '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><d>&c;</d>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"%PDF-1.7",
        b"<definitions",
        b"<html/>",
        b'<definitions xmlns="http://example.org/other"/>',
        BOMB.encode(),
        b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">' + file(FLOW + STEP + END),
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + file(FLOW + '<userTask id="a" name="&x;"/>' + END),
        b"<a>" * 5000,
    ],
)
def test_what_is_no_bpmn_is_said_to_be_none(content):
    with pytest.raises(NotBpmn):
        read(content)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_a_damaged_file_is_refused_and_never_breaks_the_reader(damage):
    whole = write(graph_of("p", "", COMMUNE))
    place = len(damage) * 37 % len(whole)
    try:
        found = read(whole[:place] + damage + whole[place + len(damage) :])
    except NotBpmn:
        return
    prove(found.graph) if not found.problems else None


@pytest.mark.parametrize(
    ("text", "hours"),
    [("PT8H", 8), ("P2D", 16), ("P1DT2H", 10), ("PT30M", "0.5"), ("PT1H30M", "1.5"), ("PT36S", "0.01"), ("PT0H", 0)],
)
def test_a_duration_is_read_as_working_hours(text, hours):
    assert bpmn.hours_of(text) == Decimal(hours)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1M", "P1Y", "8H", "PT1.5H", "-PT1H", "P1W", "PT1H "[:-1] + "x"])
def test_what_is_no_duration_of_days_and_hours_is_none(text):
    assert bpmn.hours_of(text) is None


def called(attributes: str) -> bytes:
    return file(FLOW + f'<callActivity id="a" name="Hỏi công an" {attributes}/>' + END)


def test_a_call_activity_of_another_tool_consults_the_agency_that_it_calls():
    node = read(called('calledElement="h48.06"')).graph.by_id["a"]
    assert (node.role, node.at, node.step_kind) == ("specialist", "agency:H48.06", StepKind.CONSULT)


@pytest.mark.parametrize("attributes", ["", 'calledElement="SubProcess_1"'])
def test_a_call_of_what_is_no_agency_is_told_at_its_element(attributes):
    graph = read(called(attributes)).graph
    assert {problem.type for problem in unfit(graph) if problem.element == "a"} & {"call", "performer"}
