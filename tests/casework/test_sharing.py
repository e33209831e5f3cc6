"""Work is shared out over those who are at work for its role: to who has least, or in turn."""

import json

import pytest

from motcua.casework.advance import advance
from motcua.casework.backdating import Claim
from motcua.casework.file import file_and_accept
from motcua.casework.office.absences import enter_absence
from motcua.casework.sharing import colleagues, evenly
from motcua.casework.take import hand_over, take
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.offices import actions, snapshot
from motcua.offices.models import Post
from motcua.offices.roles import Role
from motcua.workflow.models import Turn, WorkItem
from motcua.workflow.sharing import Way
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
NOBODY = "Không còn ai khác đang có mặt giữ vị trí này tại nơi đang giữ việc."


@pytest.fixture
def cast():
    """Three specialists of the commune, in the order of their accounts: minh, nhat, quang."""
    cast = stage.enter()
    actions.give_post(
        account=cast.people["quang"], agency=cast.commune, role=Role.SPECIALIST, day=AT.date(), by="test", at=AT
    )
    assert cast.minh.account_id < cast.nhat.account_id < cast.quang.account_id
    return cast


def accepted(cast, holder: str = "") -> str:
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    if holder:
        hand_over(code, by=cast.son, at=AT, to=cast.actor(holder).account_id)
    return code


def items(*codes) -> list[WorkItem]:
    found = {i.dossier.code: i for i in WorkItem.objects.filter(closed_at=None).select_related("dossier")}
    return [found[code] for code in codes]


def holder(cast, code) -> str:
    (item,) = items(code)
    return next((name for name, account in cast.people.items() if account.pk == item.assignee_id), "")


def away(cast, who, stand_in=None):
    other = cast.actor(stand_in).account_id if stand_in else None
    day = AT.date()
    enter_absence(account_id=cast.actor(who).account_id, first=day, last=day, stand_in_id=other, by=cast.quan, at=AT)


def shared(cast, way, n=1, by="son"):
    """Give so many new dossiers away one by one; who has them then."""
    codes = [accepted(cast) for _ in range(n)]
    for code in codes:
        hand_over(code, by=cast.actor(by), at=AT, to=None, way=way)
    return [holder(cast, code) for code in codes]


def test_who_has_least_gets_the_next_piece(cast):
    for name in ("minh", "minh", "nhat"):
        accepted(cast, name)
    assert shared(cast, Way.LEAST, 3) == ["quang", "nhat", "quang"]
    check_all()


def test_everybody_has_a_turn_and_the_next_time_goes_on_behind_the_last(cast):
    accepted(cast, "minh")
    assert shared(cast, Way.TURN, 2) == ["minh", "nhat"]
    assert shared(cast, Way.TURN, 2) == ["quang", "minh"]
    assert Turn.objects.get().account_id == cast.minh.account_id
    check_all()


def test_giving_to_one_by_name_takes_nobodys_turn(cast):
    assert shared(cast, Way.TURN) == ["minh"]
    accepted(cast, "nhat")
    assert shared(cast, Way.TURN) == ["nhat"]


@pytest.mark.parametrize("way, given", [(Way.LEAST, "quang"), (Way.TURN, "nhat")])
def test_who_gives_work_away_does_not_get_it_back(cast, way, given):
    code, *_ = [accepted(cast, name) for name in ("minh", "nhat")]
    hand_over(code, by=cast.minh, at=AT, to=None, way=way)
    assert holder(cast, code) == given


def test_who_is_away_gets_nothing_and_their_work_counts_for_their_stand_in(cast):
    for name in ("minh", "minh", "quang"):
        accepted(cast, name)
    away(cast, "minh", stand_in="nhat")
    assert shared(cast, Way.LEAST, 2) == ["quang", "nhat"]
    assert shared(cast, Way.TURN, 3) == ["nhat", "quang", "nhat"]


def test_a_stand_in_without_the_post_gets_nothing(cast):
    away(cast, "minh", stand_in="nhat")
    post = Post.objects.get(account=cast.people["nhat"])
    actions.end_post(post_id=post.pk, day=AT.date(), by="test", at=AT)
    assert shared(cast, Way.TURN, 2) == ["quang", "quang"]


@pytest.mark.parametrize("way", [Way.LEAST, Way.TURN])
def test_where_nobody_else_is_there_it_is_said_so(cast, way):
    code = accepted(cast, "minh")
    for name in ("nhat", "quang"):
        away(cast, name)
    assert refused(lambda: hand_over(code, by=cast.minh, at=AT, to=None, way=way)) == (NOBODY, "to")
    assert not Turn.objects.exists()


def test_sharing_out_is_by_the_present_and_cannot_be_claimed_for_the_past(cast):
    code = accepted(cast)
    claim = Claim(moment("2026-11-02 08:00"), "Mất mạng")
    sentence, field = refused(lambda: hand_over(code, by=cast.son, at=AT, to=None, way=Way.TURN, claim=claim))
    assert (sentence, field) == ("Chia việc tính theo lúc này nên không ghi lùi ngày được.", "happened_at")


def test_the_journal_says_by_what_rule_work_was_given(cast):
    code = accepted(cast)
    hand_over(code, by=cast.son, at=AT, to=None, way=Way.TURN, note="Theo lịch")
    event = Event.objects.filter(stream=Dossier.objects.get(code=code).stream).latest("n")
    said = json.loads(event.payload.body)
    assert (event.kind, said["to"]) == ("work.handed_over", f"account:{cast.minh.account_id}")
    assert (said["shared"], said["note"]) == ("turn", "Theo lịch")


def test_several_pieces_end_as_even_as_they_can(cast):
    codes = [accepted(cast) for _ in range(4)]
    accepted(cast, "nhat")
    found = evenly(items(*codes), snapshot.present(), at=AT)
    assert sorted(found.values()) == sorted([cast.minh.account_id] * 2 + [cast.nhat.account_id, cast.quang.account_id])


def test_who_holds_some_of_what_is_shared_out_keeps_a_fair_part_of_it(cast):
    codes = [accepted(cast, "minh") for _ in range(3)]
    found = evenly(items(*codes), snapshot.present(), at=AT)
    assert found[items(codes[0])[0].pk] == cast.minh.account_id
    assert set(found.values()) == {cast.minh.account_id, cast.nhat.account_id, cast.quang.account_id}


def test_each_role_is_shared_out_among_its_own(cast):
    code, other = accepted(cast), accepted(cast)
    take(other, by=cast.minh, at=AT)
    advance(other, by=cast.minh, at=AT)
    found = evenly(items(code, other), snapshot.present(), at=AT)
    assert found[items(other)[0].pk] == cast.son.account_id
    assert found[items(code)[0].pk] in {cast.minh.account_id, cast.nhat.account_id, cast.quang.account_id}


def test_what_nobody_is_there_for_is_left_out(cast):
    code = accepted(cast)
    for name in ("minh", "nhat", "quang"):
        away(cast, name)
    assert evenly(items(code), snapshot.present(), at=AT) == {}


def test_colleagues_are_shown_with_what_they_have_and_whether_they_are_there(cast):
    code = accepted(cast, "minh")
    away(cast, "quang")
    seen = {c.account_id: (c.load, c.away) for c in colleagues(items(code), snapshot.present(), at=AT)}
    assert seen == {
        cast.minh.account_id: (1, False),
        cast.nhat.account_id: (0, False),
        cast.quang.account_id: (0, True),
    }
