"""Which period a moment belongs to; each period's jobs are promised once."""

import pytest

from motcua.outbox import actions
from motcua.outbox.actions import Promise
from motcua.outbox.models import Job
from motcua.outbox.timetable import Daily, Every
from tests.cast import moment

FIVE, TWO_AT_NIGHT = Every("test", minutes=5), Daily("test", hour=2)


@pytest.mark.parametrize(
    "at, period",
    [
        ("2026-11-02 08:00", "2026-11-02T08:00"),
        ("2026-11-02 08:04", "2026-11-02T08:00"),
        ("2026-11-02 08:05", "2026-11-02T08:05"),
        ("2026-11-02 23:59", "2026-11-02T23:55"),
        ("2026-11-03 00:00", "2026-11-03T00:00"),
    ],
)
def test_a_moment_lies_in_the_five_minutes_that_began_before_it(at, period):
    assert FIVE.period(moment(at)) == period


@pytest.mark.parametrize(
    "at, period",
    [
        ("2026-11-02 01:59", "2026-11-01"),
        ("2026-11-02 02:00", "2026-11-02"),
        ("2026-11-02 23:59", "2026-11-02"),
        ("2026-11-03 00:30", "2026-11-02"),
    ],
)
def test_a_daily_period_begins_at_its_hour(at, period):
    assert TWO_AT_NIGHT.period(moment(at)) == period


@pytest.mark.django_db
def test_a_period_is_claimed_once_and_the_next_anew():
    at = moment("2026-11-02 08:00")

    def claim(period):
        return actions.claim_period(timetable="test", period=period, at=at, promises=[Promise("test", key=period)])

    assert [claim("a"), claim("a"), claim("b")] == [True, False, True]
    assert list(Job.objects.order_by("pk").values_list("key", flat=True)) == ["a", "b"]
