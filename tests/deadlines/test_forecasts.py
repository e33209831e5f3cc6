"""The forecast counts: of those that stood as long in the same step, how many needed more time than is left."""

import pytest

from motcua.deadlines.forecasts import ENOUGH, MINUTES, MOST, Group, History, HitRate

OWN, OTHERS = Group("own", MINUTES), Group("others", 1000)


def history(*cases: tuple[int, int], key: Group = OWN, times: int = ENOUGH) -> History:
    found = History()
    for in_step, to_end in cases:
        for _ in range(times):
            found.add([key], in_step=in_step, to_end=to_end)
    return found


def test_the_chance_is_the_share_of_cases_that_needed_more_time_than_is_left():
    chance = history((10, 100), (10, 300)).chance([OWN], spent=0, left=200)
    assert (chance.percent, chance.cases, chance.is_late) == (50, 2 * ENOUGH, True)


def test_time_that_is_just_enough_is_enough():
    assert history((10, 200)).chance([OWN], spent=0, left=200).percent == 0


def test_cases_that_left_the_step_sooner_say_nothing_of_one_that_still_stands_in_it():
    both = history((10, 100), (60, 300))
    assert both.chance([OWN], spent=0, left=200).percent == 50
    assert both.chance([OWN], spent=50, left=200).percent == 100


def test_where_a_group_has_too_few_cases_the_next_coarser_one_is_asked():
    found = history((10, 100), times=ENOUGH - 1)
    assert found.chance([OWN], spent=0, left=50) is None
    for _ in range(ENOUGH):
        found.add([OTHERS], in_step=1, to_end=1)
    chance = found.chance([OWN, OTHERS], spent=0, left=50)
    assert (chance.level, chance.percent) == (1, 0)


def test_cases_of_other_procedures_count_by_their_share_of_the_limit():
    """Half of a limit of 2,000 was needed; of a limit of 200 with 90 left that is too much, with 110 not."""
    found = History()
    for _ in range(ENOUGH):
        found.add([Group("step", 2000)], in_step=10, to_end=1000)
    assert found.chance([Group("step", 200)], spent=0, left=90).percent == 100
    assert found.chance([Group("step", 200)], spent=0, left=110).percent == 0


def test_one_that_stands_longer_than_any_did_is_judged_as_if_it_had_just_come():
    assert history((10, 100)).chance([OWN], spent=5000, left=50).percent == 100
    assert history((10, 100)).chance([OWN], spent=5000, left=150).percent == 0


def test_only_the_latest_cases_of_a_group_are_kept():
    found = history((1, 500), times=MOST)
    assert not found.wants(["own"])
    for _ in range(MOST):
        found.add([OWN], in_step=1, to_end=1)
    assert found.chance([OWN], spent=0, left=100).percent == 100


@pytest.mark.parametrize(
    ("rate", "precision", "recall"),
    [
        (HitRate(5, named=40, hits=30, missed=10), 75, 75),
        (HitRate(5, named=ENOUGH - 1, hits=10, missed=2), None, None),
        (HitRate(5, named=100, hits=0, missed=3), 0, None),
    ],
)
def test_a_hit_rate_says_nothing_of_too_few(rate, precision, recall):
    assert (rate.precision, rate.recall) == (precision, recall)
