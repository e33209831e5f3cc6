"""The order of a linked group: what is refused, and the critical path against counting every chain by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.linked import group_called
from motcua.catalogue.linking import Member, appointment, check, critical, ends, in_order, read
from motcua.catalogue.models import LinkedGroup
from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.sentences import Refused
from tests.casework import declarations as d
from tests.cast import moment
from tests.kernel.due_calendars import CALENDARS, at

LIMITS = st.one_of(
    st.builds(Limit, st.integers(1, 12), st.sampled_from([Unit.WORKING_DAY, Unit.WORKING_HOUR, Unit.DAY])),
    st.just(Limit(1, Unit.SAME_DAY)),
    st.builds(Limit, st.integers(1, 2), st.just(Unit.MONTH)),
)
BEGINNINGS = st.sampled_from(["2026-04-10T08:00", "2026-04-13T15:01", "2026-04-25T10:00", "2026-11-23T16:59"])


@st.composite
def groups(draw):
    """Members in any order of numbers, each behind one that was drawn before it or behind none."""
    count = draw(st.integers(2, 9))
    order = draw(st.permutations(range(1, count + 1)))
    afters = [None, *(draw(st.sampled_from([None, *order[:i]])) for i in range(1, count))]
    return [Member(n, f"1.{n:06d}", after) for n, after in zip(order, afters, strict=True)]


def chains(members: list[Member]) -> list[list[int]]:
    """Every way from a member that begins at once to one that nobody waits for, walked downwards."""
    below = {m.n: [f.n for f in members if f.after == m.n] for m in members}

    def walk(n: int) -> list[list[int]]:
        return [[n, *rest] for follower in below[n] for rest in walk(follower)] or [[n]]

    return [chain for m in members if m.after is None for chain in walk(m.n)]


@given(groups(), st.data(), BEGINNINGS, st.sampled_from(sorted(CALENDARS)))
def test_the_critical_path_is_the_latest_end_of_all_chains(members, data, beginning, name):
    limits = {m.n: data.draw(LIMITS) for m in members}
    begin, calendar = at(beginning), CALENDARS[name]

    def end_of(n, since):
        return due(since, limits[n], calendar).moment

    found = ends(members, begin, end_of)
    by_hand = {}
    for chain in chains(members):
        moment = begin
        for n in chain:
            moment = end_of(n, moment)
        by_hand[tuple(chain)] = moment
    latest = max(by_hand.values())
    assert appointment(found) == latest
    path = critical(members, found)
    assert any(list(chain[: len(path)]) == path for chain in by_hand)
    assert found[path[-1]] == latest


@given(groups(), st.data())
def test_a_limit_without_a_date_leaves_all_behind_it_and_the_whole_without_one(members, data):
    dateless = data.draw(st.sampled_from([m.n for m in members]))
    found = ends(members, at("2026-04-10T08:00"), lambda n, since: None if n == dateless else since)
    behind = {n for chain in chains(members) if dateless in chain for n in chain[chain.index(dateless) :]}
    assert {n for n, moment in found.items() if moment is None} == behind
    assert appointment(found) is None and critical(members, found) == []


@given(groups())
def test_every_member_stands_behind_the_one_it_waits_for(members):
    order = [m.n for m in in_order(members)]
    assert sorted(order) == sorted(m.n for m in members)
    assert all(order.index(m.after) < order.index(m.n) for m in members if m.after is not None)
    check(members)


@given(groups(), st.data())
def test_a_circle_is_refused_whatever_its_length(members, data):
    longest = max(chains(members), key=len)
    first = longest[0]
    back = data.draw(st.sampled_from(longest))
    closed = [Member(m.n, m.procedure, back if m.n == first else m.after) for m in members]
    with pytest.raises(Refused, match="vòng quanh"):
        check(closed)


@pytest.mark.parametrize(
    "members, says",
    [
        ([{"procedure": d.BIRTH, "after": 2}, {"procedure": d.RESIDENCE, "after": 1}], "Thành phần 1: chờ vòng quanh"),
        ([{"procedure": d.BIRTH}, {"procedure": d.RESIDENCE, "after": 2}], "Thành phần 2: chờ vòng quanh"),
        ([{"procedure": d.BIRTH}, {"procedure": d.RESIDENCE, "after": 7}], "Thành phần 2: .*thành phần 7"),
        ([{"procedure": d.BIRTH}, {"procedure": d.BIRTH}], "Thành phần 2: thủ tục 1.001193 đã có ở thành phần 1"),
        ([{"procedure": d.BIRTH}, {"procedure": "abc"}], "Thành phần 2: .*ABC"),
        ([{"procedure": d.BIRTH}, {"procedure": d.RESIDENCE, "after": "1"}], "Thành phần 2: “after”"),
        ([{"procedure": d.BIRTH}, {"procedure": d.RESIDENCE, "after": True}], "Thành phần 2: “after”"),
        ([{"procedure": d.BIRTH}], "từ 2 đến"),
        ([], "từ 2 đến"),
        ("x", "danh sách"),
        ([3], "danh sách"),
    ],
)
def test_a_group_that_cannot_be_is_refused_by_its_row(members, says):
    with pytest.raises(Refused, match=says):
        read(d.line(members=members))


@pytest.mark.parametrize("key", ["name", "decision", "code"])
def test_a_group_names_itself_and_the_decision_that_made_it(key):
    with pytest.raises(Refused) as no:
        read(d.line(**{key: " "}))
    assert no.value.field == key


@pytest.mark.django_db
class TestImport:
    def test_a_group_of_known_procedures_goes_in_once(self):
        d.publish()
        again = d.put(d.line())
        assert (again.new, again.unchanged, again.refused) == (0, 1, [])

    def test_other_members_are_another_row_from_that_day_on(self):
        d.publish()
        members = [{"procedure": d.BIRTH}, {"procedure": d.INSURANCE, "after": 1}]
        assert d.put(d.line(members=members), at=moment("2026-11-20 08:00")).changed == 1
        rows = LinkedGroup.objects.values_list("valid_from", "valid_to")
        assert list(rows) == [(date(2026, 1, 1), date(2026, 11, 20)), (date(2026, 11, 20), None)]
        assert [group_called(d.GROUP, day).members.count() for day in (date(2026, 11, 19), date(2026, 11, 20))] == [
            3,
            2,
        ]

    def test_a_group_that_ends_is_filed_no_more_from_that_day_on(self):
        d.publish()
        assert d.put(d.line(to="2026-12-01")).changed == 1
        assert d.put(d.line(to="2026-12-01")).unchanged == 1
        assert group_called(d.GROUP, date(2026, 11, 30))
        with pytest.raises(Refused, match=r"2\.000986"):
            group_called(d.GROUP, date(2026, 12, 1))

    @pytest.mark.parametrize("to", ["hôm qua", "2025-01-01"])
    def test_an_end_that_cannot_be_is_refused_with_its_line(self, to):
        d.publish()
        assert [line.n for line in d.put(d.line(to=to)).refused] == [1]
        assert group_called(d.GROUP, date(2026, 11, 30))

    def test_what_is_not_in_the_catalogue_is_named_with_its_line_and_row(self):
        d.publish()
        members = [{"procedure": d.BIRTH}, {"procedure": "1.777777", "after": 1}]
        report = d.put(d.line(), d.line(code="2.111111", members=members))
        assert [(line.n, str(line.reason)) for line in report.refused] == [
            (2, "Thành phần 2: không có thủ tục 1.777777 trong danh mục; hãy nhập thủ tục trước.")
        ]
        assert report.unchanged == 1
