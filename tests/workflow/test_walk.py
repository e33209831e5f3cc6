"""A process is walked as SpiffWorkflow walks it: the same steps are open at every point.

But for one thing: in a loop SpiffWorkflow's join does not wait anew for a branch that came in the round before
(compare its issue 341), so that parallel branches inside loops are shown by a test of their own.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from motcua.kernel.sentences import Refused
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.graph import Flow, Graph, Node, NodeKind
from motcua.workflow.process.walk import Compiled, Marking
from tests.workflow.processes import WAYS, drawn, sound, sound_for_oracle

MOST_STEPS = 40


class Oracle:
    """An independent engine that reads our file and runs it."""

    def __init__(self, graph: Graph) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(write(graph)))
        self.run = BpmnWorkflow(parser.get_spec(graph.id))
        self.run.do_engine_steps()

    def enabled(self) -> list[str]:
        return sorted(task.task_spec.bpmn_id for task in self._ready())

    def complete(self, step: str, outcome: str) -> None:
        task = next(task for task in self._ready() if task.task_spec.bpmn_id == step)
        task.data["outcome"] = outcome
        task.run()
        self.run.do_engine_steps()

    def _ready(self):
        return self.run.get_tasks(state=TaskState.READY, manual=True)


def ids(process: Compiled, marking: Marking) -> list[str]:
    return sorted(node.id for node in process.enabled(marking))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound_for_oracle, st.data())
def test_the_same_steps_are_open_at_every_point_as_in_an_independent_engine(graph, data):
    process, oracle = Compiled(graph), Oracle(graph)
    marking = process.start()
    for _ in range(MOST_STEPS):
        assert ids(process, marking) == oracle.enabled()
        if marking.ended:
            break
        step = data.draw(st.sampled_from(ids(process, marking)))
        outcome = data.draw(st.sampled_from(WAYS))
        marking = process.complete(marking, step, outcome=outcome)
        oracle.complete(step, outcome)
    assert marking.ended == oracle.run.is_completed()


@settings(max_examples=100, deadline=None)
@given(sound, st.randoms(use_true_random=False))
def test_a_sound_process_always_ends_once_everybody_agrees(graph, chance):
    process = Compiled(graph)
    marking = process.start()
    for _ in range(200):
        if marking.ended:
            return
        step = chance.choice(ids(process, marking))
        marking = process.complete(marking, step, outcome=WAYS[0])
    pytest.fail("did not end in 200 steps")


def test_a_step_that_is_not_open_cannot_be_completed():
    process = Compiled(drawn(("series", [("step",), ("step",)])))
    first, second = (node.id for node in process.graph.steps)
    with pytest.raises(Refused, match="chưa đến lượt"):
        process.complete(process.start(), second)
    later = process.complete(process.start(), first)
    with pytest.raises(Refused, match="chưa đến lượt"):
        process.complete(later, first)


def test_a_join_waits_for_every_branch_whatever_the_order():
    process = Compiled(drawn(("series", [("parallel", [("step",), ("step",)]), ("step",)])))
    left, right, after = (node.id for node in process.graph.steps)
    for one, other in ((left, right), (right, left)):
        halfway = process.complete(process.start(), one)
        assert ids(process, halfway) == [other]
        assert halfway.waiting
        joined = process.complete(halfway, other)
        assert ids(process, joined) == [after]
        assert not joined.waiting


def test_a_join_in_a_loop_waits_for_every_branch_in_each_round():
    process = Compiled(drawn(("loop", ("parallel", [("step",), ("step",)]))))
    left, right, decide, _ = (node.id for node in process.graph.steps)
    marking = process.start()
    for _ in range(3):
        for step, open_ in ((left, [right]), (right, [decide])):
            marking = process.complete(marking, step)
            assert ids(process, marking) == open_
        marking = process.complete(marking, decide, outcome=WAYS[1])
        assert ids(process, marking) == sorted([left, right])


def test_answers_of_earlier_steps_choose_the_way():
    nodes = (
        Node("start", NodeKind.START),
        Node("ask", NodeKind.STEP),
        Node("which", NodeKind.CHOICE),
        Node("large", NodeKind.STEP),
        Node("small", NodeKind.STEP),
        Node("end", NodeKind.END),
    )
    flows = (
        Flow("f1", "start", "ask"),
        Flow("f2", "ask", "which"),
        Flow("f3", "which", "large", condition="area > 500"),
        Flow("f4", "which", "small", default=True),
        Flow("f5", "large", "end"),
        Flow("f6", "small", "end"),
    )
    process = Compiled(Graph("p", "", nodes, flows))
    for area, step in ((501, "large"), (500, "small"), (None, "small")):
        assert ids(process, process.complete(process.start(), "ask", given={"area": area})) == [step]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound, st.randoms(use_true_random=False))
def test_wherever_a_run_goes_back_to_it_stands_where_it_could_have_come_to_and_still_ends(graph, chance):
    process = Compiled(graph)
    places = set(process.reachable())
    marking = process.start()
    for n in range(300):
        assert marking in places
        if marking.ended:
            return
        step = chance.choice(ids(process, marking))
        earlier = process.earlier(step)
        if n < 20 and earlier and chance.random() < 0.3:
            others = set(ids(process, marking)) - {step}
            to = chance.choice(earlier)
            marking = process.back(marking, step, to=to)
            assert to in ids(process, marking)
            assert set(ids(process, marking)) <= others | {to}
        else:
            marking = process.complete(marking, step, outcome=WAYS[0] if n > 50 else chance.choice(WAYS))
    pytest.fail("did not end in 300 steps")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound, st.randoms(use_true_random=False))
def test_every_place_that_a_walk_comes_to_is_among_those_that_can_be_reached(graph, chance):
    process = Compiled(graph)
    marking = process.start()
    for _ in range(60):
        assert marking in set(process.reachable())
        if marking.ended:
            break
        marking = process.complete(marking, chance.choice(ids(process, marking)), outcome=chance.choice(WAYS))


def test_the_outcomes_of_a_step_are_those_of_the_choice_right_after_it():
    steps = [Node(name, NodeKind.STEP, name) for name in ("look", "grant", "mend")]
    nodes = (Node("start", NodeKind.START), steps[0], Node("g", NodeKind.CHOICE), *steps[1:], Node("end", NodeKind.END))
    flows = (
        Flow("a", "start", "look"),
        Flow("b", "look", "g"),
        Flow("c", "g", "mend", "Sửa lại", 'outcome == "mend"'),
        Flow("d", "g", "grant", "Đồng ý", default=True),
        Flow("e", "mend", "end"),
        Flow("f", "grant", "end"),
    )
    process = Compiled(Graph("p", "P", nodes, flows))
    assert [(way.value, way.label) for way in process.outcomes("look")] == [("mend", "Sửa lại"), ("forward", "Đồng ý")]
    assert process.outcomes("grant") == []
    assert process.next("look") == ["grant", "mend"]
    assert process.earlier("grant") == ["look"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound, st.randoms(use_true_random=False))
def test_what_opened_steps_is_undone_to_where_the_run_stood_before(graph, chance):
    """But for where two ways lead to the same place: then it is not told rather than guessed."""
    process = Compiled(graph)
    marking = process.start()
    for _ in range(MOST_STEPS):
        if marking.ended:
            break
        step = chance.choice(ids(process, marking))
        before, outcome = marking, chance.choice(WAYS)
        marking = process.complete(marking, step, outcome=outcome)
        opened = Counter(ids(process, marking)) - (Counter(ids(process, before)) - Counter([step]))
        found = process.before(marking, step, opened=opened.elements())
        assert found in (before, None)
        assert found is not None or "choice" in {node.kind.value for node in graph.nodes} or marking.waiting


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound, st.randoms(use_true_random=False))
def test_a_return_is_undone_to_where_the_run_stood_before(graph, chance):
    process = Compiled(graph)
    marking = process.start()
    for _ in range(12):
        if marking.ended:
            break
        step = chance.choice(ids(process, marking))
        if earlier := [own for own in process.earlier(step) if own not in ids(process, marking)]:
            to = chance.choice(earlier)
            back = process.back(marking, step, to=to)
            gone = set(ids(process, marking)) - set(ids(process, back)) - {step}
            assert process.before_back(back, step, to=to, ended=gone) in (marking, None)
        marking = process.complete(marking, step, outcome=chance.choice(WAYS))


def test_a_branch_is_undone_though_the_other_has_gone_on_and_not_once_it_waits_at_the_join():
    branch = ("series", [("step",), ("step",)])
    process = Compiled(drawn(("series", [("parallel", [branch, branch]), ("step",)])))
    left, left_end, right, right_end, after = (node.id for node in process.graph.steps)
    marking = process.complete(process.complete(process.start(), left), right)
    assert ids(process, process.before(marking, left, opened=[left_end])) == sorted([left, right_end])
    waits = process.complete(marking, left_end)
    found = process.before(waits, right, opened=[right_end])
    assert (ids(process, found), found.waiting) == ([right], waits.waiting)
    joined = process.complete(waits, right_end)
    assert process.before(joined, right_end, opened=[after]) == waits
