"""An officer's own week: figures of their own work alone, each with the work that it counts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.advance import advance
from motcua.casework.reads.own_work import Figure, Stretch, figures, month_of, rows, week_of
from motcua.casework.recall import recall
from motcua.casework.take import take
from tests import cast as stage
from tests.cast import moment
from tests.web.desk_driver import Desk, accepted, text_of

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = "2026-11-16", "2026-11-22"
WEEK = week_of(moment("2026-11-18 08:00").date())


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def lived(cast):
    """Of minh: one done in time, one done late, one held with its step overdue, one fresh; one done the week before."""
    codes = [accepted(cast, f"2026-11-{day} 08:00") for day in ("12", "16", "16", "16", "20")]
    for code, day in zip(codes, ("12", "16", "16", "16", "20"), strict=True):
        take(code, by=cast.minh, at=moment(f"2026-11-{day} 09:00"))
    advance(codes[0], by=cast.minh, at=moment("2026-11-12 15:00"))
    advance(codes[1], by=cast.minh, at=moment("2026-11-16 15:00"))
    advance(codes[2], by=cast.minh, at=moment("2026-11-19 15:00"))
    return codes


def counted(cast, who="minh", stretch=WEEK, at="2026-11-20 10:00") -> dict[str, int]:
    found = figures(getattr(cast, who).account_id, stretch, at=moment(at))
    return {figure.value: n for figure, n in found.items()}


def test_what_was_done_and_what_is_held_is_counted_apart_from_what_was_late(cast, lived):
    assert counted(cast) == {
        "came": 4, "done": 2, "done_late": 1, "held": 2, "held_late": 1, "dossier_late": 1,
    }  # fmt: skip


def test_the_figures_of_a_month_hold_those_of_its_weeks(cast, lived):
    assert counted(cast, stretch=month_of(WEEK.first))["done"] == 3


def test_every_figure_lists_as_many_as_it_counts(cast, lived):
    at, account = moment("2026-11-20 10:00"), cast.minh.account_id
    found = figures(account, WEEK, at=at)
    assert {figure: rows(account, figure, WEEK, at=at).count() for figure in Figure} == found


def test_the_work_of_others_is_nobodys_own(cast, lived):
    other = counted(cast, who="nhat")
    assert other["done"] == other["held"] == 0


def test_what_was_recalled_was_not_done(cast, lived):
    recall(lived[1], by=cast.minh, at=moment("2026-11-16 15:05"))
    assert counted(cast)["done"] == 1


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [("2026-11-16", MONDAY, SUNDAY), ("2026-11-22", MONDAY, SUNDAY), ("2026-11-15", "2026-11-09", "2026-11-15")],
)  # fmt: skip
def test_a_week_runs_from_monday_to_sunday(day, first, last):
    found = week_of(moment(f"{day} 08:00").date())
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_stretches_follow_each_other_without_a_gap():
    for stretch in (WEEK, month_of(WEEK.first), month_of(moment("2026-12-31 08:00").date())):
        after: Stretch = stretch.after()
        assert (after.first - stretch.last).days == 1 and after.before() == stretch


def test_the_page_is_one_click_from_the_worklist_and_opens_the_work_behind_a_figure(cast, lived):
    desk = Desk(cast, "2026-11-20 10:00")
    assert "/viec/cua-toi/" in desk.get("minh", "/viec/").content.decode()
    shown = desk.get("minh", "/viec/cua-toi/")
    assert "16/11/2026 đến hết 22/11/2026" in text_of(shown)
    assert {lived[1], lived[2]} == set(re.findall(r"H48\.148-\d{6}-\d{4}(?=</a>)", shown.content.decode()))
    late = desk.get("minh", "/viec/cua-toi/", ky="tuan", tu="2026-11-16", muc="done_late").content.decode()
    assert lived[2] in late and lived[1] not in late


def test_the_way_back_ends_where_the_officers_work_begins(cast, lived):
    desk = Desk(cast, "2026-11-20 10:00")
    assert "Kỳ trước" in text_of(desk.get("minh", "/viec/cua-toi/"))
    assert "Kỳ trước" not in text_of(desk.get("minh", "/viec/cua-toi/", tu="2026-11-10"))


@pytest.mark.parametrize("asked", [{"tu": "x"}, {"tu": "9999-12-31"}, {"tu": "0001-01-01"}, {"muc": "x"}, {"ky": "x"}])
def test_an_address_that_means_nothing_shows_this_week(cast, asked):
    shown = Desk(cast, "2026-11-20 10:00").get("minh", "/viec/cua-toi/", **asked)
    assert shown.status_code == 200 and "16/11/2026 đến hết 22/11/2026" in text_of(shown)


def test_the_page_costs_as_many_statements_with_one_row_as_with_many(cast):
    desk, counts = Desk(cast, "2026-11-20 10:00"), []
    desk.get("minh", "/viec/cua-toi/")
    for _ in range(2):
        code = accepted(cast, "2026-11-16 08:00")
        take(code, by=cast.minh, at=moment("2026-11-16 09:00"))
        advance(code, by=cast.minh, at=moment("2026-11-16 10:00"))
        with CaptureQueriesContext(connection) as asked:
            desk.get("minh", "/viec/cua-toi/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
