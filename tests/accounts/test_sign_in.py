"""Signing in: what is let in, what is locked and for how long, and where a demo log-in works."""

import pytest
from django.test import Client
from django.utils import timezone

from motcua.accounts import actions
from motcua.accounts.actions import NewAccount
from motcua.accounts.models import Account

pytestmark = pytest.mark.django_db
ADDRESS = "/tai-khoan/dang-nhap/"
PASSWORD = "mot-mat-khau-dai"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
LOCKED = "Đăng nhập sai quá nhiều lần."
HERE, THERE = "127.0.0.1", "10.0.0.9"


@pytest.fixture(autouse=True)
def people(clock):
    people = [NewAccount("lan", "Trần Thị Lan"), NewAccount("minh", "Lê Văn Minh")]
    actions.open_accounts(people, by="test", at=timezone.now(), password=PASSWORD)
    actions.open_accounts([NewAccount("demo.lan", "Lan")], by="test", at=timezone.now(), password=PASSWORD, demo=True)


def tried(username="lan", password=PASSWORD, address=HERE, **headers):
    """What one try from a fresh browser leads to."""
    client = Client(REMOTE_ADDR=address)
    return client.post(ADDRESS, {"username": username, "password": password}, **headers)


def let_in(answer) -> bool:
    return answer.status_code == 302


def fail(times: int, username="lan", address=HERE) -> None:
    for _ in range(times):
        tried(username, "sai-mat-khau", address)


def test_name_and_password_let_in():
    assert let_in(tried())


@pytest.mark.parametrize("username", ["LAN", "Lan", " lan "])
def test_capitals_and_spaces_around_the_name_do_not_matter(username):
    assert let_in(tried(username))


@pytest.mark.parametrize("username, password", [("lan", "sai-mat-khau"), ("khong-co-ai", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(username, password):
    answer = tried(username, password)
    assert answer.status_code == 200
    assert WRONG in answer.content.decode()


def test_an_account_that_was_shut_out_gets_that_sentence_too():
    actions.set_active(account_id=Account.objects.get(username="lan").pk, active=False, by="test", at=timezone.now())
    answer = tried()
    assert not let_in(answer) and WRONG in answer.content.decode()


def test_an_empty_form_is_asked_for_both():
    assert tried("", "").content.decode().count("Trường này là bắt buộc") >= 1


def test_four_failures_do_not_lock():
    fail(4)
    assert let_in(tried())


def test_five_failures_lock_this_user_at_this_address_even_with_the_right_password():
    fail(5)
    answer = tried()
    assert answer.status_code == 429
    assert LOCKED in answer.content.decode()


def test_the_same_user_at_another_address_is_not_locked():
    fail(5)
    assert let_in(tried(address=THERE))


def test_another_user_at_the_same_address_is_not_locked():
    fail(5)
    assert let_in(tried("minh"))


def test_the_name_in_other_letters_is_the_same_user():
    """A name is let in whatever its capitals, so failures are counted whatever its capitals."""
    for username in ("lan", "Lan", "LAN", "lAn", "laN"):
        fail(1, username)
    assert tried().status_code == 429
    assert tried("LAN").status_code == 429


def test_a_lock_is_over_after_a_quarter_of_an_hour(clock):
    fail(5)
    clock.shift(14 * 60)
    assert not let_in(tried())
    clock.shift(16 * 60)
    assert let_in(tried())


def test_signing_in_forgets_the_failures_before():
    fail(4)
    tried()
    fail(4)
    assert let_in(tried())


def test_a_reset_by_the_administrator_unlocks():
    """The page that says “locked” names this way out."""
    fail(5)
    account = Account.objects.get(username="lan")
    password = actions.reset_password(account_id=account.pk, by="test", at=timezone.now())
    assert let_in(tried(password=password))


def test_a_reset_does_not_unlock_somebody_else():
    fail(5, "minh")
    actions.reset_password(account_id=Account.objects.get(username="lan").pk, by="test", at=timezone.now())
    assert not let_in(tried("minh"))


@pytest.mark.parametrize("address", [HERE, "::1"])
def test_a_demo_log_in_works_on_the_machine_itself(address):
    assert let_in(tried("demo.lan", address=address))


def test_a_demo_log_in_from_another_address_is_refused():
    answer = tried("demo.lan", address=THERE)
    assert not let_in(answer) and WRONG in answer.content.decode()


@pytest.mark.parametrize(
    "header, value",
    [
        ("HTTP_X_FORWARDED_FOR", "203.0.113.7"),
        ("HTTP_X_FORWARDED_FOR", "127.0.0.1"),
        ("HTTP_FORWARDED", "for=203.0.113.7"),
        ("HTTP_X_REAL_IP", "203.0.113.7"),
        ("HTTP_VIA", "1.1 proxy"),
    ],
)
def test_a_demo_log_in_handed_on_by_a_proxy_is_refused(header, value):
    assert not let_in(tried("demo.lan", **{header: value}))


def test_an_ordinary_log_in_may_come_through_a_proxy():
    assert let_in(tried(address=THERE, HTTP_X_FORWARDED_FOR="203.0.113.7"))


def test_a_stranger_is_led_to_signing_in_and_back():
    client = Client()
    answer = client.get("/tiep-nhan/")
    assert answer["Location"] == "/tai-khoan/dang-nhap/?next=%2Ftiep-nhan%2F"
    answer = client.post(answer["Location"], {"username": "lan", "password": PASSWORD, "next": "/tiep-nhan/"})
    assert answer["Location"] == "/tiep-nhan/"


def test_signing_in_leads_to_no_other_site():
    answer = Client().post(ADDRESS, {"username": "lan", "password": PASSWORD, "next": "https://example.com/"})
    assert answer["Location"] == "/"


def test_signing_in_takes_a_new_session():
    client = Client()
    client.get(ADDRESS)
    session = client.session
    session["typed"] = "x"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post(ADDRESS, {"username": "lan", "password": PASSWORD})
    assert client.cookies["sessionid"].value != before


def test_signing_out_ends_the_session():
    client = Client()
    client.post(ADDRESS, {"username": "lan", "password": PASSWORD})
    assert client.get("/tiep-nhan/").status_code != 302
    client.post("/tai-khoan/dang-xuat/")
    assert client.get("/tiep-nhan/").status_code == 302
