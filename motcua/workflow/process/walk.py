"""How a dossier walks a process: the graph compiled into plain arrays, and where the tokens stand after each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.kernel.sentences import Refused

from .expressions import parse
from .graph import WORK, Graph, Node, NodeKind

FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Marking:
    """Where a run stands: the open steps, and the flows on which a token waits for its join, both as indexes."""

    open: tuple[int, ...] = ()
    waiting: frozenset[int] = frozenset()

    @property
    def ended(self) -> bool:
        """Nothing is open, nothing waits."""
        return not self.open and not self.waiting


class Compiled:
    """A proven process, ready to be walked. It never changes and may be shared by threads."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        place = {node.id: n for n, node in enumerate(graph.nodes)}
        flow_place = {flow.id: n for n, flow in enumerate(graph.flows)}
        self._place = place
        self._kind = [node.kind for node in graph.nodes]
        self._target = [place[flow.target] for flow in graph.flows]
        self._out = [tuple(flow_place[f.id] for f in graph.outgoing[node.id]) for node in graph.nodes]
        self._in = [frozenset(flow_place[f.id] for f in graph.incoming[node.id]) for node in graph.nodes]
        self._tests = [parse(flow.condition).holds if flow.condition else None for flow in graph.flows]
        self._default = [next((flow_place[f.id] for f in graph.outgoing[n.id] if f.default), None) for n in graph.nodes]

    def start(self, given: Mapping[str, Any] | None = None) -> Marking:
        """Where a run stands when it begins, by the answers `given` so far."""
        begin = next(n for n, kind in enumerate(self._kind) if kind is NodeKind.START)
        return self._sent(begin, [], set(), dict(given or {}))

    def complete(
        self, marking: Marking, step: str, *, outcome: str = FORWARD, given: Mapping[str, Any] | None = None
    ) -> Marking:
        """Where it stands when `step` was completed with `outcome`, all answers so far being `given`.

        Refused when the step is not open.
        """
        n = self._place.get(step, -1)
        if n not in marking.open:
            raise Refused("Bước “{step}” chưa đến lượt hoặc đã xong.", field="step", step=step)
        left = list(marking.open)
        left.remove(n)
        return self._sent(n, left, set(marking.waiting), {**(given or {}), "outcome": outcome})

    def enabled(self, marking: Marking) -> list[Node]:
        """The steps that are open, in the order of the process."""
        return [self.graph.nodes[n] for n in marking.open]

    def _sent(self, done: int, opened: list[int], waiting: set[int], given: dict[str, Any]) -> Marking:
        """Send tokens from the node `done` on until each rests on a step or before a join that is not complete."""
        moving = list(self._out[done])
        while moving:
            flow = moving.pop()
            n = self._target[flow]
            kind = self._kind[n]
            if kind in WORK:
                opened.append(n)
            elif kind is NodeKind.CHOICE:
                moving.append(self._chosen(n, given))
            elif kind is NodeKind.PARALLEL:
                waiting.add(flow)
                if self._in[n] <= waiting:
                    waiting -= self._in[n]
                    moving.extend(self._out[n])
        return Marking(tuple(sorted(opened)), frozenset(waiting))

    def _chosen(self, n: int, given: Mapping[str, Any]) -> int:
        """The first flow whose condition is met, else the default."""
        out = self._out[n]
        if len(out) == 1:
            return out[0]
        default = self._default[n]
        for flow in out:
            test = self._tests[flow]
            if flow != default and (test is None or test(given)):
                return flow
        if default is None:
            raise Refused("Không nhánh nào của “{name}” phù hợp.", name=self.graph.nodes[n].name)
        return default
