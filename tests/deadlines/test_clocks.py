"""The legal, national and acceptance clocks: what restarts, what only holds, and which calendar counts when."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.deadlines.clocks import Clock, Life, Request, read
from motcua.kernel.calendar_history import CalendarHistory
from motcua.kernel.calendars import OfficeHours
from motcua.kernel.due import Hold, due
from motcua.kernel.explanation_lines import LineKind
from motcua.kernel.limits import Limit
from motcua.kernel.sentences import Refused
from tests.cast import moment

WEEK = {day: [(450, 690), (810, 1020)] for day in ("mon", "tue", "wed", "thu", "fri")}  # 07:30–11:30, 13:30–17:00
HOURS = [OfficeHours(date(2026, 1, 1), None, WEEK)]
PLAIN = CalendarHistory(HOURS)
MONDAY = moment("2026-03-02 09:00")


def legal(limit="5wd", *, holds=(), requests=(), calendar=PLAIN, accepted=MONDAY, clock=Clock.LEGAL):
    life = Life(accepted, Limit.parse(limit), holds, requests)
    return read(clock, life, calendar.at, explain=True)


def asked(asked: str, answered: str | None = None) -> Request:
    return Request(moment(f"2026-03-{asked}"), moment(f"2026-03-{answered}") if answered else None)


def due_of(*args, **kwargs) -> str | None:
    found = legal(*args, **kwargs).due.moment
    return f"{found:%m-%d %H:%M}" if found else None


def kinds(reading) -> list[LineKind]:
    return [line.kind for line in reading.due.lines]


@pytest.mark.parametrize(
    "requests, expected",
    [
        ([], "03-09 17:00"),
        ([asked("03 09:00", "10 10:00")], "03-17 17:00"),  # anew from Tuesday the 10th
        ([asked("05 16:59", "10 10:00")], "03-17 17:00"),  # the third working day after acceptance: still in time
        ([asked("06 07:30", "10 10:00")], "03-11 17:00"),  # the fourth: two working days are added
        ([asked("03 09:00", "03 10:00"), asked("04 09:00", "06 09:00")], "03-12 17:00"),  # the second only holds
        ([asked("03 09:00")], None),
    ],
)
def test_only_a_first_request_within_three_working_days_makes_the_limit_count_anew(requests, expected):
    assert due_of(requests=requests) == expected


def test_a_request_after_the_limit_lapsed_revives_nothing():
    late = asked("04 09:00", "20 09:00")  # within three working days, but the limit was one
    assert due_of("1wd", requests=[late]) == "03-03 17:00"
    assert LineKind.HOLD_TOO_LATE in kinds(legal("1wd", requests=[late]))


def test_a_request_in_the_minute_in_which_the_limit_ends_is_too_late():
    assert due_of("1wd", requests=[asked("03 17:00", "20 09:00")]) == "03-03 17:00"
    assert due_of("1wd", requests=[asked("03 16:59", "20 09:00")]) == "03-23 17:00"


def test_holds_from_before_a_restart_move_nothing_any_more():
    hold = Hold(moment("2026-03-02 10:00"), moment("2026-03-03 08:00"))
    assert due_of(holds=[hold], requests=[asked("03 09:00", "10 10:00")]) == "03-17 17:00"


def test_an_open_hold_of_a_request_says_what_is_left_and_what_will_come():
    reading = legal(requests=[asked("03 09:00")])
    assert (reading.due.paused.amount, LineKind.WILL_RESTART in kinds(reading)) == (4, True)


def test_the_national_clock_subtracts_the_waiting_where_the_legal_one_counts_anew():
    reading = legal(requests=[asked("03 09:00", "10 10:00")], clock=Clock.NATIONAL)
    assert f"{reading.due.moment:%m-%d %H:%M}" == "03-16 17:00"
    assert not reading.counts_late


def test_the_national_clock_counts_a_second_request_as_late():
    twice = [asked("03 09:00", "03 10:00"), asked("04 09:00", "04 10:00")]
    reading = legal(requests=twice, clock=Clock.NATIONAL)
    assert reading.counts_late
    assert LineKind.SECOND_REQUEST in kinds(reading)
    assert not legal(requests=twice).counts_late


@pytest.mark.parametrize(
    "filed, answer",
    [
        ("2026-03-02 09:00", "03-03 09:30"),  # 7.5 working hours a day here
        ("2026-03-06 17:00", "03-10 08:00"),  # filed at the close: from Monday's opening
        ("2026-03-07 20:00", "03-10 08:00"),
        ("2026-03-02 11:45", "03-03 14:00"),
    ],
)
def test_an_online_filing_is_answered_within_eight_working_hours_by_the_minute(filed, answer):
    reading = legal("5wd", accepted=moment(filed), clock=Clock.ACCEPTANCE)
    assert f"{reading.due.moment:%m-%d %H:%M}" == answer
    assert [kinds(reading)[0], kinds(reading)[-1]] == [LineKind.FILED, LineKind.ANSWER_DUE]


STORM = CalendarHistory(HOURS, [(date(2026, 3, 9), moment("2026-03-05 08:00"))])


def test_a_day_off_announced_later_moves_no_promise_that_was_printed():
    assert due_of(calendar=STORM) == "03-09 17:00"
    assert due_of(calendar=STORM, accepted=moment("2026-03-05 08:00")) == "03-13 17:00"


def test_the_end_of_a_hold_counts_by_what_was_known_then():
    assert due_of(calendar=STORM, holds=[_hold("03 09:00", "03 10:00")]) == "03-09 17:00"
    assert due_of(calendar=STORM, holds=[_hold("03 09:00", "05 09:00")]) == "03-12 17:00"


def test_a_hold_that_came_too_late_brings_no_new_calendar_with_it():
    reading = legal("1wd", calendar=STORM, holds=[_hold("04 09:00", "06 09:00")])
    assert (f"{reading.due.moment:%m-%d}", reading.set_at) == ("03-03", MONDAY)


def _hold(start: str, end: str) -> Hold:
    return Hold(moment(f"2026-03-{start}"), moment(f"2026-03-{end}"))


@pytest.mark.parametrize(
    "requests, sentence",
    [
        ([asked("01 09:00", "03 09:00")], "trước khi tiếp nhận"),
        ([asked("03 09:00"), asked("04 09:00")], "chưa được trả lời"),
        ([asked("03 09:00", "05 09:00"), asked("04 09:00")], "chưa được trả lời"),
    ],
)
def test_requests_that_cannot_have_been_are_refused(requests, sentence):
    with pytest.raises(Refused, match=sentence):
        legal(requests=requests)


def test_an_answer_before_its_question_is_refused():
    with pytest.raises(Refused, match="trước khi yêu cầu"):
        asked("05 09:00", "04 09:00")


MINUTES = st.integers(min_value=0, max_value=60 * 24 * 40)
LIMITS = st.sampled_from(["1wd", "3wd", "10wd", "4wh", "12wh", "7d", "1mo", "1sd"])


@given(limit=LIMITS, marks=st.lists(MINUTES, min_size=0, max_size=6, unique=True).map(sorted))
def test_without_requests_the_legal_clock_is_the_due_date_of_the_kernel(limit, marks):
    moments = [MONDAY + timedelta(minutes=m) for m in marks]
    holds = [Hold(*pair) for pair in zip(moments[::2], moments[1::2], strict=False)]
    plain = due(MONDAY, Limit.parse(limit), PLAIN.newest, holds)
    assert legal(limit, holds=holds).due.moment == plain.moment


@given(limit=LIMITS, marks=st.lists(MINUTES, min_size=2, max_size=8, unique=True).map(sorted))
def test_lines_add_up_to_the_due_date_whatever_was_asked(limit, marks):
    moments = [MONDAY + timedelta(minutes=m) for m in marks]
    requests = [Request(*pair) for pair in zip(moments[::2], moments[1::2], strict=False)]
    reading = legal(limit, requests=requests)
    if limit.endswith("wh"):
        total = MONDAY + timedelta(minutes=sum(line.minutes for line in reading.due.lines))
        assert total == reading.due.moment
    else:
        days = sum(line.days for line in reading.due.lines)
        assert MONDAY.date() + timedelta(days=days) == reading.due.moment.date()


@given(limit=LIMITS, marks=st.lists(MINUTES, min_size=2, max_size=6, unique=True).map(sorted))
def test_the_national_clock_is_the_legal_one_with_requests_as_holds(limit, marks):
    moments = [MONDAY + timedelta(minutes=m) for m in marks]
    pairs = list(zip(moments[::2], moments[1::2], strict=False))
    national = legal(limit, requests=[Request(*p) for p in pairs], clock=Clock.NATIONAL)
    assert national.due.moment == legal(limit, holds=[Hold(*p) for p in pairs]).due.moment


@given(marks=st.lists(MINUTES, min_size=2, max_size=6, unique=True).map(sorted), known=MINUTES)
def test_what_becomes_known_after_the_date_was_last_set_changes_nothing(marks, known):
    moments = [MONDAY + timedelta(minutes=m) for m in marks]
    requests = [Request(*pair) for pair in zip(moments[::2], moments[1::2], strict=False)]
    announced: datetime = MONDAY + timedelta(minutes=known)
    everything = CalendarHistory(HOURS, [(date(2026, 3, day), announced) for day in range(4, 31, 3)])
    plain, reading = legal(requests=requests), legal(requests=requests, calendar=everything)
    if reading.set_at < announced:
        assert reading.due.moment == plain.due.moment
    else:
        assert reading.due.moment >= plain.due.moment
