"""Steps that one person holds one after another are done by one press, each for itself, or none of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.through import advance_through, own_after
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.roles import Role
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.asking import LINE, asking
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
LATER = AT + timedelta(hours=1)
REVIEW = replace(LINE[1], name="Thẩm tra", kind="review", role="unit_leader")


@pytest.fixture
def cast():
    return stage.enter()


def hold(cast, who: str, *roles: Role):
    """Give somebody of the commune more posts."""
    for role in roles:
        office_actions.give_post(
            account=cast.people[who],
            agency=cast.commune,
            role=role,
            day=date(2026, 1, 1),
            by="test",
            at=stage.BEGINNING,
        )
    cast._actors.clear()


def filed(cast) -> str:
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def offered(cast, code, who) -> list[str]:
    dossier = Dossier.objects.get(code=code)
    step = WorkItem.objects.get(dossier=dossier, closed_at__isnull=True).step
    return [s.name for s in own_after(step, dossier, cast.actor(who), snapshot.present(), at=AT)]


def open_step(code) -> str:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).step.name


def test_who_holds_the_next_posts_too_does_their_steps_along(cast):
    asking(cast, [LINE[1], REVIEW])
    hold(cast, "minh", Role.UNIT_LEADER, Role.SIGNER)
    code = filed(cast)
    assert offered(cast, code, "minh") == ["Thẩm tra", "Ký duyệt"]
    advance_through(code, by=cast.minh, at=LATER, through=[3, 4], note="Đủ điều kiện")
    assert open_step(code) == "Vào sổ, đóng dấu"
    events = Event.objects.filter(kind="work.advanced").order_by("n")
    assert [event.by for event in events] == [cast.minh.ref] * 3
    check_all()


def test_only_as_far_as_the_posts_go(cast):
    asking(cast, [LINE[1], REVIEW])
    hold(cast, "minh", Role.UNIT_LEADER)
    assert offered(cast, filed(cast), "minh") == ["Thẩm tra"]


def test_who_holds_one_post_is_offered_nothing(cast):
    assert offered(cast, filed(cast), "minh") == []


@pytest.mark.parametrize("needs", ["other", "file"])
def test_a_step_that_asks_for_another_person_or_a_file_is_not_done_along(cast, needs):
    asking(cast, [LINE[1], replace(REVIEW, needs=needs)])
    hold(cast, "minh", Role.UNIT_LEADER)
    assert offered(cast, filed(cast), "minh") == []


def test_a_step_with_ways_to_choose_is_the_last_one(cast):
    asking(cast, [LINE[1], replace(REVIEW, ways=(("Làm lại", "2"),))])
    hold(cast, "minh", Role.UNIT_LEADER, Role.SIGNER)
    assert offered(cast, filed(cast), "minh") == ["Thẩm tra"]


def test_before_parallel_steps_nothing_is_offered(cast):
    asking(cast, [LINE[1], REVIEW, replace(REVIEW, name="Cho ý kiến", join="beside")])
    hold(cast, "minh", Role.UNIT_LEADER)
    assert offered(cast, filed(cast), "minh") == []


def test_the_issue_of_the_result_is_never_done_along(cast):
    hold(cast, "minh", Role.SIGNER, Role.CLERK)
    assert offered(cast, filed(cast), "minh") == ["Ký duyệt"]


@pytest.mark.parametrize("through", [[4], [3, 9], [3, 4]])
def test_where_one_of_them_cannot_be_done_none_is(cast, through):
    hold(cast, "minh", Role.SIGNER)
    code = filed(cast)
    with pytest.raises(Refused):
        advance_through(code, by=cast.minh, at=LATER, through=through)
    assert open_step(code) == "Thụ lý"
    check_all()
