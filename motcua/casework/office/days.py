"""Enter, correct and withdraw days off and worked days. Dates that were printed do not move (rules.md 10).

Each act is planned first, from the offices as they are, so that a page can show what it would do; the verb plans it
again and carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import WEEKDAYS
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor
from motcua.offices.calendar_changes import GONE, Plan, proposed
from motcua.offices.calendars import calendar_for, drawn
from motcua.offices.models import CalendarChange, SpecialDay
from motcua.offices.snapshot import Snapshot

from .planned import carried_out

KINDS: dict[str, str] = {
    "holiday": gettext_noop("Ngày nghỉ lễ, tết"),
    "lieu": gettext_noop("Ngày nghỉ bù, hoán đổi"),
    "working": gettext_noop("Ngày làm bù"),
    "closure": gettext_noop("Ngày cơ quan đóng cửa"),
}
MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class DaysData:
    """One or several days in a row that are not as their weekdays. `as_weekday` ("fri") only for a worked day;
    `closed_from` and `closed_to` for a closure of a part of the day."""

    agency_id: int
    first: date
    kind: str
    name: str
    last: date | None = None
    as_weekday: str = ""
    basis: str = ""
    closed_from: time | None = None
    closed_to: time | None = None


@dataclass(frozen=True, slots=True)
class SwapData:
    """A working day given for a day of rest: `off` is free, `working` is worked in its stead with its hours."""

    agency_id: int
    off: date
    working: date
    basis: str = ""


def enter_days(data: DaysData, *, by: Actor, at: datetime) -> CalendarChange:
    """Enter the days, known from now on. Refused when one of them is entered already, or cannot be such a day."""
    return carried_out(lambda offices: plan_days(data, offices, at=at), by=by, at=at)


def swap_days(data: SwapData, *, by: Actor, at: datetime) -> CalendarChange:
    """Enter a day off in lieu and the day worked for it, together."""
    return carried_out(lambda offices: plan_swap(data, offices, at=at), by=by, at=at)


def correct_day(row_id: int, data: DaysData, *, by: Actor, at: datetime) -> CalendarChange:
    """Put one day right: its row is withdrawn, another stands in its place."""
    return carried_out(lambda offices: plan_correction(row_id, data, offices, at=at), by=by, at=at)


def withdraw_day(*, row_id: int, by: Actor, at: datetime) -> CalendarChange:
    """Take a day out of the calendar as known from now on."""
    return carried_out(lambda offices: plan_withdrawal(row_id, offices), by=by, at=at)


def plan_days(data: DaysData, offices: Snapshot, *, at: datetime) -> Plan:
    """What `enter_days` would write."""
    _check(data)
    rows = [_row(data, day, offices) for day in _days(data)]
    for row in rows:
        _check_free(row, offices)
        _check_sense(row, calendar_for(offices, row.agency_id, known_at=at))
    return Plan(data.agency_id, days=rows)


def plan_swap(data: SwapData, offices: Snapshot, *, at: datetime) -> Plan:
    """What `swap_days` would write. Refused unless one day is worked so far and the other is not."""
    if data.off == data.working:
        raise Refused("Ngày nghỉ và ngày làm bù phải là hai ngày khác nhau.", field="working")
    calendar = calendar_for(offices, data.agency_id, known_at=at)
    whose = WEEKDAYS[data.off.weekday()]
    off = DaysData(data.agency_id, data.off, "lieu", f"Nghỉ hoán đổi, làm bù ngày {_said(data.working)}")
    worked = DaysData(data.agency_id, data.working, "working", f"Làm bù cho ngày {_said(data.off)}", as_weekday=whose)
    rows = [_row(off, data.off, offices), _row(worked, data.working, offices)]
    for row, field in zip(rows, ("off", "working"), strict=True):
        row.basis = tidy(data.basis)[:200]
        _check_free(row, offices, field=field)
    if not calendar.is_working_day(data.off):
        raise Refused("Ngày {day} vốn đã nghỉ: không có gì để hoán đổi.", field="off", day=_said(data.off))
    if calendar.is_working_day(data.working):
        raise Refused("Ngày {day} vốn đã là ngày làm việc.", field="working", day=_said(data.working))
    return Plan(data.agency_id, days=rows)


def plan_correction(row_id: int, data: DaysData, offices: Snapshot, *, at: datetime) -> Plan:
    """What `correct_day` would write."""
    old = standing_day(row_id, offices)
    _check(data)
    if data.agency_id != old.agency_id:
        raise Refused("Ngày này của cơ quan khác; hãy bỏ dòng này rồi ghi dòng mới cho cơ quan kia.", field="agency")
    without = proposed(Plan(old.agency_id, days_out=[old]), offices, at=at)
    row = _row(data, data.first, offices)
    _check_free(row, without)
    _check_sense(row, drawn(without, data.agency_id, known_at=at))
    return Plan(data.agency_id, days=[row], days_out=[old])


def plan_withdrawal(row_id: int, offices: Snapshot) -> Plan:
    """What `withdraw_day` would write."""
    row = standing_day(row_id, offices)
    return Plan(row.agency_id, days_out=[row])


def standing_day(row_id: int, offices: Snapshot) -> SpecialDay:
    """The row, if it was not withdrawn meanwhile."""
    found = next((d for d in offices.days if d.pk == row_id and d.withdrawn_at is None), None)
    if found is None:
        raise Refused(GONE)
    return found


def _check(data: DaysData) -> None:
    if not tidy(data.name):
        raise Refused("Cần ghi tên ngày, ví dụ Giỗ Tổ Hùng Vương.", field="name")
    if data.kind not in KINDS:
        raise Refused("Hãy chọn loại ngày.", field="kind")
    if (data.kind == "working") != (data.as_weekday in WEEKDAYS):
        raise Refused("Ngày làm bù cần nói làm theo giờ của thứ mấy; ngày nghỉ thì không.", field="as_weekday")
    if data.closed_from is None and data.closed_to is None:
        return
    if data.kind != "closure":
        raise Refused("Chỉ ngày cơ quan đóng cửa mới ghi giờ đóng cửa.", field="closed_from")
    if data.closed_from is None or data.closed_to is None or data.closed_to <= data.closed_from:
        raise Refused("Giờ đóng cửa một phần ngày cần cả giờ bắt đầu và giờ kết thúc sau đó.", field="closed_to")


def _check_free(row: SpecialDay, offices: Snapshot, *, field: str = "day") -> None:
    """Refused while another row of the same agency says something of the day."""
    for other in offices.days:
        if other.agency_id == row.agency_id and other.day == row.day and other.withdrawn_at is None:
            if (other.kind == "working") != (row.kind == "working"):
                raise Refused(
                    "Ngày {day} không thể vừa nghỉ vừa làm bù: lịch đã ghi “{name}”. Hãy bỏ dòng ấy trước.",
                    field=field,
                    day=_said(row.day),
                    name=other.name,
                )
            raise Refused(
                "Ngày {day} đã có trong lịch. Hãy bỏ dòng cũ trước khi ghi dòng mới.", field=field, day=_said(row.day)
            )


def _check_sense(row: SpecialDay, calendar: Calendar) -> None:
    """Refused where the row would say what is so already."""
    if row.kind == "working" and calendar.is_working_day(row.day):
        raise Refused("Ngày {day} vốn đã là ngày làm việc.", field="day", day=_said(row.day))
    if row.closed_from is None or row.closed_to is None:
        return
    start, end = (clock.hour * 60 + clock.minute for clock in (row.closed_from, row.closed_to))
    if not any(opening < end and start < close for opening, close in calendar.hours_on(row.day)):
        raise Refused("Ngày {day} không có giờ làm việc nào trong khoảng này.", field="closed_from", day=_said(row.day))


def _row(data: DaysData, day: date, offices: Snapshot) -> SpecialDay:
    return SpecialDay(
        day=day,
        kind=data.kind,
        as_weekday=data.as_weekday,
        closed_from=data.closed_from,
        closed_to=data.closed_to,
        name=tidy(data.name)[:120],
        basis=tidy(data.basis)[:200],
        agency=offices.agency(data.agency_id),
    )


def _days(data: DaysData) -> list[date]:
    last = data.last or data.first
    if last < data.first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last")
    if (last - data.first).days >= MOST_DAYS:
        raise Refused("Mỗi lần ghi nhiều nhất {most} ngày.", field="last", most=MOST_DAYS)
    return [data.first + timedelta(days=n) for n in range((last - data.first).days + 1)]


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"
