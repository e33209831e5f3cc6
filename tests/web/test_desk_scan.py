"""Scan to act: any slip's code opens the lawful next acts of its dossier, and only them; the rest is a sentence."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.advance import advance
from motcua.casework.file import file, file_and_accept
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
from motcua.casework.void import void
from tests import cast as stage
from tests.cast import moment
from tests.web.desk_driver import Desk

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 08:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-20 09:00")


def accepted(cast, **more) -> str:
    return file_and_accept(stage.intake(cast, **more), by=cast.lan, at=AT).code


def finished(cast) -> str:
    code = accepted(cast)
    advance(code, by=cast.minh, at=AT)
    advance(code, by=cast.son, at=AT)
    advance(code, by=cast.roi, at=AT, result=stage.result())
    return resolve(code, by=cast.lan, at=AT).code


def labels(answer) -> list[str]:
    """The large buttons of a page."""
    part = re.search(r'class="big-acts".*?</section>', answer.content.decode(), re.S)
    return re.findall(r'class="label">([^<]+)<', part[0])[:-1] if part else []


@pytest.mark.parametrize(
    "typed", ["{code}", " {lower} ", "https://motcua.example.vn/tra-cuu/{code}/", "hơttps://mộtcua/{code}"]
)
def test_the_code_of_a_slip_opens_its_dossier_however_it_is_scanned(cast, desk, typed):
    code = accepted(cast)
    answer = desk.get("minh", "/viec/quet/", ma=typed.format(code=code, lower=code.lower()))
    assert answer.status_code == 200 and answer.context["d"].code == code


def test_the_foreign_code_of_a_dossier_filed_elsewhere_opens_it(cast, desk):
    code = accepted(cast, foreign_code="G22.99-251101-0001", foreign_source="dvcqg")
    assert desk.get("lan", "/viec/quet/", ma="g22.99-251101-0001").context["d"].code == code


@pytest.mark.parametrize(
    ("who", "first"), [("minh", "Chuyển bước"), ("nhat", "Chuyển bước"), ("lan", "Thu hồi việc đã chuyển")]
)
def test_only_what_this_person_may_do_now_stands_there(cast, desk, who, first):
    offered = labels(desk.get(who, "/viec/quet/", ma=accepted(cast)))
    assert ("Chuyển bước" in offered) is (who != "lan")
    assert "Ký" not in offered and "Trả kết quả" not in offered
    if who != "lan":
        assert offered[0] == first


def test_the_name_of_the_applicant_is_masked(cast, desk):
    answer = desk.get("minh", "/viec/quet/", ma=accepted(cast)).content.decode()
    assert "P.V.Đ.X***" in answer and "Phạm Văn Đồng Xuân" not in answer


def test_an_act_without_fields_is_done_by_its_button_and_leads_back_to_the_scan(cast, desk):
    code = accepted(cast)
    page = desk.get("minh", "/viec/quet/", ma=code)
    fields = {"key": page.context["key"], "back": page.context["back"], "item": page.context["whole"].item.pk}
    answer = desk.post("minh", f"/ho-so/{code}/chuyen-buoc/", fields)
    assert answer["Location"] == f"/viec/quet/?ma={code}"
    assert labels(desk.get("minh", "/viec/quet/", ma=code)) == ["Thu hồi việc đã chuyển"]
    assert "Chuyển bước" in labels(desk.get("son", "/viec/quet/", ma=code))


def test_an_act_with_a_field_leads_to_its_page_and_back(cast, desk):
    code = accepted(cast)
    page = desk.get("minh", "/viec/quet/", ma=code)
    to = next(button.to for button in page.context["buttons"] if button.offer.act.verb == "hand_over")
    form = desk.get("minh", to)
    assert f'name="back" value="/viec/quet/?ma={code}"' in form.content.decode()
    sent = {"key": form.context["key"], "back": form.context["back"], "to": cast.nhat.account_id}
    answer = desk.post("minh", f"/ho-so/{code}/ban-giao/", sent | {"item": page.context["whole"].item.pk})
    assert answer["Location"] == f"/viec/quet/?ma={code}"


def test_no_act_leads_back_to_another_site(cast, desk):
    code = accepted(cast)
    answer = desk.post("minh", f"/ho-so/{code}/nhan-viec/", {"key": "k" * 20, "back": "https://xau.example/"})
    assert answer["Location"] == f"/ho-so/{code}/"


def test_a_slip_already_used_says_so(cast, desk):
    code = finished(cast)
    return_result(code, by=cast.lan, at=moment("2026-11-20 08:30"))
    answer = desk.get("lan", "/viec/quet/", ma=code)
    assert "đã trả kết quả lúc 08:30 20/11/2026: phiếu này đã dùng xong" in answer.content.decode()
    assert labels(answer) == []


def test_a_void_dossier_says_that_it_is_void(cast, desk):
    code = accepted(cast)
    void(code, by=cast.lan, at=AT, reason="Nhầm")
    assert "đã bị hủy do ghi nhầm" in desk.get("lan", "/viec/quet/", ma=code).content.decode()


def test_who_can_do_nothing_reads_why_in_one_line(cast, desk):
    code = file(stage.intake(cast), by=cast.lan, at=AT).code
    answer = desk.get("minh", "/viec/quet/", ma=code)
    assert labels(answer) == []
    assert "Việc này thuộc công chức tiếp nhận" in answer.content.decode()


@pytest.mark.parametrize("who", ["tuyet", "quang"])
def test_what_is_out_of_sight_is_told_like_what_is_not_there(cast, desk, who):
    code = accepted(cast)
    hidden = desk.get(who, "/viec/quet/", ma=code)
    missing = desk.get(who, "/viec/quet/", ma="H48.148-261119-9999")
    assert hidden.status_code == missing.status_code == 404
    said = [re.search(r'data-said="bad">.*?</div>', a.content.decode(), re.S)[0] for a in (hidden, missing)]
    assert said[0].replace(code, "") == said[1].replace("H48.148-261119-9999", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("H50.14-261119-0001", "do tỉnh, bộ khác cấp (H50)"),
        ("000.00.14.H50-261119-0001", "do tỉnh, bộ khác cấp (H50)"),
        ("không phải mã", "không phải mã hồ sơ"),
        ("", "Chưa quét được gì"),
        ("||", "Đây là mã của thẻ căn cước"),
    ],
)
def test_what_is_no_code_of_ours_is_told_in_a_sentence(cast, desk, typed, said):
    answer = desk.get("lan", "/viec/quet/", ma=typed)
    assert answer.status_code == 404 and said in answer.content.decode()


def test_a_dossier_with_a_code_of_another_province_opens_where_it_was_taken_in(cast, desk):
    code = accepted(cast, foreign_code="H50.14-261119-0001", foreign_source="dvcqg")
    assert desk.get("lan", "/viec/quet/", ma="H50.14-261119-0001").context["d"].code == code


def test_one_scan_costs_a_fixed_number_of_statements(cast, desk):
    code, client = accepted(cast), desk.client("minh")
    client.get("/viec/quet/", {"ma": code})  # what a process keeps is kept now
    with CaptureQueriesContext(connection) as scanned:
        client.get("/viec/quet/", {"ma": code})
    with CaptureQueriesContext(connection) as opened:
        client.get(f"/ho-so/{code}/")
    assert len(scanned) <= len(opened)


def test_the_scan_page_is_not_there_for_who_works_on_no_cases(cast, desk):
    assert desk.get("quan", "/viec/quet/").status_code == 404
