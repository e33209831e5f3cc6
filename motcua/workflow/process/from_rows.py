"""Typed rows as a graph: parallel rows between two gateways, outcomes behind one, and each problem told at its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from math import prod

from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.roles import LABELS
from motcua.workflow.demands import CALLED
from motcua.workflow.rules import KIND_LABELS, StepKind

from .fitness import of_row, unfit
from .graph import GATEWAYS, Flow, Graph, Lane, Node, NodeKind, work
from .performers import is_place, lane_id, lane_name
from .proof import CaseLimit, Problem
from .table import node_name
from .typed_rows import ALONG, BESIDE, Row
from .walk import FORWARD

MOST_HOURS = Decimal(20_000)
MOST_OUTCOME = 40
MOST_TOGETHER = 2000  # places in which the branches of one group can stand: ten branches of one row, three of eleven
OF_ROW = re.compile(r"(?:step|choice|split|join|merge)_(\d+)")
END = 0  # as the number of the row after the last


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong at row `n`, counted from 1; 0 where it is the table as a whole."""

    n: int
    sentence: Sentence


@dataclass(frozen=True)
class Drawn:
    """The graph of the rows, as far as they can be read, and all that keeps it from being put in force."""

    graph: Graph
    problems: list[RowProblem] = field(default_factory=list)


def drawn(
    own: str, name: str, rows: Sequence[Row], *, limit: Decimal | None = None, cases: Sequence[CaseLimit] = ()
) -> Drawn:
    """The rows as a graph called `name`; `limit` is that of the procedure in working hours, `cases` of its cases."""
    table = _Table(rows)
    graph = table.graph(own, name)
    problems = list(table.problems)
    if problems:
        faulty = {problem.n for problem in problems}
        rest = [problem for node in graph.steps for problem in of_row(node)]
        problems += [told for told in (told_at_row(graph, p) for p in rest) if told.n not in faulty]
    else:
        problems = [told_at_row(graph, problem) for problem in unfit(graph, limit=limit, cases=cases)]
    return Drawn(graph, sorted(problems, key=lambda problem: (problem.n == 0, problem.n)))


def told_at_row(graph: Graph, problem: Problem) -> RowProblem:
    """A problem of a graph that was made of rows, at the row of its element."""
    element = next((flow.source for flow in graph.flows if flow.id == problem.element), problem.element)
    found = OF_ROW.fullmatch(element)
    n = int(found[1]) if found else 0
    values = dict(problem.values)
    node = graph.by_id.get(element)
    if node is not None and node.kind in GATEWAYS and "name" in values:
        values["name"] = f"dòng {n}"
    return RowProblem(n, Sentence(problem.text, values))


@dataclass(frozen=True, slots=True)
class _Block:
    """One row, or parallel branches of rows: numbers counted from 1."""

    branches: tuple[tuple[int, ...], ...]

    @property
    def first(self) -> int:
        return self.branches[0][0]

    @property
    def last(self) -> int:
        return self.branches[-1][-1]

    @property
    def parallel(self) -> bool:
        return len(self.branches) > 1


class _Table:
    """The rows of one table on their way to a graph."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = dict(enumerate(rows, 1))
        self.problems: list[RowProblem] = []
        self.blocks = self._blocks()
        self.block_of = {n: block for block in self.blocks for branch in block.branches for n in branch}
        self.next_of = {here: there.first for here, there in pairwise(self.blocks)}

    def _tell(self, n: int, text: str, /, **values: object) -> None:
        self.problems.append(RowProblem(n, Sentence(text, {"n": n, **values})))

    def _blocks(self) -> list[_Block]:
        found: list[list[list[int]]] = []
        for n, row in self.rows.items():
            if row.join and n == 1:
                self._tell(n, gettext_noop("Dòng {n}: phía trên không có dòng nào để song song."))
            if row.join == BESIDE and found:
                found[-1].append([n])
            elif row.join == ALONG and found:
                found[-1][-1].append(n)
            else:
                found.append([[n]])
        blocks = []
        for branches in found:
            if len(branches) > 1 and prod(len(branch) + 1 for branch in branches) > MOST_TOGETHER:
                self._tell(branches[0][0], gettext_noop("Dòng {n}: nhóm song song bắt đầu từ đây có quá nhiều nhánh."))
            if len(branches) > 1:
                blocks.append(_Block(tuple(map(tuple, branches))))
            else:
                blocks += [_Block(((n,),)) for n in branches[0]]
        return blocks

    def graph(self, own: str, name: str) -> Graph:
        lanes: dict[str, Lane] = {}
        steps = {n: self._step(n, row, lanes) for n, row in self.rows.items()}
        leads = {block: list(self._onward(block)) for block in self.blocks}
        arrivals = [to for ways in leads.values() for to, *_ in ways] + [self.blocks[0].first if self.blocks else END]
        merged = {b.first for b in self.blocks if b.parallel and arrivals.count(b.first) > 1}
        nodes, flows = [Node("start", NodeKind.START)], _Flows()
        flows.add("start", self._entry(arrivals[-1], merged))
        for block in self.blocks:
            nodes += self._nodes(block, steps, leads[block], merged)
            self._inside(block, flows, leads[block], merged)
            source = self._exit(block, leads[block])
            for to, outcome, label in leads[block]:
                splits = len(leads[block]) > 1
                flows.add(source, self._entry(to, merged), label, outcome=outcome, default=splits and not outcome)
        nodes.append(Node("end", NodeKind.END))
        return Graph(own, name, tuple(nodes), tuple(flows.made), tuple(lanes.values()))

    def _step(self, n: int, row: Row, lanes: dict[str, Lane]) -> Node:
        if not row.name.strip():
            self._tell(n, gettext_noop("Dòng {n} chưa có tên bước."))
        lane = ""
        if row.role in LABELS and is_place(row.at):
            lane = lane_id(row.role, row.at)
            lanes.setdefault(lane, Lane(lane, lane_name(row.role, row.at)))
        kind = StepKind(row.kind) if row.kind in KIND_LABELS else None
        name = " ".join(row.name.split())
        needs = tuple(row.needs.split())
        return work(node_name(n), name, kind, (row.role, row.at), self._hours(n, row.hours), lane, needs)

    def _hours(self, n: int, text: str) -> Decimal | None:
        said = text.strip().removesuffix("giờ").strip().replace(",", ".")
        if not said:
            return None
        try:
            hours = Decimal(said) if re.fullmatch(r"\d{1,6}(\.\d+)?", said, re.ASCII) else None
        except InvalidOperation:  # pragma: no cover - what the pattern lets through is a number
            hours = None
        if hours is None:
            self._tell(n, gettext_noop("Dòng {n}: “{said}” không phải số giờ; hãy ghi như 4 hoặc 0,5."), said=text[:30])
        elif hours > MOST_HOURS or hours != round(hours, 2):
            text = gettext_noop("Dòng {n}: thời hạn tối đa {most} giờ, lẻ nhiều nhất hai chữ số.")
            self._tell(n, text, most=int(MOST_HOURS))
            hours = None
        return hours

    def _onward(self, block: _Block) -> Iterator[tuple[int, str, str]]:
        """Where a block leads: (row or END, outcome, label), the way for every other outcome last."""
        if block.parallel:
            self._check_inside(block)
        row = self.rows[block.last]
        seen: set[str] = set()
        for outcome, to in () if block.parallel else row.ways:
            outcome = " ".join(outcome.split())
            if not outcome and not to.strip():
                continue
            target = self._target(block.last, to)
            if self._outcome(block.last, outcome, seen) and target is not None:
                yield target, outcome, outcome
        onward = self.next_of.get(block, END)
        if row.then.strip():
            onward = self._target(block.last, row.then) or onward
        yield onward, "", " ".join(row.label.split())

    def _check_inside(self, block: _Block) -> None:
        for n in (n for branch in block.branches for n in branch):
            row = self.rows[n]
            if any(way.strip() or to.strip() for way, to in row.ways) or (row.then.strip() and n != block.last):
                text = gettext_noop("Dòng {n}: dòng song song không rẽ nhánh được; hãy rẽ nhánh ở dòng sau nhóm.")
                self._tell(n, text)

    def _target(self, n: int, text: str) -> int | None:
        said = text.strip()
        to = int(said) if re.fullmatch(r"\d{1,4}", said, re.ASCII) else 0
        if to not in self.rows:
            self._tell(n, gettext_noop("Dòng {n}: không có dòng “{to}” để chuyển đến."), to=said[:20])
            return None
        block = self.block_of[to]
        if block.parallel and to != block.first:
            text = gettext_noop("Dòng {n}: không chuyển vào giữa nhóm song song được; hãy chuyển đến dòng {first}.")
            self._tell(n, text, first=block.first)
            return None
        return to

    def _outcome(self, n: int, outcome: str, seen: set[str]) -> bool:
        text = ""
        if not outcome:
            text = gettext_noop("Dòng {n}: nhánh chưa ghi kết quả nào thì theo.")
        elif outcome in seen:
            text = gettext_noop("Dòng {n}: kết quả “{outcome}” ghi hai lần.")
        elif outcome in (FORWARD, *CALLED):
            text = gettext_noop("Dòng {n}: “{outcome}” là từ dành riêng; hãy gọi kết quả này bằng từ khác.")
        elif len(outcome) > MOST_OUTCOME or re.search(r"[\"'\\]", outcome):
            text = gettext_noop("Dòng {n}: kết quả “{outcome}” dài quá 40 ký tự hoặc có dấu nháy.")
        if text:
            self._tell(n, text, outcome=outcome[:60])
        seen.add(outcome)
        return not text

    def _entry(self, n: int, merged: set[int]) -> str:
        if n == END:
            return "end"
        if n in merged:
            return f"merge_{n}"
        return f"split_{n}" if self.block_of[n].parallel else node_name(n)

    def _exit(self, block: _Block, ways: Sequence[object]) -> str:
        if block.parallel:
            return f"join_{block.first}"
        return f"choice_{block.first}" if len(ways) > 1 else node_name(block.first)

    def _nodes(self, block: _Block, steps: dict[int, Node], ways: Sequence[object], merged: set[int]) -> Iterator[Node]:
        first = block.first
        if first in merged:
            yield Node(f"merge_{first}", NodeKind.CHOICE)
        if block.parallel:
            yield Node(f"split_{first}", NodeKind.PARALLEL)
        yield from (steps[n] for branch in block.branches for n in branch)
        if block.parallel:
            yield Node(f"join_{first}", NodeKind.PARALLEL)
        elif len(ways) > 1:
            yield Node(f"choice_{first}", NodeKind.CHOICE)

    def _inside(self, block: _Block, flows: _Flows, ways: Sequence[object], merged: set[int]) -> None:
        """What joins the gateways of a block with its rows."""
        first = block.first
        if first in merged:
            flows.add(f"merge_{first}", f"split_{first}")
        if not block.parallel:
            if len(ways) > 1:
                flows.add(node_name(first), f"choice_{first}")
            return
        for branch in reversed(block.branches):  # what is drawn last is walked first: rows stay in their order
            names = [f"split_{first}", *map(node_name, branch), f"join_{first}"]
            for here, there in pairwise(names):
                flows.add(here, there)


class _Flows:
    """Flows numbered as they are made."""

    def __init__(self) -> None:
        self.made: list[Flow] = []

    def add(self, source: str, target: str, name: str = "", *, outcome: str = "", default: bool = False) -> None:
        condition = f'outcome == "{outcome}"' if outcome else ""
        self.made.append(Flow(f"flow_{len(self.made) + 1}", source, target, name, condition, default))
