"""Working calendars: what counts as a working day, what is refused, and the questions other packages ask."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from motcua.kernel.calendars import Calendar, OfficeHours
from motcua.kernel.due import due
from motcua.kernel.limits import Limit
from motcua.kernel.moments import moment_of, stamp
from motcua.kernel.sentences import Refused
from tests.kernel.due_calendars import CALENDARS, MORNING, OFFICE_DAYS, at, hours_that_change

DEMO = CALENDARS["demo"]


def pattern(start="2026-01-01", to=None, **weekdays):
    return OfficeHours(date.fromisoformat(start), to and date.fromisoformat(to), weekdays)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-03-02", True),
        ("2026-03-01", False),
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-04-27", False),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-11-24", False),
        ("2025-11-24", True),
        ("2027-05-03", False),
        ("2027-09-03", False),
    ],
)
def test_the_demo_province_keeps_the_decided_holidays(day, works):
    assert DEMO.is_working_day(date.fromisoformat(day)) is works


def test_a_worked_saturday_keeps_the_hours_of_the_weekday_named():
    calendar = Calendar([pattern(mon=[MORNING], fri=[(480, 600)])], working={date(2026, 3, 7): "fri"})
    assert calendar.hours_on(date(2026, 3, 7)) == ((480, 600),)


def test_a_worked_saturday_named_after_a_closed_weekday_is_no_working_day():
    assert not Calendar([pattern(mon=[MORNING])], working={date(2026, 3, 7): "fri"}).is_working_day(date(2026, 3, 7))


def test_no_office_hours_outside_the_patterns():
    calendar = Calendar([pattern("2026-03-02", "2026-03-06", **OFFICE_DAYS)])
    assert [calendar.is_working_day(date(2026, 3, 2) + timedelta(days=n)) for n in (-3, 0, 4, 7)] == [
        False,
        True,
        True,
        False,
    ]


def test_stretches_that_touch_are_one_and_their_order_is_free():
    calendar = Calendar([pattern(mon=[(600, 660), (480, 600)])])
    assert calendar.hours_on(date(2026, 3, 2)) == ((480, 660),)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Calendar([pattern(mon=[(600, 500)])]),
        lambda: Calendar([pattern(mon=[(600, 600)])]),
        lambda: Calendar([pattern(mon=[(480, 600), (540, 660)])]),
        lambda: Calendar([pattern(mon=[(480, 1440)])]),
        lambda: Calendar([pattern(mon=[(-1, 60)])]),
        lambda: pattern(monday=[MORNING]),
        lambda: pattern("2026-03-02", "2026-03-01"),
        lambda: Calendar([pattern("2026-01-01", "2026-03-01"), pattern("2026-03-01")]),
        lambda: Calendar([pattern("2026-01-01"), pattern("2026-03-01")]),
        lambda: Calendar([pattern()], off=[date(2026, 3, 7)], working={date(2026, 3, 7): "fri"}),
        lambda: Calendar([pattern()], working={date(2026, 3, 7): "friday"}),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(Refused):
        wrong()


@pytest.mark.parametrize("limit", ["1wh", "1wd", "1d", "1mo", "1sd"])
@pytest.mark.parametrize(
    "calendar",
    [
        Calendar([]),
        Calendar([pattern()]),
        Calendar([pattern("2020-01-01", "2020-12-31", mon=[MORNING])]),
        Calendar([pattern("2020-01-01", "2020-12-31", mon=[MORNING]), pattern("2021-01-01")]),
    ],
    ids=["no patterns", "no hours", "hours of the past", "closed for good"],
)
def test_a_calendar_without_working_day_ahead_is_refused_and_does_not_loop(calendar, limit):
    with pytest.raises(Refused, match="không có ngày làm việc nào"):
        due(at("2026-03-02T08:00"), Limit.parse(limit), calendar)


def test_the_last_working_day_of_a_calendar_can_still_be_reached():
    calendar = Calendar([pattern("2026-01-01", "2026-03-03", **OFFICE_DAYS)])
    assert due(at("2026-03-02T08:00"), Limit.parse("1wd"), calendar).moment == at("2026-03-03T17:00")


def test_a_limit_that_would_outlast_the_millennium_is_refused():
    with pytest.raises(Refused, match="2999"):
        due(at("2026-03-02T08:00"), Limit.parse("20000wh"), Calendar([pattern(mon=[(480, 481)])]))


@pytest.mark.parametrize("moment", ["1899-12-31T23:59", "2200-01-01T00:00", "2199-12-31T18:00+00:00"])
def test_years_far_away_are_refused(moment):
    with pytest.raises(Refused):
        due(at(moment), Limit.parse("1wd"), DEMO)


def test_a_moment_without_zone_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="time zone"):
        stamp(at("2026-03-02T08:00").replace(tzinfo=None))


def test_stamps_keep_the_minute_and_drop_the_seconds():
    assert moment_of(stamp(at("2026-03-02T01:02:59+00:00"))) == at("2026-03-02T08:02")


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-03-02T08:15:30", "2026-03-02T08:15"),
        ("2026-03-02T11:30", "2026-03-02T13:30"),
        ("2026-03-02T17:00", "2026-03-03T07:00"),
        ("2026-02-13T17:00", "2026-02-23T07:00"),
        ("2026-02-17T10:00", "2026-02-23T07:00"),
    ],
)
def test_the_next_opening(moment, opening):
    assert DEMO.next_opening(at(moment)) == at(opening)


@pytest.mark.parametrize(("moment", "open_"), [("06:59", False), ("07:00", True), ("11:29", True), ("11:30", False)])
def test_the_instant_of_closing_is_outside(moment, open_):
    assert DEMO.is_open(at(f"2026-03-02T{moment}")) is open_


def test_working_days_and_minutes_between():
    assert DEMO.working_days_between(date(2026, 2, 13), date(2026, 2, 25)) == 3
    assert DEMO.working_days_between(date(2026, 2, 25), date(2026, 2, 13)) == 0
    assert DEMO.working_minutes_between(at("2026-02-13T15:30"), at("2026-02-23T08:00")) == 150
    assert DEMO.working_minutes_between(at("2026-02-23T08:00"), at("2026-02-13T15:30")) == 0


def test_adding_working_days_and_closes():
    assert DEMO.add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert DEMO.close_on_or_after(date(2026, 2, 13)) == at("2026-02-13T17:00")
    assert DEMO.close_on_or_after(date(2026, 2, 14)) == at("2026-02-23T17:00")


def test_hours_follow_the_pattern_in_force():
    calendar = hours_that_change()
    assert calendar.hours_on(date(2026, 4, 15)) == ((450, 690), (810, 1020))
    assert calendar.hours_on(date(2026, 4, 16)) == ((420, 660), (840, 1050))


def test_threads_that_share_a_calendar_agree_while_it_grows():
    calendar = Calendar([OfficeHours(date(1900, 1, 1), None, OFFICE_DAYS)])
    days = [date(1900 + n * 7 % 250, 3, 1) for n in range(400)]
    alone = [Calendar(calendar.patterns).add_working_days(day, 500) for day in days[:20]]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda day: calendar.add_working_days(day, 500), days))
    assert together[:20] == alone
    assert [calendar.working_days_between(day, found) for day, found in zip(days, together, strict=True)] == [500] * 400
