"""`motcua explain CODE`: what the clocks of one dossier say, line by line, read from its journal."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from motcua.casework.limit_cases import limit_words
from motcua.casework.reads.explanation import Explained, explained
from motcua.deadlines.clocks import Clock, Reading
from motcua.deadlines.queries import case_number
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot

OWN = "thời hạn chung của thủ tục"
TITLES = {
    Clock.LEGAL: "Hạn theo luật",
    Clock.NATIONAL: "Cách chấm của Cổng Dịch vụ công quốc gia",
    Clock.ACCEPTANCE: "Hạn trả lời hồ sơ trực tuyến",
    Clock.TRANSFER: "Hạn chuyển hồ sơ giấy",
    Clock.NOTICE: "Hạn gửi yêu cầu bổ sung",
    Clock.ANSWER: "Hạn bổ sung của người nộp",
}


def add_parser(subparsers: Any) -> None:
    """Add `explain` to the command line."""
    parser = subparsers.add_parser("explain", description="Giải thích các hạn của một hồ sơ từ nhật ký của nó.")
    parser.add_argument("code", metavar="CODE", help="mã hồ sơ")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    """Print the clocks that run for the dossier; Refused for an unknown code."""
    found = explained(args.code.strip(), snapshot.present())
    if found is None:
        raise Refused("Không tìm thấy hồ sơ {code}.", code=args.code[:80])
    print(json.dumps(_as_json(found), ensure_ascii=False) if args.json else "\n\n".join(_told(found)))


def _as_json(found: Explained) -> dict[str, object]:
    changes = [
        {
            "at": change.changed_at.astimezone(VIETNAM).isoformat(),
            "from": case_number(change.before),
            "to": case_number(change.after),
            "by": change.by.full_name,
            "ground": change.ground,
            "paper": change.paper,
        }
        for change in found.changes
    ]
    judged_by = found.case or found.dossier.version
    case = {
        "n": case_number(found.case),
        "name": found.case.name if found.case else "",
        "channels": judged_by.limit_channels,
        "legal_basis": judged_by.limit_basis,
    }
    clocks = {clock.value: _reading(reading) for clock, reading in found.readings.items()}
    legal = clocks.get(Clock.LEGAL.value, {"due": None, "lines": []})
    return {"code": found.dossier.code, "case": case, "case_changes": changes, **legal, "clocks": clocks}


def _reading(reading: Reading) -> dict[str, object]:
    found: dict[str, object] = {"due": reading.due.moment.isoformat() if reading.due.moment else None}
    if reading.due.paused:
        found["paused"] = reading.due.paused.as_dict()
    if reading.counts_late:
        found["counts_late"] = True
    if reading.met:
        found["met"] = reading.met.isoformat()
    return found | {"lines": [line.as_dict() for line in reading.due.lines]}


def _told(found: Explained) -> list[str]:
    if not found.readings:
        return ["Hồ sơ chưa được tiếp nhận nên chưa có thời hạn nào chạy."]
    return [*_cases(found)] + [
        "\n".join([TITLES[clock], *(f"  {line.text}" for line in reading.due.lines)])
        for clock, reading in found.readings.items()
    ]


def _cases(found: Explained) -> Iterator[str]:
    """Which case, and how it came to it; nothing where the procedure's own limit always counted."""
    if found.case is not None:
        yield f"Trường hợp: {found.case.name}"
    judged_by = found.case or found.dossier.version
    if judged_by.limit_basis or judged_by.limit_channels:
        yield f"Thời hạn: {limit_words(judged_by)}"
    for change in found.changes:
        before, after = (case.name if case else OWN for case in (change.before, change.after))
        evidence = f", bằng chứng {change.paper}" if change.paper else ""
        at = f"{change.changed_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
        yield (
            f"Chuyển trường hợp lúc {at} · {change.by.full_name}\n"
            f"  từ “{before}” sang “{after}”\n  căn cứ: {change.ground}{evidence}"
        )
