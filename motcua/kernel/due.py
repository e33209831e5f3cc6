"""When a dossier is due: one pure function of acceptance, limit, calendar and holds, and the lines that explain it.

Decisions where the rule leaves one (design §4 and the contract of `motcua due`):
- time runs in whole minutes: seconds are dropped from every moment that comes in, so 15:00:59 is still 15:00;
- holds that touch are one hold; a hold that ends where it began, or before acceptance, moves nothing;
- calendar days and months keep their last day as counted: a hold adds its days to that day, and only the result rolls
  to a working day. So a longer limit or hold never gives an earlier due date;
- a fixed date is moved by a hold like calendar days;
- an open hold leaves no due moment, unless it began at or after the moment already reached: a lapsed limit is not
  revived.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.kernel import explanations
from motcua.kernel.calendars import Calendar
from motcua.kernel.explanation_lines import Left, Line
from motcua.kernel.explanations import Pause, Reckoning
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import DAY, VIETNAM, moment_of, stamp
from motcua.kernel.sentences import Refused
from motcua.kernel.working_days import WorkDays


@dataclass(frozen=True, slots=True)
class Hold:
    """A time during which the limit does not run; `to` None while it is still open. Aware moments."""

    from_: datetime
    to: datetime | None = None

    def __post_init__(self) -> None:
        if self.to is not None and self.to < self.from_:
            raise Refused(
                "Lần tạm dừng kết thúc lúc {to}, trước khi bắt đầu lúc {start}.",
                field="hold",
                to=f"{self.to.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
                start=f"{self.from_.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
            )


@dataclass(frozen=True, slots=True)
class Due:
    """The due moment (+07:00), or None: paused (`paused` says what is left) or a limit without one.

    `lines` is empty unless an explanation was asked for.
    """

    moment: datetime | None
    lines: tuple[Line, ...] = ()
    paused: Left | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one unit counts. The position is a number of its own kind, which holds move forward."""

    begin: Callable[[WorkDays, int, Limit], int]  # acceptance stamp → position of the end, without holds
    reach: Callable[[WorkDays, int], int]  # position → due stamp
    between: Callable[[WorkDays, int, int], int]  # two stamps → how far a hold over them moves the position
    left: Callable[[WorkDays, int, int], int]  # position, stamp → what is left at that stamp, in the same kind


def due(accepted: datetime, limit: Limit, calendar: Calendar, holds: Sequence[Hold] = (), explain: bool = False) -> Due:
    """When a dossier accepted at `accepted` (aware) is due, with explaining lines if asked.

    Raises Refused where the calendar has no further working day, or a year lies outside 1900-2199.
    """
    rule = RULES.get(limit.unit)
    if rule is None:
        return Due(None, explanations.without_length(stamp(accepted), limit) if explain else ())
    start = stamp(accepted)
    days = calendar.days_from(start // DAY)
    if limit.date is not None:  # a fixed date may lie before acceptance
        days = calendar.days_from(min(start // DAY, limit.date.toordinal()))
    position = begun = rule.begin(days, start, limit)
    reached = first_reached = rule.reach(days, position)
    pauses: list[Pause] = []
    open_since: int | None = None
    for began, ended in merged(holds, start):
        moves = began < reached
        if moves and ended is None:
            open_since = began
            break
        amount = rule.between(days, began, ended) if moves and ended is not None else 0
        position += amount
        before, reached = reached, rule.reach(days, position) if amount else reached
        pauses.append(Pause(began, ended, amount, before, reached, moves))
    left = None if open_since is None else Left(rule.left(days, position, open_since), limit.unit)
    lines: tuple[Line, ...] = ()
    if explain:
        lines = explanations.lines(
            Reckoning(limit, calendar, days, start, begun, first_reached, pauses, position, reached, open_since, left)
        )
    return Due(moment_of(reached) if left is None else None, lines, left)


def merged(holds: Sequence[Hold], start: int) -> list[tuple[int, int | None]]:
    """Holds as stamps, in order, cut to begin no earlier than `start`; those that overlap or touch are one."""
    if not holds:
        return []
    cut = []
    for hold in holds:
        began, ended = max(stamp(hold.from_), start), None if hold.to is None else stamp(hold.to)
        if ended is None or ended > began:
            cut.append((began, ended))
    result: list[tuple[int, int | None]] = []
    for began, ended in sorted(cut, key=lambda pair: pair[0]):
        if result:
            last_began, last_ended = result[-1]
            if last_ended is None:
                break
            if began <= last_ended:
                result[-1] = (last_began, None if ended is None else max(last_ended, ended))
                continue
        result.append((began, ended))
    return result


def months_later(day: date, amount: int) -> date:
    """The same day `amount` months on; a month without that day ends on its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _amount(limit: Limit) -> int:
    return int(limit.amount or 0)


def _begin_hours(days: WorkDays, start: int, limit: Limit) -> int:
    return days.minutes_to(start) + limit.minutes


def _begin_working_days(days: WorkDays, start: int, limit: Limit) -> int:
    return days.number(start // DAY) + _amount(limit)


def _begin_same_day(days: WorkDays, start: int, limit: Limit) -> int:
    deemed = days.deemed(start)
    return days.number(deemed // DAY) + (deemed % DAY > limit.until)


def _begin_days(_days: WorkDays, start: int, limit: Limit) -> int:
    return start // DAY + _amount(limit)


def _begin_months(_days: WorkDays, start: int, limit: Limit) -> int:
    return months_later(date.fromordinal(start // DAY), _amount(limit)).toordinal()


def _begin_fixed_date(_days: WorkDays, _start: int, limit: Limit) -> int:
    return limit.date.toordinal() if limit.date else 0


def _reach_rolled(days: WorkDays, position: int) -> int:
    return days.close(days.number_from(position))


def _minutes_between(days: WorkDays, began: int, ended: int) -> int:
    return days.minutes_to(ended) - days.minutes_to(began)


def _working_days_between(days: WorkDays, began: int, ended: int) -> int:
    return days.number(ended // DAY) - days.number(began // DAY)


def _days_between(_days: WorkDays, began: int, ended: int) -> int:
    return ended // DAY - began // DAY


def _minutes_left(days: WorkDays, position: int, at: int) -> int:
    return max(0, position - days.minutes_to(at))


def _working_days_left(days: WorkDays, position: int, at: int) -> int:
    return max(0, position - days.number(at // DAY))


def _days_left(_days: WorkDays, position: int, at: int) -> int:
    return max(0, position - at // DAY)


RULES = {
    Unit.WORKING_HOUR: _Rule(_begin_hours, WorkDays.at_minutes, _minutes_between, _minutes_left),
    Unit.WORKING_DAY: _Rule(_begin_working_days, WorkDays.close, _working_days_between, _working_days_left),
    Unit.SAME_DAY: _Rule(_begin_same_day, WorkDays.close, _working_days_between, _working_days_left),
    Unit.DAY: _Rule(_begin_days, _reach_rolled, _days_between, _days_left),
    Unit.MONTH: _Rule(_begin_months, _reach_rolled, _days_between, _days_left),
    Unit.FIXED_DATE: _Rule(_begin_fixed_date, _reach_rolled, _days_between, _days_left),
}
