"""Working time as the demo's people live it: inside office hours of the province, filing while counters are open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.moments import VIETNAM

# Minutes from midnight at which people come, by how many of them: mornings, and less after lunch.
COMING = ((420, 480, 10), (480, 540, 22), (540, 600, 20), (600, 690, 18), (810, 870, 10), (870, 930, 14), (930, 990, 6))


def after(moment: datetime, minutes: float) -> datetime:
    """The moment so many working minutes after `moment`, always inside office hours; seconds go along."""
    calendar = demo_calendar()
    at = calendar.next_opening(moment)
    seconds = timedelta(seconds=moment.second)
    left = max(0, int(minutes))
    while True:
        now = at.hour * 60 + at.minute
        for opening, close in calendar.hours_on(at.date()):
            if now < close:
                start = max(now, opening)
                if start + left < close:
                    return _on(at.date(), start + left) + seconds
                left -= close - start
        at = calendar.next_opening(_on(at.date() + timedelta(days=1), 0))


def between(start: datetime, end: datetime) -> int:
    """Working minutes from `start` to `end`."""
    return demo_calendar().working_minutes_between(start, end)


def working_days(first: date, last: date) -> list[date]:
    """The working days from `first` to `last`, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if demo_calendar().is_working_day(day)]


def visit(day: date, rng: Random, *, until: datetime) -> datetime | None:
    """A moment of `day` at which somebody comes to the counter; None when `until` leaves none."""
    hours = [(opening, close, many) for opening, close, many in COMING if _on(day, opening) < until]
    if not hours:
        return None
    opening, close, _ = rng.choices(hours, [many for *_, many in hours])[0]
    moment = _on(day, rng.randrange(opening, close)) + timedelta(seconds=rng.randrange(60))
    return moment if moment < until else None


def months_before(moment: datetime, months: int) -> date:
    """The same day some months earlier, or the last of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return min(date(year, month + 1, 1) + timedelta(days=moment.day - 1), _last_of(year, month + 1))


@cache
def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _on(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), VIETNAM)
