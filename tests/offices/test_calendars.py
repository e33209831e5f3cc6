"""The calendar of an agency as it was known at a moment: what is entered later moves nothing that was set before."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.kernel.calendars import OfficeHours as Pattern
from motcua.kernel.sentences import Refused
from motcua.offices import actions, calendars, snapshot
from motcua.offices.actions import carry_out
from motcua.offices.calendar_changes import Plan
from motcua.offices.calendars import calendar_for, share_calendar
from motcua.offices.models import Agency, OfficeHours, SpecialDay
from motcua.offices.snapshot import Snapshot
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 09:00")  # three working days later: Thursday the 5th
LATER = moment("2026-11-02 15:00")
MORNINGS = {day: [["07:00", "11:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
SATURDAYS = stage.WEEK | {"sat": [["07:00", "11:30"]]}


@pytest.fixture
def cast():
    return stage.enter()


def calendar(agency, *, known_at=LATER):
    return calendar_for(snapshot.present(), agency.pk, known_at=known_at)


def accepted(cast, at=MONDAY):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=at)


def entered(agency, day, *, at, kind="holiday", as_weekday="") -> SpecialDay:
    row = SpecialDay(day=day, kind=kind, as_weekday=as_weekday, name="Ngày nghỉ", agency=agency)
    actions.set_special_days([row], by="test", at=at)
    return row


def withdrawn(row, *, at) -> None:
    carry_out(Plan(row.agency_id, days_out=[row]), by="test", at=at)


def hours(agency, weekdays, day, *, at) -> None:
    actions.set_office_hours(agency_id=agency.pk, weekdays=weekdays, day=day, by="test", at=at)


# Days


def test_a_holiday_moves_the_dates_that_are_set_after_it_was_entered(cast):
    before = accepted(cast)
    entered(cast.province, date(2026, 11, 4), at=LATER)
    after = accepted(cast, at=moment("2026-11-02 16:00"))
    assert before.due_at == moment("2026-11-05 17:00")
    assert after.due_at == moment("2026-11-06 17:00")


def test_a_date_that_was_set_explains_itself_by_what_was_known_then(cast):
    code = accepted(cast).code
    entered(cast.province, date(2026, 11, 4), at=LATER)
    d = Dossier.objects.get(code=code)
    assert calendar(cast.commune, known_at=d.due_set_at).is_working_day(date(2026, 11, 4))
    assert not calendar(cast.commune).is_working_day(date(2026, 11, 4))


def test_the_very_moment_of_entering_knows_the_day(cast):
    entered(cast.province, date(2026, 11, 4), at=LATER)
    assert not calendar(cast.commune, known_at=LATER).is_working_day(date(2026, 11, 4))


def test_a_withdrawn_day_was_off_as_long_as_it_was_known(cast):
    row = entered(cast.province, date(2026, 11, 4), at=MONDAY)
    withdrawn(row, at=LATER)
    assert not calendar(cast.commune, known_at=moment("2026-11-02 14:59")).is_working_day(date(2026, 11, 4))
    assert calendar(cast.commune).is_working_day(date(2026, 11, 4))


def test_a_day_can_be_entered_anew_after_it_was_withdrawn(cast):
    row = entered(cast.province, date(2026, 11, 7), at=MONDAY)
    withdrawn(row, at=LATER)
    entered(cast.province, date(2026, 11, 7), at=moment("2026-11-02 16:00"), kind="working", as_weekday="fri")
    assert calendar(cast.commune, known_at=moment("2026-11-02 16:00")).is_working_day(date(2026, 11, 7))


def test_a_worked_saturday_has_the_hours_of_the_weekday_named(cast):
    entered(cast.province, date(2026, 11, 7), at=MONDAY, kind="working", as_weekday="fri")
    assert calendar(cast.commune).hours_on(date(2026, 11, 7)) == ((420, 690), (810, 1020))


def test_the_day_of_the_nearer_agency_wins(cast):
    entered(cast.province, date(2026, 11, 7), at=MONDAY, kind="working", as_weekday="fri")
    entered(cast.commune, date(2026, 11, 7), at=LATER, kind="closure")
    assert not calendar(cast.commune).is_working_day(date(2026, 11, 7))
    assert not calendar(cast.counter).is_working_day(date(2026, 11, 7))
    assert calendar(cast.department).is_working_day(date(2026, 11, 7))


def test_the_nearer_agency_can_work_on_a_day_off_above(cast):
    entered(cast.commune, date(2026, 11, 24), at=MONDAY, kind="working", as_weekday="tue")
    assert calendar(cast.commune).is_working_day(date(2026, 11, 24))
    assert not calendar(cast.department).is_working_day(date(2026, 11, 24))


# Hours


def test_an_agency_without_hours_of_its_own_has_those_above_it(cast):
    assert calendar(cast.counter).hours_on(date(2026, 11, 3)) == ((420, 690), (810, 1020))


def test_new_hours_count_from_their_day_on(cast):
    hours(cast.province, MORNINGS, date(2026, 11, 4), at=MONDAY)
    assert calendar(cast.commune).hours_on(date(2026, 11, 3)) == ((420, 690), (810, 1020))
    assert calendar(cast.commune).hours_on(date(2026, 11, 4)) == ((420, 690),)


def test_new_hours_move_no_date_that_was_set_before_them(cast):
    """Nor do they leave it without any hours: what was known then had no end."""
    code = accepted(cast).code
    hours(cast.province, MORNINGS, date(2026, 11, 4), at=LATER)
    then = calendar(cast.commune, known_at=Dossier.objects.get(code=code).due_set_at)
    assert then.hours_on(date(2026, 11, 5)) == ((420, 690), (810, 1020))
    assert accepted(cast, at=LATER).due_at == moment("2026-11-05 11:30")


def test_hours_changed_twice_are_known_one_after_the_other(cast):
    hours(cast.province, MORNINGS, date(2026, 11, 4), at=MONDAY)
    hours(cast.province, SATURDAYS, date(2026, 11, 16), at=LATER)
    between = calendar(cast.commune, known_at=moment("2026-11-02 12:00"))
    assert between.hours_on(date(2026, 11, 17)) == ((420, 690),)
    assert not between.is_working_day(date(2026, 11, 21))
    assert calendar(cast.commune).is_working_day(date(2026, 11, 21))
    assert calendar(cast.commune).hours_on(date(2026, 11, 5)) == ((420, 690),)


def test_before_its_own_first_hours_an_agency_had_those_above_it(cast):
    hours(cast.commune, MORNINGS, date(2026, 11, 9), at=LATER)
    assert calendar(cast.commune).hours_on(date(2026, 11, 6)) == ((420, 690), (810, 1020))
    assert calendar(cast.commune).hours_on(date(2026, 11, 9)) == ((420, 690),)
    assert calendar(cast.department).hours_on(date(2026, 11, 9)) == ((420, 690), (810, 1020))


def test_an_agency_that_gets_hours_of_its_own_keeps_the_dates_it_gave_before(cast):
    code = accepted(cast).code
    hours(cast.commune, MORNINGS, date(2026, 11, 4), at=LATER)
    d = Dossier.objects.get(code=code)
    then = calendar(cast.commune, known_at=d.due_set_at)
    assert then.hours_on(date(2026, 11, 5)) == ((420, 690), (810, 1020))


def test_a_change_above_does_not_reach_an_agency_with_hours_of_its_own(cast):
    hours(cast.commune, SATURDAYS, date(2026, 11, 4), at=MONDAY)
    hours(cast.province, MORNINGS, date(2026, 11, 9), at=LATER)
    assert calendar(cast.commune).hours_on(date(2026, 11, 10)) == ((420, 690), (810, 1020))
    assert calendar(cast.department).hours_on(date(2026, 11, 10)) == ((420, 690),)


def test_before_anything_was_known_no_date_can_be_computed(cast):
    with pytest.raises(Refused):
        calendar(cast.commune, known_at=moment("2019-01-01 08:00")).next_opening(MONDAY)


# What is kept


def test_agencies_without_rows_of_their_own_share_one_calendar(cast):
    offices = snapshot.present()
    assert calendar(cast.commune) is calendar(cast.counter)
    assert share_calendar(offices, cast.commune.pk, cast.department.pk)


def test_an_agency_with_a_day_of_its_own_has_a_calendar_of_its_own(cast):
    entered(cast.commune, date(2026, 11, 7), at=MONDAY, kind="working", as_weekday="fri")
    offices = snapshot.present()
    assert not share_calendar(offices, cast.commune.pk, cast.department.pk)
    assert share_calendar(offices, cast.commune.pk, cast.counter.pk)


# Patterns beside each other

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 40)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=5))
def test_each_day_has_the_pattern_of_the_first_that_has_one_for_it(spans):
    """Patterns of agencies from near to far, each one cut to the days on which no nearer one is in force."""
    given_ = [
        Pattern(FIRST + timedelta(days=a), None if b is None else FIRST + timedelta(days=max(a, b)), {})
        for a, b in spans
    ]
    cut: list[Pattern] = []
    whose: list[Pattern] = []
    for one in given_:
        pieces = calendars._beside(one, cut)
        cut += pieces
        whose += [one] * len(pieces)
    for n in range(-1, 45):
        day = FIRST + timedelta(days=n)
        nearest = next((one for one in given_ if in_force(one, day)), None)
        assert [who for piece, who in zip(cut, whose, strict=True) if in_force(piece, day)] == [nearest] * bool(nearest)


AGENCIES = {1: Agency(pk=1, code="H48"), 2: Agency(pk=2, code="H48.148", parent_id=1)}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from([1, 2]), DAYS, st.one_of(st.none(), DAYS), DAYS), max_size=6))
def test_on_each_day_the_nearest_agency_then_the_row_with_an_end_then_the_latest_decides(rows):
    """Against a question asked of every row on every day; dated rows of one agency do not overlap here either."""
    written: list[OfficeHours] = []
    for n, (agency_id, start, length, known) in enumerate(rows):
        first = FIRST + timedelta(days=start)
        end = None if length is None else first + timedelta(days=length + 1)
        learned = moment("2026-01-01 00:00") + timedelta(days=known)
        row = OfficeHours(pk=n, agency_id=agency_id, weekdays={}, valid_from=first, valid_to=end, known_from=learned)
        if not any(clash(row, other) for other in written):
            written.append(row)
    at = moment("2026-01-20 00:00")
    offices = Snapshot(0, AGENCIES, {None: (1,), 1: (2,)}, tuple(written), ())
    found = calendars.pieces(offices, 2, known_at=at)
    for n in range(-1, 90):
        day = FIRST + timedelta(days=n)
        standing = [r for r in written if r.known_from <= at and r.valid_from <= day < (r.valid_to or date.max)]
        best = max(standing, key=lambda r: (r.agency_id, r.valid_to is not None, r.valid_from), default=None)
        assert [p.row for p in found if in_force(p.pattern, day)] == ([best] if best else [])


def clash(row: OfficeHours, other: OfficeHours) -> bool:
    """What entering refuses, and equal rows."""
    if row.agency_id != other.agency_id or (row.valid_to is None) != (other.valid_to is None):
        return False
    if row.valid_to is None or other.valid_to is None:
        return row.valid_from == other.valid_from
    return row.valid_from < other.valid_to and other.valid_from < row.valid_to


def in_force(one: Pattern, day: date) -> bool:
    return one.from_ <= day and (one.to is None or day <= one.to)
