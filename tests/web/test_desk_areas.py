"""The page of who is responsible for which places, and sharing out by it from the worklist."""

import pytest

from motcua.offices.models import Area
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.web.desk_driver import Desk, accepted, text_of

pytestmark = pytest.mark.django_db
PAGE = "/viec/dia-ban/"
NOW = "2026-11-19 09:00"


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, NOW)


def give(desk, who: str = "minh", places: str = "Thôn 1", *, by: str = "son", **changes):
    key = desk.get(by, PAGE).context["key"]
    cast = desk.cast
    sent = {"key": key, "person": f"{cast.commune.pk}-{cast.people[who].pk}", "places": places, "day": "19/11/2026"}
    return desk.post(by, PAGE, sent | changes)


def test_a_leader_gives_places_and_they_stand_on_the_page(desk):
    assert give(desk, places="Thôn 1\nThôn 2").status_code == 302
    said = text_of(desk.get("son", PAGE))
    assert "Thôn 1" in said and "Thôn 2" in said and "Lê Văn Minh" in said and "19/11/2026" in said


def test_the_same_press_twice_gives_once(desk):
    key = desk.get("son", PAGE).context["key"]
    for _ in range(2):
        assert give(desk, key=key).status_code == 302
    assert Area.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"places": "12"}, "“12” không phải tên địa bàn"),
        ({"person": "x"}, "x"),
        ({"person": ""}, ""),
        ({"day": "31/02/2026"}, "không phải là một ngày"),
        ({"day": "01/01/2026"}, "sớm nhất là hôm nay"),
        ({"places": "<b>"}, "&lt;b&gt;"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(desk, changes, text):
    answer = give(desk, **({"places": "Thôn 77"} | changes))
    if changes == {"places": "<b>"}:
        assert answer.status_code == 302  # a name like any other, shown as such
        answer = desk.get("son", PAGE)
    else:
        assert answer.status_code == 422
        assert ("12" if "places" in changes else "Thôn 77") in answer.content.decode()
        assert not Area.objects.exists()
    assert text in answer.content.decode()


def test_who_shares_out_nothing_finds_no_page(desk):
    for who in ("minh", "lan", "an"):
        assert desk.get(who, PAGE).status_code == 404
    assert PAGE not in desk.get("minh", "/viec/").content.decode()
    assert PAGE in desk.get("son", "/viec/").content.decode()


def test_a_responsibility_is_ended_by_one_press_and_only_by_who_leads_there(desk):
    give(desk)
    area = Area.objects.get()
    assert desk.post("hanh", f"{PAGE}{area.pk}/thoi/", {"key": "k" * 20}).status_code == 404
    assert desk.post("son", f"{PAGE}{area.pk}/thoi/", {"key": "k" * 20}).status_code == 302
    assert not Area.objects.exists()


def test_ticked_work_is_shared_out_by_area_and_the_rest_says_why(desk, cast):
    give(desk)
    codes = [accepted(cast, applicant=stage.citizen(address=a)) for a in ("Thôn 1, xã Ba Tơ", "Thôn 5")]
    items = dict(WorkItem.objects.filter(closed_at=None).values_list("dossier__code", "pk"))
    asked = desk.post("son", "/viec/ban-giao/", {"item": [items[c] for c in codes], "key": "a" * 20})
    assert "Giao theo địa bàn" in text_of(asked)
    sent = {"item": [items[c] for c in codes], "key": "b" * 20, "sure": "1", "to": "area"}
    said = text_of(desk.post("son", "/viec/ban-giao/", sent))
    assert "Địa chỉ trong hồ sơ không thuộc địa bàn nào đã phân công." in said and "Lê Văn Minh" in said
    held = dict(WorkItem.objects.filter(closed_at=None).values_list("dossier__code", "assignee__username"))
    assert held == {codes[0]: "minh", codes[1]: None}


def test_without_areas_nothing_is_offered_by_them(desk, cast):
    code = accepted(cast)
    assert "Giao theo địa bàn" not in text_of(desk.open("son", code, "ban-giao"))
    give(desk)
    assert "Giao theo địa bàn" in text_of(desk.open("son", code, "ban-giao"))
    desk.do("son", code, "ban-giao", to="area")
    assert WorkItem.objects.get(dossier__code=code, closed_at=None).assignee.username == "minh"
