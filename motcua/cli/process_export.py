"""`motcua process export PROCEDURE [--agency CODE]`: the process by which a procedure runs, to model, look at, read."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from typing import Any

from motcua.casework.reads import processes as reads
from motcua.casework.reads.process_drafts import applied, of_procedure
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.workflow.models import ProcessVersion
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.svg import picture

FORMATS = ("bpmn", "svg", "json")


def add_parser(subparsers: Any) -> None:
    """Add `process export` to the command line."""
    parts = subparsers.add_parser("process").add_subparsers(metavar="PHẦN", required=True)
    part = parts.add_parser("export", description="Xuất quy trình nội bộ đang áp dụng của một thủ tục.")
    part.add_argument("procedure", metavar="PROCEDURE", help="mã thủ tục")
    part.add_argument("--format", choices=FORMATS, default="bpmn", help="bpmn (mặc định), svg hoặc json")
    part.add_argument(
        "--level", metavar="LEVEL", help="quy trình chung của cấp nào, khi thủ tục không có quy trình riêng"
    )
    part.add_argument(
        "--agency", metavar="CODE", help="quy trình mà cơ quan này áp dụng: riêng của nó, của thủ tục hoặc của cấp"
    )
    part.set_defaults(run=export)


def export(args: argparse.Namespace) -> None:
    """Print the process; where several levels have one, the first, and say so. Refused for an unknown procedure."""
    code = args.procedure.strip()
    day = datetime.now(UTC).astimezone(VIETNAM).date()
    found = reads.versions_of(code, snapshot.present(), day=day)
    if found is None:
        raise Refused("Không có thủ tục mã {code}.", code=code[:40])
    if args.agency is not None:
        found = _of_agency(code, args.agency.strip(), day)
    wanted = [v for v in found if args.level is None or (v.process.level and v.process.level.code == args.level)]
    if not wanted:
        raise Refused("Thủ tục {code} chưa có quy trình nội bộ nào như vậy.", code=code)
    if len(wanted) > 1:
        levels = ", ".join(v.process.level.code for v in wanted if v.process.level)
        print(
            f"motcua: thủ tục theo quy trình chung của nhiều cấp ({levels}); đây là cấp đầu, chọn bằng --level",
            file=sys.stderr,
        )
    graph = reads.graph(wanted[0])
    told = {"bpmn": lambda: write(graph).decode(), "svg": lambda: picture(graph), "json": lambda: _as_json(graph)}
    print(told[args.format]())


def _of_agency(code: str, agency: str, day: date) -> list[ProcessVersion]:
    whose = of_procedure(code, agency) if agency else None
    if whose is None:
        raise Refused("Không có cơ quan nào mang mã “{code}”.", field="agency", code=agency[:40])
    found = applied(whose, day=day)
    return [found] if found else []


def _as_json(graph: Graph) -> str:
    rows = [
        {
            "id": node.id,
            "name": node.name,
            "kind": node.step_kind.value if node.step_kind else None,
            "role": node.role,
            "at": node.at,
            "hours": float(node.hours) if node.hours is not None else None,
        }
        for node in graph.steps
    ]
    flows = [{"from": f.source, "to": f.target, "condition": f.condition, "default": f.default} for f in graph.flows]
    return json.dumps({"id": graph.id, "name": graph.name, "steps": rows, "flows": flows}, ensure_ascii=False, indent=1)
