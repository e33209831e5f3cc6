"""A process is published only if it can carry a dossier from reception to return; what hinders is told at its row."""

from dataclasses import replace
from decimal import Decimal

import pytest

from motcua.workflow.process.fitness import rows, unfit
from motcua.workflow.process.graph import Flow, Graph, Node, NodeKind
from motcua.workflow.rules import StepKind
from tests.casework.branching import FLOWS, GRAPH, NODES, gateway, step


def changed(own: str, **changes: object) -> Graph:
    """The process with one of its rows changed."""
    return replace(GRAPH, nodes=tuple(replace(n, **changes) if n.id == own else n for n in NODES))


def told(graph: Graph) -> list[tuple[str, str]]:
    return [(problem.element, problem.type) for problem in unfit(graph)]


def test_a_process_with_branches_and_a_loop_may_be_published():
    assert told(GRAPH) == []


@pytest.mark.parametrize(
    "own, changes, type_",
    [
        ("examine", {"name": " "}, "name"),
        ("examine", {"name": "x" * 201}, "name"),
        ("examine", {"step_kind": None}, "kind"),
        ("examine", {"step_kind": StepKind.SUPPLEMENT}, "kind"),
        ("examine", {"role": "nobody"}, "performer"),
        ("examine", {"at": "somewhere"}, "performer"),
        ("examine", {"hours": None}, "limit"),
        ("examine", {"kind": NodeKind.CALL}, "call"),
        ("sign", {"step_kind": StepKind.ISSUE}, "issue"),
        ("examine", {"step_kind": StepKind.RECEIVE}, "receive"),
        ("sign", {"step_kind": StepKind.RETURN}, "return"),
    ],
)
def test_a_row_that_nobody_could_do_is_told_at_its_place(own, changes, type_):
    assert type_ in {kind for _, kind in told(changed(own, **changes))}
    if type_ not in ("issue", "receive", "return"):
        assert told(changed(own, **changes)) == [(own, type_)]


def test_a_result_is_not_issued_while_another_branch_is_open():
    swapped = changed("examine", step_kind=StepKind.ISSUE)
    swapped = replace(
        swapped, nodes=tuple(replace(n, step_kind=StepKind.PROCESS) if n.id == "issue" else n for n in swapped.nodes)
    )
    assert told(swapped) == [("examine", "company")]


def test_the_way_that_is_too_long_for_the_procedure_is_told():
    assert [p.type for p in unfit(GRAPH, limit=Decimal(27))] == ["time"]
    assert unfit(GRAPH, limit=Decimal(28)) == []


def wide(branches: int) -> Graph:
    """So many opinions at once."""
    given = [step(f"opinion_{n}", f"Ý kiến {n}", StepKind.REVIEW, "specialist", 4) for n in range(branches)]
    nodes = (*(n for n in NODES if n.id not in ("examine", "opinion")), *given)
    flows = [f for f in FLOWS if f.id not in ("f4", "f5", "f6", "f7")]
    flows += [Flow(f"to_{n.id}", "both", n.id) for n in given]
    flows += [Flow(f"from_{n.id}", n.id, "joined") for n in given]
    return replace(GRAPH, nodes=nodes, flows=tuple(flows))


def test_ten_opinions_at_once_are_no_more_than_can_be_looked_through():
    assert told(wide(10)) == []


def test_more_branches_than_a_return_could_look_through_are_refused():
    assert told(wide(16)) == [("branching", "too_large")]


def test_the_rows_of_a_table_come_after_those_that_lead_to_them():
    order = [node.id for node in rows(GRAPH)]
    assert order[0] == "receive" and order[-3:] == ["sign", "issue", "return"]
    assert order.index("gather") > max(order.index("examine"), order.index("opinion"))


def test_a_process_without_a_step_of_reception_is_refused():
    nodes = (Node("begin", NodeKind.START), gateway("g", NodeKind.CHOICE), *NODES[4:5], Node("end", NodeKind.END))
    flows = (Flow("a", "begin", "g"), Flow("b", "g", "examine"), Flow("c", "examine", "end"))
    assert {kind for _, kind in told(Graph("p", "P", nodes, flows))} == {"receive", "issue", "return"}
