"""Due dates found the slow way, by walking minute by minute and day by day; shares no code with the kernel.

A calendar is the plain content of a calendar file. Only days and minutes are looked at, never totals or tables.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

MINUTE, ONE_DAY = timedelta(minutes=1), timedelta(days=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Interval = tuple[datetime, datetime]


def hours(calendar: dict, day: date) -> list[list[str]]:
    """The office hours of a day as the file writes them."""
    key = day.isoformat()
    if key in calendar["off"]:
        return []
    name = calendar["working"].get(key, NAMES[day.weekday()])
    for pattern in calendar["office_hours"]:
        if pattern["from"] <= key and (pattern["to"] is None or key <= pattern["to"]):
            return pattern["weekdays"].get(name, [])
    return []


def is_open(calendar: dict, moment: datetime) -> bool:
    """Whether the minute that begins at `moment` is worked."""
    return any(start <= moment.strftime("%H:%M") < end for start, end in hours(calendar, moment.date()))


def close(calendar: dict, day: date) -> datetime:
    """The last closing of a working day."""
    return datetime.combine(day, time.fromisoformat(max(end for _, end in hours(calendar, day))))


def working_days_after(calendar: dict, day: date) -> Iterator[date]:
    """The working days after a day, one by one."""
    while True:
        day += ONE_DAY
        if hours(calendar, day):
            yield day


def forward(calendar: dict, day: date, count: int) -> date:
    """The `count`-th working day after a day."""
    following = working_days_after(calendar, day)
    for _ in range(count):
        day = next(following)
    return day


def rolled(calendar: dict, day: date) -> date:
    """The day, or the next working day."""
    return day if hours(calendar, day) else forward(calendar, day, 1)


def runs(accepted: datetime, holds: Sequence[Interval]) -> list[Interval]:
    """The stretches of held minutes from acceptance on, found minute by minute."""
    found: list[list[datetime]] = []
    moment, end = accepted, max((to for _, to in holds), default=accepted)
    while moment < end:
        if any(start <= moment < to for start, to in holds):
            if found and found[-1][1] == moment:
                found[-1][1] = moment + MINUTE
            else:
                found.append([moment, moment + MINUTE])
        moment += MINUTE
    return [(start, to) for start, to in found]


def due(accepted: datetime, amount: int, unit: str, calendar: dict, holds: Sequence[Interval]) -> datetime:
    """The due moment (local, without zone) of a limit in "wh", "wd", "sd", "d" or "mo"."""
    held = runs(accepted, holds)
    if unit == "wh":
        return due_in_hours(accepted, amount, calendar, held)
    if unit in ("wd", "sd"):
        return due_in_working_days(first_end(accepted, amount, unit, calendar), calendar, held)
    last = accepted.date() + amount * ONE_DAY if unit == "d" else same_day_later(accepted.date(), amount)
    for start, to in held:
        if start < close(calendar, rolled(calendar, last)):
            last += (to.date() - start.date()).days * ONE_DAY
    return close(calendar, rolled(calendar, last))


def due_in_hours(accepted: datetime, amount: int, calendar: dict, held: Sequence[Interval]) -> datetime:
    """Walk until the last minute of the limit has been worked; held minutes do not count."""
    moment, left = accepted, amount * 60
    while left:
        worked = is_open(calendar, moment) and not any(start <= moment < to for start, to in held)
        left -= worked
        moment += MINUTE
    return moment


def due_in_working_days(day: date, calendar: dict, held: Sequence[Interval]) -> datetime:
    """Move a working day by the working days of each hold, from the day after its first date."""
    for start, to in held:
        if start < close(calendar, day):
            moved = 0
            held_day = start.date()
            while held_day < to.date():
                held_day += ONE_DAY
                moved += bool(hours(calendar, held_day))
            day = forward(calendar, day, moved)
    return close(calendar, day)


def first_end(accepted: datetime, amount: int, unit: str, calendar: dict) -> date:
    """The last day of a limit before holds."""
    if unit == "wd":
        return forward(calendar, accepted.date(), amount)
    moment = accepted
    while not is_open(calendar, moment):
        moment += MINUTE
    return moment.date() if moment.strftime("%H:%M") <= "15:00" else forward(calendar, moment.date(), 1)


def same_day_later(day: date, months: int) -> date:
    """The same day some months on, or the last day there is."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
