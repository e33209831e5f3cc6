"""Sharing out by area: each dossier to who is responsible for the place that its address names, the rest stays."""

from datetime import date, timedelta

import pytest

from motcua.casework.by_area import NO_ADDRESS, NOBODY, by_area, has_areas
from motcua.casework.close_agency import close_agency
from motcua.casework.file import file_and_accept
from motcua.casework.office.absences import enter_absence
from motcua.casework.office.areas import end_area, give_areas
from motcua.casework.reads.areas import areas, people
from motcua.casework.take import hand_over
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused, Sentence
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.actions import AgencyData
from motcua.offices.models import Area, Post, Unit
from motcua.policy.facts import Facts
from motcua.workflow.models import WorkItem
from motcua.workflow.sharing import Way
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")


@pytest.fixture
def cast():
    """minh and nhat are specialists of the commune; sơn signs there."""
    return stage.enter()


def give(cast, who: str, places: str, **changes) -> list[Area]:
    values = {"agency_id": cast.commune.pk, "account_id": cast.people[who].pk, "places": places, "day": AT.date()}
    return give_areas(**(values | {"by": cast.son, "at": AT} | changes))


def filed(cast, address: str = "Thôn 1, xã Ba Tơ", **changes) -> WorkItem:
    intake = stage.intake(cast, applicant=stage.citizen(address=address), **changes)
    code = file_and_accept(intake, by=cast.lan, at=AT).code
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True)


def shared(*items: WorkItem) -> list[object]:
    found = by_area(items, snapshot.present(), at=AT)
    return [str(found[i.pk]) if isinstance(found[i.pk], Sentence) else found[i.pk] for i in items]


def no(text: str, act, field: str | None = None) -> None:
    with pytest.raises(Refused, match=text) as refused:
        act()
    assert refused.value.field == field


def test_each_dossier_goes_to_who_is_responsible_for_its_place_and_the_rest_says_why(cast):
    give(cast, "minh", "Thôn 1\nThôn 3")
    give(cast, "nhat", "Thôn 2")
    items = [filed(cast, a) for a in ("Thôn 1, xã Ba Tơ", "thôn 02", "Thôn 3", "Thôn 10", "")]
    minh, nhat = cast.minh.account_id, cast.nhat.account_id
    assert shared(*items) == [minh, nhat, minh, NOBODY, NO_ADDRESS]


def test_the_owners_address_counts_before_that_of_who_files(cast):
    give(cast, "minh", "Thôn 1")
    give(cast, "nhat", "Thôn 2")
    item = filed(cast, "Thôn 1", owners=(stage.citizen(name="Phạm Thị Chủ", address="Thôn 2"),))
    assert shared(item) == [cast.nhat.account_id]


def test_by_hand_over_it_goes_there_and_the_journal_says_by_what_rule(cast):
    give(cast, "minh", "Thôn 1")
    item = filed(cast)
    hand_over(item.dossier.code, by=cast.son, at=AT, to=None, way=Way.AREA)
    item.refresh_from_db()
    assert item.assignee_id == cast.minh.account_id
    event = Event.objects.get(kind="work.handed_over")
    assert '"shared":"area"' in event.payload.body.replace(" ", "") and "Thôn" not in event.payload.body


def test_what_lies_nowhere_stays_where_it_is(cast):
    item = filed(cast, "Thôn 9")
    no("không thuộc địa bàn", lambda: hand_over(item.dossier.code, by=cast.son, at=AT, to=None, way=Way.AREA), "to")
    item.refresh_from_db()
    assert item.assignee_id is None


def test_no_sentence_repeats_the_address(cast):
    give(cast, "minh", "Thôn 1")
    enter_absence(
        account_id=cast.people["minh"].pk, first=AT.date(), last=AT.date(), stand_in_id=None, by=cast.quan, at=AT
    )
    (told,) = shared(filed(cast, "Nhà 7 ngõ 8, Thôn 1, xã Ba Tơ"))
    assert told == "Người phụ trách Thôn 1 vắng mặt hoặc không giữ vị trí của việc này."


def test_who_is_away_is_stood_in_for_by_a_colleague_of_the_post(cast):
    give(cast, "minh", "Thôn 1")
    stand_in = cast.people["nhat"].pk
    enter_absence(
        account_id=cast.people["minh"].pk, first=AT.date(), last=AT.date(), stand_in_id=stand_in, by=cast.quan, at=AT
    )
    assert shared(filed(cast)) == [cast.nhat.account_id]


def test_of_several_who_has_it_keeps_it_and_else_who_has_least_gets_it(cast):
    for who in ("minh", "nhat"):
        give(cast, who, "Thôn 1")
    held = filed(cast)
    hand_over(held.dossier.code, by=cast.son, at=AT, to=cast.nhat.account_id)
    held.refresh_from_db()
    assert shared(held) == [cast.nhat.account_id]
    minh, nhat = cast.minh.account_id, cast.nhat.account_id
    assert sorted(shared(*(filed(cast) for _ in range(3)))) == sorted([minh, minh, nhat])


def test_a_place_gives_no_power_over_work_of_another_post_or_division(cast):
    give(cast, "roi", "Thôn 1")
    assert shared(filed(cast)) == ["Người phụ trách Thôn 1 vắng mặt hoặc không giữ vị trí của việc này."]
    unit = Unit.objects.create(agency=cast.commune, name="Phòng Kinh tế", valid_from=date(2026, 1, 1))
    other = Unit.objects.create(agency=cast.commune, name="Phòng Văn hóa", valid_from=date(2026, 1, 1))
    office_actions.next_edition()
    Post.objects.filter(account=cast.people["minh"]).update(unit=unit)
    give(cast, "minh", "Thôn 2")
    item = filed(cast, "Thôn 2")
    WorkItem.objects.filter(pk=item.pk).update(unit=other)
    item.refresh_from_db()
    assert isinstance(by_area([item], snapshot.present(), at=AT)[item.pk], Sentence)


def test_responsibility_begins_and_ends_on_its_days(cast):
    (area,) = give(cast, "minh", "Thôn 1", day=AT.date() + timedelta(days=1))
    item = filed(cast)
    later = AT + timedelta(days=1)
    assert shared(item) == [NOBODY]
    assert by_area([item], snapshot.present(), at=later) == {item.pk: cast.minh.account_id}
    end_area(area_id=area.pk, by=cast.son, at=AT + timedelta(days=2))
    assert Area.objects.get().valid_to == AT.date() + timedelta(days=2)
    assert has_areas([cast.commune.pk], day=later.date())
    assert not has_areas([cast.commune.pk], day=AT.date() + timedelta(days=2))


def test_what_has_not_begun_is_taken_back_and_what_is_over_is_not_ended_again(cast):
    (area,) = give(cast, "minh", "Thôn 1", day=AT.date() + timedelta(days=3))
    end_area(area_id=area.pk, by=cast.son, at=AT)
    assert not Area.objects.exists()
    no("đã hết", lambda: end_area(area_id=area.pk, by=cast.son, at=AT))


@pytest.mark.parametrize(
    ("changes", "text", "field"),
    [
        ({"places": " \n ; "}, "ít nhất một địa bàn", "places"),
        ({"places": "Thôn 1\n12"}, "“12” không phải tên địa bàn", "places"),
        ({"places": "x" * 101}, "dài quá 100", "places"),
        ({"places": "\n".join(f"Thôn {n}" for n in range(101))}, "nhiều nhất 100", "places"),
        ({"day": date(2026, 11, 1)}, "sớm nhất là hôm nay", "day"),
        ({"account_id": 0}, "không giữ vị trí giải quyết hồ sơ", "person"),
    ],
)
def test_what_names_no_place_or_nobody_is_said_and_nothing_is_kept(cast, changes, text, field):
    values = {"agency_id": cast.commune.pk, "account_id": cast.people["minh"].pk, "places": "Thôn 1"}
    with pytest.raises(Refused, match=text) as refused:
        give_areas(**(values | {"day": AT.date()} | changes), by=cast.son, at=AT)
    assert refused.value.field == field
    assert not Area.objects.exists()


def test_a_place_is_given_to_the_same_person_once_however_it_is_spelled(cast):
    assert [a.name for a in give(cast, "minh", "Thôn 1; thôn 01\n\n Tổ dân  phố 3,")] == ["Thôn 1", "Tổ dân phố 3"]
    no("đã phụ trách TDP 3", lambda: give(cast, "minh", "Thôn 2\nTDP 3"), "places")
    assert Area.objects.count() == 2


@pytest.mark.parametrize("who", ["minh", "lan", "quan", "tuyet"])
def test_only_who_shares_out_work_there_gives_places(cast, who):
    no("Chỉ lãnh đạo của cơ quan", lambda: give(cast, "minh", "Thôn 1", by=cast.actor(who)))
    give(cast, "minh", "Thôn 1")
    no("Chỉ lãnh đạo", lambda: end_area(area_id=Area.objects.get().pk, by=cast.actor(who), at=AT))


def test_the_head_of_a_counter_gives_places_of_the_counter_only(cast):
    give(cast, "lan", "Thôn 1", agency_id=cast.counter.pk, by=cast.hanh)
    no("Chỉ lãnh đạo", lambda: give(cast, "minh", "Thôn 1", by=cast.hanh))
    facts = Facts(by=cast.hanh, day=AT.date(), offices=snapshot.present())
    assert [(a.name, a.person) for a in areas(facts)] == [("Thôn 1", "Trần Thị Lan")]
    assert {name for _, name in people(facts)} == {"Trần Thị Lan", "Bùi Thị Cúc", "Phạm Thị Hạnh"}


def test_places_are_listed_as_people_count_them(cast):
    give(cast, "minh", "Thôn 10\nThôn 2\nThôn 1")
    facts = Facts(by=cast.son, day=AT.date(), offices=snapshot.present())
    assert [a.name for a in areas(facts)] == ["Thôn 1", "Thôn 2", "Thôn 10"]


def test_what_was_given_and_ended_stands_in_the_journal_of_the_agency(cast):
    (area,) = give(cast, "minh", "Thôn 1")
    end_area(area_id=area.pk, by=cast.son, at=AT + timedelta(days=1))
    kinds = Event.objects.filter(stream=cast.commune.stream).order_by("n").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["area.given", "area.ended"]


def test_when_the_agency_ends_its_places_go_along_with_its_people(cast):
    give(cast, "minh", "Thôn 1")
    data = AgencyData(
        code="H48.149", name="Ủy ban nhân dân xã Ba Vì", kind="commune_committee", level="commune", parent_code="H48"
    )
    new = office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=stage.BEGINNING.date())
    item = filed(cast)
    at = AT + timedelta(days=1)
    close_agency(agency_id=cast.commune.pk, successor_id=new.pk, on=at.date(), by=cast.quan, at=at)
    item.refresh_from_db()
    assert by_area([item], snapshot.present(), at=at) == {item.pk: cast.minh.account_id}


def test_statements_do_not_grow_with_the_pieces(cast, django_assert_max_num_queries):
    give(cast, "minh", "Thôn 1")
    items = [filed(cast) for _ in range(8)]
    offices = snapshot.present()
    with django_assert_max_num_queries(5):
        by_area(items, offices, at=AT)
