"""An online filing alarms who receives at that counter and is at work: at once, and again while it waits (B-42)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.casework import alerts
from motcua.casework.file import file, file_and_accept
from motcua.casework.office.absences import enter_absence
from motcua.dossiers.models import Dossier
from motcua.notifications.models import Message
from motcua.outbox.models import Job
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
THURSDAY = moment("2026-11-19 10:00")


@pytest.fixture
def cast():
    return stage.enter()


def filed(cast, at=THURSDAY, **changes) -> str:
    return file(stage.intake(cast, channel="online", **changes), by=cast.lan, at=at).code


def run(kind: str) -> Job:
    """Do the one promised job of a kind, when it is due."""
    job = Job.objects.get(kind=kind)
    alerts.HANDLERS[kind](job.payload, job.due_at)
    return job


def told() -> set[tuple[str, str]]:
    return set(Message.objects.values_list("kind", "recipient__username"))


def test_receivers_of_the_counter_are_told_at_once(cast):
    code = filed(cast)
    assert run(alerts.ALERT).due_at == THURSDAY
    assert told() == {("acceptance.filed", "lan"), ("acceptance.filed", "cuc")}
    message = Message.objects.first()
    assert (message.code, message.params["due"]) == (code, "10:00 20/11/2026")


def test_they_are_told_again_after_two_office_hours(cast):
    filed(cast)
    assert run(alerts.REMIND).due_at == moment("2026-11-19 14:00")  # with the noon between
    assert told() == {("acceptance.waiting", "lan"), ("acceptance.waiting", "cuc")}


def test_what_was_filed_at_night_waits_two_hours_of_the_next_working_day(cast):
    filed(cast, moment("2026-11-20 22:00"))
    assert run(alerts.REMIND).due_at == moment("2026-11-23 09:00")


def test_receivers_and_their_leader_are_told_when_the_eight_hours_have_passed(cast):
    code = filed(cast)
    assert run(alerts.OVERDUE).due_at == moment("2026-11-20 10:01")  # until 10:00 it is in time
    assert told() == {("acceptance.late", name) for name in ("lan", "cuc", "hanh")}
    message = Message.objects.first()
    assert (message.code, message.params["due"]) == (code, "10:00 20/11/2026")


def test_where_the_counter_has_no_leader_at_work_the_leader_of_the_agency_that_decides_is_told(cast):
    enter_absence(
        account_id=cast.hanh.account_id, first=THURSDAY.date(), last=None, stand_in_id=None, by=cast.hanh, at=THURSDAY,
    )  # fmt: skip
    filed(cast)
    run(alerts.OVERDUE)
    assert told() == {("acceptance.late", name) for name in ("lan", "cuc", "son")}


def test_who_is_away_is_not_told_that_it_is_late(cast):
    enter_absence(
        account_id=cast.lan.account_id, first=THURSDAY.date(), last=None, stand_in_id=None, by=cast.lan, at=THURSDAY,
    )  # fmt: skip
    filed(cast)
    run(alerts.OVERDUE)
    assert told() == {("acceptance.late", name) for name in ("cuc", "hanh")}


def test_it_is_told_once_that_it_is_late(cast):
    filed(cast)
    run(alerts.OVERDUE)
    run(alerts.OVERDUE)
    assert Message.objects.count() == 3


def test_a_filing_that_was_answered_by_form_02_is_not_late_when_it_comes_back(cast):
    code = filed(cast)
    ACTS["ask_supplement"](cast, code, THURSDAY + timedelta(minutes=30))
    ACTS["receive_supplement"](cast, code, THURSDAY + timedelta(minutes=60))
    run(alerts.OVERDUE)
    assert told() == set()


def test_who_is_told_does_not_know_the_applicant_from_it(cast):
    filed(cast)
    run(alerts.ALERT)
    assert set(Message.objects.first().params) == {"filed", "due"}


@pytest.mark.parametrize("verb", ["accept", "refuse", "ask_supplement", "withdraw", "void"])
def test_nobody_is_reminded_of_what_was_answered(cast, verb):
    code = filed(cast)
    ACTS[verb](cast, code, THURSDAY + timedelta(minutes=30))
    run(alerts.REMIND)
    run(alerts.OVERDUE)
    assert told() == set()


@pytest.mark.parametrize("begin, channel", [(file, "direct"), (file_and_accept, "online")])
def test_nobody_is_alarmed_by_papers_at_the_counter_or_by_what_is_accepted_at_once(cast, begin, channel):
    begin(stage.intake(cast, channel=channel), by=cast.lan, at=THURSDAY)
    assert not Job.objects.filter(kind__in=alerts.HANDLERS).exists()


def test_who_is_away_is_not_told_but_the_stand_in_is(cast):
    cast.people["cuc"].posts.update(role="clerk")
    enter_absence(
        account_id=cast.lan.account_id, first=THURSDAY.date(), last=THURSDAY.date(), stand_in_id=None,
        by=cast.lan, at=THURSDAY,
    )  # fmt: skip
    filed(cast)
    run(alerts.ALERT)
    assert told() == {("acceptance.filed", "hanh")}  # nobody else receives: the head of the counter


def test_a_stand_in_is_told_once(cast):
    enter_absence(
        account_id=cast.lan.account_id, first=THURSDAY.date(), last=None, stand_in_id=cast.cuc.account_id,
        by=cast.quan, at=THURSDAY,
    )  # fmt: skip
    filed(cast)
    run(alerts.ALERT)
    assert told() == {("acceptance.filed", "cuc")}


def test_what_comes_in_at_night_is_for_who_works_in_the_morning(cast):
    enter_absence(
        account_id=cast.lan.account_id, first=moment("2026-11-23 08:00").date(), last=None, stand_in_id=None,
        by=cast.lan, at=THURSDAY,
    )  # fmt: skip
    filed(cast, moment("2026-11-20 22:00"))
    run(alerts.ALERT)
    assert told() == {("acceptance.filed", "cuc")}


def test_a_job_that_is_done_twice_tells_once(cast):
    filed(cast)
    run(alerts.ALERT)
    run(alerts.ALERT)
    assert Message.objects.count() == 2


def test_what_is_filed_online_is_nobodys_work_before_somebody_takes_it(cast):
    online, paper = filed(cast), file(stage.intake(cast), by=cast.lan, at=THURSDAY).code
    holders = dict(WorkItem.objects.values_list("dossier__code", "assignee__username"))
    assert holders == {online: None, paper: "lan"}
    assert Dossier.objects.get(code=online).received_by_id == cast.lan.account_id


def test_what_is_lived_again_alarms_nobody(cast):
    file(stage.intake(cast, channel="online"), by=replace(cast.lan, origin="demo"), at=THURSDAY)
    assert Job.objects.count() == 0
