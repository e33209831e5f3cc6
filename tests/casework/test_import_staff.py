"""Importing staff: several posts for one person, accounts with one-time passwords that nothing but the sheet shows."""

import csv
import json
import logging
from datetime import date
from io import StringIO

import pytest
from django.utils import translation
from django.utils.translation import gettext

from motcua.accounts.models import Account
from motcua.casework.imports.staff import COLUMNS, StaffReport, import_staff
from motcua.offices.models import Post, Unit
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cast() -> stage.Cast:
    return stage.enter()


def post(username: str = "hue", **more: str) -> dict[str, str]:
    row = {"username": username, "full_name": "Y Huệ", "agency_code": "H48.148", "role": "clerk", "from": "2026-01-01"}
    return row | more


def take_in(*rows: dict[str, str]) -> StaffReport:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    at = moment("2026-11-20 08:00")
    return import_staff(out.getvalue().encode(), day=at.date(), by="test", at=at, origin="import")


def refusals(report: StaffReport) -> dict[int, str]:
    return {line.n: str(line.reason) for line in report.refused}


def posts_of(username: str) -> list[tuple[str, str, date, date | None]]:
    held = Post.objects.filter(account__username=username).order_by("agency__code", "role", "valid_from")
    return list(held.values_list("agency__code", "role", "valid_from", "valid_to"))


def test_one_person_gets_several_posts_and_one_account() -> None:
    report = take_in(
        post(email="hue@vidu.example", phone="0905123456"),
        post(email="hue@vidu.example", phone="0905123456", agency_code="H48.148.01", role="receiver", to="2027-01-01"),
    )
    assert (report.new, report.refused, [p.username for p in report.opened]) == (2, [], ["hue"])
    assert posts_of("hue") == [
        ("H48.148", "clerk", date(2026, 1, 1), None),
        ("H48.148.01", "receiver", date(2026, 1, 1), date(2027, 1, 1)),
    ]
    account = Account.objects.get(username="hue")
    assert (account.full_name, account.email, account.phone) == ("Y Huệ", "hue@vidu.example", "+84905123456")


def test_a_new_account_opens_with_its_one_time_password_and_must_change_it() -> None:
    report = take_in(post())
    account = Account.objects.get(username="hue")
    assert account.check_password(report.passwords["hue"])
    assert account.must_change_password and not account.demo


def test_one_time_passwords_differ_and_stand_nowhere_but_on_the_sheet(caplog, capsys) -> None:
    with caplog.at_level(logging.DEBUG):
        report = take_in(post(), post("ho", full_name="A Hồ"))
    secrets = list(report.passwords.values())
    assert len(set(secrets)) == 2
    said = [caplog.text, *capsys.readouterr(), repr(report), json.dumps(report.as_json())]
    assert [secret for secret in secrets for text in said if secret in text] == []


def test_an_account_that_is_there_gets_posts_only(cast) -> None:
    before = Account.objects.get(username="minh").password
    report = take_in(post("minh", full_name="Tên khác", role="unit_leader"))
    account = Account.objects.get(username="minh")
    assert (report.new, report.opened, dict(report.passwords)) == (1, [], {})
    assert (account.full_name, account.password) == ("Lê Văn Minh", before)
    assert ("H48.148", "unit_leader", date(2026, 1, 1), None) in posts_of("minh")


def test_the_same_file_changes_nothing() -> None:
    take_in(post(), post(role="specialist"))
    report = take_in(post(), post(role="specialist"))
    assert (report.new, report.unchanged, report.opened) == (0, 2, [])


def test_divisions_are_opened_once() -> None:
    take_in(post(division="Văn phòng"), post("ho", division="Văn phòng"))
    assert Unit.objects.filter(name="Văn phòng").count() == 1
    assert {p.unit.name for p in Post.objects.filter(account__username__in=["hue", "ho"])} == {"Văn phòng"}


def test_a_stand_in_names_whose_post_it_is() -> None:
    take_in(post(), post("ho", full_name="A Hồ", **{"from": "2026-05-04", "to": "2026-05-16", "stand_in_for": "hue"}))
    assert Post.objects.get(account__username="ho").stand_in_for.username == "hue"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"username": ""}, "đăng nhập"),
        ({"username": "Huệ"}, "Huệ"),
        ({"username": "a b"}, "a b"),
        ({"full_name": ""}, "họ tên"),
        ({"full_name": "Y Huệ 2"}, "2"),
        ({"email": "khong"}, "khong"),
        ({"phone": "12"}, "điện thoại"),
        ({"agency_code": "H48.999"}, "H48.999"),
        ({"agency_code": "?"}, "?"),
        ({"role": "giám đốc"}, "giám đốc"),
        ({"from": ""}, "from"),
        ({"from": "1/1/2026"}, "1/1/2026"),
        ({"to": "2026-01-01"}, "thôi"),
        ({"stand_in_for": "hue"}, "chính mình"),
        ({"stand_in_for": "aido"}, "aido"),
    ],
)
def test_a_bad_line_is_refused_and_leaves_no_account(change: dict[str, str], why: str) -> None:
    report = take_in(post() | change, post("ho", full_name="A Hồ"))
    assert why in refusals(report)[2]
    assert [p.username for p in report.opened] == ["ho"]
    assert not Account.objects.filter(full_name__startswith="Y Huệ").exists()


def test_two_names_for_one_username_are_not_one_person() -> None:
    report = take_in(post(), post(full_name="Y Huế", role="specialist"))
    assert set(refusals(report)) == {3}


@pytest.mark.parametrize(
    ("begins", "ends", "clashes"),
    [
        ("2026-06-01", "", True),
        ("2025-06-01", "", True),
        ("2025-06-01", "2026-01-01", False),
        ("2025-06-01", "2026-01-02", True),
    ],
)
def test_a_post_held_at_that_time_already_is_refused(begins: str, ends: str, clashes: bool) -> None:
    take_in(post())
    report = take_in(post(**{"from": begins, "to": ends}))
    assert bool(report.refused) is clashes


def test_a_post_twice_in_a_file_is_taken_once() -> None:
    report = take_in(post(), post(**{"from": "2026-06-01"}))
    assert refusals(report) == {3: "Vị trí này đã có ở dòng 2."}
    with translation.override("en"):
        assert report.refused[0].reason.translated(gettext) == "This post is already in line 2."
    assert len(posts_of("hue")) == 1


def test_another_end_of_a_post_that_is_there_is_not_passed_over_in_silence() -> None:
    take_in(post())
    report = take_in(post(to="2026-12-31"))
    assert set(refusals(report)) == {2}


def test_whoever_stands_in_for_a_refused_person_is_refused_too() -> None:
    report = take_in(post(role="?"), post("ho", full_name="A Hồ", stand_in_for="hue"))
    assert set(refusals(report)) == {2, 3}
    assert report.opened == []
