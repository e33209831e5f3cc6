"""How a dossier goes on in its process: from the open pieces of work of one moment to those of the next."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.deadlines.queries import case_number, case_of
from motcua.kernel.sentences import Refused
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.passing import Passed
from motcua.workflow.process.walk import FORWARD, Compiled, Marking
from motcua.workflow.queries import node_of, process_of, step_at, steps_of
from motcua.workflow.rules import Outcome

from .case import Case


def go_on(case: Case, item: WorkItem, *, outcome: str = FORWARD, note: str = "") -> list[WorkItem]:
    """Complete the step of `item` and open what follows: nothing, where other branches are still awaited.

    `outcome` is one of those that the process knows after this step. Refused for another.
    """
    process, own = process_of(_step(item).version_id), node_of(_step(item))
    if outcome != FORWARD and outcome not in {known.value for known in process.outcomes(own)}:
        raise Refused("Bước này không có kết quả “{outcome}”.", field="outcome", outcome=outcome[:40])
    after = process.complete(_stands(case, process), own, outcome=outcome, given=_given(case))
    case.close(item, outcome=Outcome.FORWARD, note=note)
    return _arrive(case, process, after, _step(item).version_id, still=[i for i in _steps(case) if i is not item])


def go_back(case: Case, item: WorkItem, to: Step, *, note: str = "") -> list[WorkItem]:
    """Give the dossier back to an earlier step. Other branches end with it, unless both can go on side by side."""
    process = process_of(_step(item).version_id)
    after = process.back(_stands(case, process), node_of(_step(item)), to=node_of(to))
    case.close(item, outcome=Outcome.BACK, note=note)
    kept = {node.id for node in process.enabled(after)}
    others = [i for i in _steps(case) if i is not item]
    case.close(*[i for i in others if node_of(_step(i)) not in kept], outcome=Outcome.ENDED)
    return _arrive(case, process, after, _step(item).version_id, still=[i for i in others if node_of(_step(i)) in kept])


def stand_as_before(case: Case, passed: Passed) -> None:
    """Let branches that are done wait for the others as they did before an act that is undone.

    Refused where the others have gone on meanwhile, so that it could not have been done now.
    """
    process, done = process_of(_step(passed.done).version_id), passed.done
    opened, ended = ([node_of(_step(i)) for i in some] for some in (passed.opened, passed.ended))
    now, own = _stands(case, process), node_of(_step(done))
    if done.outcome == Outcome.BACK:
        before = process.before_back(now, own, to=opened[0], ended=ended)
    else:
        before = process.before(now, own, opened=opened)
    if before is None:
        raise Refused("Nhánh khác của quy trình đã đi tiếp nên không thu hồi được nữa.")
    _wait(case, process, before)


def begin_at(case: Case, step: Step, *, assignee_id: int | None = None) -> WorkItem:
    """Let `step` be the only one that is open, all other work having ended: a result is to be mended, or is there."""
    process = process_of(step.version_id)
    _wait(case, process, process.only(node_of(step)))
    return case.open_item(step, assignee_id=assignee_id)


def begin_after_reception(case: Case, process_id: int) -> list[WorkItem]:
    """Open what stands first after reception in another process, all work in the one before having ended."""
    first = steps_of(process_id)[0]
    process, own = process_of(first.version_id), node_of(first)
    after = process.complete(process.marking([own]), own, given=_given(case))
    return _arrive(case, process, after, first.version_id, still=[])


def _arrive(
    case: Case, process: Compiled, after: Marking, version_id: int, *, still: Sequence[WorkItem]
) -> list[WorkItem]:
    """Open what is open in `after` and is not `still` open."""
    _wait(case, process, after)
    there = {node_of(_step(item)) for item in still}
    opened = [case.open_item(step_at(version_id, node.id)) for node in process.enabled(after) if node.id not in there]
    case.items = [*(i for i in case.items if i.step_id is None), *still, *opened]
    return opened


def _wait(case: Case, process: Compiled, marking: Marking) -> None:
    joins = " ".join(process.joins(marking))
    if joins != case.dossier.joins:
        case.set(joins=joins)


def _stands(case: Case, process: Compiled) -> Marking:
    return process.marking([node_of(_step(i)) for i in _steps(case)], case.dossier.joins.split())


def _steps(case: Case) -> list[WorkItem]:
    """The open pieces of work that are steps of the process."""
    return [item for item in case.items if item.step_id is not None]


def _step(item: WorkItem) -> Step:
    assert item.step is not None
    return item.step


def _given(case: Case) -> dict[str, object]:
    """What conditions may ask for of the dossier itself."""
    d = case.dossier
    return {
        "channel": d.channel,
        "delivery": d.delivery,
        "case": case_number(case_of(d)),
        "supplements": d.supplements,
        "procedure": d.version.procedure.code,
    }
