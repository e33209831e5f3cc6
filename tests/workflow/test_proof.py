"""What is not sound is refused, at the element where it goes wrong; what is sound is not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.workflow.process.graph import Flow, Graph, Node, NodeKind
from motcua.workflow.process.proof import CaseLimit, longest, prove
from tests.workflow.processes import drawn, sound

S, E, T, X, P = NodeKind.START, NodeKind.END, NodeKind.STEP, NodeKind.CHOICE, NodeKind.PARALLEL


def graph(kinds: str, *flows: str, hours: dict[str, int] | None = None) -> Graph:
    """`graph("s:S a:T e:E", "s>a", "a>e")`; a flow is `x>a if ok` or `x>a else`."""
    limits = hours or {}
    made = []
    for word in kinds.split():
        own, _, kind = word.partition(":")
        node_kind = {"S": S, "E": E, "T": T, "X": X, "P": P}[kind]
        made.append(Node(own, node_kind, own, hours=Decimal(limits[own]) if own in limits else None))
    drawn_ = []
    for n, flow in enumerate(flows):
        way, _, condition = flow.partition(" if ")
        way, default, _ = way.partition(" else")
        source, _, target = way.partition(">")
        drawn_.append(Flow(f"f{n}", source, target, "", condition, bool(default)))
    return Graph("p", "", tuple(made), tuple(drawn_))


def told(found: Graph, **more) -> set[tuple[str, str]]:
    return {(problem.element, problem.type) for problem in prove(found, **more)}


@settings(max_examples=200, deadline=None)
@given(sound)
def test_what_is_built_of_blocks_is_sound(made):
    assert prove(made) == []


@settings(max_examples=200, deadline=None)
@given(sound.filter(lambda g: any(g.of(P))), st.data())
def test_a_split_of_one_kind_that_is_joined_by_the_other_is_refused(made, data):
    swapped = data.draw(st.sampled_from(list(made.of(P))))
    nodes = tuple(replace(n, kind=X) if n.id == swapped.id else n for n in made.nodes)
    flows = made.flows
    if len(made.outgoing[swapped.id]) > 1:  # a choice where all went: conditions, so that only the tokens are wrong
        first = made.outgoing[swapped.id][0].id
        flows = tuple(
            replace(f, default=f.id == first, condition="" if f.id == first else "ok") if f.source == swapped.id else f
            for f in flows
        )
    assert prove(replace(made, nodes=nodes, flows=flows))


@settings(max_examples=200, deadline=None)
@given(sound, st.data())
def test_a_process_that_lost_a_flow_is_refused(made, data):
    place = {node.id: n for n, node in enumerate(made.nodes)}
    onward = [flow for flow in made.flows if place[flow.source] < place[flow.target]]  # a loop may lose its return
    lost = data.draw(st.sampled_from(onward))
    assert prove(replace(made, flows=tuple(f for f in made.flows if f.id != lost.id)))


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (graph("a:T e:E", "a>e"), ("p", "start")),
        (graph("s:S a:T", "s>a"), ("p", "end")),
        (graph("s:S e:E", "s>e"), ("p", "empty")),
        (graph("s:S a:T b:T e:E", "s>a", "a>e", "b>e"), ("b", "unreachable")),
        (graph("s:S a:T b:T e:E", "s>a", "a>e", "a>b", "b>e"), ("a", "implicit_split")),
        (graph("s:S a:T x:X b:T e:E", "s>a", "a>x", "x>b if ok", "x>e else"), ("b", "dead_end")),
        (graph("s:S a:T x:X e:E", "s>a", "a>x", "x>a if no", "x>e if ok"), ("x", "no_default")),
        (graph("s:S a:T x:X e:E", "s>a", "a>x", "x>a", "x>e else"), ("f2", "no_condition")),
        (graph("s:S a:T x:X e:E", "s>a", "a>x", "x>a if 2 **", "x>e else"), ("f2", "condition")),
        (graph("s:S a:T e:E", "s>a", "a>e if ok"), ("f1", "condition")),
        (graph("s:S a:T e:E", "s>a", "a>e", hours={"a": 0}), ("a", "limit")),
        (graph("s:S a:T b:T e:E", "s>a", "a>b", "b>a", hours={}), ("a", "no_end")),
        (graph("s:S a:T e:E", "s>a", "a>e", "a>s"), ("s", "start")),
        (graph("s:S a:T e:E", "s>a", "a>e", "e>a"), ("e", "end")),
        (
            graph("s:S a:T x:X y:X e:E", "s>a", "a>x", "x>y if ok", "x>e else", "y>x if no", "y>e else"),
            ("x", "idle_loop"),
        ),
        (
            graph("s:S x:X a:T b:T j:P e:E", "s>x", "x>a if ok", "x>b else", "a>j", "b>j", "j>e"),
            ("j", "deadlock"),
        ),
        (graph("s:S j:P a:T b:T c:T e:E", "s>j", "j>a", "j>b", "a>c", "b>c", "c>e"), ("c", "twice")),
    ],
)
def test_each_fault_is_told_at_its_element(made, problem):
    assert problem in told(made)


def test_a_process_of_many_parallel_branches_is_proven():
    ways = [f"{c}{n}" for c in "ab" for n in range(5)]
    nodes = " ".join(["s:S", "x:P", *(f"{w}:T {w}2:T" for w in ways), "y:P", "e:E"])
    flows = [flow for w in ways for flow in (f"x>{w}", f"{w}>{w}2", f"{w}2>y")]
    assert prove(graph(nodes, "s>x", *flows, "y>e")) == []


def test_the_longest_way_leaves_returns_out_and_takes_the_longer_branch():
    made = graph(
        "s:S a:T x:X b:T p:P c:T d:T q:P e:E",
        *("s>a", "a>x", "x>a if back", "x>b else", "b>p", "p>c", "p>d", "c>q", "d>q", "q>e"),
        hours={"a": 8, "b": 4, "c": 16, "d": 2},
    )
    hours, steps = longest(made)
    assert hours == 28
    assert [step.id for step in steps] == ["a", "b", "c"]
    assert prove(made, limit=Decimal(28)) == []
    assert told(made, limit=Decimal(27)) == {("c", "time")}


HOURS = st.integers(1, 400).map(lambda quarters: Decimal(quarters) / 4)


@given(st.lists(HOURS, min_size=1, max_size=6), st.none() | HOURS, st.lists(HOURS, max_size=4))
def test_each_limit_that_the_longest_way_exceeds_is_told_and_no_other(steps, limit, cases):
    names = [f"t{n}" for n in range(len(steps))]
    flows = [f"{one}>{other}" for one, other in pairwise(["s", *names, "e"])]
    made = graph(" ".join(["s:S", *(f"{t}:T" for t in names), "e:E"]), *flows)
    made = replace(
        made, nodes=tuple(replace(n, hours=dict(zip(names, steps, strict=True)).get(n.id, n.hours)) for n in made.nodes)
    )
    asked = [CaseLimit(n, f"Trường hợp {n}", hours) for n, hours in enumerate(cases, 1)]
    problems = prove(made, limit=limit, cases=asked)
    expected = [0] if limit is not None and sum(steps) > limit else []
    assert [p.values.get("n", 0) for p in problems] == [*expected, *(c.n for c in asked if sum(steps) > c.hours)]
    assert {(p.element, p.type) for p in problems} <= {(names[-1], "time")}


def test_a_case_is_told_by_number_and_name_with_its_limit_and_the_hours():
    made = graph("s:S a:T e:E", "s>a", "a>e", hours={"a": 16})
    (problem,) = prove(made, limit=Decimal(24), cases=[CaseLimit(2, "Đủ bản chính", Decimal(12))])
    assert str(problem.sentence) == (
        "Đường dài nhất cần 16 giờ làm việc, vượt thời hạn 12 giờ của trường hợp 2 “Đủ bản chính”."
    )


def test_a_long_chain_is_proven_without_recursion():
    many = [f"t{n}" for n in range(1500)]
    flows = [f"{one}>{other}" for one, other in zip(["s", *many], [*many, "e"], strict=True)]
    assert prove(graph(" ".join(["s:S", *(f"{t}:T" for t in many), "e:E"]), *flows)) == []


def test_a_block_is_what_the_tests_think_it_is():
    made = drawn(("choice", [("step",), ("parallel", [("step",), ("step",)])]))
    assert len(made.steps) == 4
