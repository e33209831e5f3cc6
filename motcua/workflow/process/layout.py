"""The diagram of a process that has none: columns from left to right by how far a step lies from the start, rows by
who does it."""

from __future__ import annotations

from collections import defaultdict

from .graph import Box, Drawing, Flow, Graph, Node, NodeKind
from .proof import in_order

COLUMN, ROW, MARGIN, HEAD = 170.0, 110.0, 20.0, 30.0
SIZES = {
    NodeKind.START: (36.0, 36.0),
    NodeKind.END: (36.0, 36.0),
    NodeKind.STEP: (130.0, 70.0),
    NodeKind.CALL: (130.0, 70.0),
    NodeKind.CHOICE: (50.0, 50.0),
    NodeKind.PARALLEL: (50.0, 50.0),
}


def drawn(graph: Graph) -> Drawing:
    """The drawing that the graph brought with it, if it shows all of it; else one made here."""
    there = {*graph.drawing.boxes, *graph.drawing.lines}
    wanted = {*(n.id for n in graph.nodes), *(f.id for f in graph.flows), *(lane.id for lane in graph.lanes)}
    return graph.drawing if wanted <= there else laid_out(graph)


def laid_out(graph: Graph) -> Drawing:
    """A drawing of every node, lane and flow."""
    columns = _columns(graph)
    lanes = _lane_of(graph, columns)
    cells: dict[tuple[str, int], list[Node]] = defaultdict(list)
    for node in sorted(graph.nodes, key=lambda n: columns[n.id]):
        cells[lanes[node.id], columns[node.id]].append(node)
    order = [lane.id for lane in graph.lanes] or [""]
    heights = {
        own: max([len(nodes) for (lane, _), nodes in cells.items() if lane == own], default=1) * ROW for own in order
    }
    width = HEAD + (max(columns.values(), default=0) + 1) * COLUMN + MARGIN
    boxes: dict[str, Box] = {}
    top = MARGIN
    for own in order:
        if own:
            boxes[own] = Box(MARGIN, top, width, heights[own])
        for (lane, column), nodes in cells.items():
            if lane == own:
                _stack(boxes, nodes, column, top, heights[own])
        top += heights[own]
    lines = {
        flow.id: _line(flow, boxes, top, back=columns[flow.target] <= columns[flow.source]) for flow in graph.flows
    }
    return Drawing(boxes, lines)


def _columns(graph: Graph) -> dict[str, int]:
    """How many elements lie before each on the longest way to it, returns left out."""
    found: dict[str, int] = {}
    starts = list(graph.of(NodeKind.START))
    ordered = in_order(graph, starts[0]) if starts else []
    rest = [node for node in graph.nodes if node.id not in {n.id for n in ordered}]
    for node in [*ordered, *rest]:
        before = [found[f.source] for f in graph.incoming[node.id] if f.source in found]
        found[node.id] = max(before, default=-1) + 1
    return found


def _lane_of(graph: Graph, columns: dict[str, int]) -> dict[str, str]:
    """The lane of each node; gateways and events without one stand in that of the step before them, or after."""
    known = {lane.id for lane in graph.lanes}
    first = graph.lanes[0].id if graph.lanes else ""
    found = {node.id: node.lane for node in graph.nodes if node.lane in known}
    for node in sorted(graph.nodes, key=lambda n: columns[n.id]):
        if node.id not in found:
            beside = [f.source for f in graph.incoming[node.id]] + [f.target for f in graph.outgoing[node.id]]
            found[node.id] = next((found[other] for other in beside if other in found), first)
    return found


def _stack(boxes: dict[str, Box], nodes: list[Node], column: int, top: float, height: float) -> None:
    gap = height / len(nodes)
    middle = MARGIN + HEAD + column * COLUMN + COLUMN / 2
    for n, node in enumerate(nodes):
        width, tall = SIZES[node.kind]
        boxes[node.id] = Box(middle - width / 2, top + gap * (n + 0.5) - tall / 2, width, tall)


def _line(flow: Flow, boxes: dict[str, Box], bottom: float, *, back: bool) -> tuple[tuple[float, float], ...]:
    """From the right side of one box to the left side of the next; a return runs below everything."""
    here, there = boxes[flow.source], boxes[flow.target]
    if back:
        under = bottom + MARGIN
        begin, end = here.x + here.width / 2, there.x + there.width / 2
        return ((begin, here.y + here.height), (begin, under), (end, under), (end, there.y + there.height))
    begin, end = here.x + here.width, there.x
    level, to = here.y + here.height / 2, there.y + there.height / 2
    if level == to:
        return ((begin, level), (end, to))
    middle = end - (COLUMN - max(here.width, there.width)) / 2
    return ((begin, level), (middle, level), (middle, to), (end, to))
