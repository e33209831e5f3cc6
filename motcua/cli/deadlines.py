"""`motcua deadlines audit`: every due date computed again from the journal, and what differs."""

import argparse
import json
from datetime import datetime
from typing import Any

from motcua.casework.deadline_audit import Audited, audit
from motcua.journal.queries import one_view
from motcua.kernel.moments import VIETNAM
from motcua.offices import snapshot

DIFFERS = 1


def add_parser(subparsers: Any) -> None:
    """Add `deadlines` and its acts to the command line."""
    parser = subparsers.add_parser("deadlines", description="Thời hạn: tính lại và đối chiếu.")
    acts = parser.add_subparsers(metavar="VIỆC", required=True, title="việc · acts")
    act = acts.add_parser("audit", description="Tính lại hạn của mọi hồ sơ từ nhật ký và liệt kê chỗ khác nhau.")
    act.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    act.set_defaults(run=run_audit)


def run_audit(args: argparse.Namespace) -> int:
    """Print what differs as it is found, and how many were computed; 1 if any differs."""
    found, count = [], 0
    with one_view():
        for audited in audit(snapshot.present()):
            count += 1
            if audited.differs:
                found.append(audited)
                if not args.json:
                    print(_line(audited))
    if args.json:
        print(json.dumps({"dossiers": count, "differences": [_as_json(a) for a in found]}, ensure_ascii=False))
    else:
        print(f"Đã tính lại hạn của {count} hồ sơ; {len(found)} hồ sơ khác với bảng hoặc nhật ký.")
    return DIFFERS if found else 0


def _line(a: Audited) -> str:
    return f"{a.code}: bảng ghi {_said(a.stored)}, nhật ký ghi {_said(a.told)}, tính lại {_said(a.computed)}"


def _said(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else "–"


def _as_json(a: Audited) -> dict[str, str | None]:
    moments = {"stored": a.stored, "told": a.told, "computed": a.computed}
    return {
        "code": a.code,
        **{name: at.astimezone(VIETNAM).isoformat() if at else None for name, at in moments.items()},
    }
