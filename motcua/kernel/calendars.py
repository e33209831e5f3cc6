"""Working calendars: office-hour patterns in force by date, days off, and Saturdays worked in a weekday's stead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from motcua.kernel.moments import DAY, WEEKDAYS, clock, moment_of, stamp, weekday_index, weekday_name, written
from motcua.kernel.sentences import Refused
from motcua.kernel.working_days import LAST_DAY, Span, Spans, WorkDays


@dataclass(frozen=True, slots=True, eq=False)
class OfficeHours:
    """A weekly pattern in force from `from_` to `to`, both included (`to` None: until further notice).

    `weekdays` maps "mon" … "sun" to spans of minutes from midnight: {"mon": [(420, 690), (810, 1020)]}; a weekday
    left out is closed. Raises Refused for an unknown weekday, reversed, overlapping or impossible hours.
    """

    from_: date
    to: date | None
    weekdays: Mapping[str, Sequence[Span]]

    def __post_init__(self) -> None:
        if self.to is not None and self.to < self.from_:
            raise Refused(
                "Giờ làm việc kết thúc ngày {to}, trước ngày bắt đầu {start}.",
                field="office_hours",
                to=written(self.to),
                start=written(self.from_),
            )
        for name in self.weekdays:
            weekday_index(name)

    def week(self) -> tuple[Spans, ...]:
        """The spans of Monday to Sunday, sorted; spans that touch are one."""
        return tuple(_tidy(name, self.weekdays.get(name, ())) for name in WEEKDAYS)


def _tidy(name: str, spans: Sequence[Span]) -> Spans:
    ordered = sorted((opening, close) for opening, close in spans)
    for opening, close in ordered:
        if not (0 <= opening < DAY and 0 <= close < DAY):
            raise Refused("Giờ làm việc phải nằm trong khoảng 00:00 đến 23:59.", field="office_hours")
        if close <= opening:
            raise Refused(
                "Giờ làm việc {weekday} có giờ đóng cửa {close} không sau giờ mở cửa {opening}.",
                field="office_hours",
                weekday=weekday_name(name),
                opening=clock(opening),
                close=clock(close),
            )
    tidy: list[Span] = []
    for opening, close in ordered:
        if tidy and opening < tidy[-1][1]:
            raise Refused(
                "Giờ làm việc {weekday} có hai khoảng chồng nhau lúc {opening}.",
                field="office_hours",
                weekday=weekday_name(name),
                opening=clock(opening),
            )
        if tidy and opening == tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], close)
        else:
            tidy.append((opening, close))
    return tuple(tidy)


def _closure(day: date, span: Span) -> Span:
    if not 0 <= span[0] < span[1] < DAY:
        raise Refused(
            "Giờ đóng cửa ngày {date} không phải là một khoảng giờ trong ngày.", field="closed", date=written(day)
        )
    return span


def _without(spans: Spans, closure: Span) -> Spans:
    """What is left of office hours when a part of the day is cut out."""
    start, end = closure
    parts = [part for opening, close in spans for part in ((opening, min(close, start)), (max(opening, end), close))]
    return tuple((opening, close) for opening, close in parts if opening < close)


class Calendar:
    """When an agency works: patterns in force by date, minus days `off`, plus days `working` in another's stead.

    A working day is any day on which the pattern in force has office hours and which is not off. A day in `working`
    takes the hours that the pattern in force on it gives to the weekday named ("fri"). `closed` cuts a part of a day
    out of its hours (a storm from noon on); a day of which nothing is left is no working day. `version` is whatever
    the caller keys its cache by; calendars are immutable and equal only to themselves.

    Raises Refused when patterns overlap, a weekday is unknown, a day is both off and worked, or a closure is no span.
    """

    def __init__(
        self,
        patterns: Iterable[OfficeHours],
        off: Iterable[date] = (),
        working: Mapping[date, str] | None = None,
        closed: Mapping[date, Sequence[Span]] | None = None,
        *,
        version: object = None,
    ) -> None:
        self.version = version
        self.patterns = tuple(sorted(patterns, key=lambda pattern: pattern.from_))
        self.off = frozenset(off)
        self.working = dict(working or {})
        _check_patterns(self.patterns)
        _check_days(self.off, self.working)
        self._starts = [pattern.from_.toordinal() for pattern in self.patterns]
        self._ends = [pattern.to.toordinal() if pattern.to else LAST_DAY for pattern in self.patterns]
        self._weeks = [pattern.week() for pattern in self.patterns]
        self._off = frozenset(day.toordinal() for day in self.off)
        self._working = {day.toordinal(): weekday_index(name) for day, name in self.working.items()}
        self._closed = {
            day.toordinal(): [_closure(day, span) for span in spans] for day, spans in (closed or {}).items()
        }
        self._off_years = {day.year for day in self.off}
        self._holidays = sorted(ordinal for ordinal in self._off if self._pattern_spans(ordinal))
        self.horizon = max((end for end, week in zip(self._ends, self._weeks, strict=True) if any(week)), default=0)
        self._days: WorkDays | None = None

    def spans(self, ordinal: int) -> Spans:
        """The office hours of a day given by its ordinal; empty for a day off."""
        if ordinal in self._off:
            return ()
        spans = self._pattern_spans(ordinal)
        for closure in self._closed.get(ordinal, ()):
            spans = _without(spans, closure)
        return spans

    def _pattern_spans(self, ordinal: int) -> Spans:
        found = bisect_right(self._starts, ordinal) - 1
        if found < 0 or ordinal > self._ends[found]:
            return ()
        return self._weeks[found][self._working.get(ordinal, (ordinal - 1) % 7)]

    def holidays_between(self, after: int, to: int) -> tuple[int, ...]:
        """The days off (ordinals) after `after` up to `to` that would have had office hours, in order."""
        first = bisect_right(self._holidays, after)
        return tuple(self._holidays[first : bisect_right(self._holidays, to)])

    def knows_holidays_of(self, year: int) -> bool:
        """Whether the days off of `year` have been entered (or none ever were, as in a calendar for a test)."""
        return not self._off_years or year in self._off_years

    def days_from(self, ordinal: int) -> WorkDays:
        """Counted working days that reach back at least to `ordinal`."""
        days = self._days
        if days is None or ordinal < days.first:
            days = self._days = WorkDays(self.spans, ordinal, self.horizon)
        return days

    # Questions of other packages, in dates and aware moments.

    def is_working_day(self, day: date) -> bool:
        """Whether the office has hours on `day`."""
        return bool(self.spans(day.toordinal()))

    def hours_on(self, day: date) -> Spans:
        """Office hours of `day` as (opening, close) in minutes from midnight."""
        return self.spans(day.toordinal())

    def is_open(self, moment: datetime) -> bool:
        """Whether `moment` lies inside office hours; the instant of closing is already outside."""
        at = stamp(moment)
        return any(opening <= at % DAY < close for opening, close in self.spans(at // DAY))

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` itself (to the minute) inside office hours, else the next opening."""
        at = stamp(moment)
        return moment_of(self.days_from(at // DAY).deemed(at))

    def close_on_or_after(self, day: date) -> datetime:
        """The close of office hours of `day`, or of the next working day if it is off."""
        days = self.days_from(day.toordinal())
        return moment_of(days.close(days.number_from(day.toordinal())))

    def add_working_days(self, day: date, amount: int) -> date:
        """The `amount`-th working day after `day` (not counting it); `amount` is 1 or more."""
        days = self.days_from(day.toordinal())
        return date.fromordinal(days.ordinal(days.number(day.toordinal()) + amount))

    def working_days_between(self, after: date, to: date) -> int:
        """How many working days lie after `after` up to `to`, the last included."""
        days = self.days_from(min(after, to).toordinal())
        return max(0, days.number(to.toordinal()) - days.number(after.toordinal()))

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Minutes of office hours from `start` to `end`; 0 if `end` is not after `start`."""
        first, last = stamp(start), stamp(end)
        days = self.days_from(min(first, last) // DAY)
        return max(0, days.minutes_to(last) - days.minutes_to(first))


def _check_patterns(patterns: Sequence[OfficeHours]) -> None:
    for earlier, later in pairwise(patterns):
        if earlier.to is None or later.from_ <= earlier.to:
            raise Refused(
                "Hai lịch giờ làm việc chồng nhau từ ngày {date}; hãy kết thúc lịch trước rồi mới bắt đầu lịch sau.",
                field="office_hours",
                date=written(later.from_),
            )


def _check_days(off: frozenset[date], working: Mapping[date, str]) -> None:
    for day in sorted(working):
        if day in off:
            raise Refused(
                "Ngày {date} vừa là ngày nghỉ vừa là ngày làm bù; hãy bỏ một trong hai.",
                field="working",
                date=written(day),
            )
