"""Calendars as JSON files, the demo province's among them: office hours, days off, worked Saturdays.

    {"office_hours": [{"from": "2026-01-01", "to": null,
                       "weekdays": {"mon": [["07:30", "11:30"], ["13:30", "17:00"]], …}}],
     "off": ["2026-01-01", …], "working": {"2026-01-10": "fri", …}}

`from` and `to` are both included. A part of a day that is closed stands in `closed`: {"2026-10-01": [["13:30",
"17:00"]]}. A file may say its "timezone"; it is Viet Nam's. Keys not named here (such as "notes" and "sources") are
passed over. What was announced late says since when it is known: {"date": "2026-01-02", "known_from":
"2025-12-20T15:00"} in `off`, {"as": "fri", "known_from": "2025-12-20"} in `working`, {"spans": […], "known_from": …}
in `closed`; a date alone means its first minute in Vietnam.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from motcua.kernel.calendar_history import CalendarHistory
from motcua.kernel.calendars import Calendar, OfficeHours
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.kernel.working_days import Span

ZONES = ("Asia/Ho_Chi_Minh", "Asia/Saigon", "+07:00")


@cache
def demo_history() -> CalendarHistory:
    """The demo province's calendar: 07:00-11:30 and 13:30-17:00, decided holidays of 2025 to 2027."""
    return history_from(demo_calendar_bytes())


def demo_calendar() -> Calendar:
    """The demo province's calendar with all that is known."""
    return demo_history().newest


def demo_calendar_bytes() -> bytes:
    """The file behind `demo_calendar`, for whoever seeds rows from it (its "notes" name the days)."""
    return (files("motcua.kernel") / "data" / "calendar_demo.json").read_bytes()


def calendar_from(content: bytes) -> Calendar:
    """Read a calendar file with everything in it, whenever it became known. Raises Refused as `history_from` does."""
    return history_from(content).newest


def history_from(content: bytes) -> CalendarHistory:
    """Read a calendar file. Raises Refused, with a sentence that names the fault, for anything unreadable."""
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise Refused("Tệp lịch không phải là văn bản UTF-8.", field="calendar") from fault
    except json.JSONDecodeError as fault:
        raise Refused("Tệp lịch không phải là JSON: lỗi ở dòng {line}.", field="calendar", line=fault.lineno) from fault
    except (RecursionError, ValueError) as fault:  # nested without end, or a number of thousands of digits
        raise Refused("Tệp lịch không đọc được.", field="calendar") from fault
    if not isinstance(given, dict) or not isinstance(given.get("office_hours"), list) or not given["office_hours"]:
        raise Refused("Tệp lịch phải có office_hours với ít nhất một khoảng thời gian.", field="office_hours")
    _check_zone(given.get("timezone"))
    return CalendarHistory(
        [_office_hours(entry) for entry in given["office_hours"]],
        [_day_off(entry) for entry in _listed(given.get("off", []), "off")],
        {_date(day, "working"): _worked(entry) for day, entry in _named(given.get("working", {}), "working")},
        {_date(day, "closed"): _closed(entry) for day, entry in _named(given.get("closed", {}), "closed")},
    )


def _check_zone(given: object) -> None:
    """Refused unless the file is meant in Viet Nam's time, which knows no summer time."""
    if given is not None and given not in ZONES:
        raise Refused(
            "Múi giờ “{given}” không dùng được: lịch làm việc tính theo giờ Việt Nam (Asia/Ho_Chi_Minh).",
            field="timezone",
            given=_shown(given),
        )


def _day_off(entry: object) -> tuple[date, datetime | None]:
    if isinstance(entry, dict):
        return _date(entry.get("date"), "off"), _known_from(entry)
    return _date(entry, "off"), None


def _worked(entry: object) -> tuple[str, datetime | None]:
    if isinstance(entry, dict):
        return _text(entry.get("as"), "working"), _known_from(entry)
    return _text(entry, "working"), None


def _closed(entry: object) -> tuple[list[Span], datetime | None]:
    spans, known = (entry.get("spans"), _known_from(entry)) if isinstance(entry, dict) else (entry, None)
    return [_span(span) for span in _listed(spans, "closed")], known


def _known_from(entry: dict[str, object]) -> datetime | None:
    given = entry.get("known_from")
    if given is None:
        return None
    try:
        known = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        known = None
    if known is None:
        raise Refused(
            "Thời điểm biết “{given}” ở known_from không hợp lệ; hãy ghi như 2026-01-05 hoặc 2026-01-05T09:00.",
            field="known_from",
            given=_shown(given),
        )
    return known if known.tzinfo else known.replace(tzinfo=VIETNAM)


def _office_hours(entry: object) -> OfficeHours:
    if not isinstance(entry, dict) or "from" not in entry:
        raise Refused("Mỗi mục của office_hours phải có from, to và weekdays.", field="office_hours")
    to = entry.get("to")
    return OfficeHours(
        _date(entry["from"], "from"),
        None if to is None else _date(to, "to"),
        {
            name: [_span(span) for span in _listed(spans, name)]
            for name, spans in _named(entry.get("weekdays"), "weekdays")
        },
    )


def _span(given: object) -> Span:
    if not isinstance(given, list) or len(given) != 2:
        raise Refused("Giờ làm việc phải ghi thành cặp, ví dụ [“07:30”, “11:30”].", field="office_hours")
    return _minute(given[0]), _minute(given[1])


def _minute(given: object) -> int:
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", given) if isinstance(given, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise Refused("Giờ “{given}” không hợp lệ; hãy ghi như 07:30.", field="office_hours", given=_shown(given))
    return int(match[1]) * 60 + int(match[2])


def _date(given: object, key: str) -> date:
    if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise Refused(
        "Ngày “{given}” ở {key} không hợp lệ; hãy ghi như 2026-01-31.", field=key, given=_shown(given), key=key
    )


def _text(given: object, key: str) -> str:
    if not isinstance(given, str):
        raise Refused("Giá trị “{given}” ở {key} phải là chữ.", field=key, given=_shown(given), key=key)
    return given


def _listed(given: object, key: str) -> list[object]:
    if not isinstance(given, list):
        raise Refused("Mục {key} của tệp lịch phải là một danh sách [...].", field=key, key=_shown(key))
    return given


def _named(given: object, key: str) -> list[tuple[str, object]]:
    if not isinstance(given, dict):
        raise Refused("Mục {key} của tệp lịch phải có dạng {{...}}.", field=key, key=_shown(key))
    return list(given.items())


def _shown(given: object) -> str:
    """What stood there, on one line and short enough for a sentence."""
    return " ".join(str(given).split())[:40]
