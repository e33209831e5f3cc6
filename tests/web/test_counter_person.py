"""A person whom the counter knows: what they said before is offered, what is open is told, and several go in one go."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from motcua.casework.file import file, file_and_accept
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import Capacity, PartyData
from motcua.papers.models import Slip
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, filled, signed_in, value
from tests.web.test_counter_statements import statements

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-19 09:00")
NUMBER = "051090001234"
KNOWN = reverse("counter:known")
XUAN = PartyData(
    "Phạm Văn Đồng Xuân", number=NUMBER, address="Thôn 1, xã Ba Tơ", phone="0905123456", email="xuan@example.vn"
)


@pytest.fixture
def cast(clock):
    clock.move_to(NOW)
    return stage.enter()


def earlier(cast, *, days: int = 30, by: str = "lan", filed=file_and_accept, **said: object) -> str:
    who = replace(XUAN, **said)
    intake = replace(stage.intake(cast), applicant=who)
    return filed(intake, by=cast.actor(by), at=NOW - timedelta(days=days)).code


def ask(lan, number: str = NUMBER, procedure: str = "1.000689") -> str:
    return lan.post(KNOWN, {"applicant-number": number, "procedure": procedure}).content.decode()


def press(lan, cast, do: str, **more: object):
    return lan.post(REFERENCE, filled(cast, do=do, applicant__phone="", applicant__address="") | more)


# Earlier dossiers


def test_the_last_dossiers_of_a_person_are_offered_the_latest_first(lan, cast):
    codes = [earlier(cast, days=d, address=f"Thôn {d}") for d in (40, 30, 20, 10)]
    offered = re.findall(r'value="reuse:([^"]+)"', ask(lan, "051 090 001 234"))
    assert offered == codes[:0:-1]


def test_an_open_dossier_of_the_same_procedure_is_warned_of(lan, cast):
    code = earlier(cast)
    assert "đang có hồ sơ cùng thủ tục" in ask(lan) and code in ask(lan)
    assert "đang có hồ sơ" not in ask(lan, procedure="2.000001")


@pytest.mark.parametrize("number", ["", "1", "051190001234", "x" * 500, "\0" * 12])
def test_of_who_is_not_known_nothing_is_offered(lan, cast, number):
    earlier(cast)
    assert ask(lan, number).strip() == ""


def test_what_the_officer_may_not_see_is_not_offered_and_cannot_be_taken_over(client, cast):
    code = earlier(cast)
    tuyet = signed_in(client, cast, "tuyet")
    assert code not in tuyet.post(KNOWN, {"applicant-number": NUMBER, "procedure": "1.000689"}).content.decode()


def test_what_was_said_before_is_taken_over_by_one_press(lan, cast):
    code = earlier(cast)
    html = press(lan, cast, f"reuse:{code}").content.decode()
    assert (value(html, "applicant-address"), value(html, "applicant-email")) == ("Thôn 1, xã Ba Tơ", "xuan@example.vn")
    assert value(html, "applicant-phone").replace(" ", "") == "0905123456"
    assert f"từ hồ sơ {code}" in html


def test_whom_a_person_filed_for_is_taken_over_too(lan, cast):
    child = PartyData("A Nhất", no_number_reason="Trẻ mới sinh", birth_date="2026-11-01")
    intake = replace(stage.intake(cast), applicant=replace(XUAN, capacity=Capacity.PARENT), owners=(child,))
    code = file(intake, by=cast.lan, at=NOW - timedelta(days=9)).code
    html = press(lan, cast, f"reuse:{code}").content.decode()
    assert value(html, "owners-0-name") == "A Nhất" and "Trẻ mới sinh" in html
    assert re.search(r'value="parent"\s+selected', html)


@pytest.mark.parametrize("code", ["H48.148-261119-9999", "x" * 200, ""])
def test_a_dossier_of_somebody_else_gives_nothing(lan, cast, code):
    answer = press(lan, cast, f"reuse:{code or earlier(cast, number='051090009999')}")
    assert "của người này trong phạm vi" in answer.content.decode()
    assert value(answer.content.decode(), "applicant-address") == ""


def test_knowing_a_person_costs_one_statement_however_many_dossiers_they_have(lan, cast):
    earlier(cast)
    ask(lan)
    few = statements(lambda: ask(lan))
    for days in range(1, 9):
        earlier(cast, days=days)
    assert len(statements(lambda: ask(lan))) == len(few)
    assert sum("dossiers_party" in sql for sql in few) == 1


def test_no_number_of_a_person_stands_in_an_address(lan, cast):
    assert lan.get(KNOWN, {"applicant-number": NUMBER}).status_code == 405


# Several dossiers in one go


def receive(lan, cast, *, key: str, do: str = "act", before: str = "") -> tuple[str, str]:
    """One reception: its code and where the press led."""
    answer = lan.post(REFERENCE, filled(cast, key=key, do=do) | {"before": before})
    assert answer.status_code == 302, answer.content.decode()
    return Dossier.objects.latest("id").code, answer["Location"]


def test_one_press_receives_and_goes_on_to_the_next_dossier_of_the_same_person(lan, cast):
    code, onward = receive(lan, cast, key="khoa-thu-nhat-cua-luot", do="act:next")
    assert onward == f"/tiep-nhan/thu-tuc/?tu={code}"
    found = lan.get(onward, {"tu": code, "q": "khai sinh"}).content.decode()
    assert code in found and f'href="{REFERENCE}?tu={code}"' in found
    html = lan.get(REFERENCE, {"tu": code}).content.decode()
    assert value(html, "applicant-name") == "Phạm Văn Đồng Xuân" and value(html, "applicant-number") == NUMBER
    assert value(html, "before") == code


def test_what_was_received_in_one_go_is_listed_with_one_print_of_all_slips(lan, cast):
    first, _ = receive(lan, cast, key="khoa-thu-nhat-cua-luot", do="act:next")
    second, done = receive(lan, cast, key="khoa-thu-hai-cua-luot", before=first)
    html = lan.get(done).content.decode()
    assert "Đã nhận trong lượt này: 2 hồ sơ" in html and first in html
    printed = lan.get("/tiep-nhan/luot-nay.pdf")
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages)
    assert first in words and second in words
    assert list(Slip.objects.values_list("prints", flat=True)) == [1, 1]


def test_the_next_person_begins_a_sitting_of_their_own(lan, cast):
    receive(lan, cast, key="khoa-thu-nhat-cua-luot")
    _, done = receive(lan, cast, key="khoa-thu-hai-cua-luot")
    assert "trong lượt này" not in lan.get(done).content.decode()
    assert len(PdfReader(BytesIO(lan.get("/tiep-nhan/luot-nay.pdf").content)).pages) == 1


@pytest.mark.parametrize("before", ["H48.148-261119-9999", "x" * 300, "../../"])
def test_a_made_up_predecessor_begins_nothing_and_shows_nothing(lan, cast, before):
    receive(lan, cast, key="khoa-thu-nhat-cua-luot", before=before)
    assert lan.get(REFERENCE, {"tu": before}).status_code == 200


def test_slips_of_one_person_are_not_offered_beside_the_dossier_of_another(lan, cast):
    other = earlier(cast)
    receive(lan, cast, key="khoa-thu-nhat-cua-luot")
    assert "In tất cả phiếu" not in lan.get("/tiep-nhan/thu-tuc/", {"tu": other}).content.decode()


def test_without_a_sitting_there_is_nothing_to_print(lan, cast):
    assert lan.get("/tiep-nhan/luot-nay.pdf").status_code == 404


def test_a_slip_may_stand_in_a_frame_of_our_own_pages_and_of_no_others(lan, cast):
    receive(lan, cast, key="khoa-thu-nhat-cua-luot")
    answer = lan.get(f"/tiep-nhan/phieu/{Slip.objects.get().pk}.pdf")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
