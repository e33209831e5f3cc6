"""A house in which one office is slow at one step: the forecast names its dossiers, and its hit rate is what it was."""

from datetime import timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.bulk import lives
from motcua.casework.end import withdraw
from motcua.casework.file import file_and_accept
from motcua.casework.forecasting import compare, forecast_of_today, forecasts
from motcua.casework.hold import hold
from motcua.casework.reads.forecasts import coming, hit_rates, together
from motcua.casework.resolve import resolve
from motcua.deadlines.forecasts import ENOUGH
from motcua.deadlines.models import Forecast, ForecastDay
from motcua.dossiers.models import Dossier
from motcua.offices import snapshot
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
MORNING = moment("2026-10-05 06:00")  # a Monday


@pytest.fixture
def cast(db):
    """Two procedures of three working days; of one, signing takes four days."""
    cast = stage.enter()
    cast.slow = stage.publish_procedure(code="1.000777", name="Chứng thực chữ ký")
    with lives():
        for n in range(ENOUGH):
            begun = moment("2026-09-01 08:00") + timedelta(minutes=n)
            lived(cast, cast.version, begun, signed=begun + timedelta(days=1, hours=2))
            lived(cast, cast.slow, begun, signed=begun + timedelta(days=7))
    return cast


def lived(cast, version, begun, *, signed=None):
    """Accepted, worked on for an hour, signed at that moment and resolved an hour later; or still to be signed."""
    code = file_and_accept(stage.intake(cast, version_id=version.pk), by=cast.lan, at=begun).code
    advance(code, by=cast.minh, at=begun + timedelta(hours=1))
    return done(cast, code, signed) if signed else code


def done(cast, code, signed):
    advance(code, by=cast.son, at=signed)
    advance(code, by=cast.roi, at=signed + timedelta(minutes=30), result=stage.result(issued_on=signed.date()))
    resolve(code, by=cast.lan, at=signed + timedelta(hours=1))
    return code


def named(at=MORNING):
    return {one.code for one in forecasts(snapshot.present(), at=at) if one.chance and one.chance.is_late}


def test_the_dossiers_of_the_slow_step_are_named_and_no_others(cast):
    quick = [lived(cast, cast.version, moment("2026-10-02 08:00")) for _ in range(3)]
    slow = [lived(cast, cast.slow, moment("2026-10-02 08:00")) for _ in range(4)]
    assert named() == set(slow)
    assert {one.code for one in forecasts(snapshot.present(), at=MORNING)} == {*quick, *slow}


def test_the_number_of_statements_does_not_grow_with_the_dossiers(cast, django_assert_num_queries):
    offices = snapshot.present()
    for n in (1, 6):
        for _ in range(n):
            lived(cast, cast.slow, moment("2026-10-02 08:00"))
        with django_assert_num_queries(3):
            assert list(forecasts(offices, at=MORNING))


def test_what_is_late_waits_or_is_not_accepted_is_not_forecast(cast):
    lived(cast, cast.slow, moment("2026-09-21 08:00"))  # late already
    waits = lived(cast, cast.slow, moment("2026-10-02 08:00"))
    hold(waits, by=cast.son, at=moment("2026-10-02 15:00"), ground="other", reason="Chờ giám định", basis="Điều 7")
    assert list(forecasts(snapshot.present(), at=MORNING)) == []


def test_where_nothing_happened_before_nothing_is_said():
    cast = stage.enter()
    lived(cast, cast.version, moment("2026-10-02 08:00"))
    assert [one.chance for one in forecast_of_today(snapshot.present(), at=MORNING)] == [None]
    day = ForecastDay.objects.get()
    assert (day.judged, day.unknown, day.named) == (1, 1, 0)


def test_a_forecast_is_compared_with_what_happened_once_its_days_are_over(cast):
    """Named: five slow ones, of which one was signed in time after all and one withdrawn. Missed: a quick one."""
    slow = [lived(cast, cast.slow, moment("2026-10-02 08:00")) for _ in range(5)]
    quick = [lived(cast, cast.version, moment("2026-10-02 08:00")) for _ in range(2)]
    forecast_of_today(snapshot.present(), at=MORNING)
    done(cast, slow[0], moment("2026-10-05 09:00"))
    withdraw(slow[1], by=cast.lan, at=moment("2026-10-05 09:00"), request="Đơn ngày 05/10")
    done(cast, slow[2], moment("2026-10-09 09:00"))
    done(cast, quick[0], moment("2026-10-05 09:00"))
    done(cast, quick[1], moment("2026-10-08 09:00"))

    over = ForecastDay.objects.get().until
    assert over == moment("2026-10-13 00:00")
    assert compare(at=over - timedelta(minutes=1)) == 0
    assert compare(at=over) == 1
    rate = together(hit_rates(None, at=over))
    assert (rate.days, rate.named, rate.hits, rate.missed) == (1, 5, 3, 1)
    assert compare(at=over) == 0, "compared once"


def test_a_forecast_made_again_takes_the_place_of_that_of_the_same_day(cast):
    lived(cast, cast.slow, moment("2026-10-02 08:00"))
    for at in (MORNING, MORNING + timedelta(hours=1), MORNING + timedelta(days=1)):
        forecast_of_today(snapshot.present(), at=at)
    assert ForecastDay.objects.count() == Forecast.objects.count() == 2
    forecast_of_today(snapshot.present(), at=MORNING + timedelta(days=90))
    assert Forecast.objects.count() == 0, "names are forgotten"
    assert ForecastDay.objects.count() == 2, "counts are kept"


def test_the_digest_hears_who_holds_what_will_be_late_by_a_day(cast):
    code = lived(cast, cast.slow, moment("2026-10-02 08:00"))
    forecast_of_today(snapshot.present(), at=MORNING)
    late = Dossier.objects.get(code=code).due_at.replace(hour=17, minute=0) + timedelta(hours=7)
    found = coming(at=MORNING, until=late)
    assert [(one.code, one.role, one.assignee_id) for one in found] == [(code, "signer", None)]
    assert coming(at=MORNING, until=MORNING) == []
    assert coming(at=MORNING + timedelta(days=1), until=late) == [], "of another day"
