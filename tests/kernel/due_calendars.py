"""Calendars and short spellings that the tests of due dates share."""

from datetime import date, datetime

from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.calendars import Calendar, OfficeHours
from motcua.kernel.due import Hold
from motcua.kernel.moments import VIETNAM

MORNING, AFTERNOON = (7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE_DAYS = {name: [MORNING, AFTERNOON] for name in WORKDAYS}


def at(text: str) -> datetime:
    """A moment from ISO 8601; in Viet Nam unless a zone is given."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def hold(text: str) -> Hold:
    """A hold from "FROM..TO"; nothing after the dots means that it is still open."""
    start, end = text.split("..")
    return Hold(at(start), at(end) if end else None)


def week_with_saturday_morning() -> Calendar:
    """The demo province's hours and a Saturday morning until 11:30."""
    return Calendar([OfficeHours(date(2026, 1, 1), None, {**OFFICE_DAYS, "sat": [MORNING]})])


def hours_that_change() -> Calendar:
    """Winter hours up to Wednesday 15/04/2026; from the 16th summer hours, and closed on Wednesdays."""
    winter = {name: [(450, 690), (810, 1020)] for name in WORKDAYS}
    summer = {name: [(420, 660), (840, 1050)] for name in ("mon", "tue", "thu", "fri")}
    return Calendar(
        [OfficeHours(date(2026, 4, 16), None, summer), OfficeHours(date(2026, 1, 1), date(2026, 4, 15), winter)]
    )


CALENDARS = {
    "demo": demo_calendar(),
    "saturday": week_with_saturday_morning(),
    "change": hours_that_change(),
}
