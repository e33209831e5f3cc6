"""The period before another and the same a year before: plain Python."""

from __future__ import annotations

from datetime import date

from .periods import DAY, months_on

YEAR = 12


def before(first: date, last: date) -> tuple[date, date]:
    """The period of the same length that ends the day before `first`.

    Whole months (1 to 31 March, 15 February to 14 May) go back by as many months, other periods by as many days.
    """
    if n := _months(first, last):
        return months_on(first, -n), first - DAY
    return first - (last - first + DAY), first - DAY


def year_before(first: date, last: date) -> tuple[date, date]:
    """The same days of the year before; 29 February has the 28th, and whole months stay whole."""
    if _months(first, last):
        return months_on(first, -YEAR), months_on(last + DAY, -YEAR) - DAY
    return _last_year(first), _last_year(last)


def _months(first: date, last: date) -> int:
    """How many whole months the period has; 0 when it is not of whole months, or begins late in a month."""
    end = last + DAY
    return (end.year - first.year) * YEAR + end.month - first.month if end.day == first.day <= 28 else 0


def _last_year(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
