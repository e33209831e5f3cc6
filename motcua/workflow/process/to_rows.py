"""A graph as rows that a person may type on, where it has the shape of a table: what `from_rows` would make of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from motcua.offices.roles import LABELS

from .from_rows import MOST_OUTCOME
from .graph import WORK, Flow, Graph, Node, NodeKind
from .performers import is_place
from .proof import in_order
from .typed_rows import ALONG, BESIDE, Row, hours_typed
from .walk import FORWARD, OUTCOME


class _NoTable(Exception):
    """This graph has not the shape of a table."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows that stand together: their branches, and the flows by which they are left."""

    branches: tuple[tuple[Node, ...], ...]
    ways: tuple[Flow, ...]

    @property
    def nodes(self) -> list[Node]:
        return [node for branch in self.branches for node in branch]


def rows_of(graph: Graph) -> list[Row] | None:
    """The rows, or None for a graph that says more than rows can: conditions other than on the outcome of the
    row before, branches inside parallel ones, several ends. Of a graph made of rows, these rows."""
    try:
        return _Reading(graph).rows()
    except _NoTable:
        return None


class _Reading:
    """One graph being read as a table."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        starts = list(graph.of(NodeKind.START))
        if len(starts) != 1 or len(graph.outgoing[starts[0].id]) != 1:
            raise _NoTable
        self.start = starts[0]

    def rows(self) -> list[Row]:
        first = self._entry(self.graph.outgoing[self.start.id][0].target)
        blocks = {entry: self._block(entry) for entry in self._entries()}
        order = self._as_drawn(blocks, first) or self._as_walked(blocks)
        if not order or order[0] != first or set(order) != set(blocks):
            raise _NoTable
        numbers, n = {}, 1
        for entry in order:
            numbers[entry] = n
            n += len(blocks[entry].nodes)
        rows: list[Row] = []
        for entry, following in zip(order, [*order[1:], ""], strict=True):
            rows += self._rows(blocks[entry], numbers, following)
        return rows

    def _entries(self) -> list[str]:
        """The nodes by which blocks are entered, in the order of the graph: rows outside of parallel branches, and
        gateways that split into such."""
        inside = {node.id for split in self._splits() for branch in self._branches(split) for node in branch}
        splits = {node.id for node in self._splits()}
        return [n.id for n in self.graph.nodes if n.id in splits or (n.kind in WORK and n.id not in inside)]

    def _splits(self) -> list[Node]:
        return [n for n in self.graph.of(NodeKind.PARALLEL) if len(self.graph.outgoing[n.id]) > 1]

    def _entry(self, own: str) -> str:
        """What an arrow really leads to: gateways that only bring ways together are passed."""
        seen = {own}
        while self.graph.by_id[own].kind is NodeKind.CHOICE and len(self.graph.outgoing[own]) == 1:
            own = self.graph.outgoing[own][0].target
            if own in seen:
                raise _NoTable
            seen.add(own)
        return own

    def _block(self, entry: str) -> _Block:
        node = self.graph.by_id[entry]
        if node.kind is NodeKind.PARALLEL:
            if len(self.graph.incoming[entry]) != 1:
                raise _NoTable
            return _Block(tuple(self._branches(node)), self._left(self._join(node)))
        return _Block(((node,),), self._left(entry))

    def _branches(self, split: Node) -> list[tuple[Node, ...]]:
        """The rows between a gateway that splits and the one that joins, the last branch first as they are drawn."""
        branches, joins = [], set()
        for flow in reversed(self.graph.outgoing[split.id]):
            branch, here = [], self.graph.by_id[flow.target]
            while here.kind in WORK:
                if len(self.graph.incoming[here.id]) != 1 or len(self.graph.outgoing[here.id]) != 1:
                    raise _NoTable
                branch.append(here)
                here = self.graph.by_id[self.graph.outgoing[here.id][0].target]
            if not branch or here.kind is not NodeKind.PARALLEL:
                raise _NoTable
            branches.append(tuple(branch))
            joins.add(here.id)
        if len(joins) != 1 or len(self.graph.incoming[joins.pop()]) != len(branches):
            raise _NoTable
        return branches

    def _join(self, split: Node) -> str:
        last = self._branches(split)[0][-1]
        return self.graph.outgoing[last.id][0].target

    def _left(self, own: str) -> tuple[Flow, ...]:
        """The ways on from a row or a join: one, or those of the gateway behind a row."""
        if len(self.graph.outgoing[own]) != 1:
            raise _NoTable
        flow = self.graph.outgoing[own][0]
        after = self.graph.by_id[flow.target]
        if after.kind is not NodeKind.CHOICE or len(self.graph.outgoing[after.id]) == 1:
            return (flow,)
        if self.graph.by_id[own].kind not in WORK or len(self.graph.incoming[after.id]) != 1 or flow.name:
            raise _NoTable
        return tuple(self.graph.outgoing[after.id])

    def _as_drawn(self, blocks: dict[str, _Block], first: str) -> list[str]:
        """The order of the graph, if it is that of a table: the first row first, and the last one leads to the end."""
        order = list(blocks)
        if not order or order[0] != first or not self._ends(blocks[order[-1]]):
            return []
        return order

    def _as_walked(self, blocks: dict[str, _Block]) -> list[str]:
        order = [node.id for node in in_order(self.graph, self.start) if node.id in blocks]
        return order if order and self._ends(blocks[order[-1]]) else []

    def _ends(self, block: _Block) -> bool:
        onward = [flow for flow in block.ways if not flow.condition]
        return len(onward) == 1 and self._is_end(self._entry(onward[0].target))

    def _is_end(self, own: str) -> bool:
        return self.graph.by_id[own].kind is NodeKind.END

    def _rows(self, block: _Block, numbers: dict[str, int], following: str) -> list[Row]:
        rows = [
            replace(_row(node), join="" if (b, k) == (0, 0) else ALONG if k else BESIDE)
            for b, branch in enumerate(block.branches)
            for k, node in enumerate(branch)
        ]
        ways: list[tuple[str, str]] = []
        then, label = "", ""
        for flow in block.ways:
            to = self._entry(flow.target)
            if flow.condition:
                found = OUTCOME.fullmatch(flow.condition.strip())
                outcome = found[1] if found else ""
                if not outcome or flow.name not in ("", outcome) or outcome == FORWARD or len(outcome) > MOST_OUTCOME:
                    raise _NoTable
                ways.append((outcome, self._number(numbers, to)))
                continue
            label = flow.name
            if to != following and not (following == "" and self._is_end(to)):
                then = self._number(numbers, to)
        if len({outcome for outcome, _ in ways}) != len(ways) or len(block.ways) != len(ways) + 1:
            raise _NoTable
        rows[-1] = replace(rows[-1], ways=tuple(ways), then=then, label=label)
        return rows

    def _number(self, numbers: dict[str, int], entry: str) -> str:
        if entry not in numbers:
            raise _NoTable
        return str(numbers[entry])


def _row(node: Node) -> Row:
    """What is missing or unknown is empty, to be filled in."""
    who = (node.role, node.at) if node.role in LABELS and is_place(node.at) else ("", "")
    kind = node.step_kind.value if node.step_kind else ""
    hours = hours_typed(node.hours) if node.hours is not None else ""
    return Row(node.name, *who, kind, hours, needs=" ".join(node.needs))
