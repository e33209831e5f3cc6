"""Due dates worked out by hand on a wall calendar, each with the rule that it shows.

"contract" is the command line of the project, "rules" the field's rules with their golden ideas (a)-(e), "design" §4.
"""

from decimal import Decimal

import pytest

from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from tests.kernel.due_calendars import CALENDARS, at, hold

# calendar, accepted, limit, due, the rule
GOLDEN = [
    # Working days.
    ("demo", "2026-02-13T15:30", "3wd", "2026-02-25T17:00", "contract: the example, over Tết"),
    ("demo", "2026-03-06T15:30", "3wd", "2026-03-11T17:00", "rules (a): Friday 15:30, three working days, Wednesday"),
    ("demo", "2026-04-24T16:00", "1wd", "2026-04-28T17:00", "rules (b): Friday 16:00 before a Monday off in lieu"),
    ("demo", "2026-04-24T16:00", "2wd", "2026-04-29T17:00", "rules (b): one day more"),
    ("demo", "2026-04-24T16:00", "3wd", "2026-05-04T17:00", "rules (b): 30/4 and 1/5 before a weekend"),
    ("demo", "2026-01-10T09:00", "1wd", "2026-01-12T17:00", "rules (c): accepted on a worked Saturday"),
    ("demo", "2026-01-09T09:00", "1wd", "2026-01-10T17:00", "rules (c): a worked Saturday is counted"),
    ("demo", "2026-08-21T10:00", "2wd", "2026-08-24T17:00", "the Saturday worked for 31 August is counted"),
    ("demo", "2026-08-28T10:00", "1wd", "2026-09-03T17:00", "swapped Monday, adjacent day, National Day"),
    ("demo", "2026-03-03T08:00", "3wd", "2026-03-06T17:00", "rules (e): the clock from Tuesday 8:00"),
    ("demo", "2026-03-02T06:00", "1wd", "2026-03-03T17:00", "contract: acceptance date not counted, before opening"),
    ("demo", "2026-03-02T23:59", "1wd", "2026-03-03T17:00", "contract: acceptance date not counted, at night"),
    ("demo", "2026-03-03T00:00", "1wd", "2026-03-04T17:00", "midnight belongs to the day that begins"),
    ("demo", "2026-03-01T10:00", "1wd", "2026-03-02T17:00", "accepted on a Sunday"),
    ("demo", "2026-02-17T09:00", "1wd", "2026-02-23T17:00", "accepted on the first day of Tết"),
    ("demo", "2026-12-31T10:00", "1wd", "2027-01-04T17:00", "over New Year"),
    ("demo", "2027-02-03T10:00", "1wd", "2027-02-11T17:00", "Tết 2027, 4 to 10 February"),
    ("demo", "2025-04-25T10:00", "1wd", "2025-04-26T17:00", "the Saturday worked for 2 May 2025"),
    ("demo", "2025-01-24T10:00", "1wd", "2025-02-03T17:00", "Tết 2025"),
    ("demo", "2026-11-23T10:00", "1wd", "2026-11-25T17:00", "Vietnamese Culture Day"),
    ("demo", "2026-03-02T10:00", "5wd", "2026-03-09T17:00", "a plain week"),
    ("demo", "2026-03-02T17:30+00:00", "1wd", "2026-03-04T17:00", "half past midnight in Viet Nam"),
    ("demo", "2026-03-01T20:00-05:00", "1wd", "2026-03-03T17:00", "Monday 08:00 in Viet Nam"),
    # Calendar days.
    ("demo", "2026-03-02T10:00", "10d", "2026-03-12T17:00", "contract: calendar days"),
    ("demo", "2026-03-04T10:00", "10d", "2026-03-16T17:00", "contract: rolls from Saturday"),
    ("demo", "2026-03-05T10:00", "10d", "2026-03-16T17:00", "contract: rolls from Sunday"),
    ("demo", "2026-02-10T10:00", "10d", "2026-02-23T17:00", "Civil Code 148: ends on a holiday"),
    ("demo", "2025-12-31T10:00", "10d", "2026-01-10T17:00", "ends on a worked Saturday, which is no day off"),
    ("demo", "2026-01-31T10:00", "2d", "2026-02-02T17:00", "accepted on a Saturday"),
    ("demo", "2026-03-06T10:00", "1d", "2026-03-09T17:00", "Friday and one day"),
    ("demo", "2026-11-23T10:00", "1d", "2026-11-25T17:00", "rolls over a single holiday"),
    ("demo", "2026-03-02T23:59", "30d", "2026-04-01T17:00", "the hour of acceptance plays no part"),
    # Months.
    ("demo", "2026-03-02T10:00", "1mo", "2026-04-02T17:00", "the same day of the next month"),
    ("demo", "2026-01-31T10:00", "1mo", "2026-03-02T17:00", "contract: ends on 28 February, a Saturday, and rolls"),
    ("demo", "2024-01-31T10:00", "1mo", "2024-02-29T17:00", "contract: the last day of a leap February"),
    ("demo", "2025-12-31T10:00", "2mo", "2026-03-02T17:00", "over the end of the year to a short month"),
    ("demo", "2026-03-31T10:00", "1mo", "2026-05-04T17:00", "ends on 30 April, a holiday"),
    ("demo", "2026-08-31T10:00", "6mo", "2027-03-01T17:00", "accepted on a day off, ends on a Sunday"),
    ("demo", "2026-11-15T10:00", "2mo", "2027-01-15T17:00", "over the end of the year"),
    ("demo", "2026-02-28T10:00", "1mo", "2026-03-30T17:00", "28 February leads to 28 March, not to its end"),
    # Hours.
    ("demo", "2026-03-02T08:00", "8wh", "2026-03-03T08:00", "contract: by the minute"),
    ("demo", "2026-03-02T07:00", "8wh", "2026-03-02T17:00", "contract: a close rather than the next opening"),
    ("demo", "2026-03-02T13:30", "8wh", "2026-03-03T11:30", "the close of a morning is a close too"),
    ("demo", "2026-03-02T11:30", "1wh", "2026-03-02T14:30", "contract: the instant of closing is outside"),
    ("demo", "2026-03-02T11:29", "1wh", "2026-03-02T14:29", "one minute before noon"),
    ("demo", "2026-03-02T17:00", "1wh", "2026-03-03T08:00", "contract: closing in the evening"),
    ("demo", "2026-03-02T16:59", "1wh", "2026-03-03T07:59", "one minute before the evening close"),
    ("demo", "2026-03-02T06:00", "1wh", "2026-03-02T08:00", "rules: before 7:00 means 7:00"),
    ("demo", "2026-03-02T12:00", "2wh", "2026-03-02T15:30", "rules: at lunch means 13:30"),
    ("demo", "2026-03-02T18:00", "1wh", "2026-03-03T08:00", "rules: after hours means 7:00 of the next working day"),
    ("demo", "2026-03-06T16:00", "2wh", "2026-03-09T08:00", "over a weekend"),
    ("demo", "2026-02-13T15:30", "8wh", "2026-02-23T15:30", "over Tết"),
    ("demo", "2026-03-07T10:00", "4wh", "2026-03-09T11:00", "accepted on a Saturday"),
    ("demo", "2026-03-02T07:00", "40wh", "2026-03-06T17:00", "five full days"),
    ("demo", "2026-01-09T16:00", "2wh", "2026-01-10T08:00", "into a worked Saturday"),
    ("demo", "2026-03-02T08:00:59", "1wh", "2026-03-02T09:00", "seconds are dropped"),
    ("demo", "2026-03-02T11:29:30", "1wh", "2026-03-02T14:29", "seconds are dropped before a close"),
    ("demo", "2026-03-02T07:00", "0.5wh", "2026-03-02T07:30", "half an hour"),
    # Same day.
    ("demo", "2026-03-02T08:00", "1sd", "2026-03-02T17:00", "contract: the close of that day"),
    ("demo", "2026-03-02T15:00", "1sd", "2026-03-02T17:00", "contract: 15:00 is not after 15:00"),
    ("demo", "2026-03-02T15:01", "1sd", "2026-03-03T17:00", "contract: after 15:00"),
    ("demo", "2026-03-02T15:00:59", "1sd", "2026-03-02T17:00", "the slip prints 15:00, and 15:00 it is"),
    ("demo", "2026-03-02T05:00", "1sd", "2026-03-02T17:00", "before opening"),
    ("demo", "2026-03-02T12:00", "1sd", "2026-03-02T17:00", "contract: at lunch, deemed 13:30"),
    ("demo", "2026-03-02T17:00", "1sd", "2026-03-03T17:00", "contract: at closing, deemed the next opening"),
    ("demo", "2026-03-06T15:30", "1sd", "2026-03-09T17:00", "after 15:00 on a Friday"),
    ("demo", "2026-03-06T17:30", "1sd", "2026-03-09T17:00", "after hours on a Friday: deemed Monday 7:00"),
    ("demo", "2026-03-01T20:00", "1sd", "2026-03-02T17:00", "on a Sunday evening"),
    ("demo", "2026-02-13T15:00", "1sd", "2026-02-13T17:00", "the last day before Tết"),
    ("demo", "2026-02-13T15:30", "1sd", "2026-02-23T17:00", "after 15:00 on the last day before Tết"),
    # A Saturday morning.
    ("saturday", "2026-03-06T10:00", "1wd", "2026-03-07T11:30", "contract: a Saturday morning closes at its own close"),
    ("saturday", "2026-03-06T10:00", "1d", "2026-03-07T11:30", "a half day is no day off"),
    ("saturday", "2026-03-06T15:30", "1sd", "2026-03-07T11:30", "the next working day is the Saturday"),
    ("saturday", "2026-03-07T08:00", "1sd", "2026-03-07T11:30", "same day on a Saturday"),
    ("saturday", "2026-03-07T11:30", "1sd", "2026-03-09T17:00", "at its close, deemed Monday"),
    ("saturday", "2026-03-07T11:00", "1wh", "2026-03-09T07:30", "half an hour, and half an hour on Monday"),
    ("saturday", "2026-03-06T16:00", "5wh", "2026-03-07T11:00", "one hour, and four on Saturday"),
    # Hours that change, and a closed Wednesday.
    ("change", "2026-04-14T10:00", "1wd", "2026-04-15T17:00", "contract: `to` is included"),
    ("change", "2026-04-15T10:00", "1wd", "2026-04-16T17:30", "contract: `from` is included"),
    ("change", "2026-04-15T16:00", "2wh", "2026-04-16T08:00", "an hour of each pattern"),
    ("change", "2026-04-21T10:00", "1wd", "2026-04-23T17:30", "a weekday without hours is no working day"),
    ("change", "2026-04-21T10:00", "1d", "2026-04-23T17:30", "and a calendar limit rolls from it"),
    ("change", "2026-04-22T10:00", "1sd", "2026-04-23T17:30", "accepted on it"),
    ("evening", "2026-03-02T10:00", "1sd", "2026-03-03T20:00", "deemed at 16:00, which is after 15:00"),
]

# accepted, limit, holds, due, the rule; on the demo calendar
HELD = [
    ("2026-03-02T08:00", "3wd", ["2026-03-03T09:00..2026-03-04T10:00"], "2026-03-06T17:00", "one working day"),
    ("2026-03-02T08:00", "3wd", ["2026-03-03T08:00..2026-03-03T16:00"], "2026-03-05T17:00", "within one date"),
    ("2026-03-02T08:00", "5wd", ["2026-03-06T10:00..2026-03-09T09:00"], "2026-03-10T17:00", "over a weekend: Monday"),
    ("2026-03-02T08:00", "3wd", ["2026-03-05T17:00..2026-03-09T08:00"], "2026-03-05T17:00", "begins when due"),
    ("2026-03-02T08:00", "3wd", ["2026-03-05T16:59..2026-03-06T08:00"], "2026-03-06T17:00", "a minute before"),
    (
        "2026-03-02T08:00",
        "3wd",
        ["2026-03-03T09:00..2026-03-04T10:00", "2026-03-03T12:00..2026-03-05T08:00"],
        "2026-03-09T17:00",
        "overlapping holds are one",
    ),
    ("2026-03-02T08:00", "3wd", ["2026-02-26T08:00..2026-03-04T08:00"], "2026-03-09T17:00", "cut to acceptance"),
    ("2026-03-02T08:00", "3wd", ["2026-02-26T08:00..2026-02-27T08:00"], "2026-03-05T17:00", "before acceptance"),
    (
        "2026-03-02T08:00",
        "1wd",
        ["2026-03-03T08:00..2026-03-04T08:00", "2026-03-04T10:00..2026-03-06T10:00"],
        "2026-03-06T17:00",
        "the second begins before the moment that the first made",
    ),
    (
        "2026-03-02T08:00",
        "1wd",
        ["2026-03-04T10:00..2026-03-06T10:00", "2026-03-03T08:00..2026-03-04T08:00"],
        "2026-03-06T17:00",
        "whatever the order in which they are given",
    ),
    (
        "2026-03-02T08:00",
        "1wd",
        ["2026-03-03T08:00..2026-03-04T08:00", "2026-03-04T17:00..2026-03-06T10:00"],
        "2026-03-04T17:00",
        "a lapsed limit is not revived",
    ),
    (
        "2026-03-02T08:00",
        "1wd",
        ["2026-03-03T08:00..2026-03-03T17:00", "2026-03-03T17:00..2026-03-05T09:00"],
        "2026-03-05T17:00",
        "holds that touch are one",
    ),
    ("2026-02-13T15:30", "3wd", ["2026-02-14T08:00..2026-02-20T08:00"], "2026-02-25T17:00", "held on days off only"),
    ("2026-03-02T07:00", "8wh", ["2026-03-02T09:00..2026-03-02T10:00"], "2026-03-03T08:00", "one working hour"),
    ("2026-03-02T07:00", "8wh", ["2026-03-02T16:00..2026-03-03T08:00"], "2026-03-03T09:00", "over a night"),
    ("2026-03-02T07:00", "8wh", ["2026-03-02T11:30..2026-03-02T13:30"], "2026-03-02T17:00", "a lunch"),
    ("2026-03-02T07:00", "8wh", ["2026-03-02T17:00..2026-03-03T17:00"], "2026-03-02T17:00", "begins when due"),
    ("2026-03-02T07:00", "2wh", ["2026-03-02T08:30..2026-03-02T15:00"], "2026-03-02T15:30", "half an hour was left"),
    ("2026-03-01T10:00", "1wh", ["2026-03-01T12:00..2026-03-02T07:30"], "2026-03-02T08:30", "held before opening"),
    ("2026-03-02T08:00", "10d", ["2026-03-04T08:00..2026-03-07T08:00"], "2026-03-16T17:00", "three days, to a Sunday"),
    ("2026-03-02T08:00", "10d", ["2026-03-04T08:00..2026-03-04T18:00"], "2026-03-12T17:00", "within one date"),
    ("2026-03-04T08:00", "10d", ["2026-03-05T08:00..2026-03-06T08:00"], "2026-03-16T17:00", "Saturday to Sunday"),
    ("2026-02-13T08:00", "10d", ["2026-02-14T08:00..2026-02-20T08:00"], "2026-03-02T17:00", "days off count as days"),
    ("2026-01-31T08:00", "1mo", ["2026-02-02T08:00..2026-02-04T08:00"], "2026-03-02T17:00", "28 February and two days"),
    ("2026-03-02T08:00", "1sd", ["2026-03-02T09:00..2026-03-03T10:00"], "2026-03-03T17:00", "one working day"),
    ("2026-03-02T08:00", "1sd", ["2026-03-02T09:00..2026-03-02T10:00"], "2026-03-02T17:00", "within one date"),
    ("2026-03-02T08:00", "3wd", ["2026-03-05T17:00.."], "2026-03-05T17:00", "open, but begun after the limit lapsed"),
]


@pytest.mark.parametrize(("name", "accepted", "limit", "expected", "rule"), GOLDEN)
def test_the_due_moment_is_that_of_the_wall_calendar(name, accepted, limit, expected, rule):
    assert due(at(accepted), Limit.parse(limit), CALENDARS[name]).moment == at(expected), rule


@pytest.mark.parametrize(("accepted", "limit", "holds", "expected", "rule"), HELD)
def test_holds_move_the_due_moment_as_the_contract_says(accepted, limit, holds, expected, rule):
    found = due(at(accepted), Limit.parse(limit), CALENDARS["demo"], [hold(text) for text in holds])
    assert found.moment == at(expected), rule


@pytest.mark.parametrize(
    ("limit", "since", "left"),
    [
        ("8wh", "2026-03-02T09:30", (330, "5 giờ 30 phút làm việc")),
        ("3wd", "2026-03-03T09:00", (2, "2 ngày làm việc")),
        ("3wd", "2026-03-05T09:00", (0, "0 ngày làm việc")),
        ("10d", "2026-03-04T09:00", (8, "8 ngày")),
        ("1mo", "2026-04-01T09:00", (1, "1 ngày")),
        ("1sd", "2026-03-02T09:00", (0, "0 ngày làm việc")),
    ],
)
def test_an_open_hold_leaves_no_due_moment_and_says_what_is_left(limit, since, left):
    found = due(at("2026-03-02T07:00"), Limit.parse(limit), CALENDARS["demo"], [hold(since + "..")], explain=True)
    assert found.moment is None
    assert found.paused is not None
    assert (found.paused.amount, str(found.paused.sentence)) == left
    assert found.lines[-1].kind == "paused"


def test_a_fixed_date_is_due_at_its_close_and_rolls_from_a_day_off():
    assert due(
        at("2026-03-02T08:00"), Limit(None, Unit.FIXED_DATE, at("2026-03-14").date()), CALENDARS["demo"]
    ).moment == at("2026-03-16T17:00")


@pytest.mark.parametrize("unit", [Unit.BY_AGREEMENT, Unit.NONE])
def test_limits_without_length_have_no_due_moment_and_say_so(unit):
    found = due(at("2026-03-02T08:00"), Limit(None, unit), CALENDARS["demo"], explain=True)
    assert found.moment is None
    assert [line.kind for line in found.lines] == ["accepted", "no_due"]


def test_one_and_a_half_working_days_are_twelve_working_hours():
    limit = Limit.from_published(Decimal("1.5"), "working_day")
    assert due(at("2026-03-02T07:00"), limit, CALENDARS["demo"]).moment == at("2026-03-03T11:00")
