"""What a step is for, where a file of another modeller does not say: by where it stands and what it is called."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from motcua.kernel.folding import fold
from motcua.offices.roles import Role
from motcua.workflow.rules import StepKind

from .graph import Graph, Node, NodeKind

# Words of decisions for what a step does, the most telling first.
WORDS: tuple[tuple[str, StepKind], ...] = (
    ("vao so", StepKind.ISSUE),
    ("dong dau", StepKind.ISSUE),
    ("phat hanh", StepKind.ISSUE),
    ("ban hanh", StepKind.ISSUE),
    ("phe duyet", StepKind.APPROVE),
    ("ky duyet", StepKind.SIGN),
    ("ky ket qua", StepKind.SIGN),
    ("ky ban hanh", StepKind.SIGN),
    ("tham tra", StepKind.REVIEW),
    ("kiem tra du thao", StepKind.REVIEW),
    ("soat xet", StepKind.REVIEW),
)


def with_kinds(graph: Graph, unsaid: Collection[str]) -> Graph:
    """The graph with a kind for each step of `unsaid`: reception first, return last, the rest by their words.

    Where several could be the step that issues the result it is the last of them; the others are ordinary work.
    """
    if not unsaid:
        return graph
    found = {node.id: kind for node in graph.steps if node.id in unsaid for kind in [_kind(graph, node)] if kind}
    issuing = [own for own, kind in found.items() if kind is StepKind.ISSUE]
    for own in issuing[:-1]:
        del found[own]
    nodes = (replace(node, step_kind=found[node.id]) if node.id in found else node for node in graph.nodes)
    return replace(graph, nodes=tuple(nodes))


def _kind(graph: Graph, node: Node) -> StepKind | None:
    if node.role == Role.RECEIVER and NodeKind.START in _kinds(graph, (f.source for f in graph.incoming[node.id])):
        return StepKind.RECEIVE
    if node.role == Role.RECEIVER and NodeKind.END in _kinds(graph, (f.target for f in graph.outgoing[node.id])):
        return StepKind.RETURN
    folded = fold(node.name)
    if folded.startswith("ky "):
        return StepKind.SIGN
    return next((kind for words, kind in WORDS if words in folded), None)


def _kinds(graph: Graph, nodes: Iterator[str]) -> set[NodeKind]:
    return {graph.by_id[own].kind for own in nodes}
