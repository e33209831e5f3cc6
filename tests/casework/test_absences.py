"""Who is away leaves their work to a stand-in, who does it by their own posts."""

from datetime import date, timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.file import file_and_accept
from motcua.casework.office.absences import end_absence, enter_absence
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.casework.take import take
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import queries, snapshot
from motcua.offices.models import Absence
from motcua.offices.presence import present_on
from motcua.offices.roles import Role
from motcua.policy.facts import Facts
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 08:00")
DAY = AT.date()


@pytest.fixture
def cast():
    return stage.enter()


def away(cast, who="minh", stand_in="nhat", first=DAY, last=DAY + timedelta(days=1), by=None, at=AT):
    other = cast.actor(stand_in).account_id if stand_in else None
    return enter_absence(
        account_id=cast.actor(who).account_id,
        first=first,
        last=last,
        stand_in_id=other,
        by=by or cast.actor(who),
        at=at,
    )


def at_work(cast, who, day=DAY):
    return queries.actor(cast.people[who], day=day)


def held_by_minh(cast) -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    take(code, by=cast.minh, at=AT)
    return code


def mine(actor):
    facts = Facts(by=actor, day=DAY, offices=snapshot.present())
    return [row.code for row in worklist(facts, Question(tab=Tab.MINE), at=AT)[:10]]


def test_the_work_that_the_absent_one_holds_lies_with_the_stand_in_who_can_do_it(cast):
    code = held_by_minh(cast)
    assert mine(at_work(cast, "nhat")) == []
    with pytest.raises(Refused, match="người khác đang giữ"):
        advance(code, by=at_work(cast, "nhat"), at=AT)
    away(cast)
    nhat = at_work(cast, "nhat")
    assert nhat.stands_in_for == {cast.minh.account_id} and mine(nhat) == [code]
    advance(code, by=nhat, at=AT)
    assert WorkItem.objects.get(dossier__code=code, closed_at=AT, step__n=2).closed_by_id == nhat.account_id


def test_a_stand_in_may_take_the_work_over(cast):
    code = held_by_minh(cast)
    away(cast)
    take(code, by=at_work(cast, "nhat"), at=AT)
    assert WorkItem.objects.get(dossier__code=code, closed_at=None).assignee_id == cast.nhat.account_id


def test_before_and_after_the_absence_the_work_is_the_holders_alone(cast):
    away(cast, first=DAY + timedelta(days=1), last=DAY + timedelta(days=1))
    assert [bool(at_work(cast, "nhat", DAY + timedelta(days=n)).stands_in_for) for n in range(3)] == [0, 1, 0]


def test_a_stand_in_gets_no_powers_beyond_their_own_posts(cast):
    away(cast)
    assert at_work(cast, "nhat").holdings == cast.nhat.holdings


def test_a_stand_in_must_hold_one_of_the_posts(cast):
    with pytest.raises(Refused, match="không giữ vị trí nào") as refused:
        away(cast, stand_in="son")
    assert refused.value.field == "stand_in"


def test_nobody_stands_in_for_themselves(cast):
    with pytest.raises(Refused, match="chính mình"):
        away(cast, stand_in="minh")


def test_two_absences_never_overlap(cast):
    away(cast)
    with pytest.raises(Refused, match="đã có một lần vắng mặt") as refused:
        away(cast, first=DAY + timedelta(days=1), last=None)
    assert refused.value.field == "first"
    away(cast, first=DAY + timedelta(days=2), last=None)


@pytest.mark.parametrize(
    "first, last, field", [(DAY - timedelta(days=1), None, "first"), (DAY, DAY - timedelta(days=1), "last")]
)
def test_days_that_are_over_or_turned_round_are_refused(cast, first, last, field):
    with pytest.raises(Refused) as refused:
        away(cast, first=first, last=last)
    assert refused.value.field == field


def test_a_person_and_an_administrator_may_enter_it_and_nobody_else(cast):
    away(cast, by=cast.quan)
    with pytest.raises(Refused, match="chính người ấy"):
        away(cast, by=cast.son, first=date(2026, 12, 1), last=None)


def test_who_is_back_early_has_their_work_again(cast):
    absence = away(cast, first=DAY, last=DAY + timedelta(days=7))
    end_absence(absence_id=absence.pk, by=cast.minh, at=AT + timedelta(days=1))
    assert at_work(cast, "nhat", DAY + timedelta(days=1)).stands_in_for == frozenset()
    assert Absence.objects.get().valid_to == DAY + timedelta(days=1)


def test_an_absence_that_has_not_begun_is_taken_back(cast):
    absence = away(cast, first=DAY + timedelta(days=3), last=None)
    end_absence(absence_id=absence.pk, by=cast.minh, at=AT)
    assert not Absence.objects.exists()


def test_each_is_an_event_of_the_persons_stream(cast):
    absence = away(cast)
    end_absence(absence_id=absence.pk, by=cast.quan, at=AT)
    stream = cast.people["minh"].stream
    kinds = Event.objects.filter(stream=stream).order_by("n").values_list("kind", "by")
    assert list(kinds)[-2:] == [("absence.entered", cast.minh.ref), ("absence.ended", cast.quan.ref)]


def test_a_stand_in_who_is_away_too_is_not_counted_as_present(cast):
    away(cast)
    away(cast, who="nhat", stand_in=None)
    assert present_on(DAY).holding(cast.commune.pk, Role.SPECIALIST) == frozenset()


def test_machines_and_locked_accounts_are_not_present(cast):
    cast.people["minh"].is_active = False
    cast.people["minh"].save()
    cast.people["nhat"].machine = True
    cast.people["nhat"].save()
    assert present_on(DAY).holding(cast.commune.pk, Role.SPECIALIST) == frozenset()
