"""Odd calendars, acceptances, limits and holds for the properties of due dates."""

import json
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from motcua.kernel.calendar_files import calendar_from
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Hold
from motcua.kernel.moments import VIETNAM, clock

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WINDOW = st.dates(date(2026, 2, 10), date(2026, 4, 10))


@st.composite
def _spans(draw):
    """One to three stretches of a day, on half hours."""
    points = sorted(draw(st.sets(st.integers(0, 47), min_size=2, max_size=6)))
    return [[clock(a * 30), clock(b * 30)] for a, b in zip(points[::2], points[1::2], strict=False)]


@st.composite
def _weeks(draw):
    days = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=7, unique=True))
    return {name: draw(_spans()) for name in days}


@st.composite
def calendar_files(draw):
    """The content of a calendar file: one or two patterns, perhaps with a gap, days off and days worked instead."""
    change = draw(WINDOW)
    patterns = [{"from": "2026-01-01", "to": None, "weekdays": draw(_weeks())}]
    if draw(st.booleans()):
        later = change + timedelta(days=draw(st.integers(1, 5)))
        patterns[0]["to"] = change.isoformat()
        patterns.append({"from": later.isoformat(), "to": None, "weekdays": draw(_weeks())})
    off = draw(st.sets(WINDOW, max_size=8))
    working = draw(st.dictionaries(WINDOW.filter(lambda day: day not in off), st.sampled_from(NAMES), max_size=4))
    return {
        "office_hours": patterns,
        "off": sorted(day.isoformat() for day in off),
        "working": {day.isoformat(): name for day, name in working.items()},
    }


def read(file: dict) -> Calendar:
    """The kernel's calendar of a file's content."""
    return calendar_from(json.dumps(file).encode())


# Moments without zone, for the oracle; whole minutes, often at a round half hour, where offices open and close.
MOMENTS = st.builds(
    lambda day, minute: datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute),
    WINDOW,
    st.one_of(st.integers(0, 47).map(lambda half: half * 30), st.integers(0, 1439)),
)
LIMITS = st.one_of(
    st.tuples(st.integers(1, 6), st.just("wh")),
    st.tuples(st.integers(1, 8), st.just("wd")),
    st.tuples(st.integers(1, 40), st.just("d")),
    st.tuples(st.integers(1, 4), st.just("mo")),
    st.tuples(st.just(1), st.just("sd")),
)


@st.composite
def holds_near(draw, accepted):
    """Up to four holds from two days before acceptance on, some of which touch, overlap or are empty."""
    found, start = [], accepted - timedelta(days=2)
    for _ in range(draw(st.integers(0, 4))):
        start += timedelta(minutes=draw(st.sampled_from([0, 30, 240, 1440, 4320])))
        end = start + timedelta(minutes=draw(st.sampled_from([0, 30, 90, 600, 1440, 5000])))
        found.append((start, end))
        start = end if draw(st.booleans()) else start
    return draw(st.permutations(found))


def local(moment: datetime) -> datetime:
    """A moment of the oracle with the zone of Viet Nam."""
    return moment.replace(tzinfo=VIETNAM)


def held(intervals) -> list[Hold]:
    """Intervals of the oracle as holds."""
    return [Hold(local(start), local(end)) for start, end in intervals]
