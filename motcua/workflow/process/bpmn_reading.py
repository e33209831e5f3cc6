"""A BPMN 2.0 file as a graph, with its diagram. What we do not run is named with its element and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from lxml import etree

from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.roles import LABELS, Role
from motcua.workflow.rules import KIND_LABELS, StepKind

from . import bpmn
from .graph import WORK, Box, Drawing, Flow, Graph, Lane, Node, NodeKind
from .kinds import with_kinds
from .performers import is_place, named, performer
from .proof import Problem

MOST_BYTES = 2_000_000
MOST_NODES = 2_000
Element: TypeAlias = Any  # of lxml, which brings no types


class NotBpmn(Refused):
    """The file is no BPMN 2.0 at all: no XML, another root, or XML that asks for more than itself."""


@dataclass
class Found:
    """What was read, and the problems met on the way; with a problem the graph is of no use but to be shown."""

    graph: Graph
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Found:
    """Read a file. NotBpmn when it is no BPMN 2.0."""
    return _Reader(_root(content)).read()


def _root(content: bytes) -> Element:
    if len(content) > MOST_BYTES:
        raise NotBpmn("Tệp lớn quá {most} MB.", most=MOST_BYTES // 1_000_000)
    # Nothing outside the file is ever asked for; a document type is the only way to entities, and is refused.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise NotBpmn("Tệp không phải XML đúng cú pháp (dòng {line}).", line=line) from None
    if root.getroottree().docinfo.doctype:
        raise NotBpmn("Tệp khai báo DOCTYPE; quy trình BPMN không cần và Motcua không nhận.")
    if root.tag != f"{{{bpmn.MODEL}}}definitions":
        raise NotBpmn("Tệp XML này không phải BPMN 2.0 (phần tử gốc phải là definitions).")
    return root


class _Reader:
    """One file being read."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.lanes: dict[str, Lane] = {}
        self.defaults: set[str] = set()
        self.members: dict[str, str] = {}  # node → lane
        self.unsaid: set[str] = set()  # steps without a kind of ours

    def read(self) -> Found:
        process = self._process()
        if process is None:
            return Found(Graph(id="", name="", nodes=(), flows=()), self.problems)
        self._unique()
        for child in _children(process):
            self._one(child)
        for child in _children(process):
            if _name(child) == "boundaryEvent":
                self._limit(child)
        self._check_ends()
        nodes = tuple(self._performed(node) for node in self.nodes.values())
        flows = tuple(replace(flow, default=flow.id in self.defaults) for flow in self.flows.values())
        if len(nodes) > MOST_NODES:
            self._tell(process, "too_large", gettext_noop("Quy trình có quá {most} phần tử."), most=MOST_NODES)
        graph = Graph(
            process.get("id", ""), process.get("name", ""), nodes, flows, tuple(self.lanes.values()), self._drawing()
        )
        return Found(with_kinds(graph, self.unsaid), self.problems)

    def _tell(self, element: Element, type_: str, text: str, /, **values: object) -> None:
        self.problems.append(Problem(element.get("id", _name(element)), type_, text, values, element.sourceline or 0))

    def _refuse(self, element: Element) -> None:
        self._tell(element, "unsupported", bpmn.NOT_RUN, element=_name(element))

    def _process(self) -> Element | None:
        """The one process of the file; a pool around it says nothing more."""
        found = []
        for child in _children(self.root):
            name = _name(child)
            if name == "process":
                found.append(child)
            elif name == "collaboration":
                self._pool(child)
            elif name not in bpmn.REMARKS and name != "BPMNDiagram":
                self._refuse(child)
        if not found:
            self._tell(self.root, "empty", gettext_noop("Tệp không có quy trình (process) nào."))
        for extra in found[1:]:
            self._tell(extra, "unsupported", gettext_noop("Mỗi tệp chỉ được có một quy trình (process)."))
        return found[0] if found else None

    def _pool(self, collaboration: Element) -> None:
        for child in _children(collaboration):
            if _name(child) not in {"participant", *bpmn.REMARKS}:
                self._refuse(child)

    def _unique(self) -> None:
        seen: set[str] = set()
        for element in self.root.iter(f"{{{bpmn.MODEL}}}*"):
            own = element.get("id")
            if own in seen:
                self._tell(element, "duplicate_id", gettext_noop("Mã “{id}” dùng cho hai phần tử."), id=own)
            if own is not None:
                seen.add(own)

    def _one(self, element: Element) -> None:
        name = _name(element)
        if name in bpmn.ELEMENTS:
            self._node(element, bpmn.ELEMENTS[name])
        elif name == "sequenceFlow":
            self._flow(element)
        elif name == "laneSet":
            self._lanes(element)
        elif name != "boundaryEvent" and name not in bpmn.REMARKS:
            self._refuse(element)

    def _node(self, element: Element, kind: NodeKind) -> None:
        own = element.get("id")
        if not own:
            self._tell(element, "no_id", gettext_noop("Phần tử “{element}” không có mã (id)."), element=_name(element))
            return
        for child in _children(element):
            if _name(child) not in {"incoming", "outgoing", *bpmn.REMARKS}:
                self._refuse(child)
        if element.get("default"):
            self.defaults.add(element.get("default", ""))
        self.nodes[own] = Node(
            own,
            kind,
            " ".join(element.get("name", "").split()),
            step_kind=self._step_kind(element, kind),
            role=element.get(f"{{{bpmn.OWN}}}role", ""),
            at=element.get(f"{{{bpmn.OWN}}}at", ""),
            called=element.get("calledElement", ""),
            needs=tuple(element.get(f"{{{bpmn.OWN}}}needs", "").split()) if kind in WORK else (),
            line=element.sourceline or 0,
        )

    def _step_kind(self, element: Element, kind: NodeKind) -> StepKind | None:
        if kind not in WORK:
            return None
        given = element.get(f"{{{bpmn.OWN}}}kind")
        if given is None:
            if kind is NodeKind.CALL:
                return StepKind.CONSULT
            self.unsaid.add(element.get("id", ""))
            return StepKind.PROCESS
        if given not in KIND_LABELS:
            self._tell(element, "kind", gettext_noop("Không có loại bước “{kind}”."), kind=given)
            return StepKind.PROCESS
        return StepKind(given)

    def _flow(self, element: Element) -> None:
        own, source, target = (element.get(key, "") for key in ("id", "sourceRef", "targetRef"))
        if not own:
            self._tell(element, "no_id", gettext_noop("Phần tử “{element}” không có mã (id)."), element="sequenceFlow")
            return
        condition = ""
        for child in _children(element):
            if _name(child) == "conditionExpression":
                condition = "".join(str(text) for text in child.itertext()).strip()
            elif _name(child) not in bpmn.REMARKS:
                self._refuse(child)
        self.flows[own] = Flow(own, source, target, element.get("name", ""), condition, line=element.sourceline or 0)

    def _lanes(self, lanes: Element) -> None:
        for lane in _children(lanes):
            if _name(lane) != "lane":
                self._refuse(lane)
                continue
            own = lane.get("id", "")
            self.lanes[own] = Lane(own, " ".join(lane.get("name", "").split()))
            for child in _children(lane):
                if _name(child) == "flowNodeRef":
                    self.members[(child.text or "").strip()] = own
                elif _name(child) not in bpmn.REMARKS:
                    self._refuse(child)

    def _limit(self, event: Element) -> None:
        """A timer on the border of a step that does not break it off and leads nowhere is the step's limit."""
        node = self.nodes.get(event.get("attachedToRef", ""))
        if node is None or node.kind not in WORK:
            self._tell(event, "limit", gettext_noop("Sự kiện hẹn giờ phải gắn với một bước."))
            return
        if event.get("cancelActivity", "true") != "false" or self._leads_on(event):
            text = gettext_noop("Hẹn giờ chỉ dùng làm thời hạn của bước: không ngắt bước, không có nhánh ra.")
            self._tell(event, "unsupported", text)
            return
        timers = [child for child in _children(event) if _name(child) not in {"outgoing", *bpmn.REMARKS}]
        for timer in timers:
            if _name(timer) != "timerEventDefinition":
                self._refuse(timer)
                return
        text = "".join(timer.findtext(f"{{{bpmn.MODEL}}}timeDuration", "") for timer in timers)
        hours = bpmn.hours_of(text)
        if len(timers) != 1 or hours is None:
            says = gettext_noop("Không đọc được thời hạn “{text}”; hãy ghi như PT8H (8 giờ làm việc) hoặc P2D.")
            self._tell(event, "limit", says, text=text.strip())
            return
        self.nodes[node.id] = replace(node, hours=hours)

    def _leads_on(self, event: Element) -> bool:
        return any(flow.source == event.get("id") for flow in self.flows.values())

    def _check_ends(self) -> None:
        """Flows join elements that are there."""
        for flow in list(self.flows.values()):
            for end in (flow.source, flow.target):
                if end not in self.nodes:
                    text = gettext_noop("Nhánh “{id}” nối với “{end}”, là phần tử không có trong quy trình.")
                    self.problems.append(Problem(flow.id, "reference", text, {"id": flow.id, "end": end}, flow.line))
                    self.flows.pop(flow.id, None)
        for default in self.defaults - set(self.flows):
            text = gettext_noop("Nhánh mặc định “{id}” không có trong quy trình.")
            self.problems.append(Problem(default, "reference", text, {"id": default}))

    def _performed(self, node: Node) -> Node:
        """The node with its lane, and who it says does it where nothing of our own says so."""
        lane = self.members.get(node.id, "")
        node = replace(node, lane=lane)
        if node.kind not in WORK:
            return node
        called = named(node.called) if node.kind is NodeKind.CALL and node.called else ""
        if node.role or node.at:
            if node.role not in LABELS or not is_place(node.at):
                self._unknown(node, f"{node.role} {node.at}".strip())
            return node
        if not lane:
            return replace(node, role=Role.SPECIALIST.value, at=called) if called else node
        who = performer(self.lanes[lane].name)
        if called:
            return replace(node, role=who[0] if who else Role.SPECIALIST.value, at=called)
        if who is None:
            self._unknown(node, self.lanes[lane].name or lane)
            return node
        return replace(node, role=who[0], at=who[1])

    def _unknown(self, node: Node, lane: str) -> None:
        text = gettext_noop("Không rõ ai làm bước “{step}”: không có vai trò nào tên “{lane}”.")
        values = {"step": node.name or node.id, "lane": lane}
        self.problems.append(Problem(node.id, "performer", text, values, node.line))

    def _drawing(self) -> Drawing:
        boxes: dict[str, Box] = {}
        lines: dict[str, tuple[tuple[float, float], ...]] = {}
        for shape in self.root.iter(f"{{{bpmn.DIAGRAM}}}BPMNShape"):
            bounds = shape.find(f"{{{bpmn.BOX}}}Bounds")
            numbers = (
                [_float(bounds.get(key)) for key in ("x", "y", "width", "height")] if bounds is not None else [None]
            )
            if None not in numbers:
                boxes[shape.get("bpmnElement", "")] = Box(*(n for n in numbers if n is not None))
        for edge in self.root.iter(f"{{{bpmn.DIAGRAM}}}BPMNEdge"):
            points = [(_float(p.get("x")), _float(p.get("y"))) for p in edge.findall(f"{{{bpmn.LINE}}}waypoint")]
            lines[edge.get("bpmnElement", "")] = tuple((x, y) for x, y in points if x is not None and y is not None)
        known = {*self.nodes, *self.lanes}
        return Drawing(
            {own: box for own, box in boxes.items() if own in known},
            {own: points for own, points in lines.items() if own in self.flows},
        )


def _children(element: Element) -> Iterator[Element]:
    """The elements of BPMN inside; other namespaces are the business of other tools, but for the diagram."""
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).namespace in (bpmn.MODEL, bpmn.DIAGRAM):
            yield child


def _name(element: Element) -> str:
    return str(etree.QName(element).localname)


def _float(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
