"""Enter and withdraw days off and worked days. Dates that were printed do not move (rules.md 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.kernel.moments import WEEKDAYS
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.kernel.spelling import tidy
from motcua.offices import actions
from motcua.offices.actors import Actor
from motcua.offices.models import SpecialDay

from .asking import allowed

KINDS: dict[str, str] = {
    "holiday": gettext_noop("Ngày nghỉ lễ, tết"),
    "lieu": gettext_noop("Ngày nghỉ bù, hoán đổi"),
    "working": gettext_noop("Ngày làm bù"),
    "closure": gettext_noop("Ngày cơ quan đóng cửa"),
}
MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class DaysData:
    """One or several days in a row that are not as their weekdays. `as_weekday` ("fri") only for a worked day."""

    agency_id: int
    first: date
    kind: str
    name: str
    last: date | None = None
    as_weekday: str = ""
    basis: str = ""


def enter_days(data: DaysData, *, by: Actor, at: datetime) -> int:
    """Enter the days, known from now on; how many. Refused when one of them is entered already."""
    offices = allowed("offices.change", by=by, at=at)
    days = _days(data)
    name = tidy(data.name)
    if not name:
        raise Refused("Cần ghi tên ngày, ví dụ Giỗ Tổ Hùng Vương.", field="name")
    if data.kind not in KINDS:
        raise Refused("Hãy chọn loại ngày.", field="kind")
    if (data.kind == "working") != (data.as_weekday in WEEKDAYS):
        raise Refused("Ngày làm bù cần nói làm theo giờ của thứ mấy; ngày nghỉ thì không.", field="as_weekday")
    rows = [
        SpecialDay(
            day=day,
            kind=data.kind,
            as_weekday=data.as_weekday,
            name=name[:120],
            basis=tidy(data.basis)[:200],
            agency=offices.agency(data.agency_id),
        )
        for day in days
    ]
    actions.set_special_days(rows, by=by.ref, at=at, origin=by.origin)
    return len(rows)


def _days(data: DaysData) -> list[date]:
    last = data.last or data.first
    if last < data.first:
        raise Refused("Ngày cuối phải từ ngày đầu trở đi.", field="last")
    if (last - data.first).days >= MOST_DAYS:
        raise Refused("Mỗi lần ghi nhiều nhất {most} ngày.", field="last", most=MOST_DAYS)
    return [data.first + timedelta(days=n) for n in range((last - data.first).days + 1)]


def withdraw_day(*, row_id: int, by: Actor, at: datetime) -> None:
    """Take a day out of the calendar as known from now on."""
    allowed("offices.change", by=by, at=at)
    actions.withdraw_special_day(row_id=row_id, by=by.ref, at=at)
