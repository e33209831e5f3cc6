"""`motcua due`: when a dossier is due, and why, line by line. No database."""

import argparse
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from motcua.deadlines.clocks import READERS, Calendars, Clock, Life, Reading, Request, read
from motcua.kernel.calendar_files import demo_history, history_from
from motcua.kernel.calendar_history import CalendarHistory
from motcua.kernel.due import Hold
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused

LARGEST_CALENDAR = 5_000_000  # bytes; a century of days off is 100 kB
_ZONE = re.compile(r"[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*([+-][\d:]+|\[?[A-Za-z][\w/+-]*\]?)$", re.ASCII)
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
    parser.add_argument(
        "--supplement",
        action="append",
        default=[],
        metavar="ASKED..ANSWERED",
        help="lần yêu cầu bổ sung, có thể ghi nhiều lần; để trống ANSWERED là chưa bổ sung",
    )
    parser.add_argument(
        "--clock",
        choices=[clock.value for clock in READERS],
        default=Clock.LEGAL.value,
        help="legal: hạn theo luật; national: cách chấm của Cổng quốc gia; acceptance: hạn trả lời hồ sơ trực tuyến",
    )
    parser.add_argument("--known-at", metavar="TIME", help="tính theo lịch làm việc đã biết lúc này")
    parser.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> None:
    """Print the due moment and its lines; Refused for anything that cannot be read or reckoned."""
    clock = Clock(args.clock)
    life = Life(_moment(args.accepted, "accepted"), _limit(args.limit, clock), _holds(args.hold), _requests(args))
    found = read(clock, life, _calendars(args), explain=True)
    print(_as_json(found, clock) if args.json else "\n".join(line.text for line in found.due.lines))


def _as_json(found: Reading, clock: Clock) -> str:
    answer: dict[str, object] = {"due": found.due.moment.isoformat() if found.due.moment else None}
    if found.due.paused:
        answer["paused"] = found.due.paused.as_dict()
    answer["lines"] = [line.as_dict() for line in found.due.lines]
    if clock != Clock.LEGAL:
        answer["clock"] = clock.value
    if found.counts_late:
        answer["counts_late"] = True
    return json.dumps(answer, ensure_ascii=False)


def _limit(text: str | None, clock: Clock) -> Limit:
    """The limit as written; the acceptance clock has its own, of the rule pack."""
    if clock == Clock.ACCEPTANCE:
        return Limit(None, Unit.NONE)
    if text is None:
        raise Refused("Cần ghi thời hạn ở --limit, ví dụ 3wd.", field="limit")
    return Limit.parse(text)


def _holds(texts: Sequence[str]) -> list[Hold]:
    return [Hold(*_span(text, "hold", "lần tạm dừng")) for text in texts]


def _requests(args: argparse.Namespace) -> list[Request]:
    found = [Request(*_span(text, "supplement", "lần bổ sung")) for text in args.supplement]
    return sorted(found, key=lambda request: request.asked)


def _calendars(args: argparse.Namespace) -> Calendars:
    history = demo_history() if args.calendar is None else _history(args.calendar)
    if args.known_at is None:
        return history.at
    fixed = history.at(_moment(args.known_at, "known-at"))
    return lambda known: fixed


def _moment(text: str, field: str) -> datetime:
    _check_zone(text, field)
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


def _check_zone(text: str, field: str) -> None:
    """Refused for a zone by name or an offset that no place on earth has; without a zone it is Viet Nam's time."""
    zone = _ZONE.search(text)
    if zone is None or zone[1] == "Z":
        return
    hours = re.fullmatch(r"[+-](\d\d):?(\d\d)", zone[1])
    if hours is None or int(hours[1]) > 14 or int(hours[2]) > 59:
        raise Refused(
            "Không có múi giờ “{zone}” ở --{field_name}; hãy ghi như +07:00, hoặc bỏ trống nếu là giờ Việt Nam.",
            field=field,
            zone=zone[1][:40],
            field_name=field,
        )


def _span(text: str, field: str, what: str) -> tuple[datetime, datetime | None]:
    start, dots, end = text.partition("..")
    if not dots:
        raise Refused(
            "Không đọc được {what} “{given}”; hãy ghi TỪ..ĐẾN, ví dụ 2026-02-24T08:00..2026-02-26T10:00.",
            field=field,
            what=what,
            given=text[:80],
        )
    return _moment(start, field), _moment(end, field) if end else None


def _history(name: str) -> CalendarHistory:
    with Path(name).open("rb") as file:
        content = file.read(LARGEST_CALENDAR + 1)
    if len(content) > LARGEST_CALENDAR:
        raise Refused("Tệp lịch {name} quá lớn; tệp lịch chỉ dài vài trang.", field="calendar", name=name)
    return history_from(content)
