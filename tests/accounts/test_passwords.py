"""One's own password, a reset by the administrator, being shut out: what each does to who is signed in."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua import settings as production
from motcua.accounts import actions
from motcua.accounts.actions import LETTERS, NewAccount
from motcua.accounts.models import Account
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from tests.architecture.test_routes import ALL

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "mot-mat-khau-dai", "mot-mat-khau-khac"
SIGN_IN, CHANGE = "/tai-khoan/dang-nhap/", "/tai-khoan/mat-khau/"


def opened(username="lan", password=PASSWORD) -> Account:
    person = NewAccount(username, "Trần Thị Lan")
    actions.open_accounts([person], by="test", at=timezone.now(), password=password)
    return Account.objects.get(username=username)


def signed_in(username="lan", password=PASSWORD) -> Client:
    client = Client()
    assert client.post(SIGN_IN, {"username": username, "password": password}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(CHANGE).status_code == 200


def changed(account, *, current=PASSWORD, new=NEW):
    return actions.change_password(account_id=account.pk, current=current, new=new, at=timezone.now())


def kinds(account) -> list[str]:
    return list(Event.objects.filter(stream=account.stream).order_by("n").values_list("kind", flat=True))


# The verbs


def test_one_time_passwords_are_each_their_own_and_can_be_read_aloud():
    people = [NewAccount(f"nguoi{n}", "Ai đó") for n in range(20)]
    given = actions.open_accounts(people, by="test", at=timezone.now())
    assert len(set(given.values())) == 20
    assert set("".join(given.values())) <= set(LETTERS + "-")
    assert not set(LETTERS) & set("l1o0")
    assert all(a.must_change_password and a.check_password(given[a.username]) for a in Account.objects.all())


@pytest.mark.parametrize("username", ["lan", "LAN", " Lan"])
def test_a_name_in_use_is_refused_whatever_its_capitals(username):
    opened()
    with pytest.raises(Refused) as refused:
        opened(username)
    assert str(refused.value) == f"Tên đăng nhập {username} đã có người dùng."
    assert Account.objects.count() == 1


def test_the_same_name_twice_in_one_list_is_refused():
    people = [NewAccount("lan", "Trần Thị Lan"), NewAccount("Lan", "Trần Lan")]
    with pytest.raises(Refused):
        actions.open_accounts(people, by="test", at=timezone.now())
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "values, field, sentence",
    [
        ({"current": "sai"}, "current", "Mật khẩu hiện tại không đúng."),
        ({"new": PASSWORD}, "new", "Mật khẩu mới phải khác mật khẩu hiện tại."),
        ({"new": "ngan"}, "new", "Mật khẩu quá ngắn: cần ít nhất 10 ký tự."),
        ({"new": "qwertyuiop"}, "new", "Mật khẩu này quá phổ biến."),
        ({"new": "tran thi lan"}, "new", "Mật khẩu quá giống tên,"),
    ],
)
def test_a_password_that_will_not_do_is_said_so(values, field, sentence):
    account = opened()
    with pytest.raises(Refused) as refused:
        changed(account, **values)
    assert refused.value.field == field
    assert str(refused.value).startswith(sentence)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_a_change_counts_from_now_on_and_is_recorded_without_the_password():
    account = opened()
    changed(account)
    account.refresh_from_db()
    assert account.check_password(NEW) and not account.check_password(PASSWORD)
    assert kinds(account) == ["account.opened", "account.password_changed"]
    said = "".join(e.facts + e.payload.body for e in Event.objects.filter(stream=account.stream))
    assert NEW not in said and account.password not in said


def test_a_reset_gives_another_password_that_must_be_changed():
    account = opened()
    given = actions.reset_password(account_id=account.pk, by="account:9", at=timezone.now())
    account.refresh_from_db()
    assert account.check_password(given) and account.must_change_password
    assert kinds(account)[-1] == "account.password_reset"


# Who is signed in


def test_a_reset_ends_the_tokens_that_were_issued_before():
    account = opened()
    now = timezone.now()
    token, _ = actions.issue_token(
        account_id=account.pk, purpose="thử", scopes=["read"], expires_at=now + timedelta(days=9), by="test", at=now
    )
    actions.reset_password(account_id=account.pk, by="account:9", at=now)
    token.refresh_from_db()
    assert (token.revoked_at, token.revoked_by) == (now, "account:9")
    assert kinds(account)[-1] == "token.revoked"


def test_a_reset_ends_open_sessions():
    account = opened()
    client = signed_in()
    actions.reset_password(account_id=account.pk, by="test", at=timezone.now())
    assert not is_in(client)


def test_a_change_ends_all_sessions_but_the_one_that_made_it():
    opened()
    here, elsewhere = signed_in(), signed_in()
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post(CHANGE, form)["Location"] == "/"
    assert is_in(here) and not is_in(elsewhere)


def test_who_is_shut_out_is_out_at_the_next_request_and_in_again_when_let_in():
    account = opened()
    client = signed_in()
    actions.set_active(account_id=account.pk, active=False, by="test", at=timezone.now())
    assert not is_in(client)
    actions.set_active(account_id=account.pk, active=True, by="test", at=timezone.now())
    assert is_in(signed_in())
    assert kinds(account)[-2:] == ["account.shut_out", "account.let_in"]


PAGES = [
    "/" + route
    for route, pattern in ALL.items()
    if "<" not in route and getattr(pattern.callback, "guard", "") not in ("password", "public-always", "token")
]


@pytest.mark.parametrize("address", PAGES)
def test_a_one_time_password_leads_from_every_page_to_its_change(address):
    [(_, password)] = actions.open_accounts([NewAccount("moi", "Mới")], by="test", at=timezone.now()).items()
    assert signed_in("moi", password).get(address)["Location"] == CHANGE


def test_after_the_change_pages_open_again():
    [(_, password)] = actions.open_accounts([NewAccount("moi", "Mới")], by="test", at=timezone.now()).items()
    client = signed_in("moi", password)
    client.post(CHANGE, {"old_password": password, "new_password1": NEW, "new_password2": NEW})
    assert client.get("/tra-cuu/").status_code == 200


def test_who_must_change_may_still_sign_out():
    [(_, password)] = actions.open_accounts([NewAccount("moi", "Mới")], by="test", at=timezone.now()).items()
    client = signed_in("moi", password)
    client.post(reverse("accounts:logout"))
    assert client.get(CHANGE).status_code == 302


@pytest.mark.parametrize(
    "form, sentence",
    [
        ({"old_password": "sai"}, "Mật khẩu hiện tại không đúng."),
        ({"new_password2": "khac-han-di-roi"}, "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"new_password1": "ngan", "new_password2": "ngan"}, "Mật khẩu quá ngắn: cần ít nhất 10 ký tự."),
    ],
)
def test_the_page_says_what_will_not_do(form, sentence):
    opened()
    filled = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW} | form
    answer = signed_in().post(CHANGE, filled)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


# What an installation is set to


def test_passwords_are_kept_by_argon2():
    assert production.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_the_session_cookie_is_for_our_pages_only():
    opened()
    client = signed_in()
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert cookie["max-age"] == ""  # ends with the browser


@pytest.mark.parametrize("url, secure", [("https://motcua.example.vn", "True"), ("http://localhost:8000", "False")])
def test_with_https_cookies_are_sent_over_https_only(url, secure, tmp_path):
    code = "from motcua import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    env = {"MOTCUA_DATA": str(tmp_path), "MOTCUA_PUBLIC_URL": url}
    said = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert said.split() == [secure, secure]


def test_a_session_lasts_a_working_day_from_signing_in(clock):
    opened()
    client = signed_in()
    clock.shift(10 * 3600)
    assert is_in(client)
    clock.shift(2 * 3600 + 60)
    assert not is_in(client)
