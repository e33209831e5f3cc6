"""`motcua due`: when a dossier is due, and why, line by line. No database."""

import argparse
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from motcua.kernel.calendar_files import calendar_from, demo_calendar
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Due, Hold, due
from motcua.kernel.limits import Limit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused

LARGEST_CALENDAR = 5_000_000  # bytes; a century of days off is 100 kB
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)


def add_parser(subparsers: Any) -> None:
    """Add `due` to the command line."""
    parser = subparsers.add_parser(
        "due",
        description="Tính hạn trả kết quả và giải thích từng bước. Thời điểm không ghi múi giờ là giờ Việt Nam; "
        "chỉ ghi ngày là 00:00 ngày ấy; giây được bỏ qua.",
    )
    parser.add_argument("--accepted", required=True, metavar="TIME", help="lúc nhận đủ hồ sơ, ví dụ 2026-02-13T15:30")
    parser.add_argument(
        "--limit",
        required=True,
        metavar="LIMIT",
        help="thời hạn: 8wh giờ làm việc, 3wd ngày làm việc, 10d ngày, 2mo tháng, 1sd trong ngày",
    )
    parser.add_argument("--calendar", metavar="FILE.json", help="lịch làm việc; không ghi thì dùng lịch tỉnh minh họa")
    parser.add_argument(
        "--hold",
        action="append",
        default=[],
        metavar="FROM..TO",
        help="lần tạm dừng, có thể ghi nhiều lần; để trống TO là chưa kết thúc",
    )
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    """Print the due moment and its lines; Refused for anything that cannot be read or reckoned."""
    accepted = _moment(args.accepted, "accepted")
    limit = Limit.parse(args.limit)
    holds = [_hold(text) for text in args.hold]
    calendar = demo_calendar() if args.calendar is None else _calendar(args.calendar)
    found = due(accepted, limit, calendar, holds, explain=True)
    print(_as_json(found) if args.json else "\n".join(line.text for line in found.lines))


def _as_json(found: Due) -> str:
    answer: dict[str, object] = {"due": found.moment.isoformat() if found.moment else None}
    if found.paused:
        answer["paused"] = found.paused.as_dict()
    answer["lines"] = [line.as_dict() for line in found.lines]
    return json.dumps(answer, ensure_ascii=False)


def _moment(text: str, field: str) -> datetime:
    if _MOMENT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    raise Refused(
        "Không đọc được thời điểm “{given}” ở --{field_name}; hãy ghi như 2026-02-13T15:30.",
        field=field,
        given=text[:40],
        field_name=field,
    )


def _hold(text: str) -> Hold:
    start, dots, end = text.partition("..")
    if not dots:
        raise Refused(
            "Không đọc được lần tạm dừng “{given}”; hãy ghi TỪ..ĐẾN, ví dụ 2026-02-24T08:00..2026-02-26T10:00.",
            field="hold",
            given=text[:80],
        )
    return Hold(_moment(start, "hold"), _moment(end, "hold") if end else None)


def _calendar(name: str) -> Calendar:
    with Path(name).open("rb") as file:
        content = file.read(LARGEST_CALENDAR + 1)
    if len(content) > LARGEST_CALENDAR:
        raise Refused("Tệp lịch {name} quá lớn; tệp lịch chỉ dài vài trang.", field="calendar", name=name)
    return calendar_from(content)
