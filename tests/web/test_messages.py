"""The bell and the pages behind it: what is unread, opening a message, e-mail by choice, and days away."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import Account
from motcua.casework.file import file
from motcua.notifications.actions import Notice, tell
from motcua.notifications.models import Message
from motcua.notifications.queries import choices_of
from motcua.offices.models import Absence
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 09:00")
BELL = "/tai-khoan/thong-bao/"


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    return stage.enter()


@pytest.fixture
def code(cast) -> str:
    return file(stage.intake(cast), by=cast.lan, at=AT).code


def tell_lan(cast, code, *keys):
    notices = [
        Notice("acceptance.filed", key, frozenset({cast.lan.account_id}), code, {"due": "17:00 19/11/2026"})
        for key in keys
    ]
    tell(notices, at=AT)


def page(client, address=BELL) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_bell_counts_what_is_unread_on_every_page(client, cast, code):
    tell_lan(cast, code, "1", "2")
    lan = signed_in(client, cast, "lan")
    for address in ("/viec/", "/tiep-nhan/", BELL):
        assert 'bell-count">2<span class="unseen"> chưa đọc' in page(lan, address)


def test_the_bell_costs_a_page_one_statement(client, cast):
    lan = signed_in(client, cast, "lan")
    page(lan, "/viec/")
    with CaptureQueriesContext(connection) as captured:
        page(lan, "/viec/")
    assert len([q for q in captured.captured_queries if "notifications_message" in q["sql"]]) == 1


def test_opening_a_message_marks_it_read_and_leads_to_its_dossier(client, cast, code):
    tell_lan(cast, code, "1")
    lan = signed_in(client, cast, "lan")
    assert f"Hồ sơ trực tuyến {code} vừa nộp" in page(lan)
    answer = lan.post(f"{BELL}{Message.objects.get().pk}/")
    assert answer["Location"] == f"/ho-so/{code}/"
    assert "Không còn thông báo chưa đọc" in page(lan) and code in page(lan, BELL + "?xem=tat-ca")


def test_a_message_of_somebody_else_does_not_exist(client, cast, code):
    tell_lan(cast, code, "1")
    cuc = signed_in(client, cast, "cuc")
    assert cuc.post(f"{BELL}{Message.objects.get().pk}/").status_code == 404
    assert code not in page(cuc, BELL + "?xem=tat-ca") and Message.objects.get().read_at is None


def test_all_are_marked_as_read_at_once(client, cast, code):
    tell_lan(cast, code, *"123")
    lan = signed_in(client, cast, "lan")
    lan.post(BELL + "da-doc/")
    assert not Message.objects.filter(read_at=None).exists()


def test_many_messages_come_in_pages_of_fifty(client, cast, code):
    tell_lan(cast, code, *(str(n) for n in range(60)))
    lan = signed_in(client, cast, "lan")
    assert page(lan).count("told-lines") == 50 and page(lan, BELL + "?page=2").count("told-lines") == 10


def test_who_was_told_nothing_reads_what_will_come(client, cast):
    assert "Chưa có thông báo nào" in page(signed_in(client, cast, "lan"), BELL + "?xem=tat-ca")


def test_email_is_switched_off_by_kind_and_the_language_chosen(client, cast):
    lan = signed_in(client, cast, "lan")
    assert lan.post(BELL + "thu-dien-tu/", {"language": "en", "kinds": ["acceptance.waiting"]}).status_code == 302
    chosen = choices_of(cast.lan.account_id)
    assert {kind for kind, wanted in chosen.items() if wanted} == {"acceptance.waiting"}
    assert Account.objects.get(username="lan").language == "en"


def test_a_choice_that_is_none_is_said_at_its_field(client, cast):
    answer = signed_in(client, cast, "lan").post(BELL + "thu-dien-tu/", {"language": "fr"})
    assert answer.status_code == 422 and 'id="id_language_error"' in answer.content.decode()


def test_the_page_says_where_letters_go_or_why_none_do(client, cast):
    lan = signed_in(client, cast, "lan")
    assert "chưa được nối với máy chủ thư" in page(lan, BELL + "thu-dien-tu/")
    with override_settings(MAIL=True):
        assert "chưa có địa chỉ thư điện tử" in page(lan, BELL + "thu-dien-tu/")
        Account.objects.filter(username="lan").update(email="lan@bato.example")
        assert "lan@bato.example" in page(lan, BELL + "thu-dien-tu/")


AWAY = "/tai-khoan/vang-mat/"


def enter(client, key="press-0001", address=AWAY, **typed):
    return client.post(address, {"key": key, "first": "19/11/2026", "last": "20/11/2026", "stand_in": ""} | typed)


def test_an_officer_enters_an_absence_and_comes_back(client, cast):
    minh = signed_in(client, cast, "minh")
    assert enter(minh, stand_in=cast.nhat.account_id)["Location"] == AWAY
    absence = Absence.objects.get()
    assert (absence.account_id, absence.stand_in_id) == (cast.minh.account_id, cast.nhat.account_id)
    assert "từ 19/11/2026, trở lại 21/11/2026" in page(minh, AWAY)
    minh.post(f"{AWAY}{cast.minh.account_id}/{absence.pk}/tro-lai/", {"key": "press-0002"})
    assert not Absence.objects.exists()


def test_the_stand_in_reads_whose_work_they_have(client, cast):
    enter(signed_in(client, cast, "minh"), stand_in=cast.nhat.account_id)
    assert "Lê Văn Minh: từ 19/11/2026" in page(signed_in(client, cast, "nhat"), AWAY)


def test_only_people_of_the_same_post_are_offered(client, cast):
    offered = page(signed_in(client, cast, "minh"), AWAY)
    assert "A Nhất" in offered and "Đinh Văn Sơn" not in offered


def test_pressing_twice_enters_once(client, cast):
    minh = signed_in(client, cast, "minh")
    assert {enter(minh).status_code, enter(minh).status_code} == {302} and Absence.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"first": "31/02/2026"}, {"first": "18/11/2026"}, {"last": "18/11/2026"}, {"stand_in": "999"}]
)
def test_what_cannot_be_is_said_and_may_be_sent_put_right(client, cast, typed):
    minh = signed_in(client, cast, "minh")
    answer = enter(minh, **typed)
    assert answer.status_code == 422 and "error" in answer.content.decode()
    assert not Absence.objects.exists()
    assert enter(minh).status_code == 302 and Absence.objects.count() == 1


def test_an_administrator_enters_it_for_others_and_a_colleague_cannot(client, cast):
    address = f"{AWAY}{cast.minh.account_id}/"
    assert signed_in(client, cast, "nhat").get(address).status_code == 404
    assert enter(signed_in(client, cast, "quan"), address=address)["Location"] == address
    assert Absence.objects.get().entered_by == cast.quan.ref
