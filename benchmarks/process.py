"""Walking a process in memory: ours compiled, and SpiffWorkflow's on the very same BPMN file, in turns.

`make bench ARGS=process`. One line for each size of process: steps a second of both, their ratio, and the bytes in
which each keeps where a run stands half way. SpiffWorkflow is among the requirements of the tests.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from motcua.workflow.process.bpmn_writing import write  # noqa: E402 - of this checkout
from motcua.workflow.process.graph import Flow, Graph, Node, NodeKind  # noqa: E402
from motcua.workflow.process.walk import Compiled  # noqa: E402

ROUNDS, SECONDS = 3, 1.0


def process(steps: int) -> Graph:
    """A chain of so many steps in groups of four: two one after another, then two side by side; no loop, for there
    SpiffWorkflow foresees round after round."""
    nodes, flows = [Node("start", NodeKind.START)], []
    before = "start"

    def join(source: str, target: str) -> None:
        flows.append(Flow(f"f{len(flows)}", source, target))

    def add(kind: NodeKind) -> str:
        nodes.append(Node(f"n{len(nodes)}", kind, f"Bước {len(nodes)}"))
        return nodes[-1].id

    for _ in range(steps // 4):
        one, two, split, left, right, meet = (
            add(kind)
            for kind in (
                NodeKind.STEP,
                NodeKind.STEP,
                NodeKind.PARALLEL,
                NodeKind.STEP,
                NodeKind.STEP,
                NodeKind.PARALLEL,
            )
        )
        for source, target in ((before, one), (one, two), (two, split), (split, left), (split, right)):
            join(source, target)
        join(left, meet)
        join(right, meet)
        before = meet
    last, end = add(NodeKind.STEP), add(NodeKind.END)
    join(before, last)
    join(last, end)
    return Graph("p", "Quy trình", tuple(nodes), tuple(flows))


def ours(graph: Graph) -> Callable[[], int]:
    """Walk it once from start to end; how many steps that took."""
    compiled = Compiled(graph)

    def walk() -> int:
        marking, done = compiled.start(), 0
        while not marking.ended:
            marking = compiled.complete(marking, compiled.enabled(marking)[0].id)
            done += 1
        return done

    return walk


def spiffs(graph: Graph) -> Callable[[], int]:
    """The same by SpiffWorkflow, which reads the specification once."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(write(graph)))
    specification = parser.get_spec(graph.id)

    def walk() -> int:
        run, done = BpmnWorkflow(specification), 0
        run.do_engine_steps()
        while ready := run.get_tasks(state=TaskState.READY, manual=True):
            ready[0].run()
            run.do_engine_steps()
            done += 1
        return done

    return walk


def rate(walk: Callable[[], int]) -> float:
    """Steps a second."""
    begun, done = time.perf_counter(), 0
    while (took := time.perf_counter() - begun) < SECONDS:
        done += walk()
    return done / took


def half_way(graph: Graph) -> tuple[int, int]:
    """Bytes of where a run stands after half of its steps: ours as JSON by names, SpiffWorkflow's as it serialises."""
    compiled = Compiled(graph)
    marking = compiled.start()
    for _ in range(len(graph.steps) // 2):
        marking = compiled.complete(marking, compiled.enabled(marking)[0].id)
    kept = {
        "open": [node.id for node in compiled.enabled(marking)],
        "waiting": [graph.flows[n].id for n in sorted(marking.waiting)],
    }
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(write(graph)))
    run = BpmnWorkflow(parser.get_spec(graph.id))
    run.do_engine_steps()
    for _ in range(len(graph.steps) // 2):
        run.get_tasks(state=TaskState.READY, manual=True)[0].run()
        run.do_engine_steps()
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    return len(json.dumps(kept)), len(serializer.serialize_json(run))


def main() -> int:
    """Print a line of JSON for each size."""
    for steps in (5, 20):
        graph = process(steps)
        walks = {"ours": ours(graph), "spiffworkflow": spiffs(graph)}
        rates: dict[str, list[float]] = {name: [] for name in walks}
        for _ in range(ROUNDS):
            for name, walk in walks.items():
                rates[name].append(rate(walk))
        mine, theirs = (max(found) for found in rates.values())
        own, other = half_way(graph)
        print(
            json.dumps(
                {
                    "steps": len(graph.steps),
                    "ours_steps_a_second": round(mine),
                    "spiffworkflow_steps_a_second": round(theirs),
                    "ratio": round(mine / theirs, 1),
                    "ours_bytes": own,
                    "spiffworkflow_bytes": other,
                }
            )
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
