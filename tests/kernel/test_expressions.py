"""Conditions say what they mean, and can do nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.expressions import MOST_LETTERS, parse
from motcua.kernel.sentences import Refused


@pytest.mark.parametrize(
    ("text", "answers", "held"),
    [
        ('outcome == "agree"', {"outcome": "agree"}, True),
        ('outcome == "agree"', {"outcome": "refuse"}, False),
        ('outcome != "agree"', {}, True),
        ("area > 500", {"area": 501}, True),
        ("area > 500", {"area": 500}, False),
        ("area > 500", {"area": 500.5}, True),
        ("100 <= area < 500", {"area": 100}, True),
        ("100 <= area < 500", {"area": 500}, False),
        ("area > -1", {"area": 0}, True),
        ("area > 500", {"area": "501"}, False),
        ("area > 500", {}, False),
        ("not area > 500", {}, True),
        ("area > 0", {"area": True}, False),
        ('zone in ["A", "B"]', {"zone": "B"}, True),
        ('zone not in ["A", "B"]', {"zone": "C"}, True),
        ('"x" in papers', {"papers": ["x"]}, True),
        ('"x" in papers', {"papers": 7}, False),
        ("paid or exempt", {"exempt": True}, True),
        ("paid and exempt", {"exempt": True}, False),
        ("not paid", {}, True),
        ("paid == true", {"paid": True}, True),
        ("paid == False or paid == false", {"paid": False}, True),
    ],
)
def test_a_condition_holds_as_it_reads(text, answers, held):
    assert parse(text).holds(answers) is held


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2 **",
        "a = 1",
        "a; b",
        "f(x)",
        "a.b",
        "a[0]",
        "9 ** 9 ** 9",
        "a + 1 > 2",
        "[x for x in y]",
        "lambda: 1",
        "a if b else c",
        "(a := 1)",
        "a is b",
        "f'{a}'",
        "{1: 2}",
        "await a",
        "...",
        "Tên == 1",
        "a == \0",
        "(" * 400 + "a" + ")" * 400,
        "a and " * MOST_LETTERS + "a",
    ],
)
def test_what_is_no_condition_is_refused_with_a_sentence(text):
    with pytest.raises(Refused):
        parse(text)


def test_a_refused_part_is_named():
    with pytest.raises(Refused, match=r"__import__\('os'\)"):
        parse("__import__('os')")


def test_the_names_that_a_condition_asks_for_are_known():
    assert parse('area > 5 and (zone == "A" or not paid)').names == {"area", "zone", "paid"}


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_condition_or_refused(text):
    try:
        condition = parse(text)
    except Refused:
        return
    condition.holds({})
