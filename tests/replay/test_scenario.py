"""The totals of a replay: as published, and at every scale parts that sum."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.sentences import Refused
from motcua.replay.courses import Course
from motcua.replay.plan import dockets
from motcua.replay.scenario import BENCH, KON_TUM_2021, apportion

PUBLISHED = {
    **{"3": 260_983, "4": 12_100, "5": 248_883, "6": 0, "7": 247_122},
    **{"10": 6_897, "11": 13_861, "12": 13_861, "13": 0},
}


def test_the_whole_year_comes_to_what_the_province_published():
    figures = KON_TUM_2021.figures()
    assert {column: figures[column] for column in PUBLISHED} == PUBLISHED
    assert figures["8"] + figures["9"] == 240_225
    assert KON_TUM_2021.courses["late_entry"] > KON_TUM_2021.courses["late"]


@given(scale=st.fractions(Fraction(1, 200_000), 1))
def test_at_every_scale_the_parts_sum(scale):
    scaled = KON_TUM_2021.scaled(scale)
    figures = scaled.figures()
    assert abs(scaled.total - 260_983 * scale) <= Fraction(1, 2)
    assert figures["3"] == figures["4"] + figures["5"] == figures["6"] + figures["7"] + figures["11"]
    assert figures["7"] == figures["8"] + figures["9"] + figures["10"]
    assert figures["11"] == figures["12"] + figures["13"]
    assert sum(scaled.channels.values()) == scaled.total


@given(total=st.integers(0, 10_000), weights=st.dictionaries(st.text(max_size=3), st.integers(0, 99), min_size=1))
def test_no_part_is_a_whole_one_away_from_its_share(total, weights):
    whole = sum(weights.values())
    if not whole:
        return
    parts = apportion(total, weights)
    assert sum(parts.values()) == total
    assert all(abs(parts[name] - Fraction(total * weight, whole)) < 1 for name, weight in weights.items())


def test_the_full_scale_is_the_scenario_itself():
    assert KON_TUM_2021.scaled(Fraction(1)) == KON_TUM_2021


@pytest.mark.parametrize("scale", [0, -1, Fraction(11, 10), Fraction(1, 10**9)])
def test_a_scale_without_meaning_is_refused(scale):
    with pytest.raises(Refused):
        KON_TUM_2021.scaled(Fraction(scale))


@pytest.mark.parametrize("scenario", [KON_TUM_2021.of(400), BENCH.of(1000)], ids=lambda s: s.name)
def test_every_process_plans_the_same_lives(scenario):
    plan = list(dockets(scenario))
    assert sum(len(docket.becomes) for docket in plan) == scenario.total
    for docket in plan[:5]:
        again = next(d for d in dockets(scenario) if d.counter.code == docket.counter.code)
        assert [docket.sketch(n) for n in docket.in_order] == [again.sketch(n) for n in again.in_order]


def test_every_course_of_a_scenario_is_there():
    for scenario in (KON_TUM_2021, BENCH):
        assert all(name in ("filed", "refused") or hasattr(Course, name) for name in scenario.courses)
