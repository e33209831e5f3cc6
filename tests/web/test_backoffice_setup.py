"""The first set-up in the browser: an empty house leads every page there, from the machine itself, once."""

import re

import pytest

from motcua.accounts.models import Account
from motcua.offices.models import Agency
from tests import cast as stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FORM = {
    "province": "H48",
    "kind": "commune_committee",
    "agency_name": "Ủy ban nhân dân xã Ba Tơ",
    "agency_code": "H48.148",
    "full_name": "Hồ Thị Quản",
    "username": "quan",
    "password": "con-thuyen-giay-2026",
    "password_again": "con-thuyen-giay-2026",
}


@pytest.fixture(autouse=True)
def no_demo(settings):
    settings.DEMO = False


ADDRESSES = ["/", "/tra-cuu/", "/tra-cuu/H48-261120-0001/", "/thu-tuc/", "/viec/", "/tiep-nhan/", "/quan-tri/", "/ui/"]


@pytest.mark.parametrize("address", [*ADDRESSES, "/tai-khoan/dang-nhap/"])
def test_every_page_of_an_empty_house_leads_to_the_set_up(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "/cai-dat/")


def test_health_and_language_work_before_the_set_up(client):
    assert client.get("/healthz").status_code == 200
    assert client.post("/ngon-ngu/", {"language": "en", "next": "/cai-dat/"})["Location"] == "/cai-dat/"


def test_from_set_up_to_signing_in_to_the_back_office(client):
    answer = client.post("/cai-dat/", FORM, follow=True)
    assert answer.redirect_chain == [("/tai-khoan/dang-nhap/", 302)]
    assert "Đã cài đặt xong" in answer.content.decode()
    client.post("/tai-khoan/dang-nhap/", {"username": "quan", "password": FORM["password"]})
    assert "Ủy ban nhân dân xã Ba Tơ" in client.get("/quan-tri/co-quan/").content.decode()


def test_afterwards_the_set_up_is_not_there_any_more(client):
    client.post("/cai-dat/", FORM)
    assert client.get("/cai-dat/").status_code == 404
    assert client.post("/cai-dat/", FORM | {"username": "other"}).status_code == 404
    assert Account.objects.count() == 1
    assert client.get("/").status_code == 200


def test_with_people_in_it_the_house_needs_no_set_up(client):
    stage.enter()
    assert client.get("/").status_code == 200 and client.get("/cai-dat/").status_code == 404


def test_a_demo_is_never_set_up_by_hand(client, settings):
    settings.DEMO = True
    assert client.get("/").status_code == 200 and client.get("/cai-dat/").status_code == 404


@pytest.mark.parametrize("elsewhere", [{"REMOTE_ADDR": "192.168.1.9"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_from_another_machine_nothing_is_set_up_and_the_page_says_why(client, elsewhere):
    for answer in (client.get("/cai-dat/", **elsewhere), client.post("/cai-dat/", FORM, **elsewhere)):
        assert answer.status_code == 403
        assert "chính máy đang chạy Motcua" in answer.content.decode()
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"province": ""}, "province", "bắt buộc"),
        ({"agency_name": ""}, "agency_name", "nhập mục này"),
        ({"agency_code": "H01.1"}, "agency_code", "H48."),
        ({"username": "Quản Trị"}, "username", "không dấu"),
        ({"password_again": "khac"}, "password_again", "không giống"),
        ({"password": "1234567890", "password_again": "1234567890"}, "password", "phổ biến|common"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(client, changes, field, said):
    answer = client.post("/cai-dat/", FORM | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    error = re.search(rf'id="id_{field}_error".*?</div>', page, re.S)
    assert error and re.search(said, error[0])
    assert 'value="Hồ Thị Quản"' in page and FORM["password"] not in page
    assert not Agency.objects.exists()


def test_the_provinces_own_committee_needs_no_name_and_no_code(client):
    answer = client.post("/cai-dat/", FORM | {"kind": "province_committee", "agency_name": "", "agency_code": ""})
    assert answer.status_code == 302
    assert set(Agency.objects.values_list("code", flat=True)) == {"H48", "H48.01"}


def test_once_set_up_a_page_pays_one_statement_for_asking(client, django_assert_max_num_queries):
    client.post("/cai-dat/", FORM)
    client.get("/tra-cuu/")
    with django_assert_max_num_queries(2):
        client.get("/tra-cuu/")
