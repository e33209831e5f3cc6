"""The lines that explain a due date to a clerk; each carries what it says in fields, so that lines can be added up.

For limits counted in days, the date of acceptance plus the `days` of all lines is the date due; for limits in hours,
the minute of acceptance plus the `minutes` of all lines is the moment due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.kernel import explaining_texts as texts
from motcua.kernel.calendars import DAY, Calendar, WorkDays, moment_of
from motcua.kernel.explaining_texts import on_day, on_moment, span_of_minutes
from motcua.kernel.limits import AMOUNTS, Limit, Unit
from motcua.kernel.sentences import Sentence

_HOURS, _WORKING_DAY, _SAME_DAY = Unit.WORKING_HOUR, Unit.WORKING_DAY, Unit.SAME_DAY
_MONTH, _FIXED = Unit.MONTH, Unit.FIXED_DATE


class LineKind(StrEnum):
    """What a line of an explanation tells."""

    ACCEPTED = "accepted"
    STARTS = "starts"
    DAYS_OFF = "days_off"  # days without office hours that were passed over
    OUTSIDE = "outside"  # time outside office hours that was passed over
    LIMIT = "limit"
    HOLD = "hold"
    HOLD_TOO_LATE = "hold_too_late"
    ROLLED = "rolled"
    PAUSED = "paused"
    DUE = "due"
    NO_DUE = "no_due"
    HOLIDAYS_UNKNOWN = "holidays_unknown"


@dataclass(slots=True)
class Line:
    """One step of the explanation; treat it as read-only.

    `from_` and `to` are what the step begins and ends with: moments, or dates where the hour plays no part. `amount`
    is counted in `unit` (minutes where that is hours). `days` or `minutes` is how far the step moves the reckoning.
    `dates` names holidays that were passed over.
    """

    kind: LineKind
    from_: date | datetime | None = None
    to: date | datetime | None = None
    amount: int | None = None
    unit: Unit | None = None
    days: int = 0
    minutes: int = 0
    dates: tuple[date, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """What the line says, for a person."""
        return _SENTENCES[self.kind](self)

    @property
    def text(self) -> str:
        """The sentence in Vietnamese."""
        return str(self.sentence)

    def as_dict(self) -> dict[str, object]:
        """The line for JSON: its text and the fields that are set; moments and dates as ISO 8601."""
        fields: dict[str, object] = {"text": self.text, "kind": self.kind.value}
        if self.from_ is not None:
            fields["from"] = self.from_.isoformat()
        if self.to is not None:
            fields["to"] = self.to.isoformat()
        if self.amount is not None:
            fields["amount"] = self.amount
        if self.unit is not None:
            fields["unit"] = self.unit.value
        if self.days:
            fields["days"] = self.days
        if self.minutes:
            fields["minutes"] = self.minutes
        if self.dates:
            fields["dates"] = [day.isoformat() for day in self.dates]
        return fields


@dataclass(frozen=True, slots=True)
class Left:
    """What remains of a limit: minutes of office hours for hours, else working days or days as `unit` counts them."""

    amount: int
    unit: Unit

    @property
    def sentence(self) -> Sentence:
        """What remains, in words: "1 giờ 30 phút làm việc", "2 ngày làm việc"."""
        return texts.left(self.amount, self.unit)


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
    if unit not in _COUNTED_IN_WORK and reached_day != told.position:
        from_, to = date.fromordinal(told.position), date.fromordinal(reached_day)
        result.append(Line(LineKind.ROLLED, from_, to, days=reached_day - told.position))
    moment = moment_of(told.reached)
    if not told.calendar.knows_holidays_of(moment.year):
        result.append(Line(LineKind.HOLIDAYS_UNKNOWN, amount=moment.year))
    result.append(Line(LineKind.DUE, moment))
    return tuple(result)


_COUNTED_IN_WORK = frozenset({_HOURS, _WORKING_DAY, _SAME_DAY})


def _count_working_days(told: Reckoning, result: list[Line]) -> None:
    accepted, reached = told.start // DAY, told.first_reached // DAY
    amount = int(told.limit.amount or 0)
    first = told.days.ordinal(told.begun - amount + 1)
    result.append(Line(LineKind.STARTS, date.fromordinal(first), unit=_WORKING_DAY))
    _days_off(told, accepted, reached, reached - accepted - amount, result)
    result.append(Line(LineKind.LIMIT, to=date.fromordinal(reached), amount=amount, unit=_WORKING_DAY, days=amount))


def _count_hours(told: Reckoning, result: list[Line]) -> None:
    deemed = told.days.deemed(told.start)
    result.append(
        Line(LineKind.STARTS, moment_of(deemed), amount=deemed - told.start, unit=_HOURS, minutes=deemed - told.start)
    )
    amount = told.limit.minutes
    outside = told.first_reached - deemed - amount
    if outside:
        passed = told.calendar.holidays_between(deemed // DAY, told.first_reached // DAY)
        dates = tuple([date.fromordinal(day) for day in passed])
        result.append(Line(LineKind.OUTSIDE, amount=outside, unit=_HOURS, minutes=outside, dates=dates))
    result.append(Line(LineKind.LIMIT, to=moment_of(told.first_reached), amount=amount, unit=_HOURS, minutes=amount))


def _count_same_day(told: Reckoning, result: list[Line]) -> None:
    deemed = told.days.deemed(told.start)
    began, reached = deemed // DAY, told.first_reached // DAY
    waited = began - told.start // DAY
    result.append(Line(LineKind.STARTS, moment_of(deemed), amount=deemed - told.start, unit=_SAME_DAY, days=waited))
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
    if unit in _COUNTED_IN_WORK:
        return Line(
            LineKind.HOLD, began, ended, pause.amount, _WORKING_DAY, days=pause.after // DAY - pause.before // DAY
        )
    return Line(LineKind.HOLD, began, ended, pause.amount, Unit.DAY, days=pause.amount)


# What each kind of line says.


def _accepted(line: Line) -> Sentence:
    return Sentence(texts.ACCEPTED, on_moment(line.from_))


def _starts(line: Line) -> Sentence:
    if line.unit is _WORKING_DAY:
        return Sentence(texts.STARTS_WORKING_DAY, on_day(line.from_))
    if line.unit not in _COUNTED_IN_WORK:
        return Sentence(texts.STARTS_DAY, on_day(line.from_))
    return Sentence(texts.STARTS_OUTSIDE if line.amount else texts.STARTS_INSIDE, on_moment(line.from_))


def _days_passed(line: Line) -> Sentence:
    values = {"count": line.amount, "dates": texts.listed(line.dates), "holidays": len(line.dates)}
    return Sentence(texts.DAYS_OFF_NAMED if line.dates else texts.DAYS_OFF, values)


def _outside(line: Line) -> Sentence:
    values = {"time": span_of_minutes(line.amount or 0), "dates": texts.listed(line.dates)}
    return Sentence(texts.OUTSIDE_NAMED if line.dates else texts.OUTSIDE, values)


def _limit(line: Line) -> Sentence:
    if line.unit is _FIXED:
        return Sentence(texts.FIXED, on_day(line.to))
    if line.unit is _SAME_DAY:
        return Sentence(texts.NEXT_DAY if line.amount else texts.SAME_DAY, on_day(line.to))
    if line.unit is _HOURS:
        return Sentence(texts.LIMIT_HOURS, {"limit": span_of_minutes(line.amount or 0), **on_moment(line.to)})
    limit = Sentence(AMOUNTS[line.unit or Unit.DAY], {"amount": line.amount})
    if line.from_ is not None and line.to is not None and line.from_.day != line.to.day:
        values = {"limit": limit, "day": line.from_.day, "month": line.to.month, **on_day(line.to)}
        return Sentence(texts.LIMIT_SHORT_MONTH, values)
    return Sentence(texts.LIMIT, {"limit": limit, **on_day(line.to)})


def _hold(line: Line) -> Sentence:
    values: dict[str, object] = {"start": texts.moment(line.from_), "end": texts.moment(line.to)}
    if not line.amount:
        return Sentence(texts.HOLD_NOTHING, values)
    return Sentence(texts.HOLD, {**values, "amount": texts.left(line.amount, line.unit or Unit.DAY)})


def _hold_too_late(line: Line) -> Sentence:
    return Sentence(texts.HOLD_TOO_LATE, {"start": texts.moment(line.from_)})


def _rolled(line: Line) -> Sentence:
    return Sentence(texts.ROLLED, {"day": texts.day(line.from_), "next": texts.day(line.to)})


def _paused(line: Line) -> Sentence:
    values = {"start": texts.moment(line.from_), "left": texts.left(line.amount or 0, line.unit or Unit.DAY)}
    return Sentence(texts.PAUSED, values)


def _due(line: Line) -> Sentence:
    return Sentence(texts.DUE, on_moment(line.from_))


def _no_due(line: Line) -> Sentence:
    return Sentence(texts.BY_AGREEMENT if line.unit is Unit.BY_AGREEMENT else texts.NO_LIMIT)


def _holidays_unknown(line: Line) -> Sentence:
    return Sentence(texts.HOLIDAYS_UNKNOWN, {"year": line.amount})


_SENTENCES = {
    LineKind.ACCEPTED: _accepted,
    LineKind.STARTS: _starts,
    LineKind.DAYS_OFF: _days_passed,
    LineKind.OUTSIDE: _outside,
    LineKind.LIMIT: _limit,
    LineKind.HOLD: _hold,
    LineKind.HOLD_TOO_LATE: _hold_too_late,
    LineKind.ROLLED: _rolled,
    LineKind.PAUSED: _paused,
    LineKind.DUE: _due,
    LineKind.NO_DUE: _no_due,
    LineKind.HOLIDAYS_UNKNOWN: _holidays_unknown,
}
