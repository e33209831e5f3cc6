"""A process table as a graph: rows one after another from reception to return, as most decisions write them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from motcua.offices.roles import LABELS
from motcua.workflow.rules import StepRow

from .graph import Drawing, Flow, Graph, Lane, Node, NodeKind, work
from .layout import laid_out
from .performers import is_place, lane_id, lane_name


def node_name(n: int) -> str:
    """What row `n` is called in the graph."""
    return f"step_{n}"


def graph_of(own: str, name: str, rows: Sequence[StepRow]) -> Graph:
    """The rows of a linear process as a graph, with a lane for each performer."""
    lanes: dict[tuple[str, str], Lane] = {}
    nodes = [Node("start", NodeKind.START)]
    for n, row in enumerate(rows, 1):
        who = (row.role, row.at)
        lane = lanes.setdefault(who, Lane(lane_id(*who), lane_name(*who)))
        nodes.append(work(node_name(n), row.name, row.kind, who, row.hours, lane.id, row.needs))
    nodes.append(Node("end", NodeKind.END))
    flows = [Flow(f"flow_{n}", here.id, there.id) for n, (here, there) in enumerate(pairwise(nodes), 1)]
    return Graph(own, name, tuple(nodes), tuple(flows), tuple(lanes.values()))


def straight(graph: Graph) -> list[StepRow] | None:
    """The rows of a graph that `graph_of` would make of them again; None for one that says more than its rows do."""
    rows = [
        StepRow(node.name, node.role, node.at, node.step_kind, node.hours, node.needs)
        for node in graph.steps
        if node.step_kind is not None and node.hours is not None and node.role in LABELS and is_place(node.at)
    ]
    again = graph_of(graph.id, graph.name, rows)
    if (graph.nodes, graph.flows, graph.lanes) != (again.nodes, again.flows, again.lanes):
        return None
    return rows if graph.drawing in (Drawing(), laid_out(again)) else None
