"""Set and correct the office hours of an agency, by which limits count; set those of a counter, which move nothing."""

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


def correct_office_hours(row_id: int, data: HoursData, *, by: Actor, at: datetime) -> CalendarChange:
    """Put office hours right: their row is withdrawn, another stands in its place. Dates that were printed stay."""
    return carried_out(lambda offices: plan_correction(row_id, data, offices, at=at), by=by, at=at)


def withdraw_office_hours(*, row_id: int, by: Actor, at: datetime) -> CalendarChange:
    """Take office hours out as known from now on: those below them count again."""
    return carried_out(lambda offices: plan_withdrawal(row_id, offices, at=at), by=by, at=at)


def plan_hours(data: HoursData, offices: Snapshot, *, at: datetime) -> Plan:
    """What `set_office_hours` would write."""
    _not_over(data.day, at)
    row = _row(data, offices, at=at)
    check_office_hours(row, _standing(data.agency_id, offices))
    return Plan(data.agency_id, hours=[row])


def plan_correction(row_id: int, data: HoursData, offices: Snapshot, *, at: datetime) -> Plan:
    """What `correct_office_hours` would write.

    Hours that apply already keep their first day: from which day on others hold is said by new ones. Refused when they
    lie over others, would be left as they are, or would leave the agency without hours.
    """
    old = standing_hours(row_id, offices)
    if data.agency_id != old.agency_id:
        raise Refused("Giờ này của cơ quan khác; hãy bỏ dòng này rồi đặt giờ mới cho cơ quan kia.", field="agency")
    if data.day != old.valid_from:
        if old.valid_from < local_day(at):
            raise Refused(
                "Giờ này đã áp dụng từ {day} nên giữ nguyên ngày bắt đầu. Giờ khác từ một ngày tới thì đặt giờ mới.",
                field="day",
                day=f"{old.valid_from:%d/%m/%Y}",
            )
        _not_over(data.day, at)
    row = _row(data, offices, at=at)
    if all(getattr(row, name) == getattr(old, name) for name in ("weekdays", "valid_from", "valid_to", "basis")):
        raise Refused("Chưa sửa gì: giờ, ngày và căn cứ vẫn như cũ.", field="weekdays")
    check_office_hours(row, [h for h in _standing(old.agency_id, offices) if h.pk != old.pk], instead_of=[old])
    plan = Plan(old.agency_id, hours=[row], hours_out=[old])
    if not _always_works(proposed(plan, offices, at=at), old.agency_id, at=at):
        raise Refused("Đây là giờ làm việc duy nhất nên không có ngày kết thúc; hãy đặt giờ mới trước.", field="until")
    return plan


def plan_withdrawal(row_id: int, offices: Snapshot, *, at: datetime) -> Plan:
    """What `withdraw_office_hours` would write. Refused when the agency would be left without any hours."""
    row = standing_hours(row_id, offices)
    plan = Plan(row.agency_id, hours_out=[row])
    if row.valid_to is None and not _always_works(proposed(plan, offices, at=at), row.agency_id, at=at):
        raise Refused("Đây là giờ làm việc duy nhất; hãy đặt giờ mới trước khi bỏ dòng này.")
    return plan


def standing_hours(row_id: int, offices: Snapshot) -> OfficeHours:
    """The row, if it was not withdrawn meanwhile."""
    found = next((h for h in offices.hours if h.pk == row_id and h.withdrawn_at is None), None)
    if found is None:
        raise Refused(GONE)
    return found


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


def _standing(agency_id: int, offices: Snapshot) -> list[OfficeHours]:
    return [h for h in offices.hours if h.agency_id == agency_id and h.withdrawn_at is None]


def _always_works(offices: Snapshot, agency_id: int, *, at: datetime) -> bool:
    """Whether some hours have no end, be it those of an agency above."""
    return any(piece.pattern.to is None for piece in pieces(offices, agency_id, known_at=at))


def _row(data: HoursData, offices: Snapshot, *, at: datetime) -> OfficeHours:
    return OfficeHours(
        agency=offices.agency(data.agency_id),
        weekdays=_rows(data.week),
        valid_from=data.day,
        valid_to=data.until + timedelta(days=1) if data.until else None,
        known_from=at,
        basis=tidy(data.basis)[:200],
    )


def _rows(week: Week) -> dict[str, list[list[str]]]:
    return {name: [list(span) for span in spans] for name, spans in week.items() if spans}
