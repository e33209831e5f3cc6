"""The proof that a process can carry every dossier to its end: each problem told at its row, in a sentence.

First the form (one start, no dead ends, conditions that parse), then the tokens: every state in which a dossier can be
is visited, with every branch of every exclusive gateway, as if its condition could go either way. A process is sound
when from each state the end can be reached, nothing is left behind, nothing happens twice, and every row is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from motcua.kernel.expressions import parse
from motcua.kernel.sentences import Refused, Sentence, gettext_noop

from .graph import GATEWAYS, WORK, Flow, Graph, Node, NodeKind

MOST_STATES = 50_000
TOO_LARGE = gettext_noop("Quy trình có quá nhiều nhánh song song để kiểm chứng.")
State = frozenset[int]  # the flows on which a token lies


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at an element: `type` is a word for programs, `sentence` is for people; `line` of a file."""

    element: str
    type: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0

    @property
    def sentence(self) -> Sentence:
        return Sentence(self.text, self.values)


@dataclass(frozen=True, slots=True)
class CaseLimit:
    """A case of a procedure by its number and name, with its limit in working hours."""

    n: int
    name: str
    hours: Decimal


def prove(graph: Graph, *, limit: Decimal | None = None, cases: Sequence[CaseLimit] = ()) -> list[Problem]:
    """Everything that keeps `graph` from being run; empty when it is sound.

    With `limit`, in working hours, the longest way without returns must stay within it (design.md §5), and within that
    of each of `cases`.
    """
    problems = [*_of_form(graph), *_of_conditions(graph)]
    if not problems:
        problems = [*_of_tokens(graph)]
    if not problems and (limit is not None or cases):
        problems = [*_of_time(graph, limit, cases)]
    return problems


# The form


def _of_form(graph: Graph) -> Iterator[Problem]:
    starts = list(graph.of(NodeKind.START))
    if len(starts) != 1:
        yield Problem(graph.id, "start", gettext_noop("Quy trình phải có đúng một sự kiện bắt đầu."))
    if not any(graph.of(NodeKind.END)):
        yield Problem(graph.id, "end", gettext_noop("Quy trình phải có ít nhất một sự kiện kết thúc."))
    if not graph.steps:
        yield Problem(graph.id, "empty", gettext_noop("Quy trình chưa có bước nào."))
    for node in graph.nodes:
        yield from _of_ends(graph, node)
    if len(starts) == 1:
        yield from _of_reach(graph, starts[0])
    yield from _of_idle_loops(graph)


def _of_ends(graph: Graph, node: Node) -> Iterator[Problem]:
    into, out = graph.incoming[node.id], graph.outgoing[node.id]
    named = {"name": node.name or node.id}
    if node.kind is NodeKind.START and into:
        yield _at(node, "start", gettext_noop("Không nhánh nào được quay về sự kiện bắt đầu."))
    if node.kind is NodeKind.END and out:
        yield _at(node, "end", gettext_noop("Sau sự kiện kết thúc không được có nhánh nào."))
    if node.kind is not NodeKind.END and not out:
        yield _at(node, "dead_end", gettext_noop("“{name}” không dẫn đến đâu."), **named)
    if node.kind in (NodeKind.START, *WORK) and len(out) > 1:
        text = gettext_noop("“{name}” có nhiều nhánh ra; hãy đặt cổng rẽ nhánh hoặc cổng song song ở giữa.")
        yield _at(node, "implicit_split", text, **named)
    if node.kind in WORK and node.hours is not None and node.hours <= 0:
        yield _at(node, "limit", gettext_noop("Thời hạn của “{name}” phải lớn hơn 0 giờ làm việc."), **named)
    if node.kind is NodeKind.CHOICE and len(out) > 1 and sum(flow.default for flow in out) != 1:
        text = gettext_noop("Cổng rẽ nhánh “{name}” cần đúng một nhánh mặc định.")
        yield _at(node, "no_default", text, **named)


def _of_reach(graph: Graph, start: Node) -> Iterator[Problem]:
    forward = _reached([start.id], {n: [f.target for f in flows] for n, flows in graph.outgoing.items()})
    ends = [node.id for node in graph.of(NodeKind.END)]
    backward = _reached(ends, {n: [f.source for f in flows] for n, flows in graph.incoming.items()})
    for node in graph.nodes:
        if node.id not in forward:
            text = gettext_noop("Không có đường nào đến “{name}”.")
            yield _at(node, "unreachable", text, name=node.name or node.id)
        elif node.id not in backward and graph.outgoing[node.id]:
            text = gettext_noop("Từ “{name}” không có đường nào đến kết thúc.")
            yield _at(node, "no_end", text, name=node.name or node.id)


def _of_idle_loops(graph: Graph) -> Iterator[Problem]:
    """Gateways that lead to each other with nobody's step between: a token could turn there for ever."""
    gateways = {node.id for node in graph.of(*GATEWAYS)}
    after = {n: [f.target for f in graph.outgoing[n] if f.target in gateways] for n in gateways}
    for node in graph.of(*GATEWAYS):
        if node.id in _reached(after[node.id], after):
            text = gettext_noop("Từ cổng “{name}” có vòng lặp quay về chính nó mà không qua bước nào.")
            yield _at(node, "idle_loop", text, name=node.name or node.id)


def _reached(begin: Iterable[str], after: Mapping[str, list[str]]) -> set[str]:
    found, todo = set(begin), list(begin)
    while todo:
        for following in after.get(todo.pop(), []):
            if following not in found:
                found.add(following)
                todo.append(following)
    return found


def _at(node: Node, type_: str, text: str, **values: object) -> Problem:
    return Problem(node.id, type_, text, values, node.line)


# The conditions


def _of_conditions(graph: Graph) -> Iterator[Problem]:
    for flow in graph.flows:
        splits = graph.by_id[flow.source].kind is NodeKind.CHOICE and len(graph.outgoing[flow.source]) > 1
        if flow.condition:
            yield from _of_condition(flow, splits=splits)
        elif splits and not flow.default:
            text = gettext_noop("Nhánh này của cổng rẽ nhánh chưa có điều kiện.")
            yield Problem(flow.id, "no_condition", text, {}, flow.line)


def _of_condition(flow: Flow, *, splits: bool) -> Iterator[Problem]:
    if not splits:
        text = gettext_noop("Điều kiện chỉ đặt được trên nhánh ra của cổng rẽ nhánh.")
        yield Problem(flow.id, "condition", text, {}, flow.line)
        return
    if flow.default:
        text = gettext_noop("Nhánh mặc định không có điều kiện.")
        yield Problem(flow.id, "condition", text, {}, flow.line)
    try:
        parse(flow.condition)
    except Refused as refused:
        yield Problem(flow.id, "condition", refused.sentence.text, refused.sentence.values, flow.line)


# The tokens


class _Net:
    """The graph with runs of single steps drawn together into one flow each: what cannot go wrong is not visited."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.target = [graph.by_id[self._end(flow).target] for flow in graph.flows]
        number = {flow.id: n for n, flow in enumerate(graph.flows)}
        self.out = {node.id: [number[f.id] for f in graph.outgoing[node.id]] for node in graph.nodes}
        self.joined: dict[str, frozenset[int]] = {}
        ends = {flow.id: n for n, flow in enumerate(graph.flows)}
        into: dict[str, set[int]] = defaultdict(set)
        for flow in graph.flows:
            if not self._passes(graph.by_id[flow.source]):
                into[self._end(flow).target].add(ends[flow.id])
        self.joined = {node.id: frozenset(into[node.id]) for node in graph.of(NodeKind.PARALLEL)}

    def _passes(self, node: Node) -> bool:
        """A step that is reached by one way only and goes on by one: a token passes it and that is all."""
        return node.kind in WORK and len(self.graph.incoming[node.id]) == 1

    def _end(self, flow: Flow) -> Flow:
        while self._passes(self.graph.by_id[flow.target]):
            flow = self.graph.outgoing[flow.target][0]
        return flow

    def moves(self, state: State) -> Iterator[tuple[Node, State, list[list[int]]]]:
        """What can happen next: the node, the tokens it takes, and the ways in which it may put tokens out."""
        for flow in state:
            node = self.target[flow]
            if node.kind is NodeKind.PARALLEL:
                if flow == min(self.joined[node.id] & state) and self.joined[node.id] <= state:
                    yield node, self.joined[node.id], [self.out[node.id]]
            elif node.kind is NodeKind.CHOICE:
                yield node, frozenset([flow]), [[one] for one in self.out[node.id]]
            else:
                yield node, frozenset([flow]), [self.out[node.id]]


def _of_tokens(graph: Graph) -> Iterator[Problem]:
    net = _Net(graph)
    start = next(graph.of(NodeKind.START))
    first = frozenset(net.out[start.id])
    before: dict[State, set[State]] = {first: set()}
    todo = [first]
    used, told = {start.id}, set()
    while todo:
        state = todo.pop()
        moved = False
        for node, taken, ways in net.moves(state):
            moved = True
            used.add(node.id)
            for way in ways:
                left = state - taken
                if left & set(way):
                    if node.id not in told:
                        told.add(node.id)
                        yield _twice(node)
                    continue
                after = left | set(way)
                if after not in before:
                    before[after] = set()
                    todo.append(after)
                before[after].add(state)
        if state and not moved:
            for node in {net.target[flow].id: net.target[flow] for flow in state}.values():
                if node.id not in told:
                    told.add(node.id)
                    yield _stuck(node)
        if len(before) > MOST_STATES:
            yield Problem(graph.id, "too_large", TOO_LARGE)
            return
    if not told:
        yield from _of_end(graph, net, before)
        yield from _unused(graph, net, used)


def _twice(node: Node) -> Problem:
    text = gettext_noop("“{name}” có thể được làm hai lần: các nhánh song song cần gặp nhau ở một cổng song song.")
    return _at(node, "twice", text, name=node.name or node.id)


def _stuck(node: Node) -> Problem:
    text = gettext_noop("Hồ sơ có thể kẹt tại “{name}”: có nhánh mà cổng này chờ sẽ không bao giờ tới.")
    return _at(node, "deadlock", text, name=node.name or node.id)


def _of_end(graph: Graph, net: _Net, before: Mapping[State, set[State]]) -> Iterator[Problem]:
    """States from which the end cannot be reached any more, told where their tokens lie."""
    done = frozenset[int]()
    found = {done} if done in before else set()
    todo = list(found)
    while todo:
        for state in before[todo.pop()]:
            if state not in found:
                found.add(state)
                todo.append(state)
    lost = [state for state in before if state not in found]
    for node in {net.target[flow].id: net.target[flow] for state in lost for flow in state}.values():
        text = gettext_noop("Từ “{name}” hồ sơ có thể không bao giờ kết thúc.")
        yield _at(node, "no_end", text, name=node.name or node.id)


def _unused(graph: Graph, net: _Net, used: set[str]) -> Iterator[Problem]:
    for node in graph.nodes:
        if node.id not in used and not net._passes(node):
            yield _at(node, "unreachable", gettext_noop("Không có đường nào đến “{name}”."), name=node.name or node.id)


# The time


def longest(graph: Graph) -> tuple[Decimal, list[Node]]:
    """The working hours of the longest way from start to end without returns, and its steps in order."""
    start = next(graph.of(NodeKind.START))
    ways: dict[str, tuple[Decimal, list[Node]]] = {}
    for node in reversed(in_order(graph, start)):
        following = [ways[f.target] for f in graph.outgoing[node.id] if f.target in ways]
        hours, steps = max(following, key=lambda way: way[0], default=(Decimal(0), []))
        own = node.hours or Decimal(0)
        ways[node.id] = (hours + own, [node, *steps] if node.kind in WORK else steps)
    return ways[start.id]


def in_order(graph: Graph, start: Node) -> list[Node]:
    """Every node after those that lead to it, returns left out: a return leads to where the way has come from."""
    order: list[Node] = []
    seen, todo = {start.id}, [(start.id, iter(graph.outgoing[start.id]))]
    while todo:
        here, flows = todo[-1]
        following = next(flows, None)
        if following is None:
            todo.pop()
            order.append(graph.by_id[here])
        elif following.target not in seen:
            seen.add(following.target)
            todo.append((following.target, iter(graph.outgoing[following.target])))
    return order[::-1]


def _of_time(graph: Graph, limit: Decimal | None, cases: Sequence[CaseLimit]) -> Iterator[Problem]:
    hours, steps = longest(graph)
    last, told = steps[-1], {"hours": f"{hours:f}"}
    if limit is not None and hours > limit:
        text = gettext_noop("Đường dài nhất cần {hours} giờ làm việc, vượt thời hạn {limit} giờ của thủ tục.")
        yield Problem(last.id, "time", text, {**told, "limit": f"{limit:f}"}, last.line)
    for case in cases:
        if hours > case.hours:
            text = gettext_noop(
                "Đường dài nhất cần {hours} giờ làm việc, vượt thời hạn {limit} giờ của trường hợp {n} “{name}”."
            )
            values = {**told, "limit": f"{case.hours:f}", "n": case.n, "name": case.name}
            yield Problem(last.id, "time", text, values, last.line)
