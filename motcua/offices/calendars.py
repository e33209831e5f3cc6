"""The working calendar of an agency as it was known at a moment, built from the rows and kept by edition."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from motcua.kernel.calendars import Calendar, OfficeHours

from .models import OfficeHours as HoursRow
from .models import SpecialDay
from .snapshot import Snapshot, at_edition

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)


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
    days = [
        row
        for row in offices.days_for(agency_id)
        if known_at and row.known_from <= known_at and not (row.withdrawn_at and row.withdrawn_at <= known_at)
    ]
    off, working = _days(days)
    hours = patterns(offices, agency_id, known_at=known_at) if known_at else []
    return Calendar(hours, off, working, version=(edition, agency_id, state))


def patterns(offices: Snapshot, agency_id: int, *, known_at: datetime) -> list[OfficeHours]:
    """The patterns by which an agency works, as known at `known_at`: for each day that of the nearest agency upwards
    which has one for it."""
    found: list[OfficeHours] = []
    for agency in offices.line(agency_id):
        rows = [row for row in offices.hours if row.agency_id == agency.pk]
        known = [row for row in rows if row.known_from <= known_at]
        unheard_of = {row.valid_from for row in rows} - {row.valid_from for row in known}
        own = [pattern(row, ends=row.valid_to not in unheard_of) for row in known]
        found += [piece for hours in own for piece in _beside(hours, found)]
    return found


def _beside(hours: OfficeHours, taken: Sequence[OfficeHours]) -> list[OfficeHours]:
    """What is left of a pattern on the days on which none of `taken` is in force."""
    pieces = [hours]
    for other in taken:
        pieces = [part for piece in pieces for part in _around(piece, other)]
    return pieces


def _around(hours: OfficeHours, other: OfficeHours) -> list[OfficeHours]:
    """What is left of a pattern before another one begins and after it ends."""
    parts = []
    if hours.from_ < other.from_:
        last = other.from_ - timedelta(days=1)
        parts.append(replace(hours, to=last if hours.to is None else min(hours.to, last)))
    if other.to is not None and (hours.to is None or other.to < hours.to):
        parts.append(replace(hours, from_=max(hours.from_, other.to + timedelta(days=1))))
    return parts


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


def pattern(row: HoursRow, *, ends: bool = True) -> OfficeHours:
    """A row with half-open dates as the kernel's pattern with both dates included; without its end unless it `ends`."""
    last = row.valid_to - timedelta(days=1) if row.valid_to and ends else None
    return OfficeHours(row.valid_from, last, {day: _spans(spans) for day, spans in row.weekdays.items()})


def _spans(spans: list[list[str]]) -> list[tuple[int, int]]:
    return [(_minutes(opening), _minutes(close)) for opening, close in spans]


def _minutes(clock: str) -> int:
    """Minutes from midnight of "07:30"; ValueError when it is no time of the day (24:00 is the kernel's to refuse)."""
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(clock)
    return int(found[1]) * 60 + int(found[2])
