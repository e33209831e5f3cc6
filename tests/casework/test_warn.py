"""Before a limit runs out its holder is told, at the later threshold the leaders too; each once, until a restart."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file_and_accept
from motcua.casework.office.absences import enter_absence
from motcua.casework.office.warning_shares import set_warning_shares
from motcua.casework.reads.nearing import nearing
from motcua.casework.warn import warn
from motcua.kernel.sentences import Refused
from motcua.notifications.models import Message
from motcua.offices import snapshot
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-09 07:00")  # three working days: due on Thursday at 17:00


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast) -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code
    ACTS["take"](cast, code, MONDAY)
    return code


def told(*kinds) -> list[tuple[str, int, str]]:
    rows = Message.objects.filter(kind__in=kinds) if kinds else Message.objects.filter(kind__startswith="dossier.")
    return sorted(rows.values_list("kind", "params__share", "recipient__username"))


def run(*moments: str) -> None:
    for text in moments:
        warn({}, moment(text))


def test_before_the_first_threshold_nobody_is_told(cast, code):
    run("2026-11-10 13:45")
    assert told() == []


def test_at_half_of_the_limit_the_holder_is_told(cast, code):
    run("2026-11-11 08:00")
    assert told() == [("dossier.warned", 50, "minh")]


def test_at_the_later_threshold_the_leaders_are_told_too(cast, code):
    run("2026-11-12 09:00")
    assert told() == [("dossier.escalated", 80, "son"), ("dossier.warned", 80, "minh")]


def test_when_it_is_late_holder_and_leaders_are_told(cast, code):
    run("2026-11-13 07:15")
    assert told() == [("dossier.late", 100, "minh"), ("dossier.late", 100, "son")]


def test_each_threshold_is_told_once_whoever_holds_it_then(cast, code):
    run("2026-11-11 08:00", "2026-11-11 08:15")
    ACTS["advance"](cast, code, moment("2026-11-11 09:00"))
    run("2026-11-11 09:15", "2026-11-12 09:00", "2026-11-12 09:15", "2026-11-13 07:15", "2026-11-13 08:00")
    assert told("dossier.warned", "dossier.late") == [
        ("dossier.late", 100, "son"), ("dossier.warned", 50, "minh"), ("dossier.warned", 80, "son"),
    ]  # fmt: skip


def test_after_a_restart_the_limit_is_told_of_anew(cast, code):
    ACTS["propose_supplement"](cast, code, moment("2026-11-11 08:00"))
    ACTS["ask_supplement"](cast, code, moment("2026-11-11 08:05"))
    ACTS["receive_supplement"](cast, code, moment("2026-11-16 07:00"))
    run("2026-11-16 07:15", "2026-11-18 08:00")
    assert told("dossier.warned") == [("dossier.warned", 50, "minh")]


def test_while_the_clock_stands_nobody_is_told(cast, code):
    ACTS["hold_other"](cast, code, moment("2026-11-10 08:00"))
    run("2026-11-20 08:00")
    assert told() == told("step.warned", "step.late") == []


def test_what_the_clock_stood_for_is_no_part_of_the_limit(cast, code):
    ACTS["hold_other"](cast, code, moment("2026-11-09 08:00"))
    ACTS["release"](cast, code, moment("2026-11-30 08:00"))
    run("2026-12-01 08:00")  # most of the time is over, but less than half of the three days
    assert told() == []
    run("2026-12-02 08:00")
    assert told() == [("dossier.warned", 50, "minh")]


def test_free_work_is_told_to_all_who_may_take_it(cast):
    file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY)
    run("2026-11-11 08:00")
    assert told("dossier.warned") == [("dossier.warned", 50, "minh"), ("dossier.warned", 50, "nhat")]


def test_the_stand_in_is_told_in_the_holders_stead(cast, code):
    enter_absence(
        account_id=cast.minh.account_id, first=moment("2026-11-11 00:00").date(), last=None,
        stand_in_id=cast.nhat.account_id, by=cast.minh, at=MONDAY,
    )  # fmt: skip
    run("2026-11-11 08:00")
    assert told("dossier.warned") == [("dossier.warned", 50, "nhat")]


def test_with_nobody_at_work_to_do_it_the_leaders_are_told(cast, code):
    enter_absence(
        account_id=cast.minh.account_id, first=moment("2026-11-11 00:00").date(), last=None, stand_in_id=None,
        by=cast.minh, at=MONDAY,
    )  # fmt: skip
    run("2026-11-11 08:00")
    assert told("dossier.warned") == [("dossier.warned", 50, "son")]


def test_a_step_has_thresholds_of_its_own(cast, code):
    run("2026-11-10 08:00")  # the day of the step is Tuesday
    assert told("step.warned", "dossier.warned") == [("step.warned", 50, "minh")]
    run("2026-11-10 16:45")
    assert told("step.escalated") == [("step.escalated", 80, "son")]
    run("2026-11-11 07:15")
    assert told("step.late") == [("step.late", 100, "minh"), ("step.late", 100, "son")]


def test_nobody_is_told_outside_office_hours(cast, code):
    run("2026-11-11 12:00", "2026-11-11 19:00", "2026-11-14 09:00")
    assert told() == []


def test_what_is_finished_is_no_longer_told_of(cast, code):
    for n, verb in enumerate(("advance", "advance", "advance", "resolve"), 1):
        ACTS[verb](cast, code, MONDAY + timedelta(minutes=n))
    run("2026-11-13 08:00")
    assert told() == told("step.late") == []


def test_an_agency_sets_its_own_shares_and_those_above_hold_for_the_rest(cast, code):
    set_warning_shares(agency_id=cast.province.pk, first=10, second=90, by=cast.quan, at=MONDAY)
    run("2026-11-09 13:45")
    assert told() == [("dossier.warned", 10, "minh")]
    set_warning_shares(agency_id=cast.commune.pk, first=0, second=95, by=cast.quan, at=MONDAY + timedelta(hours=7))
    run("2026-11-12 09:00")
    assert told() == [("dossier.warned", 10, "minh")]


@pytest.mark.parametrize("first, second", [(50, 50), (80, 50), (10, 100)])
def test_shares_that_make_no_sense_are_refused(cast, first, second):
    with pytest.raises(Refused) as refused:
        set_warning_shares(agency_id=cast.commune.pk, first=first, second=second, by=cast.quan, at=MONDAY)
    assert refused.value.field == "second"


def test_asking_costs_the_same_for_many_dossiers(cast):
    costs = []
    for _ in range(2):
        for _ in range(5):
            file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY)
        with CaptureQueriesContext(connection) as captured:
            assert list(nearing(snapshot.present(), at=moment("2026-11-12 09:00")))
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 4
