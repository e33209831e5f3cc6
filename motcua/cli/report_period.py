"""`motcua report period`: the figures of any period by field, agency, unit, procedure or channel, compared."""

import argparse
import sys
from typing import Any

from motcua.cli.report import as_text, day, follow
from motcua.cli.whole_file import written_whole
from motcua.kernel.sentences import Refused
from motcua.supervision import actions, by_period, period_files, printed
from motcua.supervision.periods import moment_from
from motcua.supervision.reports import Asked
from motcua.supervision.verifying import file_of
from motcua.web.ui import moments

WRITERS = {"xlsx": period_files.sheet, "csv": period_files.table, "pdf": printed.period}


def add_parser(subparsers: Any) -> None:
    """Add `report period` to the command line."""
    parts = subparsers.add_parser("report").add_subparsers(metavar="PHẦN", required=True)
    part = parts.add_parser("period", description="Báo cáo của một kỳ bất kỳ, có xếp hạng và so với hai kỳ trước.")
    part.add_argument("--from", dest="first", required=True, metavar="DATE", help="ngày đầu kỳ, ví dụ 2026-01-15")
    part.add_argument("--to", dest="last", required=True, metavar="DATE", help="ngày cuối kỳ, tính cả ngày này")
    part.add_argument(
        "--agency", default="", metavar="CODE", help="cơ quan và mọi cơ quan bên dưới; không ghi thì cả tỉnh"
    )
    part.add_argument("--as-of", metavar="TIME", help="theo những gì đã biết lúc này; không ghi thì bây giờ")
    part.add_argument("--by", choices=by_period.GROUPINGS, default=by_period.GROUPINGS[0], help="mỗi dòng là gì")
    part.add_argument("--format", choices=["json", *WRITERS], default="json", help="dạng kết quả")
    part.add_argument("--output", metavar="FILE", help="ghi ra tệp thay vì ra màn hình")
    part.add_argument("--freeze", action="store_true", help="chốt báo cáo: giữ nguyên, không bao giờ đổi nữa")
    part.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    """Bring the facts up to date, count, and print or write."""
    if args.format in ("xlsx", "pdf") and args.output is None and sys.stdout.isatty():
        raise Refused("tệp này không hiện được trên màn hình; hãy thêm --output FILE hoặc chuyển vào một tệp")
    as_of = moment_from(args.as_of) if args.as_of is not None else None
    asked = Asked(day(args.first, "--from"), day(args.last, "--to"), args.agency, as_of, args.by)
    follow()
    found = by_period.of_period(asked)
    kept = actions.freeze(found, by=None, at=moments.now()) if args.freeze else None
    write = WRITERS.get(args.format)
    answer = write(found) if write else as_text(file_of(kept) if kept else by_period.period_json(found))
    if args.output is not None:
        with written_whole(args.output) as out:
            out.write(answer)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer)
