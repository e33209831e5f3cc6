"""Every working morning each officer is told once what waits for them; each figure is that of their own list."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.digests import digest
from motcua.casework.file import file, file_and_accept
from motcua.casework.jobs import anchor
from motcua.casework.office.absences import enter_absence
from motcua.casework.reads.mornings import Morning, mornings
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.journal.models import Anchor
from motcua.notifications.models import Message
from motcua.offices import queries, snapshot
from motcua.offices.presence import present_on
from motcua.policy.facts import Facts
from motcua.workflow.rules import StepKind
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
FRIDAY = moment("2026-11-20 06:30")
LIST = {
    "late": Question(late="dossier"),
    "today": Question(late="today"),
    "tomorrow": Question(late="tomorrow"),
    "step": Question(late="step"),
    "waiting": Question(kind=StepKind.RECEIVE.value),
    "letters": Question(tab=Tab.APOLOGY),
}


@pytest.fixture
def cast():
    return stage.enter()


def lives(cast):
    """Dossiers of three working days in many states: late ones, due on Friday and on Monday, held, finished."""
    ways = [(), ("take",), ("advance",), ("advance", "advance"), ("take", "hold"), ("take", "hold_other"),
            ("propose_supplement",), ("advance", "advance", "advance"), ("withdraw",), ("apologise",),
            ("advance", "advance", "advance", "resolve")]  # fmt: skip
    for n, day in enumerate(("2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19")):
        for way in ways[: 11 - n]:
            at = moment(f"{day} 08:00")
            code = file_and_accept(stage.intake(cast), by=cast.lan, at=at).code
            for m, verb in enumerate(way, 1):
                ACTS[verb](cast, code, at + timedelta(minutes=m))
        file(stage.intake(cast), by=cast.lan, at=moment(f"{day} 09:00"))
        file(stage.intake(cast, channel="online"), by=cast.lan, at=moment(f"{day} 09:00"))


def of_everybody(at=FRIDAY):
    return mornings(present_on(at.date()), snapshot.present(), at=at)


def listed(cast, who, at=FRIDAY) -> dict[str, int]:
    actor = queries.actor(cast.people[who], day=at.date())
    facts = Facts(by=actor, day=at.date(), offices=snapshot.present())
    return {name: worklist(facts, question, at=at).count() for name, question in LIST.items()}


@pytest.mark.parametrize("at", ["2026-11-20 06:30", "2026-11-20 18:00", "2026-11-23 06:30"])
def test_each_figure_is_that_of_the_officers_list(cast, at):
    lives(cast)
    counted = of_everybody(moment(at))
    for who in ("lan", "cuc", "hanh", "minh", "nhat", "son", "roi", "tuyet"):
        morning = counted.get(cast.actor(who).account_id, Morning())
        assert asdict(morning) == listed(cast, who, moment(at)), who
    assert all(any(getattr(m, name) for m in counted.values()) for name in LIST if name != "today" or at < "2026-11-23")


def test_the_work_of_who_is_away_is_in_the_digest_of_the_stand_in(cast):
    lives(cast)
    enter_absence(
        account_id=cast.minh.account_id, first=FRIDAY.date(), last=None, stand_in_id=cast.nhat.account_id,
        by=cast.minh, at=FRIDAY,
    )  # fmt: skip
    counted = of_everybody()
    assert cast.minh.account_id not in counted
    assert asdict(counted[cast.nhat.account_id]) == listed(cast, "nhat")


def test_counting_costs_the_same_for_many_dossiers(cast):
    costs = []
    for _ in range(2):
        lives(cast)
        snapshot.present()
        with CaptureQueriesContext(connection) as captured:
            of_everybody()
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 6


def test_an_officer_is_told_once_a_morning_with_links_to_the_list(cast):
    lives(cast)
    for _ in range(2):
        digest({}, FRIDAY)
    told = Message.objects.filter(kind="digest.morning")
    assert told.filter(recipient=cast.people["minh"]).count() == 1
    assert told.get(recipient=cast.people["minh"]).params["late"] == of_everybody()[cast.minh.account_id].late
    digest({}, FRIDAY + timedelta(days=3))
    assert told.filter(recipient=cast.people["minh"]).count() == 2


def test_who_has_nothing_to_do_is_not_told(cast):
    digest({}, FRIDAY)
    assert not Message.objects.filter(kind="digest.morning").exists()


@pytest.mark.parametrize("at", ["2026-11-21 06:30", "2026-11-24 06:30", "2026-11-20 06:29"])
def test_nobody_is_told_on_a_day_off_or_before_the_hour(cast, at):
    lives(cast)
    digest({}, moment(at))
    assert not Message.objects.filter(kind="digest.morning").exists()


def test_administrators_get_the_root_of_the_journal(cast):
    anchor({}, FRIDAY)
    digest({}, FRIDAY)
    message = Message.objects.get(kind="digest.administrators")
    assert message.recipient == cast.people["quan"]
    assert message.params["root"] == Anchor.objects.get().root
