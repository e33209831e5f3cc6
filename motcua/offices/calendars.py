"""The working calendar of an agency as it was known at a moment, built from the rows and kept by edition."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
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
    return _built(offices.edition, _owner(offices.edition, agency_id), state)


def share_calendar(offices: Snapshot, one: int, other: int) -> bool:
    """Whether two agencies have the same calendar, so that a limit ends for both at the same moment."""
    return _owner(offices.edition, one) == _owner(offices.edition, other)


@lru_cache(maxsize=4096)
def _changes(edition: int, agency_id: int) -> tuple[datetime, ...]:
    return tuple(at_edition(edition).changes(agency_id))


@lru_cache(maxsize=1024)
def _owner(edition: int, agency_id: int) -> int:
    return owner(at_edition(edition), agency_id)


def owner(offices: Snapshot, agency_id: int) -> int:
    """The nearest agency upwards whose calendar this one has: agencies without rows of their own share one object."""
    with_rows = {row.agency_id for row in offices.hours} | {row.agency_id for row in offices.days}
    return next((a.pk for a in offices.line(agency_id) if a.pk in with_rows), agency_id)


@lru_cache(maxsize=512)
def _built(edition: int, agency_id: int, state: int) -> Calendar:
    moments = _changes(edition, agency_id)
    if not state:
        return Calendar([], version=(edition, agency_id, state))
    return drawn(at_edition(edition), agency_id, known_at=moments[state - 1], version=(edition, agency_id, state))


def drawn(offices: Snapshot, agency_id: int, *, known_at: datetime, version: object = None) -> Calendar:
    """The calendar of these rows as known at `known_at`, drawn afresh: also of rows that are only proposed."""
    off, working, closed = _days([row for row in offices.days_for(agency_id) if row.known(known_at)])
    hours = [piece.pattern for piece in pieces(offices, agency_id, known_at=known_at)]
    return Calendar(hours, off, working, closed, version=version)


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of office hours on the days on which it decides; both dates of `pattern` are included."""

    row: HoursRow
    pattern: OfficeHours


def pieces(offices: Snapshot, agency_id: int, *, known_at: datetime) -> list[Piece]:
    """The hours by which an agency works, as known at `known_at`, by date: on each day those of the nearest agency
    upwards that has any for it, first those with an end, then the latest to begin of those without."""
    found: list[Piece] = []
    for agency in offices.line(agency_id):
        known = [row for row in offices.hours if row.agency_id == agency.pk and row.known(known_at)]
        for row in sorted(known, key=_rank, reverse=True):
            taken = [piece.pattern for piece in found]
            found += [Piece(row, part) for part in _beside(pattern(row), taken)]
    return sorted(found, key=lambda piece: piece.pattern.from_)


def _rank(row: HoursRow) -> tuple[bool, date, datetime]:
    return row.valid_to is not None, row.valid_from, row.known_from


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


Closures = dict[date, list[tuple[int, int]]]


def _days(rows: Sequence[SpecialDay]) -> tuple[set[date], dict[date, str], Closures]:
    """Days off, days worked and parts of days closed. Rows come farthest agency first, so that the nearer one has the
    last word on a day; a part that is closed leaves the rest of the day as it is."""
    off: set[date] = set()
    working: dict[date, str] = {}
    closed: Closures = {}
    for row in rows:
        if row.closed_from and row.closed_to:
            closed.setdefault(row.day, []).append((_minute(row.closed_from), _minute(row.closed_to)))
            continue
        off.discard(row.day)
        working.pop(row.day, None)
        closed.pop(row.day, None)
        if row.kind == "working":
            working[row.day] = row.as_weekday
        else:
            off.add(row.day)
    return off, working, closed


def pattern(row: HoursRow) -> OfficeHours:
    """A row with half-open dates as the kernel's pattern with both dates included."""
    last = row.valid_to - timedelta(days=1) if row.valid_to else None
    return OfficeHours(row.valid_from, last, {day: _spans(spans) for day, spans in row.weekdays.items()})


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _spans(spans: list[list[str]]) -> list[tuple[int, int]]:
    return [(_minutes(opening), _minutes(close)) for opening, close in spans]


def _minutes(clock: str) -> int:
    """Minutes from midnight of "07:30"; ValueError when it is no time of the day (24:00 is the kernel's to refuse)."""
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(clock)
    return int(found[1]) * 60 + int(found[2])
