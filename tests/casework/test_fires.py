"""Where it burns now: each figure counts exactly the open dossiers that it opens, at the agencies asked for."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.casework.accept import accept
from motcua.casework.file import file, file_and_accept
from motcua.casework.reads.fires import Fire, burning, fires, stuck
from motcua.deadlines.act_clocks import unaccepted_before
from motcua.deadlines.clocks import Clock, Life, read
from motcua.deadlines.models import Forecast
from motcua.dossiers.models import Dossier
from motcua.kernel.judge import Verdict, judge
from motcua.kernel.limits import Limit, Unit
from motcua.offices import snapshot
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.deadlines.test_clocks import PLAIN

AT = moment("2026-11-02 08:00")
FILED = moment("2026-11-19 10:00")  # eight working hours later it is 10:00 on Friday


@pytest.fixture
def cast():
    return stage.enter()


def accepted(cast, **changes) -> Dossier:
    return file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=AT)


def found(cast, at, *, places=None):
    """What each figure counts and opens; they must agree."""
    places = places or [cast.commune.pk]
    offices = snapshot.present()
    whole = fires(places, offices, at=at)
    opened = {fire: [row.code for row in burning(fire, places, offices, at=at)] for fire in Fire}
    assert {fire: len(codes) for fire, codes in opened.items()} == dict(whole.counts)
    assert {fire: sum(place.counts[fire] for place in whole.places) for fire in Fire} == dict(whole.counts)
    return whole, {fire: codes for fire, codes in opened.items() if codes}


@pytest.mark.django_db
def test_a_dossier_burns_on_its_last_day_and_after_it(cast):
    d = accepted(cast)
    assert found(cast, d.due_at - timedelta(days=1))[1] == {}
    assert found(cast, d.due_at)[1] == {Fire.TODAY: [d.code]}
    whole, opened = found(cast, d.late_from)
    assert opened == {Fire.LATE: [d.code], Fire.LETTER: [d.code]}
    assert [(row.code, row.due_at) for row in whole.latest] == [(d.code, d.due_at)]


@pytest.mark.django_db
def test_a_letter_of_apology_puts_out_its_own_figure_alone(cast):
    d = accepted(cast)
    ACTS["apologise"](cast, d.code, d.late_from)
    assert found(cast, d.late_from + timedelta(hours=9))[1] == {Fire.LATE: [d.code]}


@pytest.mark.django_db
def test_what_has_ended_burns_no_more(cast):
    d = accepted(cast)
    ACTS["withdraw"](cast, d.code, AT + timedelta(hours=1))
    assert found(cast, d.late_from)[1] == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("at", "burns"), [("2026-11-20 10:00", False), ("2026-11-20 10:01", True)])
def test_an_online_filing_burns_once_its_eight_working_hours_are_over(cast, at, burns):
    code = file(stage.intake(cast, channel="online"), by=cast.lan, at=FILED).code
    assert found(cast, moment(at))[1] == ({Fire.ONLINE: [code]} if burns else {})


@pytest.mark.django_db
def test_an_accepted_filing_waits_for_nobody(cast):
    code = file(stage.intake(cast, channel="online"), by=cast.lan, at=FILED).code
    accept(code, by=cast.lan, at=moment("2026-11-20 11:00"))
    assert found(cast, moment("2026-11-20 11:01"))[1] == {}


@pytest.mark.django_db
def test_the_forecast_of_today_names_those_that_are_not_late_yet(cast):
    d = accepted(cast)
    days = {"agency": d.competent.code, "late_from": d.late_from, "percent": 70, "cases": 20}
    Forecast.objects.create(dossier=d, day=(AT + timedelta(days=1)).date(), **days)
    assert found(cast, AT + timedelta(days=1))[1] == {Fire.FORECAST: [d.code]}
    assert found(cast, AT + timedelta(days=2))[1] == {}  # of yesterday


@pytest.mark.django_db
def test_other_agencies_are_not_counted(cast):
    d = accepted(cast)
    assert found(cast, d.late_from, places=[cast.department.pk])[1] == {}


@pytest.mark.django_db
def test_the_agency_with_most_on_fire_stands_first_and_the_slowest_step_is_named(cast):
    d, _ = accepted(cast), accepted(cast)
    whole, _ = found(cast, d.late_from, places=[cast.commune.pk, cast.department.pk])
    assert [(place.agency_id, place.late) for place in whole.places] == [(cast.commune.pk, 2)]
    [step] = whole.steps
    assert (step.late, step.oldest) == (2, AT)
    rows = list(stuck(step.agency_id, step.step, [cast.commune.pk], snapshot.present(), at=d.late_from))
    assert len(rows) == 2 and {row.step for row in rows} == {step.step}
    assert not list(stuck(step.agency_id, "Bước khác", [cast.commune.pk], snapshot.present(), at=d.late_from))


@pytest.mark.django_db
def test_many_dossiers_cost_no_more_statements_than_one(cast, django_assert_num_queries):
    d, *_ = [accepted(cast) for _ in range(3)]
    offices = snapshot.present()
    with django_assert_num_queries(5):
        fires([cast.commune.pk], offices, at=d.late_from)


MINUTES = st.integers(0, 60 * 24 * 40)


@given(filed=MINUTES, later=st.integers(0, 60 * 24 * 12), seconds=st.integers(0, 59))
def test_one_moment_divides_the_filings_as_the_clock_of_each_does(filed, later, seconds):
    filed_at = moment("2026-02-01 00:00") + timedelta(minutes=filed)
    at = filed_at + timedelta(minutes=later, seconds=seconds)
    due = read(Clock.ACCEPTANCE, Life(filed_at, Limit(None, Unit.NONE)), PLAIN.at).due.moment
    late = judge(due, at, Unit.WORKING_HOUR) is Verdict.LATE
    assert (filed_at < unaccepted_before(PLAIN.at(at), at)) == late
