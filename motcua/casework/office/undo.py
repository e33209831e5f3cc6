"""Undo a change of the calendar: what it entered is withdrawn, what it withdrew is entered anew, known from now on."""

from __future__ import annotations

from datetime import datetime

from motcua.kernel.sentences import Refused
from motcua.offices.actors import Actor
from motcua.offices.calendar_changes import Plan
from motcua.offices.models import CalendarChange, OfficeHours, SpecialDay
from motcua.offices.snapshot import Snapshot

from .planned import carried_out


def undo_change(*, change_id: int, by: Actor, at: datetime) -> CalendarChange:
    """Take a change back. Dates that were printed meanwhile stay; the rows and both changes stay to be seen."""
    return carried_out(lambda offices: plan_undo(change_id, offices), by=by, at=at)


def plan_undo(change_id: int, offices: Snapshot) -> Plan:
    """What `undo_change` would write. Refused when it was undone, or its rows were changed again meanwhile."""
    change = CalendarChange.objects.filter(pk=change_id).first()
    if change is None or CalendarChange.objects.filter(undoes=change).exists():
        raise Refused("Thay đổi này đã được hoàn tác rồi.")
    days_out = [d for d in offices.days if d.entered_in_id == change_id]
    hours_out = [h for h in offices.hours if h.entered_in_id == change_id]
    if any(row.withdrawn_at for row in (*days_out, *hours_out)):
        raise Refused("Có dòng của thay đổi này đã được sửa hay bỏ sau đó; hãy sửa từng dòng trên lịch.")
    return Plan(
        change.agency_id,
        days=[_day_again(d) for d in offices.days if d.withdrawn_in_id == change_id],
        hours=[_hours_again(h) for h in offices.hours if h.withdrawn_in_id == change_id],
        days_out=days_out,
        hours_out=hours_out,
        undoes=change,
    )


def _day_again(row: SpecialDay) -> SpecialDay:
    return SpecialDay(
        day=row.day,
        kind=row.kind,
        as_weekday=row.as_weekday,
        closed_from=row.closed_from,
        closed_to=row.closed_to,
        name=row.name,
        basis=row.basis,
        agency_id=row.agency_id,
    )


def _hours_again(row: OfficeHours) -> OfficeHours:
    return OfficeHours(
        agency_id=row.agency_id,
        weekdays=row.weekdays,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        basis=row.basis,
    )
