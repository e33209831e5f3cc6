"""How a dossier walks a process: the graph compiled into plain arrays, and where the tokens stand after each step."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from motcua.kernel.expressions import parse
from motcua.kernel.sentences import Refused

from .graph import WORK, Graph, Node, NodeKind
from .proof import in_order, longest

FORWARD = "forward"
OUTCOME = re.compile(r"""outcome\s*==\s*["']([^"']{1,40})["']""")


@dataclass(frozen=True, slots=True)
class Way:
    """A way on that who completes a step chooses: the value of `outcome` in the conditions, and what people call it."""

    value: str
    label: str


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
        self._place, self._flow = place, flow_place
        start = next(graph.of(NodeKind.START))
        order = {node.id: n for n, node in enumerate(in_order(graph, start))}
        self._order = [order.get(node.id, -1) for node in graph.nodes]
        self._kind = [node.kind for node in graph.nodes]
        self._target = [place[flow.target] for flow in graph.flows]
        self._out = [tuple(flow_place[f.id] for f in graph.outgoing[node.id]) for node in graph.nodes]
        self._in = [frozenset(flow_place[f.id] for f in graph.incoming[node.id]) for node in graph.nodes]
        self._tests = [parse(flow.condition).holds if flow.condition else None for flow in graph.flows]
        self._default = [next((flow_place[f.id] for f in graph.outgoing[n.id] if f.default), None) for n in graph.nodes]

    @cached_property
    def hours(self) -> Decimal:
        """Working hours of the longest way from start to end without returns."""
        return longest(self.graph)[0]

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

    def marking(self, steps: Iterable[str], joins: Iterable[str] = ()) -> Marking:
        """Where a run stands whose open steps and waiting flows have these ids. KeyError for one that is not here."""
        return Marking(tuple(sorted(self._place[own] for own in steps)), frozenset(self._flow[own] for own in joins))

    def joins(self, marking: Marking) -> list[str]:
        """The ids of the flows on which a token waits, in the order of the process."""
        return [self.graph.flows[n].id for n in sorted(marking.waiting)]

    def reachable(self) -> Iterator[Marking]:
        """Every marking in which a run can be, each choice going every way; what is soonest first. Of proven graphs."""
        begin = next(n for n, kind in enumerate(self._kind) if kind is NodeKind.START)
        todo = deque(self._ways(begin, (), frozenset()))
        seen = set(todo)
        while todo:
            marking = todo.popleft()
            yield marking
            for n in dict.fromkeys(marking.open):
                left = list(marking.open)
                left.remove(n)
                for after in self._ways(n, tuple(left), marking.waiting):
                    if after not in seen:
                        seen.add(after)
                        todo.append(after)

    def _ways(self, done: int, left: tuple[int, ...], waiting: frozenset[int]) -> list[Marking]:
        """Where a run can stand after the node `done`, by every way that choices between could go."""
        found: list[Marking] = []
        todo = [(list(self._out[done]), list(left), set(waiting))]
        while todo:
            moving, opened, waits = todo.pop()
            while moving:
                flow = moving.pop()
                n = self._target[flow]
                if self._kind[n] in WORK:
                    opened.append(n)
                elif self._kind[n] is NodeKind.CHOICE:
                    first, *others = self._out[n]
                    todo += [([*moving, other], list(opened), set(waits)) for other in others]
                    moving.append(first)
                elif self._kind[n] is NodeKind.PARALLEL:
                    waits.add(flow)
                    if self._in[n] <= waits:
                        waits -= self._in[n]
                        moving.extend(self._out[n])
            found.append(Marking(tuple(sorted(opened)), frozenset(waits)))
        return found

    def earlier(self, step: str) -> list[str]:
        """The steps that lead to `step` without going round a loop, in the order of the process."""
        found, todo = {self._place[step]}, [self._place[step]]
        while todo:
            here = todo.pop()
            for flow in self._in[here]:
                n = self._place[self.graph.flows[flow].source]
                if n not in found and self._order[n] < self._order[here]:
                    found.add(n)
                    todo.append(n)
        nodes = self.graph.nodes
        return [node.id for n, node in enumerate(nodes) if n in found and node.kind in WORK and node.id != step]

    def next(self, step: str) -> list[str]:
        """The steps that may be next after `step`, by whichever way choices between go, in the order of the process."""
        found, todo = set[int](), [self._target[flow] for flow in self._out[self._place[step]]]
        seen = set(todo)
        while todo:
            n = todo.pop()
            if self._kind[n] in WORK:
                found.add(n)
                continue
            following = {self._target[flow] for flow in self._out[n]} - seen
            seen |= following
            todo += following
        return [self.graph.nodes[n].id for n in sorted(found)]

    def outcomes(self, step: str) -> list[Way]:
        """The ways that the exclusive gateway right after `step` offers by the outcome of the step, in order.

        None where there is no such gateway; the default way is `FORWARD`.
        """
        (flow,) = self._out[self._place[step]]
        gateway = self._target[flow]
        if self._kind[gateway] is not NodeKind.CHOICE:
            return []
        flows = [self.graph.flows[n] for n in self._out[gateway]]
        named = [(OUTCOME.fullmatch(flow.condition.strip()), flow) for flow in flows]
        ways = [Way(found[1], flow.name or found[1]) for found, flow in named if found]
        default = next((flow.name for flow in flows if flow.default or len(flows) == 1), "")
        return [*ways, Way(FORWARD, default)] if ways else []

    def only(self, step: str) -> Marking:
        """Where a run can stand with `step` alone open: the soonest such place. Refused where there is none."""
        n = self._place[step]
        found = next((m for m in self.reachable() if m.open == (n,)), None)
        if found is None:
            raise Refused("Bước “{step}” không bao giờ đứng một mình.", field="step", step=self.graph.nodes[n].name)
        return found

    def back(self, marking: Marking, step: str, *, to: str) -> Marking:
        """Where a run stands when `step` goes back to the earlier step `to`.

        A run may only stand where it could have come to: of all such places the one with `to` open and nothing open
        that is not open now, that keeps most of the other branches. What began after `to` ends with the return.
        Refused when `step` is not open or `to` is not before it.
        """
        n, target = self._place.get(step, -1), self._place.get(to, -1)
        if n not in marking.open:
            raise Refused("Bước “{step}” chưa đến lượt hoặc đã xong.", field="step", step=step)
        if to not in self.earlier(step):
            raise Refused("Chỉ trả lại được một bước trước đó, sau bước tiếp nhận.", field="to_step")
        others = set(marking.open) - {n}
        able = (m for m in self.reachable() if target in m.open and set(m.open) <= others | {target})
        # `max` keeps the first of equals, and that is the soonest: its joins wait for no more than they must.
        return max(able, key=lambda m: (len(m.open), len(m.waiting & marking.waiting)))

    def before(self, marking: Marking, step: str, *, opened: Iterable[str]) -> Marking | None:
        """Where a run stood that stands at `marking` since `step` was completed, which opened the steps `opened`.

        Other branches may have gone on since. None where no such place, or more than one, leads there.
        """
        n, left = self._place[step], list(marking.open)
        for name in opened:
            left.remove(self._place[name])
        was = tuple(sorted([*left, n]))
        able = {m for m in self.reachable() if m.open == was and marking in self._ways(n, tuple(left), m.waiting)}
        return able.pop() if len(able) == 1 else None

    def before_back(self, marking: Marking, step: str, *, to: str, ended: Iterable[str] = ()) -> Marking | None:
        """Where a run stood that stands at `marking` since `step` went back to `to`, other steps having `ended`.

        None where no such place, or more than one, leads there.
        """
        left = list(marking.open)
        left.remove(self._place[to])
        was = tuple(sorted([*left, self._place[step], *(self._place[name] for name in ended)]))
        able = {m for m in self.reachable() if m.open == was and self.back(m, step, to=to) == marking}
        return able.pop() if len(able) == 1 else None

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
