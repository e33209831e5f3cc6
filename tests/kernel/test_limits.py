"""Time limits: how they are typed and published, and which cannot be."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.kernel.limits import Limit, Unit
from motcua.kernel.sentences import Refused


@pytest.mark.parametrize(
    ("text", "limit", "words"),
    [
        ("8wh", Limit(8, Unit.WORKING_HOUR), "8 giờ làm việc"),
        ("3wd", Limit(3, Unit.WORKING_DAY), "3 ngày làm việc"),
        ("10d", Limit(10, Unit.DAY), "10 ngày"),
        ("2mo", Limit(2, Unit.MONTH), "2 tháng"),
        ("1sd", Limit(1, Unit.SAME_DAY), "trong ngày"),
        (" 1.5wh ", Limit(Decimal("1.5"), Unit.WORKING_HOUR), "1,5 giờ làm việc"),
    ],
)
def test_a_limit_is_read_and_said(text, limit, words):
    assert Limit.parse(text) == limit
    assert str(limit.sentence()) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "wd",
        "3 wd",
        "3WD",
        "-3wd",
        "+3wd",
        "0wd",
        "0wh",
        "1.5wd",
        "0.333wh",
        "2sd",
        "3y",
        "3wd\n4wd",
        "٣wd",
        "2501wd",
        "3661d",
        "121mo",
        "20001wh",
        "9" * 5000 + "d",
        "{x}wd",
    ],
)
def test_what_is_no_limit_is_refused_in_one_line(text):
    with pytest.raises(Refused) as refusal:
        Limit.parse(text)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("amount", "unit", "limit"),
    [
        (Decimal("1.5"), "working_day", Limit(12, Unit.WORKING_HOUR)),
        (Decimal("0.5"), "working_day", Limit(4, Unit.WORKING_HOUR)),
        (Decimal("3.0"), "working_day", Limit(3, Unit.WORKING_DAY)),
        (4, "hour", Limit(4, Unit.WORKING_HOUR)),
        (15, "day", Limit(15, Unit.DAY)),
        (2, "month", Limit(2, Unit.MONTH)),
        (1, "same_day", Limit(1, Unit.SAME_DAY)),
    ],
)
def test_a_published_limit_is_understood(amount, unit, limit):
    assert Limit.from_published(amount, unit) == limit


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        (0, "day"),
        (-1, "working_day"),
        (Decimal("NaN"), "working_day"),
        (Decimal("Infinity"), "hour"),
        (Decimal("2.5"), "month"),
        (1, "week"),
        (1, ""),
        (10**30, "day"),
    ],
)
def test_a_published_limit_that_cannot_be_is_refused(amount, unit):
    with pytest.raises(Refused):
        Limit.from_published(amount, unit)


@pytest.mark.parametrize("amount", [None, True, 1.5, "3"])
def test_an_amount_is_a_number_without_rounding(amount):
    with pytest.raises(Refused):
        Limit(amount, Unit.WORKING_DAY)


def test_only_a_fixed_date_has_a_date():
    assert str(Limit(None, Unit.FIXED_DATE, date(2026, 12, 31)).sentence()) == "ngày 31/12/2026"
    with pytest.raises(Refused):
        Limit(None, Unit.FIXED_DATE)
    with pytest.raises(Refused):
        Limit(3, Unit.DAY, date(2026, 12, 31))
    with pytest.raises(Refused):
        Limit(None, Unit.FIXED_DATE, date(1, 1, 1))


def test_units_without_length_keep_no_amount():
    assert Limit(5, Unit.NONE) == Limit(None, Unit.NONE)


def test_a_unit_may_be_given_by_its_name():
    assert Limit(3, "working_day") == Limit(3, Unit.WORKING_DAY)


def test_every_unit_has_a_label():
    assert all(unit.label for unit in Unit)


def test_only_hours_have_minutes():
    assert Limit.parse("1.5wh").minutes == 90
    with pytest.raises(ValueError, match="hours"):
        _ = Limit.parse("3wd").minutes
