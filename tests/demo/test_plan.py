"""The demo's half year as planned: the same each time, in working time, never in the future, and of every kind."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from motcua.demo import clock, plan
from motcua.demo.acts import HandedIn
from motcua.demo.live import FILING
from motcua.demo.sketches import COURSES, STANDING, sketches
from motcua.dossiers.parties import Capacity, Kind
from motcua.kernel.calendar_files import demo_calendar
from tests.cast import moment

FRIDAY = moment("2026-11-20 10:30")
MOMENTS = [
    FRIDAY,
    moment("2026-11-22 03:30"),  # a Sunday, at night
    moment("2026-11-20 07:01"),  # nobody has come yet
    moment("2026-11-20 12:10"),  # lunch
    moment("2026-02-18 09:00"),  # Tết
    moment("2026-09-03 08:00"),  # the morning after a holiday
    moment("2026-08-31 17:00"),  # 31 August: no such day six months before
    moment("2027-06-01 23:59"),
]


def filings(until: datetime, total: int) -> list[HandedIn]:
    return [act.given["intake"] for act in plan.lives(until, total) if act.verb in FILING]


@pytest.mark.parametrize("until", MOMENTS, ids=str)
def test_acts_happen_in_office_hours_up_to_the_moment_of_loading(until: datetime) -> None:
    acts = plan.acts(until, 300)
    assert [act for act in acts if not demo_calendar().is_open(act.at)] == []
    assert acts[-1].at <= until
    assert acts[0].at.date() >= clock.months_before(until, 6)
    assert len({act.n for act in plan.lives(until, 300)}) == 300


@pytest.mark.parametrize("total", [1, 20, 57, 120, 999])
def test_there_are_as_many_dossiers_as_wanted(total: int) -> None:
    assert len(sketches(FRIDAY, total)) == total
    assert {act.n for act in plan.lives(FRIDAY, total)} == set(range(1, total + 1))


def test_the_plan_is_the_same_each_time() -> None:
    first = plan.acts(FRIDAY, 150)
    plan.acts.cache_clear()
    assert plan.acts(FRIDAY, 150) == first


def test_acts_are_in_the_order_of_time_and_slices_hold_them_all() -> None:
    acts = plan.acts(FRIDAY, 150)
    assert list(acts) == sorted(acts, key=lambda act: act.at)
    cut = [act for n in range(plan.slices(FRIDAY, 150)) for act in plan.slice_of(FRIDAY, 150, n)]
    assert cut == list(acts)


def test_a_dossier_is_filed_first_and_nothing_happens_to_it_twice_in_a_minute() -> None:
    by_dossier: dict[int, list] = {}
    for act in (act for act in plan.acts(FRIDAY, 300) if act.n):
        by_dossier.setdefault(act.n, []).append(act)
    for acts in by_dossier.values():
        assert [act.verb in FILING for act in acts] == [True] + [False] * (len(acts) - 1)
        assert all(b.at - a.at >= timedelta(minutes=1) for a, b in pairwise(acts))


@pytest.mark.parametrize("total", [60, 300])
def test_every_course_and_every_standing_place_occurs(total: int) -> None:
    drawn = sketches(FRIDAY, total)
    assert {s.becomes for s in drawn} >= set(COURSES) - {"twin"}
    assert {s.at for s in drawn} - {""} == set(STANDING)


def test_every_kind_of_party_capacity_channel_and_delivery_occurs_among_two_thousand() -> None:
    given = filings(FRIDAY, 2_000)
    parties = [party for f in given for party in (f.applicant, *f.owners)]
    assert {party.kind for party in parties} == set(Kind)
    assert {party.capacity for party in parties} == set(Capacity)
    assert {f.channel for f in given} == {"direct", "online", "post"}
    assert {f.delivery for f in given} == {"counter", "post", "electronic"}


def test_names_of_the_central_highlands_and_of_one_letter_occur_among_two_thousand() -> None:
    names = "\n".join(f.applicant.name for f in filings(FRIDAY, 2_000))
    assert set("ƀčĕŏñ’") <= set(names.casefold())
    assert any(len(name.split()[-1]) == 1 for name in names.splitlines())


def test_what_is_planned_is_what_an_office_looks_like() -> None:
    becomes = Counter(s.becomes for s in sketches(FRIDAY, 2_000))
    assert 0.5 < becomes["plain"] / 2_000 < 0.65
    assert 0.03 < becomes["late"] / 2_000 < 0.06


def test_people_come_on_the_morning_of_loading_too() -> None:
    today = [act for act in plan.acts(FRIDAY, 2_000) if act.at.date() == FRIDAY.date() and act.verb in FILING]
    assert len(today) >= 5


def test_a_dossier_entered_twice_has_the_people_of_the_other() -> None:
    drawn = sketches(FRIDAY, 2_000)
    twins = [s for s in drawn if s.becomes == "twin"]
    given = {act.n: act.given["intake"] for act in plan.lives(FRIDAY, 2_000) if act.verb in FILING}
    assert twins
    for twin in twins:
        assert given[twin.n].applicant.name == given[twin.people].applicant.name
        assert given[twin.n].procedure == given[twin.people].procedure


def test_results_of_a_series_are_numbered_in_the_order_of_time() -> None:
    series: dict[str, list[int]] = {}
    for act in plan.acts(FRIDAY, 500):
        if result := act.given.get("result"):
            series.setdefault(f"{result.series}:{act.at.year}", []).append(result.number)
    assert series
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in series.values())


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-20 08:00", 30, "2026-11-20 08:30"),
        ("2026-11-20 11:00", 60, "2026-11-20 14:00"),
        ("2026-11-20 11:00", 30, "2026-11-20 13:30"),
        ("2026-11-20 16:50", 20, "2026-11-23 07:10"),
        ("2026-11-20 16:50", 490, "2026-11-25 07:00"),
        ("2026-11-21 03:00", 0, "2026-11-23 07:00"),
        ("2026-11-23 16:59", 1, "2026-11-25 07:00"),
    ],
)
def test_working_minutes_pass_inside_office_hours_only(start: str, minutes: int, end: str) -> None:
    assert clock.after(moment(start), minutes) == moment(end)
