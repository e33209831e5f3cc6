"""`motcua process import FILE --procedure CODE [--agency CODE] [--dry-run]`: a BPMN file as a procedure's process."""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from motcua.casework.imports.processes import Imported, import_process
from motcua.casework.reads.process_staffing import staffing
from motcua.cli.process import NOT_SOUND, tell
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.web.ui import moments
from motcua.web.ui.forms import read_day
from motcua.workflow.process.bpmn_reading import MOST_BYTES

BY, ORIGIN = "motcua process import", "import"


def add_parser(subparsers: Any) -> None:
    """Add `process import` to the command line."""
    parts = subparsers.add_parser("process").add_subparsers(metavar="PHẦN", required=True)
    part = parts.add_parser(
        "import",
        description="Nhập tệp BPMN làm quy trình riêng của một thủ tục: mã thoát 0 đã nhập (hoặc không có gì đổi), "
        "1 quy trình sai, 2 tệp không phải BPMN hoặc không có thủ tục.",
    )
    part.add_argument("file", metavar="FILE.bpmn", type=Path, help="tệp BPMN 2.0")
    part.add_argument("--procedure", metavar="CODE", required=True, help="mã thủ tục")
    part.add_argument("--agency", metavar="CODE", default="", help="mã cơ quan giải quyết có quy trình riêng")
    part.add_argument("--dry-run", action="store_true", help="chỉ cho biết sẽ thay đổi gì, không ghi gì")
    part.add_argument("--decision", metavar="LỜI", help="quyết định phê duyệt: số, ngày, cơ quan")
    part.add_argument("--from", dest="day", metavar="NGÀY", help="có hiệu lực từ ngày nào (mặc định: ngày mai)")
    part.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Put the process in force and say what changed; 1, with each problem at its element, when it is not sound."""
    at = moments.now()
    day = _day(args.day) if args.day else at.date() + timedelta(days=1)
    decision = args.decision or f"Nhập từ tệp {args.file.name}; chưa ghi quyết định phê duyệt"
    with args.file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    with transaction.atomic():
        found = import_process(
            content,
            code=args.procedure.strip(),
            agency=args.agency.strip(),
            decision=decision,
            day=day,
            by=BY,
            at=at,
            origin=ORIGIN,
        )
        transaction.set_rollback(args.dry_run)
    if found.put is None:
        tell(found.graph, found.problems)
        return NOT_SOUND
    _told(found, dry=args.dry_run)
    for warned in staffing(found.graph, found.procedure, snapshot.present(), day=day, agency=found.whose.agency):
        print(f"lưu ý: {warned.sentence}", file=sys.stderr)
    return 0


def _told(found: Imported, *, dry: bool) -> None:
    assert found.put is not None
    version, code = found.put.version, found.whose.name
    if not found.put.new:
        print(f"Thủ tục {code}: quy trình trong tệp giống bản {version.n} đã có, không có gì thay đổi.")
        return
    done = "thử, chưa ghi gì" if dry else "đã ghi"
    since = f"{version.valid_from:%d/%m/%Y}"
    print(f"Thủ tục {code}: quy trình bản {version.n}, {len(found.graph.steps)} bước, từ {since} ({done}).")
    for change in found.put.changes:
        print(f"  {change}")


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise Refused(
            "“{said}” ở --from không phải là ngày; hãy ghi như 27/11/2026 hoặc 2026-11-27.",
            field="from",
            said=text[:20],
        ) from None
