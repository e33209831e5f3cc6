"""Reporting periods by cut-off days: every day in one of each, both ends included, whatever rules follow each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.supervision import actions, by_period, cutoffs, queries, reports, sheets
from motcua.supervision.cutoffs import Cutoffs, Rule, of_law, together
from motcua.supervision.models import Cutoff
from motcua.supervision.reports import Asked
from tests import cast as stage
from tests.cast import moment

DAY = timedelta(days=1)
LAW = Cutoffs(of_law())
AT = moment("2026-11-20 09:00")


def ends(*days):
    return tuple(date.fromisoformat(day) for day in days)


def from_month(year, month, last_day):
    return Rule(date(year, month, 1), last_day, "QĐ 7")


def test_by_law_they_run_from_the_fifteenth_to_the_fourteenth():
    assert LAW.month(date(2026, 11, 14)) == ends("2026-10-15", "2026-11-14")
    assert LAW.month(date(2026, 12, 15)) == ends("2026-12-15", "2027-01-14")
    assert LAW.quarter(date(2026, 11, 21)) == ends("2026-09-15", "2026-12-14")
    assert LAW.quarter(date(2026, 1, 3)) == ends("2025-12-15", "2026-03-14")
    assert LAW.year(date(2026, 12, 14)) == ends("2025-12-15", "2026-12-14")
    assert LAW.year(date(2026, 12, 15)) == ends("2026-12-15", "2027-12-14")


def test_a_rule_that_changes_within_a_year_makes_its_first_month_longer_or_shorter():
    longer = together([from_month(2026, 8, 20)])
    assert longer.month(date(2026, 7, 14)) == ends("2026-06-15", "2026-07-14")
    assert longer.month(date(2026, 7, 15)) == longer.month(date(2026, 8, 20)) == ends("2026-07-15", "2026-08-20")
    assert longer.month(date(2026, 8, 21)) == ends("2026-08-21", "2026-09-20")
    assert longer.quarter(date(2026, 8, 1)) == ends("2026-06-15", "2026-09-20")
    assert longer.year(date(2026, 8, 1)) == ends("2025-12-15", "2026-12-20")
    shorter = together([from_month(2026, 8, 5)])
    assert shorter.month(date(2026, 8, 5)) == ends("2026-07-15", "2026-08-05")
    assert shorter.month(date(2026, 8, 6)) == ends("2026-08-06", "2026-09-05")


def test_the_end_of_a_month_is_the_last_of_its_days_however_many_it_has():
    calendar = together([from_month(2026, 1, 31)])
    assert calendar.month(date(2026, 2, 28)) == ends("2026-02-01", "2026-02-28")
    assert calendar.month(date(2028, 2, 29)) == ends("2028-02-01", "2028-02-29")
    thirty = together([from_month(2026, 1, 30)])
    assert thirty.month(date(2026, 2, 28)) == ends("2026-01-31", "2026-02-28")
    assert thirty.month(date(2026, 3, 31)) == ends("2026-03-31", "2026-04-30")


rules = st.lists(
    st.builds(from_month, st.integers(2024, 2027), st.integers(1, 12), st.integers(1, 31)), max_size=5
).map(together)
days = st.dates(date(2023, 6, 1), date(2028, 6, 1))


@given(cuts=rules, day=days, months=st.sampled_from((1, 3, 12)))
def test_every_day_lies_in_one_period_and_the_next_begins_the_day_after(cuts, day, months):
    first, last = cuts.around(day, months)
    assert first <= day <= last
    assert {cuts.around(d, months) for d in (first, last)} == {(first, last)}
    assert cuts.around(last + DAY, months)[0] == last + DAY
    assert cuts.around(first - DAY, months)[1] == first - DAY


@given(cuts=rules, day=days)
def test_a_quarter_is_three_months_and_a_year_four_quarters(cuts, day):
    for larger, smaller, n in ((cuts.quarter, cuts.month, 3), (cuts.year, cuts.quarter, 4)):
        first, last = larger(day)
        parts, at = [], first
        while at <= last:
            parts.append(smaller(at))
            at = parts[-1][1] + DAY
        assert (len(parts), parts[0][0], parts[-1][1]) == (n, first, last)


@given(cuts=rules, day=days, months=st.sampled_from((1, 3, 12)))
def test_the_period_before_ends_the_day_before(cuts, day, months):
    span = cuts.around(day, months)
    assert cuts.before(*span)[1] == span[0] - DAY
    assert cuts.year_before(*span)[1].year == span[1].year - 1


def test_periods_are_called_by_the_month_they_end_in_and_those_of_the_calendar_by_nothing():
    assert str(LAW.name(*ends("2026-10-15", "2026-11-14"))) == "tháng báo cáo 11/2026"
    assert str(LAW.name(*ends("2026-09-15", "2026-12-14"))) == "quý báo cáo 4/2026"
    assert str(LAW.name(*ends("2025-12-15", "2026-12-14"))) == "năm báo cáo 2026"
    assert LAW.name(*ends("2026-11-01", "2026-11-30")) is None
    assert LAW.name(*ends("2026-10-15", "2026-11-13")) is None
    assert together([from_month(2026, 1, 31)]).name(*ends("2026-11-01", "2026-11-30")) is None


# As rows of the province


@pytest.fixture
def cast(db):
    return stage.enter()


def set_cutoff(cast, since="2026-08-01", last_day=20, basis="QĐ 7"):
    root = cast.province.pk
    return actions.set_cutoff(
        agency_id=root, since=date.fromisoformat(since), last_day=last_day, basis=basis, by=cast.quan, at=AT
    )


def test_a_rule_of_the_province_stands_over_the_laws_until_it_is_withdrawn(cast):
    row = set_cutoff(cast)
    assert queries.cutoffs().month(date(2026, 8, 20)) == ends("2026-07-15", "2026-08-20")
    actions.withdraw_cutoff(agency_id=cast.province.pk, pk=row.pk, by=cast.quan, at=AT)
    assert queries.cutoffs().rules == cutoffs.of_law()
    kinds = Event.objects.filter(kind__startswith="cutoff.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["cutoff.set", "cutoff.withdrawn"]
    with pytest.raises(Refused, match="đã được bỏ"):
        actions.withdraw_cutoff(agency_id=cast.province.pk, pk=row.pk, by=cast.quan, at=AT)


def test_a_second_rule_of_a_month_withdraws_the_first_and_the_same_again_is_refused(cast):
    set_cutoff(cast)
    set_cutoff(cast, last_day=25)
    assert [(row.last_day, row.withdrawn_at is None) for row in Cutoff.objects.order_by("pk")] == [
        (20, False),
        (25, True),
    ]
    with pytest.raises(Refused, match="đã được đặt"):
        set_cutoff(cast, last_day=25)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"last_day": 0}, "last_day"), ({"last_day": 32}, "last_day"), ({"basis": " "}, "basis"),
     ({"since": "1999-12-01"}, "since")],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_at_its_field(cast, wrong, field):
    with pytest.raises(Refused) as refused:
        set_cutoff(cast, **wrong)
    assert refused.value.field == field and not Cutoff.objects.exists()


def test_reports_say_what_a_period_is_called_and_compare_it_with_the_one_before(cast):
    set_cutoff(cast, "2026-10-01", 20)
    actions.project(at=AT)
    asked = Asked(*ends("2026-09-15", "2026-10-20"))
    report = reports.report(asked)
    assert "tháng báo cáo 10/2026" in sheets.heading(report)[1][0]
    found = by_period.of_period(asked)
    assert (found.before.first, found.before.last) == ends("2026-08-15", "2026-09-14")
    assert (found.year_before.first, found.year_before.last) == ends("2025-09-15", "2025-10-14")
    assert reports.report(Asked(*ends("2026-09-15", "2026-10-14"))).called is None
