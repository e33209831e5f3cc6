"""The lists of the desk: what stands in them, in which order, for whom; filters, pages, sheets."""

import csv
import io
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.advance import advance
from motcua.casework.hold import hold
from motcua.casework.take import take
from tests import cast as stage
from tests.web.desk_driver import Desk, accepted, filed, points, text_of, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-20 09:00")


def codes(answer) -> list[str]:
    return [row.code for row in answer.context["page_of"]]


def tabs(answer) -> dict[str, int]:
    return {str(tab["label"]): tab["count"] for tab in answer.context["tabs"]}


# The worklist


def test_what_burns_stands_first_and_what_is_paused_last(cast, desk):
    paused, calm, late = accepted(cast), accepted(cast, "2026-11-19 10:00"), accepted(cast, "2026-11-10 09:00")
    hold(paused, by=cast.minh, at=when("2026-11-19 11:00"), ground="other", reason="x", basis="y")
    assert codes(desk.get("minh", "/viec/")) == [late, calm, paused]


def test_my_work_is_what_i_hold_and_what_is_free_for_my_post(cast, desk):
    free, mine, his = accepted(cast), accepted(cast), accepted(cast)
    take(mine, by=cast.minh, at=when("2026-11-19 10:00"))
    take(his, by=cast.nhat, at=when("2026-11-19 10:00"))
    assert set(codes(desk.get("minh", "/viec/"))) == {free, mine}
    assert set(codes(desk.get("minh", "/viec/", tab="all"))) == {free, mine, his}


def test_the_tabs_count_what_they_show(cast, desk):
    accepted(cast)
    accepted(cast, "2026-11-10 09:00")
    asked = accepted(cast)
    desk.at("2026-11-19 10:00").do("minh", asked, "de-xuat-bo-sung", **points())
    desk.do("lan", asked, "yeu-cau-bo-sung")
    desk.at("2026-11-20 09:00")
    shown = {tab: codes(desk.get("minh", "/viec/", tab=tab)) for tab in ("mine", "burning", "waiting", "ready", "all")}
    assert list(tabs(desk.get("minh", "/viec/")).values()) == [len(rows) for rows in shown.values()] == [2, 1, 1, 0, 3]


def test_a_result_that_waits_is_nobodys_burning_work(cast, desk):
    code = accepted(cast, "2026-11-10 09:00")
    for who in (cast.minh, cast.son):
        advance(code, by=who, at=when("2026-11-11 09:00"))
    advance(code, by=cast.roi, at=when("2026-11-11 10:00"), result=stage.result(issued_on=when("2026-11-11").date()))
    desk.at("2026-11-11 11:00").do("lan", code, "co-ket-qua")
    desk.at("2026-11-20 09:00")
    assert codes(desk.get("lan", "/viec/")) == codes(desk.get("lan", "/viec/", tab="burning")) == []
    assert codes(desk.get("lan", "/viec/", tab="ready")) == [code]


def test_another_agency_finds_nothing(cast, desk):
    accepted(cast)
    for tab in ("mine", "burning", "waiting", "ready", "all"):
        assert codes(desk.get("quang", "/viec/", tab=tab)) == []


def test_supervision_sees_the_work_of_all_below(cast, desk):
    code = accepted(cast)
    assert codes(desk.get("an", "/viec/", tab="all")) == [code]
    assert codes(desk.get("an", "/viec/")) == []


def test_a_voided_dossier_is_nobodys_work(cast, desk):
    code = accepted(cast, "2026-11-20 08:00")
    desk.do("lan", code, "huy", reason="Nhầm")
    assert codes(desk.get("minh", "/viec/", tab="all")) == []


def test_names_stand_masked_in_lists(cast, desk):
    code = accepted(cast)
    for address in ("/viec/", "/ho-so/", f"/ho-so/?text={code}"):
        words = text_of(desk.get("minh", address))
        assert "P.V.Đ.X***" in words and "Đồng Xuân" not in words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "y roi"}, ["roi"]),
        ({"text": "rỗi"}, ["roi"]),
        ({"text": "0905999888"}, ["roi"]),
        ({"kind": "sign"}, ["signing"]),
        ({"kind": "process"}, ["roi", "late"]),
        ({"holder": "nobody", "kind": "sign"}, ["signing"]),
        ({"holder": "me"}, []),
        ({"late": "dossier"}, ["late"]),
        ({"late": "step"}, ["late"]),
        ({"procedure": "khai sinh"}, ["roi", "signing", "late"]),
        ({"procedure": "dkks", "text": "roi"}, ["roi"]),
        ({"procedure": "ket hon"}, []),
    ],
)
def test_filters_narrow_the_list(cast, desk, query, found):
    known = {
        "roi": accepted(cast, applicant=stage.citizen(name="Y Rỗi", phone="0905999888", number="051090009999")),
        "signing": accepted(cast, "2026-11-19 15:30"),
        "late": accepted(cast, "2026-11-10 09:00"),
    }
    advance(known["signing"], by=cast.minh, at=when("2026-11-19 16:00"))
    answer = desk.get("minh", "/viec/", tab="all", **query)
    assert set(codes(answer)) == {known[name] for name in found}


def test_an_empty_list_says_what_to_do(cast, desk):
    assert "Anh/Chị không có việc nào đang chờ." in text_of(desk.get("minh", "/viec/"))
    assert "Bỏ bớt điều kiện" in text_of(desk.get("minh", "/viec/?text=khong-co"))
    assert "chưa có hồ sơ nào" in text_of(desk.get("minh", "/ho-so/"))


def test_order_is_in_the_address(cast, desk):
    first, second = accepted(cast), accepted(cast)
    assert codes(desk.get("minh", "/viec/", sort="code")) == [first, second]
    assert codes(desk.get("minh", "/viec/", sort="-code")) == [second, first]


def test_a_sort_or_page_that_does_not_exist_shows_the_list(cast, desk):
    code = accepted(cast)
    assert codes(desk.get("minh", "/viec/", sort="password", tab="x", page="99")) == [code]
    assert codes(desk.get("minh", "/ho-so/", sort="password", status="77x", page="-1")) == [code]


# The list of dossiers


@pytest.mark.parametrize(
    "text", ["H48.148-261119-0001", "0001", "pham dong", "Đồng", "051090001234", "0510 9000 1234",
             "0905123456", "+84 905 123 456", "090512"],
)  # fmt: skip
def test_a_dossier_is_found_by_what_people_quote(cast, desk, text):
    code = accepted(cast)
    accepted(cast, applicant=stage.citizen(name="A Nhất", number="051090009999", phone="0977123123"))
    assert codes(desk.get("minh", "/ho-so/", text=text)) == [code]


@pytest.mark.parametrize("text", ["Nguyễn", "0009", "999", "%", "_", "'; drop table", "h48.149"])
def test_what_is_not_there_is_not_found(cast, desk, text):
    accepted(cast)
    assert codes(desk.get("minh", "/ho-so/", text=text)) == []


def test_what_is_not_visible_is_not_found(cast, desk):
    code = accepted(cast)
    assert codes(desk.get("quang", "/ho-so/", text=code)) == []


def test_dossiers_are_narrowed_by_status_period_and_lateness(cast, desk):
    new, old = filed(cast), accepted(cast, "2026-11-10 09:00")
    assert codes(desk.get("lan", "/ho-so/", status="1")) == [new]
    assert codes(desk.get("lan", "/ho-so/", filed_to="10/11/2026")) == [old]
    assert codes(desk.get("lan", "/ho-so/", filed_from="11/11/2026", filed_to="19/11/2026")) == [new]
    assert codes(desk.get("lan", "/ho-so/", late="on")) == [old]


def test_a_void_dossier_is_shown_where_it_is_asked_for(cast, desk):
    code = accepted(cast, "2026-11-20 08:00")
    desk.do("lan", code, "huy", reason="Nhầm")
    assert codes(desk.get("lan", "/ho-so/")) == []
    assert codes(desk.get("lan", "/ho-so/", status="void")) == codes(desk.get("lan", "/ho-so/", text=code)) == [code]


# Sheets


def sheet(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_sheet_holds_all_that_the_list_shows_on_all_its_pages(cast, desk):
    many = {accepted(cast, f"2026-11-19 09:{n:02}") for n in range(60)}
    rows = sheet(desk.get("minh", "/viec/danh-sach.csv", sort="code"))
    assert {row[1] for row in rows[1:]} == many and rows[1][1] < rows[2][1]
    assert sheet(desk.get("minh", "/ho-so/danh-sach.csv", text="0007"))[1][0].endswith("0007")


def test_a_sheet_runs_no_formula_and_tells_no_name(cast, desk):
    accepted(cast, applicant=stage.citizen(name="Y Rỗi", number="051090009999"))
    row = sheet(desk.get("minh", "/ho-so/danh-sach.csv"))[1]
    assert "Y.R***" in row and not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


# Statements, links


def statements(desk, address) -> int:
    with time_machine.travel(desk.now, tick=False):
        client = desk.client("minh")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize(("address", "most"), [("/viec/", 11), ("/ho-so/", 9), ("/viec/?text=y+roi&tab=all", 12)])
def test_a_list_takes_the_same_statements_for_one_row_and_for_fifty(cast, desk, address, most):
    roi = stage.citizen(name="Y Rỗi", number="051090009999")
    accepted(cast, applicant=roi)
    statements(desk, address)  # what is kept in memory is read
    few = statements(desk, address)
    for n in range(55):
        code = accepted(cast, f"2026-11-19 09:{n:02}", applicant=roi)
        if n % 5 == 0:
            advance(code, by=cast.minh, at=when("2026-11-19 14:00"))
        if n % 7 == 0:
            hold(code, by=cast.minh, at=when("2026-11-19 15:00"), ground="financial", reason="x", basis="y")
    assert statements(desk, address) == few <= most


def test_every_link_of_the_worklist_leads_somewhere(cast, desk):
    for n in range(51):
        accepted(cast, f"2026-11-19 09:{n:02}")
    page = desk.get("minh", "/viec/").content.decode()
    links = (
        sorted(set(re.findall(r'href="(\?[^"]*|/viec[^"]*)"', page))) + re.findall(r'href="(/ho-so/H[^"]*)"', page)[:1]
    )
    assert len(links) > 12
    for link in links:
        address = link.replace("&amp;", "&")
        assert desk.get("minh", address if address.startswith("/") else f"/viec/{address}").status_code == 200
