"""A process as a graph: steps that people do, gateways between them, flows that join them. Immutable once made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from motcua.workflow.rules import StepKind

from .performers import code_of


class NodeKind(StrEnum):
    """What stands in a process. All that is not here is refused when a file is read."""

    START = "start"
    END = "end"
    STEP = "step"
    CALL = "call"  # work at a consulted or linked agency
    CHOICE = "choice"  # exclusive gateway
    PARALLEL = "parallel"  # parallel gateway, splits and joins


WORK = frozenset({NodeKind.STEP, NodeKind.CALL})
GATEWAYS = frozenset({NodeKind.CHOICE, NodeKind.PARALLEL})


@dataclass(frozen=True, slots=True)
class Node:
    """One element. `hours` are working hours, None without a limit; `role` and `at` say who does it where, `needs`
    (demands.py) what they owe before it is done; `line` is where it stands in the file that it was read from, 0
    otherwise, and is no part of what it is."""

    id: str
    kind: NodeKind
    name: str = ""
    step_kind: StepKind | None = None
    role: str = ""
    at: str = ""
    hours: Decimal | None = None
    lane: str = ""
    called: str = ""
    needs: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


def work(
    own: str,
    name: str,
    kind: StepKind | None,
    who: tuple[str, str],
    hours: Decimal | None,
    lane: str,
    needs: tuple[str, ...] = (),
) -> Node:
    """A row of a table as a node; `who` is a role and a place. To consult an agency by name is to call it."""
    called = code_of(who[1]) if kind is StepKind.CONSULT else ""
    node_kind = NodeKind.CALL if called else NodeKind.STEP
    return Node(own, node_kind, name, kind, *who, hours, lane, called, needs)


@dataclass(frozen=True, slots=True)
class Flow:
    """From one element to another; `condition` and `default` mean something only where an exclusive gateway splits."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    default: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Lane:
    """A performer: the row of the diagram in which the steps stand that one role does at one place."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Box:
    """Where an element stands on the diagram, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """The diagram: boxes of nodes and lanes by id, points of flows by id."""

    boxes: Mapping[str, Box] = field(default_factory=dict)
    lines: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """A process: its nodes and flows in the order of the table or the file, its lanes, its diagram if it has one."""

    id: str
    name: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def outgoing(self) -> Mapping[str, Sequence[Flow]]:
        """The flows that leave each node, in order."""
        return _grouped(self.flows, self.nodes, "source")

    @cached_property
    def incoming(self) -> Mapping[str, Sequence[Flow]]:
        """The flows that reach each node, in order."""
        return _grouped(self.flows, self.nodes, "target")

    def of(self, *kinds: NodeKind) -> Iterator[Node]:
        """The nodes of these kinds."""
        return (node for node in self.nodes if node.kind in kinds)

    @property
    def steps(self) -> list[Node]:
        """What people do, in order."""
        return list(self.of(*WORK))


def _grouped(flows: Sequence[Flow], nodes: Sequence[Node], end: str) -> Mapping[str, Sequence[Flow]]:
    found: dict[str, list[Flow]] = {node.id: [] for node in nodes}
    for flow in flows:
        found.setdefault(getattr(flow, end), []).append(flow)
    return found
