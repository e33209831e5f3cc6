"""When the limit of a dossier begins that another counter took in, and why its due date can only come nearer."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.deadlines.clocks import Clock, Life, Request, read
from motcua.deadlines.transfers import Transfer, begins, latest_transfer, routing_due
from motcua.kernel.due import Hold
from motcua.kernel.explanation_lines import LineKind
from motcua.kernel.limits import Limit
from motcua.kernel.sentences import Refused
from tests.cast import moment
from tests.deadlines.test_clocks import PLAIN
from tests.kernel.due_strategies import LIMITS, MOMENTS, calendar_files, local
from tests.kernel.due_strategies import read as calendar_of

FRIDAY = moment("2026-03-06 09:00")


def plain(_known):
    return PLAIN.at(FRIDAY)


def on_paper(limit="5wd", *, arrived=None, accepted=FRIDAY, requests=(), holds=()):
    latest = latest_transfer(accepted, plain(accepted))
    pauses = [r.asked for r in requests] + [h.from_ for h in holds]
    start = begins(latest, arrived, pauses)
    life = Life(accepted, Limit.parse(limit), holds, requests, begins=start, transfer=Transfer.PAPER, arrived=arrived)
    return read(Clock.LEGAL, life, plain, explain=True)


def test_paper_is_there_at_the_latest_when_the_next_working_day_closes():
    assert latest_transfer(FRIDAY, plain(FRIDAY)) == moment("2026-03-09 17:00")


def test_eight_working_hours_are_there_to_find_the_agency():
    assert routing_due(moment("2026-03-06 10:00"), plain(FRIDAY)) == moment("2026-03-09 10:30")


def test_the_receipt_counts_from_the_latest_lawful_transfer():
    assert on_paper().due.moment == moment("2026-03-16 17:00")


def test_paper_that_comes_the_same_day_brings_the_due_date_nearer():
    assert on_paper(arrived=moment("2026-03-06 14:00")).due.moment == moment("2026-03-13 17:00")


@pytest.mark.parametrize("came", ["2026-03-09 17:00", "2026-03-09 17:01", "2026-03-20 09:00"])
def test_paper_that_comes_late_takes_nothing_from_the_applicant(came):
    assert on_paper(arrived=moment(came)).due.moment == moment("2026-03-16 17:00")


@pytest.mark.parametrize("paused", ["2026-03-06 10:00", "2026-03-06 15:00", "2026-03-09 16:59"])
def test_a_pause_before_the_latest_lawful_moment_lets_that_moment_count(paused):
    latest = moment("2026-03-09 17:00")
    assert begins(latest, moment("2026-03-06 14:00"), [moment(paused)]) == latest


def test_a_pause_from_the_latest_lawful_moment_on_leaves_the_due_date_brought_nearer():
    latest, came = moment("2026-03-09 17:00"), moment("2026-03-06 14:00")
    assert begins(latest, came, [latest]) == came


def test_electronically_the_limit_counts_from_acceptance_and_says_so():
    life = Life(FRIDAY, Limit.parse("5wd"), transfer=Transfer.ELECTRONIC)
    found = read(Clock.LEGAL, life, plain, explain=True).due
    assert found.moment == moment("2026-03-13 17:00")
    assert [line.kind for line in found.lines][:2] == [LineKind.ACCEPTED, LineKind.SENT_AT_ONCE]


@pytest.mark.parametrize("came, kind", [(None, "paper_comes"), ("2026-03-06 14:00", "paper_came")])
@pytest.mark.parametrize("limit", ["5wd", "12wh", "10d", "1mo", "1sd"])
def test_the_lines_lead_from_acceptance_to_the_due_date(limit, came, kind):
    found = on_paper(limit, arrived=moment(came) if came else None).due
    assert found.lines[1].kind == kind
    if limit == "12wh":
        assert FRIDAY + timedelta(minutes=sum(line.minutes for line in found.lines)) == found.moment
    else:
        assert FRIDAY.date() + timedelta(days=sum(line.days for line in found.lines)) == found.moment.date()


def test_a_restart_counts_from_the_answer_whether_or_not_paper_travelled():
    request = Request(moment("2026-03-10 10:00"), moment("2026-03-12 10:00"))
    found = on_paper(arrived=moment("2026-03-06 14:00"), requests=[request]).due
    assert found.moment == moment("2026-03-19 17:00")
    assert LineKind.PAPER_CAME not in [line.kind for line in found.lines]


def test_the_national_clock_begins_when_the_competent_agency_has_the_paper_too():
    latest = moment("2026-03-09 17:00")
    life = Life(FRIDAY, Limit.parse("5wd"), begins=latest, transfer=Transfer.PAPER)
    assert read(Clock.NATIONAL, life, plain).due.moment == moment("2026-03-16 17:00")


@given(calendar_files(), calendar_files(), MOMENTS, LIMITS, st.integers(0, 60 * 24 * 9), st.data())
def test_the_printed_date_is_never_earlier_than_the_real_one(counters, agencys, accepted, limit, minutes, data):
    """Whatever both calendars say, whenever the paper comes, however often the clock stands after acceptance."""
    counter, agency, accepted = calendar_of(counters), calendar_of(agencys), local(accepted)
    try:
        length = Limit.parse("".join(map(str, limit)))
        latest = latest_transfer(accepted, counter)
        arrived = accepted + timedelta(minutes=minutes)
        spans = data.draw(st.lists(st.tuples(st.integers(0, 15000), st.integers(0, 9000)), max_size=3))
        holds = [Hold(accepted + timedelta(minutes=a), accepted + timedelta(minutes=a + b)) for a, b in spans]

        def due_with(came):
            start = begins(latest, came, [hold.from_ for hold in holds])
            life = Life(accepted, length, holds, begins=start, transfer=Transfer.PAPER, arrived=came)
            return read(Clock.LEGAL, life, lambda _known: agency).due.moment

        printed, real = due_with(None), due_with(arrived)
    except Refused:
        assume(False)  # a calendar without any further working day
    assert real <= printed
    if arrived >= latest:
        assert real == printed
