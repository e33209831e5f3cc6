"""The clocks of one act: paper handed on the same day, a request within three working days, an answer in fifteen."""

import pytest

from motcua.deadlines.act_clocks import TOLD, missed, since
from motcua.deadlines.clocks import Clock
from motcua.kernel.explanation_lines import LineKind
from tests.cast import moment
from tests.deadlines.test_clocks import PLAIN


def due(clock, begun):
    return f"{since(clock, moment(begun), PLAIN.at).due.moment:%m-%d %H:%M}"


@pytest.mark.parametrize(
    "accepted, handed_on",
    [
        ("2026-03-02 07:30", "03-02 17:00"),
        ("2026-03-02 15:00", "03-02 17:00"),  # not after 15:00
        ("2026-03-02 15:01", "03-03 17:00"),
        ("2026-03-06 15:01", "03-09 17:00"),  # Friday: Monday is the next working day
        ("2026-03-07 09:00", "03-09 17:00"),  # Saturday counts as Monday's opening
    ],
)
def test_paper_goes_on_the_same_day_or_the_next_after_three_in_the_afternoon(accepted, handed_on):
    assert due(Clock.TRANSFER, accepted) == handed_on


@pytest.mark.parametrize("begun, last", [("2026-03-02 09:00", "03-05 17:00"), ("2026-03-05 16:00", "03-10 17:00")])
def test_a_request_leaves_within_three_working_days(begun, last):
    assert due(Clock.NOTICE, begun) == last


@pytest.mark.parametrize(
    "asked, last",
    [("2026-03-02 09:00", "03-17 17:00"), ("2026-03-06 09:00", "03-23 17:00")],  # the 21st is a Saturday
)
def test_the_applicant_has_fifteen_days_and_no_day_off_is_the_last(asked, last):
    assert due(Clock.ANSWER, asked) == last


def test_an_act_is_late_by_its_date_and_not_by_the_minute():
    reading = since(Clock.TRANSFER, moment("2026-03-02 09:00"), PLAIN.at)
    assert not missed(reading, moment("2026-03-02 17:30"))
    assert missed(reading, moment("2026-03-03 07:30"))


def test_each_clock_tells_its_own_lines():
    read = {c: since(c, moment("2026-03-02 15:30"), PLAIN.at, explain=True) for c in TOLD}
    said = {c: [line.kind for line in reading.due.lines] for c, reading in read.items()}
    assert said[Clock.TRANSFER][-2:] == [LineKind.TRANSFER_LIMIT, LineKind.TRANSFER_DUE]
    assert said[Clock.NOTICE][-1] is LineKind.NOTICE_DUE
    assert (said[Clock.ANSWER][0], said[Clock.ANSWER][-1]) == (LineKind.ASKED, LineKind.CLOSING_AFTER)
    assert "Tiếp nhận sau 15:00 nên chuyển vào ngày làm việc kế tiếp: thứ Ba 03/03/2026." in [
        line.text for line in read[Clock.TRANSFER].due.lines
    ]
