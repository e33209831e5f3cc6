"""When a dossier and its steps are due, and whether a request for a supplement makes the limit count anew."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.casework.file import file, file_and_accept
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.queries import own_limit
from motcua.deadlines.models import Hold
from motcua.deadlines.queries import due_of, restarts_if_asked, step_due, step_limit
from motcua.dossiers.models import Dossier
from motcua.kernel.limits import Unit
from motcua.offices import snapshot
from motcua.offices.calendars import calendar_for
from tests import cast as stage
from tests.cast import moment

MONDAY = moment("2026-11-23 09:00")  # Tuesday the 24th is a day off


@pytest.fixture
def cast(db):
    return stage.enter()


def version(unit, amount=None, day=None) -> ProcedureVersion:
    return ProcedureVersion(limit_unit=unit, limit_amount=amount, limit_date=day)


@pytest.mark.parametrize(
    "unit, amount, shown",
    [
        ("working_day", Decimal("3.00"), 3),
        ("working_hour", Decimal("12.50"), Decimal("12.50")),
        ("day", Decimal("10.00"), 10),
        ("month", Decimal("2.00"), 2),
    ],
)
def test_the_limit_of_a_version_is_whole_where_it_is(unit, amount, shown):
    limit = own_limit(version(unit, amount))
    assert (limit.unit, limit.amount) == (Unit(unit), shown)
    assert isinstance(limit.amount, type(shown))


@pytest.mark.parametrize(
    "hours, unit, amount",
    [
        (Decimal("8.00"), Unit.WORKING_DAY, 1),
        (Decimal(24), Unit.WORKING_DAY, 3),
        (Decimal(4), Unit.WORKING_HOUR, 4),
        (Decimal("12.5"), Unit.WORKING_HOUR, Decimal("12.5")),
    ],
)
def test_a_step_of_whole_days_runs_by_days_and_any_other_by_the_minute(hours, unit, amount):
    limit = step_limit(hours)
    assert (limit.unit, limit.amount) == (unit, amount)


def test_a_step_of_hours_is_due_by_the_minute(cast):
    calendar = calendar_for(snapshot.present(), cast.commune.pk, known_at=MONDAY)
    due = step_due(opened_at=moment("2026-11-23 16:00"), hours=Decimal(4), calendar=calendar)
    assert due == moment("2026-11-25 10:00")  # an hour on Monday, three on Wednesday


def test_before_acceptance_nothing_is_due(cast):
    filed = file(stage.intake(cast), by=cast.lan, at=MONDAY)
    assert due_of(filed, [], snapshot.present()).moment is None


@pytest.mark.parametrize(
    "limit, due",
    [
        ({"amount": 3, "unit": "working_day"}, "2026-11-27 17:00"),
        ({"amount": 10, "unit": "day"}, "2026-12-03 17:00"),
        ({"amount": 5, "unit": "day"}, "2026-11-30 17:00"),  # ends on Saturday the 28th
        ({"amount": 1, "unit": "month"}, "2026-12-23 17:00"),
        ({"amount": 8, "unit": "hour"}, "2026-11-25 09:00"),
        ({"amount": 1, "unit": "same_day"}, "2026-11-23 17:00"),
        ({"unit": "none"}, None),
        ({"unit": "by_agreement"}, None),
    ],
)
def test_a_dossier_is_due_by_its_procedures_limit(cast, limit, due):
    other = stage.publish_procedure(code="1.000777", limit=limit | {"text": "như quy định"})
    d = file_and_accept(stage.intake(cast, version_id=other.pk), by=cast.lan, at=MONDAY)
    assert d.due_at == (moment(due) if due else None)
    assert Dossier.objects.get(pk=d.pk).due_at == d.due_at


def test_a_fixed_date_is_due_on_it(cast):
    other = stage.publish_procedure(
        code="1.000778", limit={"unit": "fixed_date", "date": "2026-12-15", "text": "15/12"}
    )
    d = file_and_accept(stage.intake(cast, version_id=other.pk), by=cast.lan, at=MONDAY)
    assert d.due_at == moment("2026-12-15 17:00")


def test_a_hold_that_was_dropped_moves_nothing(cast):
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY)
    hold = Hold(dossier=d, begun_at=moment("2026-11-23 10:00"), ended_at=moment("2026-11-25 10:00"))
    offices = snapshot.present()
    assert due_of(d, [hold], offices).moment == moment("2026-11-30 17:00")
    hold.dropped = True
    assert due_of(d, [hold], offices).moment == moment("2026-11-27 17:00")


def test_an_open_hold_leaves_no_due_moment(cast):
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY)
    assert due_of(d, [Hold(dossier=d, begun_at=moment("2026-11-23 10:00"))], snapshot.present()).moment is None


def test_the_explanation_is_there_when_asked_for_and_ends_with_the_same_moment(cast):
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY)
    explained = due_of(d, [], snapshot.present(), explain=True)
    assert explained.moment == d.due_at
    assert any("24/11/2026" in str(line.text) for line in explained.lines)
    assert due_of(d, [], snapshot.present()).lines in ((), [])


# NĐ 118/2025 Điều 19.4: accepted on Monday the 23rd; the 24th is a day off, so the third working day is Friday 27/11.


@pytest.mark.parametrize(
    "asked, restarts",
    [
        ("2026-11-23 16:00", True),
        ("2026-11-26 08:00", True),
        ("2026-11-27 16:59", True),
        ("2026-11-28 09:00", True),  # Saturday: still three working days since
        ("2026-11-30 07:00", False),
    ],
)
def test_a_first_request_within_three_working_days_makes_the_limit_count_anew(cast, asked, restarts):
    longer = stage.publish_procedure(code="1.000779", limit={"amount": 20, "unit": "working_day", "text": "20 ngày"})
    d = file_and_accept(stage.intake(cast, version_id=longer.pk), by=cast.lan, at=MONDAY)
    calendar = calendar_for(snapshot.present(), cast.commune.pk, known_at=MONDAY)
    assert restarts_if_asked(d, calendar, at=moment(asked), asked_before=False) is restarts


def test_a_request_after_another_never_does(cast):
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY)
    calendar = calendar_for(snapshot.present(), cast.commune.pk, known_at=MONDAY)
    assert not restarts_if_asked(d, calendar, at=moment("2026-11-23 10:00"), asked_before=True)


def test_a_request_from_the_due_moment_on_never_does(cast):
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY)
    calendar = calendar_for(snapshot.present(), cast.commune.pk, known_at=MONDAY)
    assert restarts_if_asked(d, calendar, at=moment("2026-11-27 16:59"), asked_before=False)
    assert not restarts_if_asked(d, calendar, at=moment("2026-11-27 17:00"), asked_before=False)


def test_before_acceptance_no_limit_can_count_anew(cast):
    d = file(stage.intake(cast), by=cast.lan, at=MONDAY)
    calendar = calendar_for(snapshot.present(), cast.commune.pk, known_at=MONDAY)
    assert not restarts_if_asked(d, calendar, at=MONDAY, asked_before=False)


def test_the_dates_of_a_fixed_limit_are_dates():
    assert own_limit(version("fixed_date", day=date(2026, 12, 15))).date == date(2026, 12, 15)
