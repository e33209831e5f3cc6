"""The calendar that a new house begins with, as rows not yet written: officials correct them each year."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from motcua.kernel.calendar_files import demo_calendar_bytes

from .models import Agency, SpecialDay


def office_hours() -> Iterator[tuple[date, dict[str, list[list[str]]]]]:
    """(first day, week) of each pattern of the seeded calendar, in order."""
    for pattern in _calendar()["office_hours"]:
        yield date.fromisoformat(pattern["from"]), pattern["weekdays"]


def special_days(agency: Agency, *, known_from: datetime) -> Iterator[SpecialDay]:
    """The days off and worked days of the seeded calendar, for `agency` and all below it."""
    calendar = _calendar()
    for day in calendar["off"]:
        kind = "lieu" if calendar["notes"][day].startswith("Nghỉ") else "holiday"
        yield _row(calendar, day, kind, "", agency, known_from)
    for day, weekday in calendar["working"].items():
        yield _row(calendar, day, "working", weekday, agency, known_from)


def _calendar() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(demo_calendar_bytes())
    return found


def _row(
    calendar: Mapping[str, Any], day: str, kind: str, as_weekday: str, agency: Agency, known_from: datetime
) -> SpecialDay:
    return SpecialDay(
        day=date.fromisoformat(day),
        kind=kind,
        as_weekday=as_weekday,
        name=calendar["notes"][day],
        basis=calendar["sources"].get(day[:4], "")[:200],
        agency=agency,
        known_from=known_from,
    )
