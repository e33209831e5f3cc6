"""Working calendars: office-hour patterns, days off and worked Saturdays, and the arithmetic of working time on them.

Moments are aware datetimes outside and whole minutes ("stamps") inside: seconds are dropped, because a slip prints
HH:MM and what is printed must be what counts. Viet Nam keeps +07:00 all year, so that a day always has 1,440 minutes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from threading import Lock

from motcua.kernel.sentences import Refused, Sentence, gettext_noop

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = (
    gettext_noop("thứ Hai"),
    gettext_noop("thứ Ba"),
    gettext_noop("thứ Tư"),
    gettext_noop("thứ Năm"),
    gettext_noop("thứ Sáu"),
    gettext_noop("thứ Bảy"),
    gettext_noop("Chủ nhật"),
)
DAY = 1440  # minutes
FIRST_YEAR, LAST_YEAR = 1900, 2199  # of moments that come in
LAST_DAY = date(2999, 12, 31).toordinal()  # no due date is sought beyond it
_TIMES = tuple(time(minute // 60, minute % 60, tzinfo=VIETNAM) for minute in range(DAY))

Span = tuple[int, int]  # minutes from midnight: opening, close; the close is already outside
Spans = tuple[Span, ...]


def stamp(moment: datetime) -> int:
    """Whole minutes from the first midnight of the calendar to `moment` in Viet Nam; seconds are dropped.

    Raises ValueError for a moment without zone (a bug of the caller) and Refused for a year outside 1900-2199.
    """
    if moment.tzinfo is not VIETNAM:
        if moment.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        if FIRST_YEAR <= moment.year <= LAST_YEAR:
            moment = moment.astimezone(VIETNAM)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused("Năm {year} nằm ngoài khoảng tính được (1900 đến 2199).", year=moment.year)
    return moment.toordinal() * DAY + moment.hour * 60 + moment.minute


def moment_of(at: int) -> datetime:
    """The aware moment (+07:00) of a stamp."""
    return datetime.combine(date.fromordinal(at // DAY), _TIMES[at % DAY])


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
                to=f"{self.to:%d/%m/%Y}",
                start=f"{self.from_:%d/%m/%Y}",
            )
        for name in self.weekdays:
            weekday_index(name)

    def week(self) -> tuple[Spans, ...]:
        """The spans of Monday to Sunday, sorted; spans that touch are one."""
        return tuple(_tidy(name, self.weekdays.get(name, ())) for name in WEEKDAYS)


def weekday_index(name: str) -> int:
    """0 for "mon" … 6 for "sun"; Refused for anything else."""
    if name not in WEEKDAYS:
        raise Refused("Không có thứ “{name}”; hãy ghi mon, tue, wed, thu, fri, sat hoặc sun.", name=name)
    return WEEKDAYS.index(name)


def clock(minute: int) -> str:
    """Minutes from midnight as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def weekday_of(day: date) -> Sentence:
    """The name of a date's weekday, translatable."""
    return Sentence(WEEKDAY_NAMES[day.weekday()])


def _tidy(name: str, spans: Sequence[Span]) -> Spans:
    ordered = sorted((opening, close) for opening, close in spans)
    for opening, close in ordered:
        if not (0 <= opening < DAY and 0 <= close < DAY):
            raise Refused("Giờ làm việc phải nằm trong khoảng 00:00 đến 23:59.", field="office_hours")
        if close <= opening:
            raise Refused(
                "Giờ làm việc {weekday} có giờ đóng cửa {close} không sau giờ mở cửa {opening}.",
                field="office_hours",
                weekday=Sentence(WEEKDAY_NAMES[weekday_index(name)]),
                opening=clock(opening),
                close=clock(close),
            )
    tidy: list[Span] = []
    for opening, close in ordered:
        if tidy and opening < tidy[-1][1]:
            raise Refused(
                "Giờ làm việc {weekday} có hai khoảng chồng nhau lúc {opening}.",
                field="office_hours",
                weekday=Sentence(WEEKDAY_NAMES[weekday_index(name)]),
                opening=clock(opening),
            )
        if tidy and opening == tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], close)
        else:
            tidy.append((opening, close))
    return tuple(tidy)


class Calendar:
    """When an agency works: patterns in force by date, minus days `off`, plus days `working` in another's stead.

    A working day is any day on which the pattern in force has office hours and which is not off. A day in `working`
    takes the hours that the pattern in force on it gives to the weekday named ("fri"). `version` is whatever the
    caller keys its cache by; calendars are immutable and equal only to themselves.

    Raises Refused when patterns overlap, a weekday is unknown, or a day is both off and worked.
    """

    def __init__(
        self,
        patterns: Iterable[OfficeHours],
        off: Iterable[date] = (),
        working: Mapping[date, str] | None = None,
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
        self._off_years = {day.year for day in self.off}
        self._holidays = sorted(ordinal for ordinal in self._off if self._pattern_spans(ordinal))
        self.horizon = max((end for end, week in zip(self._ends, self._weeks, strict=True) if any(week)), default=0)
        self._days: WorkDays | None = None

    def spans(self, ordinal: int) -> Spans:
        """The office hours of a day given by its ordinal; empty for a day off."""
        return () if ordinal in self._off else self._pattern_spans(ordinal)

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
            days = self._days = WorkDays(self, ordinal)
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
                date=f"{later.from_:%d/%m/%Y}",
            )


def _check_days(off: frozenset[date], working: Mapping[date, str]) -> None:
    for day in sorted(working):
        if day in off:
            raise Refused(
                "Ngày {date} vừa là ngày nghỉ vừa là ngày làm bù; hãy bỏ một trong hai.",
                field="working",
                date=f"{day:%d/%m/%Y}",
            )


class WorkDays:
    """The working days of a calendar, numbered from 1, with running totals, so that counting is looking up.

    It starts at a fixed day and grows forward by whole years when asked for more; what was counted never changes, so
    that threads may share it. Raises Refused where the calendar has no further working day.
    """

    __slots__ = ("_calendar", "_closes", "_growing", "_last", "_ordinals", "_spans", "_through", "_upto", "first")

    def __init__(self, calendar: Calendar, ordinal: int) -> None:
        # Four years of margin, so that questions that go back year by year do not each start afresh.
        self.first = date(max(1, date.fromordinal(ordinal).year - 4), 1, 1).toordinal()
        self._calendar = calendar
        self._last = self.first - 1  # the last ordinal counted
        self._upto: list[int] = []  # working days up to and including first + i
        self._ordinals: list[int] = []  # of the working days
        self._spans: list[Spans] = []
        self._closes: list[int] = []  # stamps
        self._through: list[int] = []  # working minutes up to the close of each working day
        self._growing = Lock()
        self._grow(ordinal)

    def number(self, ordinal: int) -> int:
        """How many working days there are up to and including the day."""
        if ordinal > self._last:
            self._grow(ordinal)
        return self._upto[ordinal - self.first]

    def number_from(self, ordinal: int) -> int:
        """The number of the day if it is a working day, else of the next working day."""
        return self.number(ordinal - 1) + 1 if ordinal > self.first else 1

    def ordinal(self, number: int) -> int:
        """The day of the working day with this number."""
        if number > len(self._ordinals):
            self._reach(number)
        return self._ordinals[number - 1]

    def close(self, number: int) -> int:
        """The stamp at which the working day with this number closes."""
        if number > len(self._ordinals):
            self._reach(number)
        return self._closes[number - 1]

    def deemed(self, at: int) -> int:
        """`at` itself inside office hours, else the stamp of the next opening."""
        ordinal = at // DAY
        number = self.number_from(ordinal)
        if self.ordinal(number) == ordinal:
            for opening, close in self._spans[number - 1]:
                if at % DAY < close:
                    return max(at, ordinal * DAY + opening)
            number += 1
        return self.ordinal(number) * DAY + self._spans[number - 1][0][0]

    def minutes_to(self, at: int) -> int:
        """Working minutes from the first day counted to `at`."""
        ordinal = at // DAY
        number = self.number(ordinal)
        if not number:
            return 0
        total = self._through[number - 1]
        if self._ordinals[number - 1] == ordinal:
            minute = at % DAY
            for opening, close in reversed(self._spans[number - 1]):
                if minute >= close:
                    break
                total -= close - (opening if opening > minute else minute)
        return total

    def at_minutes(self, total: int) -> int:
        """The earliest stamp at which `total` working minutes have run: a close rather than the next opening."""
        while not self._through or self._through[-1] < total:
            self._reach(len(self._ordinals) + 1)
        found = bisect_left(self._through, total)
        spans = self._spans[found]
        left = self._through[found] - total
        for opening, close in reversed(spans):
            if left < close - opening:
                return self._ordinals[found] * DAY + close - left
            left -= close - opening
        return self._ordinals[found] * DAY + spans[0][0]

    def _reach(self, number: int) -> None:
        horizon = min(self._calendar.horizon, LAST_DAY)
        while number > len(self._ordinals):
            if self._last >= horizon:
                raise _nothing_after(self._ordinals[-1] if self._ordinals else self.first, horizon)
            # Each step at least doubles what is known, so that far days cost no more than near ones.
            self._grow(min(horizon, self._last + max(730, self._last - self.first)))

    def _grow(self, ordinal: int) -> None:
        target = date(min(date.fromordinal(ordinal).year + 1, date.max.year), 12, 31).toordinal()
        with self._growing:
            numbered = len(self._ordinals)
            total = self._through[-1] if self._through else 0
            for day in range(self._last + 1, target + 1):
                spans = self._calendar.spans(day)
                if spans:
                    numbered += 1
                    total += sum(close - opening for opening, close in spans)
                    self._spans.append(spans)
                    self._closes.append(day * DAY + spans[-1][1])
                    self._ordinals.append(day)
                    self._through.append(total)
                self._upto.append(numbered)
            self._last = max(self._last, target)


def _nothing_after(ordinal: int, horizon: int) -> Refused:
    if horizon >= LAST_DAY:
        return Refused("Thời hạn kéo dài quá năm 2999; hãy kiểm tra lại thời hạn và giờ làm việc.", field="limit")
    return Refused(
        "Lịch làm việc không có ngày làm việc nào sau ngày {date}; hãy bổ sung giờ làm việc.",
        field="calendar",
        date=f"{date.fromordinal(ordinal):%d/%m/%Y}",
    )
