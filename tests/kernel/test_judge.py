"""Early, on time, late; what is left; and the colours of lists."""

import pytest
from hypothesis import given, settings

from motcua.kernel.judge import Nearness, Verdict, judge, nearness, remaining
from motcua.kernel.limits import Unit
from tests.kernel.due_calendars import CALENDARS, at
from tests.kernel.due_strategies import MOMENTS, calendar_files, local, read

DEMO = CALENDARS["demo"]
DUE = at("2026-03-04T17:00")  # a Wednesday


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        ("2026-03-03T23:59", Verdict.EARLY),
        ("2026-03-04T00:00", Verdict.ON_TIME),
        ("2026-03-04T17:30", Verdict.ON_TIME),
        ("2026-03-04T23:59:59", Verdict.ON_TIME),
        ("2026-03-04T17:00+00:00", Verdict.LATE),
        ("2026-03-05T00:00", Verdict.LATE),
    ],
)
@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.SAME_DAY, Unit.FIXED_DATE])
def test_limits_in_days_are_judged_by_the_local_date(moment, verdict, unit):
    assert judge(DUE, at(moment), unit) is verdict


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        ("2026-03-04T16:59:59", Verdict.EARLY),
        ("2026-03-04T17:00:00", Verdict.ON_TIME),
        ("2026-03-04T17:00:59", Verdict.ON_TIME),
        ("2026-03-04T17:01:00", Verdict.LATE),
        ("2026-03-04T10:01+00:00", Verdict.LATE),
    ],
)
def test_limits_in_hours_are_judged_by_the_minute(moment, verdict):
    assert judge(DUE, at(moment), Unit.WORKING_HOUR) is verdict


@pytest.mark.parametrize("unit", [Unit.NONE, Unit.BY_AGREEMENT])
def test_what_has_no_due_moment_is_never_late(unit):
    assert judge(None, at("2199-12-31T12:00"), unit) is Verdict.ON_TIME
    assert nearness(DEMO, at("2199-12-31T12:00"), None, unit) is Nearness.IN_TIME


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-03-02T14:00", "còn 2 ngày 3 giờ làm việc"),
        ("2026-03-02T07:00", "còn 3 ngày làm việc"),
        ("2026-03-01T12:00", "còn 3 ngày làm việc"),
        ("2026-03-03T17:00", "còn 1 ngày làm việc"),
        ("2026-03-04T07:00", "còn 1 ngày làm việc"),
        ("2026-03-04T07:01", "còn 7 giờ 59 phút làm việc"),
        ("2026-03-04T16:15", "còn 45 phút làm việc"),
        ("2026-03-04T17:00", "đã đến hạn"),
        ("2026-03-04T17:01", "vừa quá hạn"),
        ("2026-03-05T07:00", "vừa quá hạn"),
        ("2026-03-05T07:30", "quá hạn 30 phút làm việc"),
        ("2026-03-05T17:00", "quá hạn 1 ngày làm việc"),
        ("2026-03-06T09:00", "quá hạn 1 ngày 2 giờ làm việc"),
    ],
)
def test_what_is_left_is_said_in_working_days_and_hours(now, words):
    assert str(remaining(DEMO, at(now), DUE).sentence) == words


def test_the_parts_at_both_ends_make_a_day_when_they_fill_one():
    # Tuesday whole; three and a half hours on Monday and six on Wednesday are a day of eight and an hour and a half.
    left = remaining(DEMO, at("2026-03-02T13:00"), at("2026-03-04T15:00"))
    assert (left.days, left.minutes) == (2, 90)
    left = remaining(DEMO, at("2026-03-02T09:30"), at("2026-03-03T15:00"))
    assert (left.days, left.minutes) == (1, 210)


def test_a_limit_in_days_is_in_time_until_midnight():
    assert str(remaining(DEMO, at("2026-03-04T18:00"), DUE, Unit.WORKING_DAY).sentence) == "đã đến hạn"
    assert remaining(DEMO, at("2026-03-05T07:30"), DUE, Unit.WORKING_DAY).overdue


@settings(deadline=None)
@given(calendar_files(), MOMENTS, MOMENTS)
def test_days_and_minutes_are_never_more_than_the_working_time_between(file, now, due):
    calendar = read(file)
    found = remaining(calendar, local(now), local(due))
    earlier, later = sorted([local(now), local(due)])
    total = calendar.working_minutes_between(earlier, later)
    assert found.overdue == (due < now)
    assert found.days <= calendar.working_days_between(earlier.date(), later.date()) + 1
    assert found.minutes <= total
    assert bool(total) == bool(found.days or found.minutes)


@pytest.mark.parametrize(
    ("now", "unit", "state"),
    [
        ("2026-03-02T17:00", Unit.WORKING_DAY, Nearness.IN_TIME),
        ("2026-03-03T17:00", Unit.WORKING_DAY, Nearness.SOON),
        ("2026-03-04T18:00", Unit.WORKING_DAY, Nearness.SOON),
        ("2026-03-04T17:01", Unit.WORKING_HOUR, Nearness.LATE),
        ("2026-03-05T00:00", Unit.WORKING_DAY, Nearness.LATE),
    ],
)
def test_the_colours_of_lists(now, unit, state):
    assert nearness(DEMO, at(now), DUE, unit) is state


def test_the_threshold_of_soon_is_in_working_minutes():
    now = at("2026-03-04T15:00")
    assert nearness(DEMO, now, DUE, Unit.WORKING_HOUR, soon_minutes=119) is Nearness.IN_TIME
    assert nearness(DEMO, now, DUE, Unit.WORKING_HOUR, soon_minutes=120) is Nearness.SOON


def test_every_verdict_and_colour_has_a_label():
    assert [verdict.label for verdict in Verdict] == ["Trước hạn", "Đúng hạn", "Quá hạn"]
    assert [state.label for state in Nearness] == ["Trong hạn", "Sắp đến hạn", "Quá hạn"]
