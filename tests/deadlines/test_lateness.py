"""To what lateness is attributed: to the step that used more than its share, or to whom the dossier waited for."""

from dataclasses import replace
from datetime import date

from motcua.deadlines.lateness import Cause, Late, Pause, Stay, attribute
from motcua.kernel.calendars import Calendar, OfficeHours
from tests.cast import moment

CALENDAR = Calendar(
    [OfficeHours(date(2020, 1, 1), None, {d: [(480, 720), (780, 1020)] for d in ("mon", "tue", "wed", "thu", "fri")})]
)
OFFICE, COUNTER = 1, 2


def at(text: str):
    """A moment of November 2026; the 2nd is a Monday."""
    return moment(f"2026-11-{text}")


def stay(n, begun, ended, agency=OFFICE, person=7):
    return Stay(n, agency, person, at(begun), at(ended))


# Two steps of the same length share three working days, 02/11 08:00 to 04/11 17:00: 720 minutes each.
LATE = Late(
    since=at("02 08:00"),
    due=at("04 17:00"),
    end=at("05 17:00"),
    competent=OFFICE,
    hours={2: 8, 3: 8},
    stays=[stay(2, "02 08:00", "02 12:00"), stay(3, "02 12:00", "05 17:00", person=9)],
)


def test_the_step_that_used_more_than_its_share_is_named_with_its_person():
    found = attribute(LATE, CALENDAR)
    assert (found.cause, found.overrun) == (Cause.TRUE, 480)
    assert (found.worst.n, found.worst.person, found.worst.over) == (3, 9, 1680 - 720)
    assert [s.over for s in found.shares] == [240 - 720, 960]


def test_used_time_adds_up_to_what_was_given_and_the_overrun():
    found = attribute(LATE, CALENDAR)
    assert sum(s.used for s in found.shares) == sum(s.given for s in found.shares) + found.overrun


def test_of_steps_side_by_side_each_has_the_time_that_both_have_together():
    """Two branches of 8 hours: the longest way is 8 hours, so that each may use all that was given."""
    beside = [stay(2, "02 08:00", "03 17:00"), stay(3, "02 08:00", "05 17:00", person=9)]
    found = attribute(replace(LATE, stays=beside, whole=8), CALENDAR)
    assert [(s.given, s.over) for s in found.shares] == [(1440, 960 - 1440), (1440, 480)]
    assert found.worst.over == found.overrun


def test_where_another_agency_kept_it_longest_beyond_its_share_that_is_the_cause():
    kept = replace(LATE, stays=[stay(2, "02 08:00", "05 08:00", agency=COUNTER), stay(3, "05 08:00", "05 17:00")])
    found = attribute(kept, CALENDAR)
    assert (found.cause, found.worst.agency) == (Cause.AGENCY, COUNTER)


def test_waiting_for_the_applicant_after_the_due_moment_is_the_cause_when_it_is_the_greatest_part():
    waited = replace(
        LATE,
        end=at("20 17:00"),
        stays=[stay(2, "02 08:00", "04 16:00"), stay(3, "04 16:00", "20 17:00")],
        pauses=[Pause(at("05 08:00"), at("20 16:00"), for_applicant=True)],
    )
    assert attribute(waited, CALENDAR).cause is Cause.APPLICANT
    other = replace(waited, pauses=[replace(waited.pauses[0], for_applicant=False)])
    assert attribute(other, CALENDAR).cause is Cause.AGENCY


def test_waiting_before_the_due_moment_was_subtracted_already_and_excuses_nothing():
    """Held from 02/11 noon to 03/11 noon: the limit is a day later, and the step has used no minute of it."""
    held = replace(LATE, due=at("05 17:00"), end=at("06 17:00"), pauses=[Pause(at("02 12:00"), at("03 12:00"), True)])
    held = replace(held, stays=[stay(2, "02 08:00", "03 12:00"), stay(3, "03 12:00", "06 17:00")])
    found = attribute(held, CALENDAR)
    assert (found.cause, found.parts[Cause.APPLICANT]) == (Cause.TRUE, 0)
    assert [s.used for s in found.shares] == [240, 240 + 3 * 480]


def test_done_in_time_and_entered_late_is_late_entry_whatever_the_steps_used():
    assert attribute(replace(LATE, entered_late=True), CALENDAR).cause is Cause.ENTRY


def test_a_step_done_twice_is_one_share_and_its_longer_stay_names_the_person():
    twice = replace(
        LATE,
        stays=[
            stay(2, "02 08:00", "02 12:00", person=1),
            stay(3, "02 13:00", "02 17:00"),
            stay(2, "03 08:00", "05 17:00", person=2),
        ],
    )
    found = attribute(twice, CALENDAR)
    assert (found.worst.n, found.worst.person, found.worst.used) == (2, 2, 240 + 3 * 480)


def test_what_happened_after_the_end_is_not_counted():
    later = replace(LATE, stays=[*LATE.stays, stay(4, "06 08:00", "09 17:00")])
    assert attribute(later, CALENDAR).shares == attribute(LATE, CALENDAR).shares
