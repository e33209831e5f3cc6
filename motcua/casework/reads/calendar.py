"""The calendar of a year as the back office sees it: its twelve months, the rows behind them, who has which hours."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from motcua.offices.calendars import Piece, calendar_for, pieces
from motcua.offices.models import Agency, CalendarChange, OfficeHours, SpecialDay
from motcua.offices.snapshot import Snapshot

from .happenings import names_of


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day entered, and for whom it holds: the agency and all below it that say nothing else."""

    day: SpecialDay
    agency: Agency


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the year. `state` is work, rest (no hours by the week), off, worked or part; `row` says why."""

    day: date
    state: str
    row: SpecialDay | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks of seven places from Monday on; a place outside the month is None."""

    first: date
    weeks: Sequence[Sequence[Cell | None]]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of one agency. `days` are the rows that hold for it or for agencies below it, `hours` what it works by
    from today on. `empty_next` is true when the following year has no day yet although it is near."""

    year: int
    years: Sequence[int]
    agency: Agency
    months: Sequence[Month]
    days: Sequence[DayRow]
    withdrawn: Sequence[DayRow]
    hours: Sequence[Piece]
    others: Sequence[tuple[Agency, OfficeHours]]
    empty_next: bool


def year(offices: Snapshot, wanted: int, agency: Agency, *, at: datetime, today: date) -> Year:
    """The year `wanted` as the calendar of `agency` is known at `at`: no statement."""
    line, below = {a.pk for a in offices.line(agency.pk)}, offices.below(agency.pk)
    rows = [DayRow(d, offices.agency(d.agency_id)) for d in offices.days if d.day.year == wanted]
    rows = [r for r in rows if r.agency.pk in line or r.agency.pk in below]
    hours = pieces(offices, agency.pk, known_at=at)
    return Year(
        year=wanted,
        years=sorted(_years(offices) | {wanted, today.year, today.year + 1}),
        agency=agency,
        months=_months(offices, wanted, agency, at=at),
        days=[r for r in rows if r.day.withdrawn_at is None],
        withdrawn=[r for r in rows if r.day.withdrawn_at is not None],
        hours=[p for p in hours if p.pattern.to is None or p.pattern.to >= today],
        others=[(offices.agency(h.agency_id), h) for h in _own(offices, below - {agency.pk}, today)],
        empty_next=next_is_empty(offices, today),
    )


def _own(offices: Snapshot, agency_ids: frozenset[int], today: date) -> list[OfficeHours]:
    """The hours that these agencies set for themselves, in force today or later."""
    coming = (h for h in offices.hours if h.withdrawn_at is None and (h.valid_to is None or h.valid_to > today))
    return [h for h in coming if h.agency_id in agency_ids]


def _years(offices: Snapshot) -> set[int]:
    """The years of which days are known."""
    return {d.day.year for d in offices.days if d.withdrawn_at is None}


def next_is_empty(offices: Snapshot, today: date) -> bool:
    """Whether the next year is near and has no day yet."""
    return today.month >= 10 and today.year + 1 not in _years(offices)


def _months(offices: Snapshot, wanted: int, agency: Agency, *, at: datetime) -> list[Month]:
    calendar = calendar_for(offices, agency.pk, known_at=at)
    rows = {row.day: row for row in offices.days_for(agency.pk) if row.day.year == wanted and row.known(at)}

    def cell(day: date) -> Cell:
        row, works = rows.get(day), calendar.is_working_day(day)
        if row is None:
            return Cell(day, "work" if works else "rest")
        return Cell(day, ("worked" if row.kind == "working" else "part") if works else "off", row)

    return [
        Month(
            date(wanted, n, 1),
            [[cell(day) if day.month == n else None for day in week] for week in _weeks(wanted, n)],
        )
        for n in range(1, 13)
    ]


def _weeks(year: int, month: int) -> list[list[date]]:
    return months.Calendar().monthdatescalendar(year, month)


@dataclass(frozen=True, slots=True)
class Change:
    """One act on the calendar with its rows; `by` is who did it, `undone` the act that took it back."""

    change: CalendarChange
    agency: Agency
    by: str
    days: Sequence[SpecialDay]
    hours: Sequence[OfficeHours]
    days_out: Sequence[SpecialDay]
    hours_out: Sequence[OfficeHours]
    undone: CalendarChange | None

    @property
    def year(self) -> int:
        """The year on whose page the change is seen first."""
        days = [d.day for d in (*self.days, *self.days_out)] + [h.valid_from for h in (*self.hours, *self.hours_out)]
        return min(days).year


def changes() -> QuerySet[CalendarChange]:
    """All acts on the calendar, the latest first."""
    return CalendarChange.objects.select_related("agency", "undone_by")


def change(offices: Snapshot, change_id: int) -> Change | None:
    """One act, or None: two statements beside the offices."""
    found = changes().filter(pk=change_id).first()
    if found is None:
        return None
    return Change(
        change=found,
        agency=offices.agency(found.agency_id),
        by=names_of({found.by}).get(found.by, found.by),
        days=[d for d in offices.days if d.entered_in_id == change_id],
        hours=[h for h in offices.hours if h.entered_in_id == change_id],
        days_out=[d for d in offices.days if d.withdrawn_in_id == change_id],
        hours_out=[h for h in offices.hours if h.withdrawn_in_id == change_id],
        undone=getattr(found, "undone_by", None),
    )
