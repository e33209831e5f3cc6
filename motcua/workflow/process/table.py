"""A process table as a graph: rows one after another from reception to return, as most decisions write them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from motcua.workflow.rules import StepRow

from .graph import Flow, Graph, Lane, Node, NodeKind
from .performers import lane_name


def node_name(n: int) -> str:
    """What row `n` is called in the graph."""
    return f"step_{n}"


def graph_of(own: str, name: str, rows: Sequence[StepRow]) -> Graph:
    """The rows of a linear process as a graph, with a lane for each performer."""
    lanes: dict[tuple[str, str], Lane] = {}
    nodes = [Node("start", NodeKind.START)]
    for n, row in enumerate(rows, 1):
        who = (row.role, row.at)
        lane = lanes.setdefault(who, Lane(f"lane_{row.role}_{row.at}", lane_name(*who)))
        nodes.append(Node(node_name(n), NodeKind.STEP, row.name, row.kind, row.role, row.at, row.hours, lane.id))
    nodes.append(Node("end", NodeKind.END))
    flows = [Flow(f"flow_{n}", here.id, there.id) for n, (here, there) in enumerate(pairwise(nodes), 1)]
    return Graph(own, name, tuple(nodes), tuple(flows), tuple(lanes.values()))
