"""Sentences in another language: the translation may choose its words by a number."""

import pytest

from motcua.kernel.limits import Limit, Unit
from motcua.kernel.sentences import Sentence

ENGLISH = {
    "còn {days} ngày": "{days} {days:day|days} left",
    "{amount} ngày làm việc": "{amount} working {amount:day|days}",
    "thẻ “|” của {name}": "card “|” of {name}",
}


@pytest.mark.parametrize(("days", "said"), [(1, "1 day left"), (2, "2 days left"), (0, "0 days left")])
def test_a_translation_takes_the_singular_for_one_only(days, said):
    assert Sentence("còn {days} ngày", {"days": days}).translated(ENGLISH.get) == said


def test_an_amount_that_was_written_out_chooses_too():
    assert Limit(1, Unit.WORKING_DAY).sentence().translated(ENGLISH.get) == "1 working day"
    assert Limit(3, Unit.WORKING_DAY).sentence().translated(ENGLISH.get) == "3 working days"


def test_a_bar_outside_a_place_stays_a_bar():
    assert Sentence("thẻ “|” của {name}", {"name": "A"}).translated(ENGLISH.get) == "card “|” of A"
