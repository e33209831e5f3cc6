"""A process as plain JSON, as a version keeps it in the database: nothing but text and numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from motcua.workflow.rules import StepKind

from .graph import Box, Drawing, Flow, Graph, Lane, Node, NodeKind


def to_json(graph: Graph) -> dict[str, Any]:
    """The whole of a graph but the lines of the file that it was read from. `from_json` gives an equal one."""
    return {
        "id": graph.id,
        "name": graph.name,
        "nodes": [_node(node) for node in graph.nodes],
        "flows": [_flow(flow) for flow in graph.flows],
        "lanes": [{"id": lane.id, "name": lane.name} for lane in graph.lanes],
        "boxes": {own: [b.x, b.y, b.width, b.height] for own, b in graph.drawing.boxes.items()},
        "lines": {own: [list(point) for point in points] for own, points in graph.drawing.lines.items()},
    }


def digest(graph: Graph) -> str:
    """SHA-256 of the graph as JSON with sorted keys: what the journal says of a version that was published."""
    told = json.dumps(to_json(graph), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def _node(node: Node) -> dict[str, Any]:
    told = {
        "id": node.id,
        "kind": node.kind.value,
        "name": node.name,
        "step_kind": node.step_kind.value if node.step_kind else "",
        "role": node.role,
        "at": node.at,
        "hours": f"{node.hours.normalize():f}" if node.hours is not None else "",
        "lane": node.lane,
        "called": node.called,
        "needs": " ".join(node.needs),
    }
    return {name: value for name, value in told.items() if value != ""}


def _flow(flow: Flow) -> dict[str, Any]:
    told: dict[str, Any] = {"id": flow.id, "source": flow.source, "target": flow.target}
    told |= {"name": flow.name} if flow.name else {}
    told |= {"condition": flow.condition} if flow.condition else {}
    return told | ({"default": True} if flow.default else {})


def from_json(told: Mapping[str, Any]) -> Graph:
    """The graph that `to_json` told of. KeyError or ValueError for anything else: it comes from our own table."""
    return Graph(
        told["id"],
        told["name"],
        tuple(
            Node(
                node["id"],
                NodeKind(node["kind"]),
                node.get("name", ""),
                StepKind(node["step_kind"]) if "step_kind" in node else None,
                node.get("role", ""),
                node.get("at", ""),
                Decimal(node["hours"]) if "hours" in node else None,
                node.get("lane", ""),
                node.get("called", ""),
                tuple(node.get("needs", "").split()),
            )
            for node in told["nodes"]
        ),
        tuple(Flow(**flow) for flow in told["flows"]),
        tuple(Lane(**lane) for lane in told["lanes"]),
        Drawing(
            {own: Box(*numbers) for own, numbers in told["boxes"].items()},
            {own: tuple((x, y) for x, y in points) for own, points in told["lines"].items()},
        ),
    )
