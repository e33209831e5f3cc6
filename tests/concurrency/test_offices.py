"""Running the office under several hands at one moment: nothing left behind, nothing built twice."""

from datetime import date, timedelta

from motcua.accounts import actions as account_actions
from motcua.accounts.models import Account
from motcua.casework.close_agency import close_agency, stragglers
from motcua.casework.file import file_and_accept
from motcua.casework.office import staff
from motcua.casework.office.staff import PostData
from motcua.casework.set_up import Installation, set_up
from motcua.casework.take import take
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency, Post
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.cast import moment
from tests.concurrency.conftest import behind, together

AT = moment("2026-11-20 09:00")
LATER = moment("2026-11-20 10:00")


def neighbour():
    data = AgencyData("H48.149", "Ủy ban nhân dân xã Ba Vì", "commune_committee", "commune", parent_code="H48")
    return office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=stage.BEGINNING.date())


def closing(cast, other):
    ends = {"agency_id": cast.commune.pk, "successor_id": other.pk, "on": AT.date()}
    return lambda: close_agency(**ends, by=cast.quan, at=LATER)


def left_behind(cast):
    work = WorkItem.objects.filter(agency=cast.commune, closed_at__isnull=True).count()
    return work, Dossier.objects.filter(competent=cast.commune).count()


def test_no_dossier_is_left_at_an_agency_that_closed_while_it_was_filed(cast):
    other, intake = neighbour(), stage.intake(cast)
    ended = together([closing(cast, other), *[lambda: file_and_accept(intake, by=cast.lan, at=AT) for _ in range(6)]])
    assert isinstance(ended[0], Agency)
    assert {type(e) for e in ended[1:]} <= {Dossier, Refused}  # who came too late is told so
    stragglers({"agency": cast.commune.pk, "by": cast.quan.ref}, LATER + timedelta(minutes=1))
    assert left_behind(cast) == (0, 0)
    check_all()


def test_verbs_on_its_dossiers_wait_for_the_closing_or_come_before_it(cast):
    other, intake = neighbour(), stage.intake(cast)
    codes = [file_and_accept(intake, by=cast.lan, at=AT).code for _ in range(5)]
    ended = together([closing(cast, other), *[lambda code=code: take(code, by=cast.minh, at=LATER) for code in codes]])
    assert isinstance(ended[0], Agency)
    assert {type(e) for e in ended[1:]} <= {Dossier, Refused}
    assert left_behind(cast) == (0, 0)
    check_all()


def test_an_agency_closes_once(cast):
    other = neighbour()
    ended = behind(closing(cast, other), closing(cast, other))
    assert [type(e) for e in ended] == [Agency, Refused]


def test_a_house_is_set_up_once(transactional_db):
    def built(username):
        asked = Installation("H48", "province_committee", "Hồ Thị Quản", username, "con-thuyen-giay-2026")
        return lambda: set_up(asked, at=AT)

    ended = behind(built("first"), built("second"))
    assert [type(e) for e in ended] == [Account, Refused]
    assert Account.objects.count() == 1 and Agency.objects.count() == 2


def test_two_administrators_who_end_each_other_leave_one(cast):
    an = cast.people["an"].pk
    given = PostData(cast.province.pk, "administrator", date(2026, 11, 1))
    other = staff.give_post(account_id=an, post=given, by=cast.quan, at=AT)
    mine = Post.objects.get(account=cast.people["quan"])
    actors = [cast.quan, stage.office_queries.actor(cast.people["an"], day=AT.date())]
    ended = together(
        [
            lambda: staff.end_post(post_id=other.pk, day=AT.date(), by=actors[0], at=AT),
            lambda: staff.end_post(post_id=mine.pk, day=AT.date(), by=actors[1], at=AT),
        ]
    )
    assert sorted(type(e).__name__ for e in ended) == ["NoneType", "Refused"]


def test_look_ups_are_counted_whoever_counts_at_the_same_moment(transactional_db):
    ended = together([lambda: [account_actions.tally(key="track:a", at=AT) for _ in range(10)]] * 6)
    assert sorted(n for counted in ended for n in counted) == list(range(1, 61))
