"""Random processes built of blocks, as a person would draw them: sound by the way they are made, for Hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from motcua.workflow.process.graph import Flow, Graph, Node, NodeKind
from motcua.workflow.rules import StepKind

WAYS = ("agree", "refuse", "ask")

# A block is ("step",), ("series", blocks), ("choice", blocks), ("parallel", blocks) or ("loop", block).


def several(kind: str, inner: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(st.just(kind), st.lists(inner, min_size=2, max_size=3))


def looped(inner: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(st.just("loop"), inner)


def made_of(*kinds: str, loops: st.SearchStrategy | None = None) -> st.SearchStrategy:
    """Blocks inside blocks of these kinds; what a loop goes round may be limited to `loops`."""
    return st.recursive(
        st.just(("step",)),
        lambda inner: st.one_of(*(several(kind, inner) for kind in kinds), looped(inner if loops is None else loops)),
        max_leaves=8,
    )


blocks = made_of("series", "choice", "parallel")
joins_outside_loops = made_of("series", "choice", "parallel", loops=made_of("series", "choice"))


@dataclass
class Drawing:
    """A graph on the way: blocks are added from a node on and say at which node they end."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def node(self, kind: NodeKind) -> str:
        own = f"{kind.value}_{len(self.nodes)}"
        step = StepKind.PROCESS if kind is NodeKind.STEP else None
        self.nodes.append(Node(own, kind, own, step))
        return own

    def flow(self, source: str, target: str, condition: str = "", *, default: bool = False) -> None:
        self.flows.append(Flow(f"flow_{len(self.flows)}", source, target, "", condition, default))

    def add(self, block: tuple, before: str, *, condition: str = "", default: bool = False) -> str:
        """Draw `block` after the node `before`; the node at which it ends."""
        kind, *inner = block
        if kind == "series":
            for n, one in enumerate(inner[0]):
                before = self.add(one, before, **({} if n else {"condition": condition, "default": default}))
            return before
        if kind == "parallel":
            split, join = self.node(NodeKind.PARALLEL), self.node(NodeKind.PARALLEL)
            self.flow(before, split, condition, default=default)
            for one in inner[0]:
                self.flow(self.add(one, split), join)
            return join
        if kind == "loop":
            merge = self.node(NodeKind.CHOICE)
            self.flow(before, merge, condition, default=default)
            split = self._split(self.add(inner[0], merge))
            self.flow(split, merge, f'outcome == "{WAYS[1]}"')
            onward = self.node(NodeKind.STEP)
            self.flow(split, onward, default=True)
            return onward
        step = self.node(NodeKind.STEP)
        self.flow(before, step, condition, default=default)
        if kind == "choice":
            split, merge = self._split(step, fresh=False), self.node(NodeKind.CHOICE)
            for n, one in enumerate(inner[0]):
                way = {"condition": f'outcome == "{WAYS[n]}"'} if n else {"default": True}
                self.flow(self.add(one, split, **way), merge)
            return merge
        return step

    def _split(self, before: str, *, fresh: bool = True) -> str:
        """An exclusive gateway straight after a step, so that `outcome` is that step's."""
        if fresh:
            step = self.node(NodeKind.STEP)
            self.flow(before, step)
            before = step
        split = self.node(NodeKind.CHOICE)
        self.flow(before, split)
        return split


def drawn(block: tuple) -> Graph:
    """The graph of a block between a start and an end."""
    drawing = Drawing()
    last = drawing.add(block, drawing.node(NodeKind.START))
    drawing.flow(last, drawing.node(NodeKind.END))
    return Graph("process", "Quy trình", tuple(drawing.nodes), tuple(drawing.flows))


sound = blocks.map(drawn)
sound_for_oracle = joins_outside_loops.map(drawn)
