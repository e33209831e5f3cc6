"""The clock of lists: what a badge says, and that the filters of a list and its badges are one rule."""

import pytest

from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold
from motcua.casework.reads import clock, search
from motcua.casework.reads.clock import State
from motcua.dossiers.models import Dossier
from motcua.offices import snapshot
from motcua.offices.calendars import calendar_for
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db

LIMITS = {
    "3 working days": {"amount": 3, "unit": "working_day", "text": "03 ngày làm việc"},
    "1 working day": {"amount": 1, "unit": "working_day", "text": "01 ngày làm việc"},
    "same day": {"amount": 1, "unit": "same_day", "text": "Trong ngày"},
    "5 working hours": {"amount": 5, "unit": "working_hour", "text": "05 giờ làm việc"},
    "20 working hours": {"amount": 20, "unit": "working_hour", "text": "20 giờ làm việc"},
    "4 days": {"amount": 4, "unit": "day", "text": "04 ngày"},
    "none": {"amount": None, "unit": "none", "text": "Không quy định"},
}
ACCEPTED = ["2026-11-18 08:00", "2026-11-18 15:30", "2026-11-19 16:59", "2026-11-20 09:13"]
NOW = [
    "2026-11-18 15:31",
    "2026-11-19 11:30",
    "2026-11-20 07:00",
    "2026-11-20 16:59",
    "2026-11-20 17:00",
    "2026-11-20 23:59",
    "2026-11-21 08:00",
    "2026-11-23 07:01",
    "2026-11-23 12:00",
    "2026-11-25 17:01",
    "2026-11-26 08:00",
]


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    """One dossier of each limit, accepted at each moment, and one judged by a case of that limit; the database is put
    back afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        cast = stage.enter()
        for n, limit in enumerate(LIMITS.values()):
            version = stage.publish_procedure(code=f"1.00070{n}", name=f"Thủ tục {n}", limit=limit)
            for at in ACCEPTED:
                file_and_accept(stage.intake(cast, version_id=version.pk), by=cast.lan, at=moment(at))
        cases = [{"name": name} | limit for name, limit in LIMITS.items()]
        month = {"amount": 1, "unit": "month"}
        version = stage.publish_procedure(code="1.000710", name="Thủ tục có trường hợp", limit=month, cases=cases)
        for n in range(len(cases) + 1):
            intake = stage.intake(cast, version_id=version.pk, case=n)
            file_and_accept(intake, by=cast.lan, at=moment(ACCEPTED[1]))
        yield cast
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def facts(cast, at) -> Facts:
    return Facts(by=cast.minh, day=at.date(), offices=snapshot.present())


@pytest.mark.parametrize("now", NOW)
def test_the_filters_of_lists_find_what_the_badges_say(province, now):
    at = moment(now)
    who = facts(province, at)
    states = {row.code: row.clock.state for row in search.dossiers(who, search.Question(), at=at)}
    calendar = calendar_for(who.offices, province.commune.pk, known_at=at)
    late = Dossier.objects.filter(clock.is_late(at=at))
    burning = Dossier.objects.filter(clock.is_near_or_late(calendar, at=at))
    assert {d.code for d in late} == {code for code, state in states.items() if state is State.LATE}
    assert {d.code for d in burning} == {code for code, s in states.items() if s in (State.LATE, State.NEAR)}


def test_the_moments_of_this_page_meet_every_state(province):
    """So that the comparison above compares something."""
    met = set()
    for now in NOW:
        at = moment(now)
        met |= {row.clock.state for row in search.dossiers(facts(province, at), search.Question(), at=at)}
    assert met == {State.IN_TIME, State.NEAR, State.LATE, State.NONE}


def badge(cast, code, now: str) -> tuple[State, str]:
    at = moment(now)
    row = next(iter(search.dossiers(facts(cast, at), search.Question(text=code), at=at)))
    return row.clock.state, str(row.clock.sentence)


def test_a_dossier_that_was_not_accepted_has_no_limit_yet(province):
    cast = province
    d = file(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00"))
    assert badge(cast, d.code, "2026-11-19 10:00") == (State.NONE, "chưa tính hạn")


def test_a_held_clock_is_paused(province):
    cast = province
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00"))
    hold(d.code, by=cast.minh, at=moment("2026-11-19 10:00"), ground="other", reason="x", basis="y")
    assert badge(cast, d.code, "2026-11-19 11:00") == (State.PAUSED, "tạm dừng")


def test_a_whole_day_limit_is_soon_due_only_in_its_last_hours():
    assert clock.soon_hours("same_day", None, at=moment("2026-11-19 09:00")) == 2
    assert clock.soon_hours("working_day", 1, at=moment("2026-11-19 09:00")) == 2
    assert clock.soon_hours("working_day", 3, at=moment("2026-11-19 09:00")) == 8
    assert clock.soon_hours("month", 1, at=moment("2026-11-19 09:00")) == 8
