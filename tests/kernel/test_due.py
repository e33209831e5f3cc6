"""What a due date says of itself beside the golden table (tests/deadlines/golden.txt): what is left, and why none."""

from decimal import Decimal

import pytest

from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from tests.kernel.due_calendars import CALENDARS, at, hold


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
