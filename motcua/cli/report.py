"""`motcua report 06a|07a|07b`: a statutory report of any period, as known at any past moment, in several formats."""

import argparse
import json
import sys
import time
from datetime import date
from typing import Any

from django.db import OperationalError

from motcua.cli.whole_file import written_whole
from motcua.kernel.sentences import Refused
from motcua.supervision import actions, plain, printed, reports, sheets
from motcua.supervision.periods import moment_from
from motcua.supervision.reports import as_json
from motcua.supervision.verifying import file_of
from motcua.web.ui import moments

TRIES = 5
FORMS = ("06a", "07a", "07b")
WRITERS = {"xlsx": sheets.sheet, "csv": plain.table, "pdf": printed.pdf}


def add_parser(subparsers: Any) -> None:
    """Add `report` to the command line."""
    parser = subparsers.add_parser("report", description="Báo cáo thống kê theo biểu của Nhà nước.")
    parser.add_argument("form", choices=FORMS, metavar="BIỂU", help=f"một trong: {', '.join(FORMS)}")
    parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="ngày đầu kỳ, ví dụ 2026-01-01")
    parser.add_argument("--to", dest="last", required=True, metavar="DATE", help="ngày cuối kỳ, tính cả ngày này")
    parser.add_argument("--agency", default="", metavar="CODE", help="mã cơ quan; không ghi thì cả tỉnh")
    parser.add_argument(
        "--as-of", metavar="TIME", help="theo những gì đã biết lúc này (2026-03-31: hết ngày ấy); không ghi thì bây giờ"
    )
    parser.add_argument("--by", choices=[reports.FIELD, reports.AGENCY], help="mỗi dòng là gì; không ghi thì theo biểu")
    parser.add_argument("--format", choices=["json", *WRITERS], default="json", help="dạng kết quả")
    parser.add_argument("--output", metavar="FILE", help="ghi ra tệp thay vì ra màn hình")
    parser.add_argument("--freeze", action="store_true", help="chốt báo cáo: giữ nguyên, không bao giờ đổi nữa")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Bring the facts up to date, make the report, and print or write it."""
    if args.format in ("xlsx", "pdf") and args.output is None and sys.stdout.isatty():
        raise Refused("tệp này không hiện được trên màn hình; hãy thêm --output FILE hoặc chuyển vào một tệp")
    asked = reports.Asked(
        first=day(args.first, "--from"),
        last=day(args.last, "--to"),
        agency=args.agency,
        as_of=moment_from(args.as_of) if args.as_of is not None else None,
        rows_by=args.by or "",
        form=args.form,
    )
    follow()
    found = reports.report(asked)
    kept = actions.freeze(found, by=None, at=moments.now()) if args.freeze else None
    write = WRITERS.get(args.format)
    answer = write(found) if write else as_text(file_of(kept) if kept else as_json(found))
    if args.output is not None:
        with written_whole(args.output) as out:
            out.write(answer)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer)
    return 0


def as_text(said: dict[str, Any]) -> bytes:
    """A report as people read JSON, in UTF-8."""
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def day(text: str, option: str) -> date:
    """A date from the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("{option}: “{day}” không phải là một ngày, ví dụ 2026-01-31", option=option, day=text) from None


def follow() -> None:
    """Let facts follow the journal to this moment; writers that take their time are waited for, but not for ever."""
    for left in reversed(range(TRIES)):
        try:
            actions.project(at=moments.now())
            return
        except OperationalError:
            if not left:
                raise
            time.sleep(0.2)
