"""Posts: who is at work as what, from which day to which; one person may hold several."""

from datetime import date, timedelta

import pytest

from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions, queries
from motcua.offices.actors import Actor
from motcua.offices.models import Post
from motcua.offices.presence import present_on
from motcua.offices.roles import LABELS, Role
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 11, 2), moment("2026-11-02 08:00")
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def cast():
    return stage.enter()


def given(cast, person="minh", place="commune", role=Role.UNIT_LEADER, day=DAY, **rest) -> Post:
    return actions.give_post(
        account=cast.people[person], agency=getattr(cast, place), role=role, day=day, by="test", at=AT, **rest
    )


def ended(post, day=DAY) -> None:
    actions.end_post(post_id=post.pk, day=day, by="test", at=AT)


def at_work(cast, day, person="minh") -> Actor:
    return queries.actor(cast.people[person], day=day)


def refusal(act) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def test_one_person_holds_several_posts(cast):
    given(cast)
    given(cast, place="department", role=Role.SPECIALIST)
    held = {(h.agency_id, h.role) for h in at_work(cast, DAY).holdings}
    assert held == {
        (cast.commune.pk, Role.SPECIALIST),
        (cast.commune.pk, Role.UNIT_LEADER),
        (cast.department.pk, Role.SPECIALIST),
    }


def test_a_post_held_already_is_not_given_twice(cast):
    refused = refusal(lambda: given(cast, role=Role.SPECIALIST))
    assert (str(refused), refused.field) == ("Lê Văn Minh đang giữ vị trí này rồi.", "role")


def test_nor_when_it_begins_later(cast):
    given(cast, day=DAY + timedelta(days=30))
    assert "đang giữ vị trí này rồi" in str(refusal(lambda: given(cast)))


def test_a_post_before_one_that_begins_later_ends_in_time(cast):
    later = given(cast, day=DAY + timedelta(days=30))
    given(cast, until=later.valid_from)
    assert at_work(cast, DAY).holds(Role.UNIT_LEADER, cast.commune.pk)


def test_a_post_ends_after_it_begins(cast):
    refused = refusal(lambda: given(cast, until=DAY))
    assert (str(refused), refused.field) == ("Ngày thôi giữ vị trí phải sau ngày bắt đầu.", "to")


def test_no_post_is_given_at_a_closed_agency(cast):
    actions.end_agency(agency_id=cast.department.pk, on=DAY, successor_id=None, by="test", at=AT)
    cast.department.refresh_from_db()
    assert str(refusal(lambda: given(cast, place="department"))) == "Sở Tư pháp không còn hoạt động."


def test_the_first_day_counts_and_the_last_does_not(cast):
    post = given(cast)
    ended(post, day=DAY + timedelta(days=10))
    holds = [at_work(cast, DAY + timedelta(days=n)).holds(Role.UNIT_LEADER, cast.commune.pk) for n in (-1, 0, 9, 10)]
    assert holds == [False, True, True, False]


def test_a_post_that_ends_on_the_day_it_began_never_was(cast):
    ended(given(cast))
    assert not Post.objects.filter(role=Role.UNIT_LEADER).exists()


def test_a_post_can_be_given_again_after_it_ended(cast):
    post = given(cast)
    ended(post, day=TOMORROW)
    given(cast, day=TOMORROW)
    assert at_work(cast, TOMORROW).holds(Role.UNIT_LEADER, cast.commune.pk)


def test_a_post_of_a_closed_agency_gives_no_part_in_anything(cast):
    actions.end_agency(agency_id=cast.department.pk, on=DAY, successor_id=None, by="test", at=AT)
    assert at_work(cast, DAY, "quang").holdings == ()
    assert at_work(cast, DAY - timedelta(days=1), "quang").holdings != ()


def test_giving_and_ending_stand_in_the_journal_of_the_person(cast):
    ended(given(cast), day=TOMORROW)
    events = Event.objects.filter(stream=cast.people["minh"].stream).order_by("n")
    assert [e.kind for e in events][-2:] == ["post.given", "post.ended"]
    assert f'"agency":"{cast.commune.code}"' in events.last().facts


def test_a_stand_in_is_one_in_anothers_stead(cast):
    post = given(cast, person="nhat", role=Role.SIGNER, stand_in_for=cast.people["son"], until=TOMORROW)
    assert post.stand_in_for == cast.people["son"]
    assert at_work(cast, DAY, "nhat").holds(Role.SIGNER, cast.commune.pk)


def test_the_people_of_a_role_are_those_active_on_the_day(cast):
    cast.people["nhat"].is_active = False
    cast.people["nhat"].save()
    found = present_on(DAY).holding(cast.commune.pk, Role.SPECIALIST)
    assert found == {cast.people["minh"].pk}


@pytest.mark.parametrize("role", Role)
def test_a_role_has_a_name_for_people(role):
    assert LABELS[role]
