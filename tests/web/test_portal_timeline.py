"""The timeline of a dossier: for who proved a contact of it in this browser, for half an hour; for nobody else."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file, file_and_accept
from motcua.casework.reads.timeline import timeline
from motcua.casework.supplements import Item, enough
from motcua.casework.void import void
from motcua.dossiers.models import Dossier, Party
from motcua.offices import snapshot
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
MINE, OTHER = "0905 123 456", "0912 345 678"


@pytest.fixture(autouse=True)
def ways(settings):
    settings.SMS_URL = "http://gateway.example"


@pytest.fixture
def cast(clock):
    clock.move_to(AT + timedelta(hours=1))
    return stage.enter()


@pytest.fixture
def dossier(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT)


def address(dossier, more="") -> str:
    return f"/tra-cuu/{dossier.code}/tien-trinh/{more}"


def main_part(answer) -> str:
    return re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]


def ask(client, dossier, contact=MINE):
    return client.post(address(dossier, "xin-ma/"), {"contact": contact}, follow=True)


def enter(client, dossier, code=None):
    code = code or code_of(Proof.objects.latest("pk"))
    return client.post(address(dossier, "nhap-ma/"), {"code": code}, follow=True)


def proved(client, dossier):
    ask(client, dossier)
    return enter(client, dossier)


def is_open(client, dossier) -> bool:
    return "Hồ sơ đã đi đến đâu" in main_part(client.get(address(dossier)))


def test_a_code_entered_opens_the_timeline(client, dossier):
    answer = proved(client, dossier)
    page = main_part(answer)
    assert answer.redirect_chain == [(address(dossier), 302)]
    for said in (
        "Thủ tục đăng ký khai sinh", "Hồ sơ được tiếp nhận, bắt đầu tính thời hạn", "09:00 20/11/2026",
        "Thụ lý", "Công chức thụ lý", "3 ngày làm việc", "Vì sao là ngày này?", "Anh/Chị chưa phải làm gì",
        "mở đến 10:30",
    ):  # fmt: skip
        assert said in page, said


def test_the_timeline_names_no_officer_and_no_person(client, cast, dossier):
    page = main_part(proved(client, dossier))
    party = dossier.parties.get(role="applicant")
    for secret in (party.name, party.number, "0905", "905123456", "Trần Thị Lan", cast.people["minh"].full_name):
        assert secret not in page


def test_the_answer_is_the_same_for_a_contact_that_is_not_of_the_dossier(dossier):
    def answered(contact):
        client = Client()
        page = main_part(ask(client, dossier, contact))
        return re.sub(r'value="[^"]{20,}"', "", page)

    assert answered(MINE) == answered(OTHER)


def test_a_stranger_who_guesses_sees_no_timeline(client, dossier):
    ask(client, dossier, OTHER)
    answer = enter(client, dossier)
    assert answer.status_code == 422 and "Mã chưa đúng" in main_part(answer)
    assert not is_open(client, dossier)


def test_the_timeline_opens_in_this_browser_and_for_this_dossier_alone(client, cast, dossier):
    other = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    proved(client, dossier)
    assert is_open(client, dossier)
    assert not is_open(client, other)
    assert not is_open(Client(), dossier)


def test_a_code_asked_for_in_one_browser_is_of_no_use_in_another(client, dossier):
    ask(client, dossier)
    answer = enter(Client(), dossier)
    assert answer.status_code == 422 and "Chưa có mã nào được xin từ trình duyệt này" in main_part(answer)


def test_it_closes_after_half_an_hour(client, dossier, clock):
    proved(client, dossier)
    clock.shift(timedelta(minutes=29))
    assert is_open(client, dossier)
    clock.shift(timedelta(minutes=1))
    assert not is_open(client, dossier)


def test_it_closes_when_told_to_and_the_old_cookie_opens_nothing(client, dossier):
    proved(client, dossier)
    stolen = client.session._session.copy()
    assert client.post(address(dossier, "dong/")).status_code == 302
    assert not is_open(client, dossier)
    session = client.session
    session.update(stolen)
    session.save()
    assert not is_open(client, dossier)


def test_the_session_gets_another_name_when_it_opens_something(client, dossier):
    ask(client, dossier)
    before = client.session.session_key
    enter(client, dossier)
    assert client.session.session_key != before


def test_an_officer_who_is_signed_in_stays_so_and_sees_no_more_than_others(client, cast, dossier):
    client.force_login(cast.people["minh"], backend="motcua.accounts.backends.OfficerBackend")
    assert not is_open(client, dossier)
    proved(client, dossier)
    assert is_open(client, dossier) and client.get("/viec/").status_code == 200


@pytest.mark.parametrize("more", ["", "xin-ma/", "nhap-ma/", "dong/"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_a_stranger_never_sees_a_timeline_whatever_is_asked(client, dossier, more, method):
    for given in ({}, {"contact": MINE, "code": "000000"}, {"contact": "<b>", "code": "<b>" * 99}):
        answer = getattr(client, method)(address(dossier, more), given, follow=True)
        page = answer.content.decode()
        assert answer.status_code in (200, 405, 422)
        assert "Hồ sơ đã đi đến đâu" not in page and "khai sinh" not in page and "<b><b>" not in page


@pytest.mark.parametrize("code", ["H48.148-261120-9999", "khong-co", "a/b", "%00", "x" * 500])
def test_an_unknown_code_has_no_timeline(client, cast, code):
    assert client.get(f"/tra-cuu/{code}/tien-trinh/", follow=True).status_code == 404
    for more in ("xin-ma/", "nhap-ma/", "dong/"):
        assert client.post(f"/tra-cuu/{code}/tien-trinh/{more}", {"contact": MINE}).status_code == 404


def test_a_void_dossier_has_none_not_even_for_who_proved_it_before(client, cast, dossier):
    proved(client, dossier)
    void(dossier.code, by=cast.lan, at=AT + timedelta(hours=1), reason="Ghi nhầm")
    answer = client.get(address(dossier), follow=True)
    assert "Hồ sơ này đã bị hủy" in main_part(answer) and "Hồ sơ đã đi đến đâu" not in main_part(answer)


def test_nothing_of_it_is_kept_by_browsers_or_found_by_searching(client, dossier):
    for answer in (client.get(address(dossier)), proved(client, dossier)):
        assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex"


def test_a_form_without_its_token_asks_for_nothing(dossier):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(dossier, "xin-ma/"), {"contact": MINE}).status_code == 403
    assert not Proof.objects.exists()


def test_pressing_twice_sends_one_code(client, dossier):
    ask(client, dossier)
    ask(client, dossier)
    assert Proof.objects.count() == 1
    ask(client, dossier, OTHER)
    assert Proof.objects.count() == 2


def test_an_address_that_enters_codes_without_rest_is_told_to_wait(client, dossier, settings):
    settings.CODES_ENTERED_PER_MINUTE = 3
    answers = [client.post(address(dossier, "nhap-ma/"), {"code": "123456"}).status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]


def test_brute_force_ends_with_the_code(client, dossier):
    ask(client, dossier)
    right = code_of(Proof.objects.get())
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        enter(client, dossier, wrong)
    assert "nhập sai 5 lần" in main_part(enter(client, dossier, right))
    assert not is_open(client, dossier)


def test_without_any_way_to_send_the_page_says_what_to_do_instead(client, dossier, settings):
    settings.SMS_URL, settings.DEMO = "", False
    page = main_part(client.get(address(dossier)))
    assert "Chưa gửi được mã" in page and "mang giấy hẹn đến hỏi" in page and "<form" not in page
    assert client.post(address(dossier, "xin-ma/"), {"contact": MINE}).status_code == 422
    assert not Proof.objects.exists()


def test_the_demo_says_where_its_code_is(client, dossier, settings):
    settings.SMS_URL, settings.DEMO = "", True
    assert "nhật ký của máy chủ" in main_part(ask(client, dossier))


def test_the_tracking_page_leads_there_and_the_slip_to_the_tracking_page(client, dossier):
    assert f'href="{address(dossier)}"' in main_part(client.get(f"/tra-cuu/{dossier.code}/"))


def test_what_to_bring_is_told_with_the_way_to_put_it_right_and_the_day(client, cast, dossier):
    item = Item(n=1, component="Giấy chứng sinh", mark="missing", reason="Thiếu dấu", guidance="Xin bệnh viện đóng dấu")
    propose_supplement(dossier.code, by=cast.minh, at=AT, items=(item, *enough((2, 3))))
    ask_supplement(dossier.code, by=cast.lan, at=AT + timedelta(minutes=5))
    page = main_part(proved(client, dossier))
    for said in ("Giấy chứng sinh", "Thiếu dấu", "Xin bệnh viện đóng dấu", "Chậm nhất", "Đến lượt Anh/Chị"):
        assert said in page, said


def test_a_dossier_that_is_only_filed_waits_at_the_counter(client, cast):
    filed = file(stage.intake(cast, channel="online"), by=cast.lan, at=AT)
    page = main_part(proved(client, Dossier.objects.get(code=filed.code)))
    assert "Anh/Chị nộp hồ sơ trực tuyến" in page and "Kiểm tra hồ sơ để tiếp nhận" in page


def test_a_timeline_is_read_in_a_fixed_number_of_statements(cast, dossier):
    offices = snapshot.present()
    timeline(dossier.code, offices, at=AT)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        timeline(dossier.code, offices, at=AT)
    assert len(asked) <= 8
    assert not any("party" in query["sql"] or "note" in query["sql"] for query in asked)


def test_a_contact_is_not_kept_in_the_session(client, dossier):
    proved(client, dossier)
    assert "905123456" not in str(dict(client.session)) and Party.objects.exists()
