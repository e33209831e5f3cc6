"""The working calendar of an agency as it was known at a moment, built from the rows and kept by edition."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from motcua.kernel.calendars import Calendar, OfficeHours

from .models import OfficeHours as HoursRow
from .models import SpecialDay
from .snapshot import Snapshot, at_edition


def calendar_for(offices: Snapshot, agency_id: int, *, known_at: datetime) -> Calendar:
    """The calendar by which limits of `agency_id` are counted, from the rows known at `known_at`.

    What became known later moves nothing that was printed before (rules.md 10).
    """
    state = bisect_right(_changes(offices.edition, agency_id), known_at)
    return _calendar(offices.edition, agency_id, state)


def share_calendar(offices: Snapshot, one: int, other: int) -> bool:
    """Whether two agencies have the same calendar, so that a limit ends for both at the same moment."""
    return _owner(offices.edition, one) == _owner(offices.edition, other)


@lru_cache(maxsize=4096)
def _changes(edition: int, agency_id: int) -> tuple[datetime, ...]:
    return tuple(at_edition(edition).changes(agency_id))


@lru_cache(maxsize=1024)
def _owner(edition: int, agency_id: int) -> int:
    """The nearest agency upwards whose calendar this one has: agencies without rows of their own share one object."""
    offices = at_edition(edition)
    with_rows = {row.agency_id for row in offices.hours} | {row.agency_id for row in offices.days}
    return next((a.pk for a in offices.line(agency_id) if a.pk in with_rows), agency_id)


def _calendar(edition: int, agency_id: int, state: int) -> Calendar:
    return _built(edition, _owner(edition, agency_id), state)


@lru_cache(maxsize=512)
def _built(edition: int, agency_id: int, state: int) -> Calendar:
    offices = at_edition(edition)
    moments = _changes(edition, agency_id)
    known_at = moments[state - 1] if state else None
    hours = [row for row in offices.hours_for(agency_id) if known_at and row.known_from <= known_at]
    days = [
        row
        for row in offices.days_for(agency_id)
        if known_at and row.known_from <= known_at and not (row.withdrawn_at and row.withdrawn_at <= known_at)
    ]
    off, working = _days(days)
    return Calendar([pattern(row) for row in hours], off, working, version=(edition, agency_id, state))


def _days(rows: list[SpecialDay]) -> tuple[set[date], Mapping[date, str]]:
    """Rows come farthest agency first, so that the nearer one has the last word on a day."""
    off: set[date] = set()
    working: dict[date, str] = {}
    for row in rows:
        off.discard(row.day)
        working.pop(row.day, None)
        if row.kind == "working":
            working[row.day] = row.as_weekday
        else:
            off.add(row.day)
    return off, working


def pattern(row: HoursRow) -> OfficeHours:
    """A row with half-open dates as the kernel's pattern with both dates included."""
    last = row.valid_to - timedelta(days=1) if row.valid_to else None
    return OfficeHours(row.valid_from, last, {day: _spans(spans) for day, spans in row.weekdays.items()})


def _spans(spans: list[list[str]]) -> list[tuple[int, int]]:
    return [(_minutes(opening), _minutes(close)) for opening, close in spans]


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
