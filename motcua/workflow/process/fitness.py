"""Whether a process can carry a dossier from reception to return: beyond being sound, its rows must be ours to run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.roles import Role
from motcua.workflow.demands import BACK, CALLED, OFFERED, REFUSED, SUPPLEMENT, parted, spelled
from motcua.workflow.rules import NEEDS, SIDE_WORK, StepKind

from .graph import WORK, Graph, Node, NodeKind
from .performers import COMPETENT, base_of, code_of, is_place
from .proof import TOO_LARGE, CaseLimit, Problem, in_order, prove
from .walk import Compiled, Marking

MOST_PLACES = 10_000  # in which a run can be: a return looks through them while the dossier is locked
PROPOSERS = (Role.SPECIALIST, Role.UNIT_LEADER, Role.SIGNER)  # who may propose a supplement, at who decides
ALONE = (StepKind.RECEIVE, StepKind.ISSUE, StepKind.RETURN)


def unfit(graph: Graph, *, limit: Decimal | None = None, cases: Sequence[CaseLimit] = ()) -> list[Problem]:
    """Everything that keeps `graph` from being published, each problem at its row; empty when it may be.

    `limit`, in working hours, is that of the procedure (design.md §5), `cases` are those of its cases.
    """
    problems = prove(graph, limit=limit, cases=cases)
    problems += [problem for node in graph.steps for problem in of_row(node)]
    if not problems:
        problems = [*_of_ends(graph)]
    if not problems:
        problems = [*_of_demands(graph), *_of_company(graph)]
    return problems


def rows(graph: Graph) -> list[Node]:
    """What people do, each row after those that lead to it: the order in which a table shows them."""
    start = next(graph.of(NodeKind.START))
    return [node for node in in_order(graph, start) if node.kind in WORK]


def of_row(node: Node) -> Iterator[Problem]:
    """What is wrong with a row by itself, whatever stands before and after it."""
    named = {"name": node.name or node.id}
    if node.kind is NodeKind.CALL and not (node.called and code_of(node.at) == node.called):
        text = gettext_noop("“{name}”: chưa rõ lấy ý kiến cơ quan nào; hãy ghi mã cơ quan (calledElement).")
        yield Problem(node.id, "call", text, named, node.line)
        return
    if not node.name.strip():
        yield Problem(node.id, "name", gettext_noop("Bước “{name}” chưa có tên."), named, node.line)
    elif len(node.name) > 200:
        yield Problem(node.id, "name", gettext_noop("Tên bước “{name}” dài quá 200 ký tự."), named, node.line)
    if node.step_kind is None or node.step_kind in SIDE_WORK:
        yield Problem(node.id, "kind", gettext_noop("“{name}”: chưa rõ loại bước."), named, node.line)
    if node.role not in set(Role) or not is_place(node.at):
        yield Problem(node.id, "performer", gettext_noop("“{name}”: chưa rõ ai làm, ở đâu."), named, node.line)
    if unknown := next((word for word in node.needs if parted(word)[1] not in NEEDS), None):
        text = gettext_noop("“{name}”: không có yêu cầu nào tên “{need}”.")
        yield Problem(node.id, "needs", text, {**named, "need": unknown}, node.line)
    elif node.needs and node.step_kind in (StepKind.RECEIVE, StepKind.RETURN):
        text = gettext_noop("“{name}”: bước tiếp nhận, bước trả kết quả không kèm yêu cầu được.")
        yield Problem(node.id, "needs", text, named, node.line)
    if node.hours is None:
        yield Problem(node.id, "limit", gettext_noop("“{name}”: chưa có thời hạn."), named, node.line)


def _of_ends(graph: Graph) -> Iterator[Problem]:
    """Reception first, return last, one step that issues the result."""
    for kind, text in (
        (StepKind.RECEIVE, gettext_noop("Quy trình phải có đúng một bước tiếp nhận, ngay sau sự kiện bắt đầu.")),
        (StepKind.ISSUE, gettext_noop("Quy trình phải có đúng một bước vào sổ, phát hành kết quả.")),
        (StepKind.RETURN, gettext_noop("Quy trình phải có đúng một bước trả kết quả, ngay trước sự kiện kết thúc.")),
    ):
        found = [node for node in graph.steps if node.step_kind is kind]
        if len(found) != 1 or not _in_place(graph, found[0]):
            yield Problem(found[0].id if found else graph.id, kind.value, text, {}, found[0].line if found else 0)


def _in_place(graph: Graph, node: Node) -> bool:
    start, *_ = graph.of(NodeKind.START)
    if node.step_kind is StepKind.RECEIVE:
        only = graph.outgoing[start.id]
        return [flow.target for flow in only] == [node.id] and len(graph.incoming[node.id]) == 1
    if node.step_kind is StepKind.RETURN:
        ends = {flow.source for end in graph.of(NodeKind.END) for flow in graph.incoming[end.id]}
        return ends == {node.id}
    return True


def _of_demands(graph: Graph) -> Iterator[Problem]:
    """Nothing is demanded of an outcome that a row cannot have, or that nobody could bring."""
    process = Compiled(graph)
    for node in graph.steps:
        ways = {spelled(way.value) for way in process.outcomes(node.id)}
        for outcome, need in (parted(word) for word in node.needs):
            if outcome and outcome not in ways and (text := _unasked(process, node, outcome, need)):
                called = Sentence(CALLED[outcome]) if outcome in CALLED else outcome.replace("_", " ")
                values = {"name": node.name, "outcome": called, "need": Sentence(NEEDS[need])}
                yield Problem(node.id, "needs", text, values, node.line)


def _unasked(process: Compiled, node: Node, outcome: str, need: str) -> str:
    """Why a row cannot demand this of an outcome that is none of its ways on; "" where it can."""
    if outcome not in OFFERED:
        return gettext_noop("“{name}” không có kết quả “{outcome}” để kèm yêu cầu.")
    if need not in OFFERED[outcome]:
        return gettext_noop("“{name}”: “{outcome}” không kèm yêu cầu “{need}” được.")
    able = {
        BACK: any(process.graph.by_id[own].step_kind is not StepKind.RECEIVE for own in process.earlier(node.id)),
        SUPPLEMENT: base_of(node.at) == COMPETENT and node.role in PROPOSERS,
        REFUSED: node.step_kind is StepKind.ISSUE,
    }[outcome]
    return "" if able else gettext_noop("“{name}”: yêu cầu khi “{outcome}” không ai đáp ứng được ở bước này.")


def _of_company(graph: Graph) -> Iterator[Problem]:
    """Whoever issues or returns the result does so when nothing else is under way."""
    process, told = Compiled(graph), set()
    for count, marking in enumerate(process.reachable()):
        if count == MOST_PLACES:
            yield Problem(graph.id, "too_large", TOO_LARGE)
            return
        for node in process.enabled(marking):
            if node.step_kind in ALONE and not _alone(marking) and node.id not in told:
                told.add(node.id)
                text = gettext_noop("“{name}” không được làm song song với bước khác.")
                yield Problem(node.id, "company", text, {"name": node.name}, node.line)


def _alone(marking: Marking) -> bool:
    return len(marking.open) == 1 and not marking.waiting
