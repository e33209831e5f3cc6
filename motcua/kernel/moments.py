"""Moments and days of Viet Nam as whole minutes and words: what clocks, calendars and explanations share.

Moments are aware datetimes outside and whole minutes ("stamps") inside: seconds are dropped, because a slip prints
HH:MM and what is printed must be what counts. Viet Nam keeps +07:00 all year, so that a day always has 1,440 minutes.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

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
_WEEKDAY_SENTENCES = tuple(Sentence(name) for name in WEEKDAY_NAMES)
DAY = 1440  # minutes
FIRST_YEAR, LAST_YEAR = 1900, 2199  # of moments that come in
# Looked up rather than formatted: explanations write many dates, and formatting each is most of their cost.
_TWO_DIGITS = tuple(f"{number:02d}" for number in range(60))
_CLOCKS = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(DAY))
_TIMES = tuple(time(minute // 60, minute % 60, tzinfo=VIETNAM) for minute in range(DAY))


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


def weekday_index(name: str) -> int:
    """0 for "mon" … 6 for "sun"; Refused for anything else."""
    if name not in WEEKDAYS:
        raise Refused("Không có thứ “{name}”; hãy ghi mon, tue, wed, thu, fri, sat hoặc sun.", name=name)
    return WEEKDAYS.index(name)


def weekday_name(name: str) -> Sentence:
    """The Vietnamese name of "mon" … "sun", translatable."""
    return _WEEKDAY_SENTENCES[weekday_index(name)]


def clock(minute: int) -> str:
    """Minutes from midnight as HH:MM."""
    return _CLOCKS[minute]


def written(day: date) -> str:
    """A date as dd/mm/yyyy."""
    return f"{_TWO_DIGITS[day.day]}/{_TWO_DIGITS[day.month]}/{day.year:04}"


def weekday_of(day: date) -> Sentence:
    """The name of a date's weekday, translatable."""
    return _WEEKDAY_SENTENCES[day.weekday()]
