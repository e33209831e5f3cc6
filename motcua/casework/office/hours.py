"""Set the office hours of an agency, by which limits count, and the opening hours of a counter, which move nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.offices import actions
from motcua.offices.actions import check_office_hours
from motcua.offices.actors import Actor
from motcua.offices.calendar_changes import GONE, Plan, proposed
from motcua.offices.calendars import pieces
from motcua.offices.models import CalendarChange, OfficeHours
from motcua.offices.snapshot import Snapshot

from .asking import allowed, local_day
from .planned import carried_out

Week = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class HoursData:
    """Office hours from `day` on, or up to and including `until` (summer hours) on top of those that have no end."""

    agency_id: int
    week: Week
    day: date
    until: date | None = None
    basis: str = ""


def set_office_hours(data: HoursData, *, by: Actor, at: datetime) -> CalendarChange:
    """New office hours. Refused for a day that is over: what was counted stays as it was."""
    return carried_out(lambda offices: plan_hours(data, offices, at=at), by=by, at=at)


def withdraw_office_hours(*, row_id: int, by: Actor, at: datetime) -> CalendarChange:
    """Take office hours out as known from now on: those below them count again."""
    return carried_out(lambda offices: plan_withdrawal(row_id, offices, at=at), by=by, at=at)


def plan_hours(data: HoursData, offices: Snapshot, *, at: datetime) -> Plan:
    """What `set_office_hours` would write."""
    _not_over(data.day, at)
    row = OfficeHours(
        agency=offices.agency(data.agency_id),
        weekdays=_rows(data.week),
        valid_from=data.day,
        valid_to=data.until + timedelta(days=1) if data.until else None,
        known_from=at,
        basis=tidy(data.basis)[:200],
    )
    check_office_hours(row, [h for h in offices.hours if h.agency_id == data.agency_id and h.withdrawn_at is None])
    return Plan(data.agency_id, hours=[row])


def plan_withdrawal(row_id: int, offices: Snapshot, *, at: datetime) -> Plan:
    """What `withdraw_office_hours` would write. Refused when the agency would be left without any hours."""
    row = next((h for h in offices.hours if h.pk == row_id and h.withdrawn_at is None), None)
    if row is None:
        raise Refused(GONE)
    plan = Plan(row.agency_id, hours_out=[row])
    without = proposed(plan, offices, at=at)
    if row.valid_to is None and not any(
        piece.pattern.to is None for piece in pieces(without, row.agency_id, known_at=at)
    ):
        raise Refused("Đây là giờ làm việc duy nhất; hãy đặt giờ mới trước khi bỏ dòng này.")
    return plan


def set_counter_hours(*, agency_id: int, week: Week, day: date, by: Actor, at: datetime) -> None:
    """New opening hours of a counter from `day` on."""
    offices = allowed("offices.change", by=by, at=at)
    _not_over(day, at)
    if not offices.agency(agency_id).is_counter:
        raise Refused("Chỉ nơi tiếp nhận mới có giờ mở quầy.")
    if not any(week.values()):
        raise Refused("Cần ít nhất một buổi mở quầy trong tuần.", field="weekdays")
    actions.set_counter_hours(agency_id=agency_id, weekdays=_rows(week), day=day, by=by.ref, at=at, origin=by.origin)


def _not_over(day: date, at: datetime) -> None:
    if day < local_day(at):
        raise Refused("Giờ mới bắt đầu sớm nhất từ hôm nay: hạn đã tính theo giờ cũ được giữ nguyên.", field="day")


def _rows(week: Week) -> dict[str, list[list[str]]]:
    return {name: [list(span) for span in spans] for name, spans in week.items() if spans}
