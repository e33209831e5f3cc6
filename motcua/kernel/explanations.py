"""How a due date was reached, told in the order in which a person would count.

For limits counted in days, the date of acceptance plus the `days` of all lines is the date due; for limits in hours,
the minute of acceptance plus the `minutes` of all lines is the moment due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.kernel.calendars import Calendar
from motcua.kernel.explanation_lines import Left, Line, LineKind
from motcua.kernel.limits import COUNTED_IN_WORK, Limit, Unit
from motcua.kernel.moments import DAY, moment_of
from motcua.kernel.working_days import WorkDays

_HOURS, _WORKING_DAY, _SAME_DAY = Unit.WORKING_HOUR, Unit.WORKING_DAY, Unit.SAME_DAY
_MONTH, _FIXED = Unit.MONTH, Unit.FIXED_DATE


@dataclass(slots=True)
class Pause:
    """A hold as it was taken: stamps, how far it moved the position, and the due stamp before and after it."""

    began: int
    ended: int | None
    amount: int
    before: int
    after: int
    moves: bool


@dataclass(slots=True)
class Reckoning:
    """All that `due` went through, in stamps and positions; what `lines` tells again in words."""

    limit: Limit
    calendar: Calendar
    days: WorkDays
    start: int
    begun: int
    first_reached: int
    pauses: Sequence[Pause]
    position: int
    reached: int
    open_since: int | None
    left: Left | None


def without_length(start: int, limit: Limit) -> tuple[Line, ...]:
    """The lines for a limit by agreement, or none at all."""
    return Line(LineKind.ACCEPTED, moment_of(start)), Line(LineKind.NO_DUE, unit=limit.unit)


def lines(told: Reckoning) -> tuple[Line, ...]:
    """The explanation of a reckoning, in the order in which a person would count."""
    unit = told.limit.unit
    result = [Line(LineKind.ACCEPTED, moment_of(told.start))]
    if unit is _WORKING_DAY:
        _count_working_days(told, result)
    elif unit is _HOURS:
        _count_hours(told, result)
    elif unit is _SAME_DAY:
        _count_same_day(told, result)
    else:
        _count_days(told, result)
    for pause in told.pauses:
        result.append(_hold_line(pause, unit))
    if told.left is not None and told.open_since is not None:
        result.append(
            Line(LineKind.PAUSED, moment_of(told.open_since), amount=told.left.amount, unit=unit),
        )
        return tuple(result)
    reached_day = told.reached // DAY
    if unit not in COUNTED_IN_WORK and reached_day != told.position:
        from_, to = date.fromordinal(told.position), date.fromordinal(reached_day)
        result.append(Line(LineKind.ROLLED, from_, to, days=reached_day - told.position))
    moment = moment_of(told.reached)
    if not told.calendar.knows_holidays_of(moment.year):
        result.append(Line(LineKind.HOLIDAYS_UNKNOWN, amount=moment.year))
    result.append(Line(LineKind.DUE, moment))
    return tuple(result)


def _count_working_days(told: Reckoning, result: list[Line]) -> None:
    accepted, reached = told.start // DAY, told.first_reached // DAY
    amount = int(told.limit.amount or 0)
    first = told.days.ordinal(told.begun - amount + 1)
    result.append(Line(LineKind.STARTS, date.fromordinal(first), unit=_WORKING_DAY))
    _days_off(told, accepted, reached, reached - accepted - amount, result)
    result.append(Line(LineKind.LIMIT, to=date.fromordinal(reached), amount=amount, unit=_WORKING_DAY, days=amount))


def _count_hours(told: Reckoning, result: list[Line]) -> None:
    deemed = told.days.deemed(told.start)
    result.append(Line(LineKind.STARTS, moment_of(deemed), unit=_HOURS, minutes=deemed - told.start))
    amount = told.limit.minutes
    outside = told.first_reached - deemed - amount
    if outside:
        passed = told.calendar.holidays_between(deemed // DAY, told.first_reached // DAY)
        dates = tuple([date.fromordinal(day) for day in passed])
        result.append(Line(LineKind.OUTSIDE, minutes=outside, dates=dates))
    result.append(Line(LineKind.LIMIT, to=moment_of(told.first_reached), amount=amount, unit=_HOURS, minutes=amount))


def _count_same_day(told: Reckoning, result: list[Line]) -> None:
    deemed = told.days.deemed(told.start)
    began, reached = deemed // DAY, told.first_reached // DAY
    waited = began - told.start // DAY
    result.append(Line(LineKind.STARTS, moment_of(deemed), unit=_SAME_DAY, days=waited, minutes=deemed - told.start))
    later = int(reached > began)
    _days_off(told, began, reached, reached - began - later, result)
    result.append(Line(LineKind.LIMIT, to=date.fromordinal(reached), amount=later, unit=_SAME_DAY, days=later))


def _count_days(told: Reckoning, result: list[Line]) -> None:
    unit, accepted = told.limit.unit, told.start // DAY
    if unit is not _FIXED:
        result.append(Line(LineKind.STARTS, date.fromordinal(accepted + 1), unit=unit))
    result.append(
        Line(
            LineKind.LIMIT,
            date.fromordinal(accepted) if unit is _MONTH else None,
            date.fromordinal(told.begun),
            int(told.limit.amount or 0) or None,
            unit,
            told.begun - accepted,
        )
    )


def _days_off(told: Reckoning, after: int, to: int, count: int, result: list[Line]) -> None:
    if count:
        passed = told.calendar.holidays_between(after, to)
        dates = tuple([date.fromordinal(day) for day in passed])
        result.append(Line(LineKind.DAYS_OFF, amount=count, unit=Unit.DAY, days=count, dates=dates))


def _hold_line(pause: Pause, unit: Unit) -> Line:
    began, ended = moment_of(pause.began), None if pause.ended is None else moment_of(pause.ended)
    if not pause.moves:
        return Line(LineKind.HOLD_TOO_LATE, began, ended)
    moved = pause.after - pause.before
    if unit is _HOURS:
        return Line(LineKind.HOLD, began, ended, pause.amount, unit, minutes=moved)
    if unit in COUNTED_IN_WORK:
        return Line(
            LineKind.HOLD, began, ended, pause.amount, _WORKING_DAY, days=pause.after // DAY - pause.before // DAY
        )
    return Line(LineKind.HOLD, began, ended, pause.amount, Unit.DAY, days=pause.amount)
