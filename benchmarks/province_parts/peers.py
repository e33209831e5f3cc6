"""Public libraries of working time, asked the same as our own; those not installed in .peers are left out."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from motcua.kernel.calendars import Calendar
from motcua.kernel.moments import VIETNAM

PEERS = Path(__file__).resolve().parents[2] / ".peers"
if PEERS.exists() and str(PEERS) not in sys.path:
    sys.path.append(str(PEERS))

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
OPENINGS = ((time(7), time(11, 30)), (time(13, 30), time(17)))
CLOSE = time(17)
BACK = "backward"  # from a worked Saturday, which these libraries do not know


@dataclass(frozen=True)
class Peer:
    """`ends` answers when so much time from a moment is over; it is asked `slower` times less, to end in our time."""

    ends: Callable[[datetime, int], datetime]
    slower: int = 1


def all_of(what: str, calendar: Calendar) -> Mapping[str, Peer]:
    """The libraries that count "working hours" or "working days", by name and version."""
    off = sorted(day for day in calendar.off if FIRST <= day <= LAST)
    made = HOURS if what == "working hours" else DAYS
    return {
        f"{name} {_version(name)}": make(off)
        for name, make in made.items()
        if importlib.util.find_spec(name) is not None
    }


def _version(name: str) -> str:
    return importlib.metadata.version(name)


def _pandas_hours(off: list[date]) -> Peer:
    """CustomBusinessHour with two openings a day."""
    import pandas  # noqa: PLC0415 - may be missing

    starts, ends = [[f"{moment:%H:%M}" for moment in side] for side in zip(*OPENINGS, strict=True)]
    hour = pandas.offsets.CustomBusinessHour(start=starts, end=ends, holidays=off)
    return Peer(lambda at, n: (pandas.Timestamp(at.replace(tzinfo=None)) + n * hour).tz_localize(VIETNAM), slower=100)


def _businesstimedelta(off: list[date]) -> Peer:
    """Rules for both halves of the day, less the days off."""
    import businesstimedelta as bt  # noqa: PLC0415 - may be missing
    import pytz  # noqa: PLC0415 - comes with it, which takes no other zones

    zone = pytz.timezone("Asia/Ho_Chi_Minh")

    halves = [bt.WorkDayRule(start_time=a, end_time=b, working_days=[0, 1, 2, 3, 4], tz=zone) for a, b in OPENINGS]
    rules = bt.Rules([*halves, bt.HolidayRule(dict.fromkeys(off, ""))])
    return Peer(lambda at, n: at + bt.BusinessTimeDelta(rules, hours=n), slower=100)


def _pandas_days(off: list[date]) -> Peer:
    import pandas  # noqa: PLC0415 - may be missing

    day = pandas.offsets.CustomBusinessDay(holidays=off)
    return Peer(lambda at, n: _closing((pandas.Timestamp(at.date()) + n * day).date()), slower=20)


def _numpy_days(off: list[date]) -> Peer:
    import numpy  # noqa: PLC0415 - may be missing

    calendar = numpy.busdaycalendar(holidays=off)
    return Peer(lambda at, n: _closing(numpy.busday_offset(at.date(), n, roll=BACK, busdaycal=calendar).item()))


def _closing(day: date) -> datetime:
    return datetime.combine(day, CLOSE, VIETNAM)


HOURS: Mapping[str, Callable[[list[date]], Peer]] = {"pandas": _pandas_hours, "businesstimedelta": _businesstimedelta}
DAYS: Mapping[str, Callable[[list[date]], Peer]] = {"pandas": _pandas_days, "numpy": _numpy_days}
