"""A process with branches for tests: two opinions at once, then a choice that may go round again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from motcua.workflow.actions import publish_graph
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.graph import Flow, Graph, Node, NodeKind
from motcua.workflow.rules import StepKind
from tests.cast import Cast


def step(own: str, name: str, kind: StepKind, role: str, hours: int, at: str = "competent") -> Node:
    """A row of the process; its name in the graph is `own`."""
    return Node(own, NodeKind.STEP, name, kind, role, at, Decimal(hours))


def gateway(own: str, kind: NodeKind) -> Node:
    """A gateway without a name."""
    return Node(own, kind)


NODES = (
    Node("begin", NodeKind.START),
    step("receive", "Tiếp nhận", StepKind.RECEIVE, "receiver", 2, "receiving"),
    gateway("again", NodeKind.CHOICE),
    gateway("both", NodeKind.PARALLEL),
    step("examine", "Thẩm định hồ sơ", StepKind.PROCESS, "specialist", 8),
    step("opinion", "Cho ý kiến pháp lý", StepKind.REVIEW, "clerk", 4),
    gateway("joined", NodeKind.PARALLEL),
    step("gather", "Tổng hợp", StepKind.PROCESS, "specialist", 4),
    gateway("enough", NodeKind.CHOICE),
    step("sign", "Ký duyệt", StepKind.SIGN, "signer", 8),
    step("issue", "Vào sổ, đóng dấu", StepKind.ISSUE, "clerk", 4),
    step("return", "Trả kết quả", StepKind.RETURN, "receiver", 2, "receiving"),
    Node("end", NodeKind.END),
)
FLOWS = (
    Flow("f1", "begin", "receive"),
    Flow("f2", "receive", "again"),
    Flow("f3", "again", "both"),
    Flow("f4", "both", "examine"),
    Flow("f5", "both", "opinion"),
    Flow("f6", "examine", "joined"),
    Flow("f7", "opinion", "joined"),
    Flow("f8", "joined", "gather"),
    Flow("f9", "gather", "enough"),
    Flow("f10", "enough", "again", "Thẩm định lại", 'outcome == "again"'),
    Flow("f11", "enough", "sign", "Đủ điều kiện", default=True),
    Flow("f12", "sign", "issue"),
    Flow("f13", "issue", "return"),
    Flow("f14", "return", "end"),
)
GRAPH = Graph("branching", "Quy trình có nhánh song song", NODES, FLOWS)


def branching(cast: Cast, graph: Graph = GRAPH, *, day: date = date(2026, 1, 1)) -> ProcessVersion:
    """Let the procedure of the cast run by `graph` from `day` on."""
    return publish_graph(procedure=cast.version.procedure, level=None, graph=graph, decision="12/QĐ-UBND", day=day)
