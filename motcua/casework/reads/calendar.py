"""The calendar of a year as the back office sees it: days entered and withdrawn, and who has hours of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.offices.models import Agency, OfficeHours, SpecialDay
from motcua.offices.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day entered, and for whom it holds: the agency and all below it that say nothing else."""

    day: SpecialDay
    agency: Agency


@dataclass(frozen=True, slots=True)
class Year:
    """One year. `empty_next` is true when the following year has no day yet although it is near."""

    year: int
    years: Sequence[int]
    days: Sequence[DayRow]
    withdrawn: Sequence[DayRow]
    patterns: Sequence[tuple[Agency, OfficeHours]]
    empty_next: bool


def year(offices: Snapshot, wanted: int, *, today: date) -> Year:
    """The days of `wanted` and the office hours in force today or later: no statement."""
    rows = [DayRow(d, offices.agency(d.agency_id)) for d in offices.days if d.day.year == wanted]
    known = {d.day.year for d in offices.days if d.withdrawn_at is None}
    return Year(
        year=wanted,
        years=sorted(known | {wanted, today.year, today.year + 1}),
        days=[r for r in rows if r.day.withdrawn_at is None],
        withdrawn=[r for r in rows if r.day.withdrawn_at is not None],
        patterns=[(offices.agency(h.agency_id), h) for h in offices.hours if h.valid_to is None or h.valid_to > today],
        empty_next=today.month >= 10 and today.year + 1 not in known,
    )
