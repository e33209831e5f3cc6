"""Work is shared out: loads end as even as they can, and everybody's turn comes."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from motcua.workflow.sharing import in_turn, to_the_least, with_least_change

LOADS = st.dictionaries(st.integers(1, 40), st.integers(0, 30), max_size=8)
PEOPLE = st.sets(st.integers(1, 12), min_size=1, max_size=8)


@given(st.integers(0, 60), LOADS)
def test_loads_end_as_even_as_they_can(n, loads):
    """Nobody who got something has more than one piece more than anybody else."""
    got = Counter(to_the_least(n, loads))
    after = {account: load + got[account] for account, load in loads.items()}
    assert sum(got.values()) == (n if loads else 0)
    assert all(after[account] - 1 <= min(after.values()) for account in got)


@given(st.integers(0, 60), LOADS)
def test_one_by_one_gives_what_all_at_once_gives(n, loads):
    one_by_one, now = [], dict(loads)
    for _ in range(n if loads else 0):
        (account,) = to_the_least(1, now)
        now[account] += 1
        one_by_one.append(account)
    assert to_the_least(n, loads) == one_by_one


@given(st.integers(0, 60), PEOPLE, st.none() | st.integers(1, 12))
def test_in_turn_nobody_gets_more_than_one_piece_more_than_another(n, people, after):
    got = Counter(in_turn(n, people, after=after))
    assert got.keys() <= people
    assert sum(got.values()) == n
    assert max(got[p] for p in people) - min(got[p] for p in people) <= 1


@given(st.integers(0, 30), st.integers(0, 30), PEOPLE, st.none() | st.integers(1, 12))
def test_the_turn_goes_on_where_it_stopped(first, then, people, after):
    one = in_turn(first, people, after=after)
    two = in_turn(then, people, after=one[-1] if one else after)
    assert one + two == in_turn(first + then, people, after=after)


@given(PEOPLE, st.data())
def test_everybodys_turn_comes_whoever_is_away_in_between(people, data):
    """One piece a day, some away each day: whoever is always there gets one before anybody has two turns more."""
    always, last, got = min(people), None, Counter()
    for _ in range(3 * len(people)):
        there = data.draw(st.sets(st.sampled_from(sorted(people)))) | {always}
        (last,) = in_turn(1, there, after=last)
        got[last] += 1
        assert max(got.values()) - got[always] <= 1


def test_where_nobody_is_there_nobody_gets_anything():
    assert to_the_least(3, {}) == in_turn(3, []) == []


def test_of_equals_the_first_by_number_begins():
    assert to_the_least(3, {7: 1, 5: 1, 9: 0}) == [9, 5, 7]
    assert in_turn(3, {7, 5, 9}, after=5) == [7, 9, 5]
    assert in_turn(2, {7, 5, 9}, after=9) == [5, 7]
    assert in_turn(1, {7, 9}, after=8) == [9]


@given(st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(1, 5)), max_size=12))
def test_who_gets_what_they_hold_keeps_it(pairs):
    drawn, holders = [d for d, _ in pairs], [h for _, h in pairs]
    given_ = with_least_change(drawn, holders)
    assert Counter(given_) == Counter(drawn)
    kept = sum(new == old for new, old in zip(given_, holders, strict=True))
    both = Counter(drawn) & Counter(h for h in holders if h is not None)
    assert kept == sum(both.values())
