"""`motcua process check|run`: prove a BPMN 2.0 file, and walk it dry, before anybody publishes it."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from motcua.kernel.sentences import Refused
from motcua.workflow.process.bpmn_reading import MOST_BYTES, NotBpmn, read
from motcua.workflow.process.graph import Graph
from motcua.workflow.process.proof import Problem, prove
from motcua.workflow.process.walk import FORWARD, Compiled

NOT_SOUND = 1


def add_parser(subparsers: Any) -> None:
    """Add `process` to the command line."""
    parser = subparsers.add_parser("process", description="Quy trình nội bộ ở dạng BPMN 2.0.")
    parts = parser.add_subparsers(metavar="PHẦN", required=True)
    part = parts.add_parser("check", description="Kiểm chứng một tệp BPMN: mã thoát 0 đúng, 1 sai, 2 không phải BPMN.")
    part.add_argument("file", metavar="FILE.bpmn", type=Path, help="tệp BPMN 2.0")
    part.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    part.set_defaults(run=check)
    part = parts.add_parser("run", description="Chạy thử một tệp BPMN theo kịch bản, không ghi gì.")
    part.add_argument("file", metavar="FILE.bpmn", type=Path, help="tệp BPMN 2.0")
    part.add_argument("--script", metavar="STEPS.json", type=Path, required=True, help="các bước lần lượt hoàn thành")
    part.set_defaults(run=walk)


def check(args: argparse.Namespace) -> int:
    """Tell every problem at its element; 0 when the process is sound, 1 when not. NotBpmn ends with 2."""
    try:
        graph, problems = _proven(args.file)
    except NotBpmn as refused:
        if args.json:
            said = {"element": "", "type": "not_bpmn", "text": str(refused)}
            print(json.dumps({"ok": False, "problems": [said], "steps": 0}, ensure_ascii=False))
        raise
    if args.json:
        found = [_as_json(problem) for problem in problems]
        print(json.dumps({"ok": not problems, "problems": found, "steps": len(graph.steps)}, ensure_ascii=False))
    else:
        tell(graph, problems)
    return NOT_SOUND if problems else 0


def walk(args: argparse.Namespace) -> int:
    """Complete the steps of the script one after another; print the enabled steps at the start and after each."""
    graph, problems = _proven(args.file)
    if problems:
        tell(graph, problems)
        return NOT_SOUND
    process = Compiled(graph)
    script = _script(args.script)
    given: dict[str, Any] = {}
    marking = process.start(given)
    said: list[dict[str, object]] = [
        {"step": None, "enabled": [node.id for node in process.enabled(marking)], "ended": marking.ended}
    ]
    for entry in script:
        given |= entry.get("answers") or {}
        outcome = entry.get("outcome") or FORWARD
        marking = process.complete(marking, entry["step"], outcome=outcome, given=given)
        enabled = [node.id for node in process.enabled(marking)]
        said.append({"step": entry["step"], "outcome": outcome, "enabled": enabled, "ended": marking.ended})
    print(json.dumps(said, ensure_ascii=False))
    return 0


def _proven(file: Path) -> tuple[Graph, list[Problem]]:
    with file.open("rb") as opened:
        found = read(opened.read(MOST_BYTES + 1))
    return found.graph, found.problems or prove(found.graph)


def tell(graph: Graph, problems: Sequence[Problem]) -> None:
    """Print each problem at its element and line; that all is well where there is none."""
    if not problems:
        print(f"Quy trình đúng: {len(graph.steps)} bước, mọi đường đều đến kết thúc.")
    for problem in problems:
        place = f"dòng {problem.line}, {problem.element}" if problem.line else problem.element
        print(f"{place}: {problem.sentence}")


def _as_json(problem: Problem) -> Mapping[str, object]:
    line = {"line": problem.line} if problem.line else {}
    return {"element": problem.element, "type": problem.type, "text": str(problem.sentence), **line}


def _script(file: Path) -> list[dict[str, Any]]:
    try:
        script = json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, RecursionError):
        raise Refused("Kịch bản {name} không phải JSON đúng cú pháp.", field="script", name=file.name) from None
    if not isinstance(script, list):
        raise Refused("Kịch bản phải là một danh sách các bước.", field="script")
    for n, entry in enumerate(script, 1):
        if not (isinstance(entry, dict) and isinstance(entry.get("step"), str)):
            raise Refused("Kịch bản, mục {n}: cần “step” là mã của bước.", field="script", n=n)
        if not isinstance(entry.get("outcome") or "", str) or not isinstance(entry.get("answers") or {}, dict):
            raise Refused("Kịch bản, mục {n}: “outcome” là chữ, “answers” là một đối tượng.", field="script", n=n)
    return script
