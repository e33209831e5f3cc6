"""The words of slips and the check of their content."""

from datetime import datetime

import pytest

from motcua.kernel.sentences import Refused
from motcua.papers import rules


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-11-23T08:05:00+07:00", "08 giờ 05 phút, ngày 23 tháng 11 năm 2026"),
        ("2026-02-03T17:00:00+07:00", "17 giờ 00 phút, ngày 03 tháng 02 năm 2026"),
        ("2026-03-09T01:30:00+00:00", "08 giờ 30 phút, ngày 09 tháng 3 năm 2026"),
        ("2026-12-31T18:00:00Z", "01 giờ 00 phút, ngày 01 tháng 01 năm 2027"),
    ],
)
def test_moments_are_written_in_local_time_as_decree_30_writes_dates(moment, text):
    assert rules.spelled(rules.moment(moment, field="received_at")) == text


def test_a_moment_keeps_its_instant():
    moment = datetime.fromisoformat("2026-11-23T08:05:00+07:00")
    assert rules.moment(moment.isoformat(), field="at") == moment


@pytest.mark.parametrize(
    "content", [{}, {"items": []}, {"items": [{}]}, {"items": [{"reason": "x"}, {"reason": ""}]}, {"items": "x"}]
)
def test_every_entry_of_a_list_must_have_a_field_that_is_required_of_it(content):
    with pytest.raises(Refused, match="thiếu lý do") as refused:
        rules.check(content, {"items[].reason": "lý do"})
    assert refused.value.field == "items[].reason"


def test_zero_is_a_value():
    rules.check({"sets": 0}, {"sets": "số bộ"})


@pytest.mark.parametrize("content", [{"due": "ngày mai"}, {"no_due": "không hẹn"}, {"due": "", "no_due": "không hẹn"}])
def test_one_of_two_fields_is_enough_where_the_form_says_so(content):
    rules.check(content, {"due|no_due": "thời gian trả"})


def test_cleaning_twice_changes_nothing():
    content = {"a": ["  Mie\u0302\u0303n\x00phi\u0301\u200b\n", None], "b": None, "n": 3}
    once = rules.clean(content)
    assert once == {"a": ["Miễn phí", None], "n": 3}
    assert rules.clean(once) == once
