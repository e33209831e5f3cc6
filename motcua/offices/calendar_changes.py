"""What one act does to the calendar: rows entered and rows withdrawn together, known from then on; still a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from motcua.kernel.sentences import gettext_noop

from .models import CalendarChange, CalendarRow, OfficeHours, SpecialDay
from .snapshot import Snapshot

Row = TypeVar("Row", bound=CalendarRow)
GONE = gettext_noop("Lịch vừa được người khác thay đổi. Hãy tải lại trang để xem lịch mới nhất.")


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows of one agency that one act enters (not yet written) and withdraws; `undoes` is the change taken back."""

    agency_id: int
    days: Sequence[SpecialDay] = ()
    hours: Sequence[OfficeHours] = ()
    days_out: Sequence[SpecialDay] = ()
    hours_out: Sequence[OfficeHours] = ()
    undoes: CalendarChange | None = None

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day of which the plan says something; hours without end go on for ever."""
        rows = [*self.hours, *self.hours_out]
        days = [day.day for day in (*self.days, *self.days_out)]
        ends = [row.valid_to - timedelta(days=1) if row.valid_to else date.max for row in rows]
        return min([*days, *(row.valid_from for row in rows)]), max([*days, *ends])


def proposed(plan: Plan, offices: Snapshot, *, at: datetime) -> Snapshot:
    """The offices as they would be if `plan` were carried out at `at`: nothing is written, rows stay as they are."""
    days, hours = (
        _after(offices.days, plan.days_out, plan.days, at),
        _after(offices.hours, plan.hours_out, plan.hours, at),
    )
    return replace(offices, days=tuple(days), hours=tuple(hours))


def _after(standing: Iterable[Row], out: Iterable[Row], new: Iterable[Row], at: datetime) -> Iterator[Row]:
    gone = {row.pk for row in out}
    for row in standing:
        yield _changed(row, withdrawn_at=at) if row.pk in gone else row
    for row in new:
        yield _changed(row, known_from=at)


def _changed(row: Row, **values: datetime) -> Row:
    changed = copy(row)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def kind_of(plan: Plan) -> str:
    """What the journal calls it."""
    if plan.undoes is not None:
        return "calendar.undone"
    if plan.days or plan.hours:
        changed = bool(plan.days_out or plan.hours_out)
        return "calendar.corrected" if changed else "days.entered" if plan.days else "office_hours.set"
    return "days.withdrawn" if plan.days_out else "office_hours.withdrawn"


def facts_of(plan: Plan) -> dict[str, object]:
    """What the journal says of it: days with kind, weekday and part closed; hours with their dates."""
    facts: dict[str, object] = {}
    for name, days in (("days", plan.days), ("days_out", plan.days_out)):
        if days:
            facts[name] = {d.day.isoformat(): _told(d) for d in days}
    for name, rows in (("hours", plan.hours), ("hours_out", plan.hours_out)):
        if rows:
            facts[name] = [_hours(h) for h in rows]
    if plan.days or plan.hours:
        facts["basis"] = next(filter(None, [*(d.basis for d in plan.days), *(h.basis for h in plan.hours)]), "")
    if plan.hours:
        facts["from"] = plan.hours[0].valid_from.isoformat()
    if plan.undoes is not None:
        facts["undoes"] = plan.undoes.pk
    return facts


def _told(day: SpecialDay) -> list[str]:
    part = [f"{clock:%H:%M}" for clock in (day.closed_from, day.closed_to) if clock]
    return [day.kind, day.as_weekday, *part]


def _hours(row: OfficeHours) -> dict[str, object]:
    end = row.valid_to.isoformat() if row.valid_to else None
    return {"from": row.valid_from.isoformat(), "to": end, "weekdays": row.weekdays}
