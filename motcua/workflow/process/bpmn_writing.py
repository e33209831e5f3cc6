"""A graph as a BPMN 2.0 file with its diagram, as common modellers open it. What was read comes back the same."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

from . import bpmn
from .graph import WORK, Box, Flow, Graph, Node
from .layout import drawn

NAMESPACES = {
    "bpmn": bpmn.MODEL,
    "bpmndi": bpmn.DIAGRAM,
    "dc": bpmn.BOX,
    "di": bpmn.LINE,
    "xsi": bpmn.XSI,
    "motcua": bpmn.OWN,
}
TARGET = "urn:motcua:process"
TIMER = 36.0  # the size of a timer on the border of its step
Element: TypeAlias = Any  # of lxml, which brings no types


def write(graph: Graph) -> bytes:
    """The file, as UTF-8."""
    root = etree.Element(f"{{{bpmn.MODEL}}}definitions", nsmap=NAMESPACES, targetNamespace=TARGET, id="definitions")
    process = _inside(root, "process", id=graph.id, isExecutable="true", **_named(graph.name))
    _lanes(process, graph)
    for node in graph.nodes:
        _node(process, graph, node)
    for flow in graph.flows:
        _flow(process, flow)
    _diagram(root, graph)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _inside(parent: Element, tag: str, space: str = bpmn.MODEL, /, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{space}}}{tag}")
    for key, value in attributes.items():
        element.set(key, value)
    return element


def _named(name: str) -> dict[str, str]:
    return {"name": name} if name else {}


def _lanes(process: Element, graph: Graph) -> None:
    if not graph.lanes:
        return
    lanes = _inside(process, "laneSet", id="lanes")
    for lane in graph.lanes:
        row = _inside(lanes, "lane", id=lane.id, **_named(lane.name))
        for node in graph.nodes:
            if node.lane == lane.id:
                _inside(row, "flowNodeRef").text = node.id


def _node(process: Element, graph: Graph, node: Node) -> None:
    element = _inside(process, bpmn.NAMES[node.kind], id=node.id, **_named(node.name))
    if node.kind in WORK:
        own = {"kind": node.step_kind.value if node.step_kind else "", "role": node.role, "at": node.at}
        own["needs"] = " ".join(node.needs)
        for key, value in own.items():
            if value:
                element.set(f"{{{bpmn.OWN}}}{key}", value)
    if node.called:
        element.set("calledElement", node.called)
    for flow in graph.outgoing[node.id]:
        if flow.default:
            element.set("default", flow.id)
    for flow in graph.incoming[node.id]:
        _inside(element, "incoming").text = flow.id
    for flow in graph.outgoing[node.id]:
        _inside(element, "outgoing").text = flow.id
    if node.hours is not None:
        border = _inside(process, "boundaryEvent", id=_timer(node), attachedToRef=node.id, cancelActivity="false")
        timer = _inside(border, "timerEventDefinition", id=f"{_timer(node)}_definition")
        duration = _inside(timer, "timeDuration")
        duration.set(f"{{{bpmn.XSI}}}type", "bpmn:tFormalExpression")
        duration.text = bpmn.duration_of(node.hours)


def _timer(node: Node) -> str:
    return f"{node.id}_limit"


def _flow(process: Element, flow: Flow) -> None:
    element = _inside(
        process, "sequenceFlow", id=flow.id, sourceRef=flow.source, targetRef=flow.target, **_named(flow.name)
    )
    if flow.condition:
        condition = _inside(element, "conditionExpression")
        condition.set(f"{{{bpmn.XSI}}}type", "bpmn:tFormalExpression")
        condition.text = flow.condition


def _diagram(root: Element, graph: Graph) -> None:
    drawing = drawn(graph)
    diagram = _inside(root, "BPMNDiagram", bpmn.DIAGRAM, id="diagram")
    plane = _inside(diagram, "BPMNPlane", bpmn.DIAGRAM, id="plane", bpmnElement=graph.id)
    for lane in graph.lanes:
        _shape(plane, lane.id, drawing.boxes[lane.id], isHorizontal="true")
    for node in graph.nodes:
        box = drawing.boxes[node.id]
        _shape(plane, node.id, box)
        if node.hours is not None:
            corner = Box(box.x + box.width - TIMER, box.y + box.height - TIMER / 2, TIMER, TIMER)
            _shape(plane, _timer(node), corner)
    for flow in graph.flows:
        edge = _inside(plane, "BPMNEdge", bpmn.DIAGRAM, id=f"{flow.id}_edge", bpmnElement=flow.id)
        for x, y in drawing.lines[flow.id]:
            _inside(edge, "waypoint", bpmn.LINE, x=_number(x), y=_number(y))


def _shape(plane: Element, own: str, box: Box, **attributes: str) -> None:
    shape = _inside(plane, "BPMNShape", bpmn.DIAGRAM, id=f"{own}_shape", bpmnElement=own, **attributes)
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    _inside(shape, "Bounds", bpmn.BOX, **{key: _number(value) for key, value in sizes.items()})


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")
