"""The session of an assistant: what a leader signed on paper, recorded with the paper; both are named afterwards."""

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.office.assistance import enter_assistance
from motcua.dossiers.models import Attachment
from motcua.offices.models import Assistance
from motcua.workflow.models import PaperSignature
from tests import cast as stage
from tests.web.desk_driver import Desk, text_of, when
from tests.web.test_desk_signing import PDF, codes, decided, item, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = stage.enter()
    enter_assistance(
        assistant_id=cast.people["roi"].pk, leader_id=cast.people["son"].pk, agency_id=cast.commune.pk,
        first=date(2026, 11, 19), last=None, by=cast.quan, at=when("2026-11-19 08:00"),
    )  # fmt: skip
    return cast


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-20 09:00")


@pytest.fixture
def address(cast) -> str:
    return f"/viec/ky/?cho={cast.people['son'].pk}"


def recorded(desk, address, code, **fields: object):
    """Press with these fields for one dossier."""
    return desk.post("roi", address, decided(desk, "roi", address, **{code: {"choice": "sign"} | fields}))


def test_the_assistant_sees_what_waits_for_the_leader_and_nothing_under_their_own_name(cast, desk, address):
    code = waiting(cast)
    assert codes(desk.get("roi", address)) == [code] and codes(desk.get("roi", "/viec/ky/")) == []
    assert "ghi thay Đinh Văn Sơn" in text_of(desk.get("roi", address))


def test_the_worklist_leads_there(cast, desk, address):
    assert f'href="{address}"' in desk.get("roi", "/viec/").content.decode()
    assert "Ghi thay" not in text_of(desk.get("minh", "/viec/"))


@pytest.mark.parametrize("who", ["minh", "son", "quang"])
def test_for_all_others_that_session_does_not_exist(desk, address, who):
    assert desk.get(who, address).status_code == 404
    assert desk.post(who, address, {"key": "k" * 20}).status_code == 404


@pytest.mark.parametrize("asked", ["x", "0", "9" * 30, "-1"])
def test_a_session_for_nobody_does_not_exist(desk, asked):
    assert desk.get("roi", f"/viec/ky/?cho={asked}").status_code == 404


def test_the_page_of_the_dossier_says_who_operated_and_who_signed(cast, desk, address):
    code = waiting(cast)
    answer = recorded(desk, address, code, number="15/TB-UBND")
    assert answer.context["done"] == 1 and item(code).step.n == 4
    words = text_of(desk.get("minh", f"/ho-so/{code}/"))
    assert "Người thao tác: Y Rỗi · Người ký: Đinh Văn Sơn (văn bản số 15/TB-UBND)" in words
    assert "ghi thay người ký Đinh Văn Sơn" in words and "văn bản đã ký số 15/TB-UBND" in words


def test_the_opinions_of_a_later_session_name_both(cast, desk, address):
    code = waiting(cast)
    recorded(desk, address, code, choice="back", to_step=2, note="Ghi rõ nơi sinh", number="15/TB-UBND")
    desk.do("minh", code, "chuyen-buoc")
    (card,) = desk.get("son", "/viec/ky/").context["cards"]
    assert [(said.by, said.signer) for said in card.found.opinions][1:] == [("Y Rỗi", "Đinh Văn Sơn")]
    assert "Người ký: Đinh Văn Sơn" in text_of(desk.get("son", "/viec/ky/"))


def test_without_the_paper_it_is_said_at_the_field_and_nothing_is_lost(cast, desk, address):
    code = waiting(cast)
    answer = recorded(desk, address, code, note="Đồng ý")
    assert answer.status_code == 422 and item(code).step.n == 3
    (card,) = answer.context["cards"]
    assert card.errors["number"] == ["Ghi thay cần số của văn bản đã ký, hoặc bản chụp văn bản ấy."]
    assert "Đồng ý" in text_of(answer)


def test_a_scan_that_came_with_an_error_need_not_be_chosen_again(cast, desk, address):
    code = waiting(cast)
    scan = SimpleUploadedFile("da-ky.pdf", PDF, "application/pdf")
    answer = recorded(desk, address, code, choice="back", to_step=2, note="", scan=scan)
    assert item(code).step.n == 3 and "da-ky.pdf" in text_of(answer)
    pk = item(code).pk
    token = re.search(rf'name="{pk}-kept" value="([^"]+)"', answer.content.decode())[1]
    fields = {"key": answer.context["key"], "item": pk, f"{pk}-choice": "back", f"{pk}-to_step": 2}
    desk.post("roi", address, fields | {f"{pk}-note": "Thiếu dấu", f"{pk}-kept": token})
    assert item(code).step.n == 2
    assert Attachment.objects.get(dossier__code=code, kind="evidence").file == PaperSignature.objects.get().scan


def test_a_file_that_is_no_scan_is_refused_at_its_field(cast, desk, address):
    code = waiting(cast)
    answer = recorded(desk, address, code, scan=SimpleUploadedFile("ky.exe", b"MZ", "application/pdf"))
    (card,) = answer.context["cards"]
    assert "thuộc loại không được nhận" in card.errors["scan"][0] and item(code).step.n == 3


def test_a_double_press_records_once(cast, desk, address):
    code = waiting(cast)
    fields = decided(desk, "roi", address, **{code: {"choice": "sign", "number": "15"}})
    first, second = desk.post("roi", address, fields), desk.post("roi", address, fields)
    assert first.context["done"] == second.context["done"] == 1
    assert PaperSignature.objects.count() == 1


def test_in_their_own_session_the_assistant_cannot_slip_a_paper_in(cast, desk, address):
    code = waiting(cast)
    pk = item(code).pk
    sent = {"key": "k" * 20, "item": pk, f"{pk}-choice": "sign", f"{pk}-number": "15", f"{pk}-note": ""}
    answer = desk.post("roi", "/viec/ky/", sent)
    assert answer.context["done"] == 0 and item(code).step.n == 3


def test_the_session_takes_the_same_statements_for_one_result_and_for_twenty(cast, desk, address):
    def statements() -> int:
        with time_machine.travel(desk.now, tick=False):
            client = desk.client("roi")
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
        return len(caught)

    waiting(cast)
    statements()
    few = statements()
    for n in range(20):
        waiting(cast, f"2026-11-19 09:{n:02}")
    assert statements() == few


# The back office


def test_an_administrator_names_an_assistant_and_ends_it(cast, desk):
    page = f"/quan-tri/can-bo/{cast.people['nhat'].pk}/ghi-thay/"
    assert page in desk.get("quan", f"/quan-tri/can-bo/{cast.people['nhat'].pk}/").content.decode()
    leader = f"{cast.people['son'].pk}-{cast.commune.pk}"
    sent = {"key": "a" * 20, "leader": leader, "first": "20/11/2026", "last": "30/11/2026"}
    assert desk.post("quan", page, sent)["Location"] == page
    row = Assistance.objects.get(assistant=cast.people["nhat"])
    assert (row.leader, row.agency, row.valid_to) == (cast.people["son"], cast.commune, date(2026, 12, 1))
    assert "Đinh Văn Sơn" in text_of(desk.get("quan", page))
    desk.post("quan", f"{page}{row.pk}/ket-thuc/", {"key": "b" * 20})
    assert not Assistance.objects.filter(pk=row.pk).exists()


def test_what_is_wrong_is_said_at_its_field_and_stays(cast, desk):
    page = f"/quan-tri/can-bo/{cast.people['nhat'].pk}/ghi-thay/"
    leader = f"{cast.people['son'].pk}-{cast.commune.pk}"
    for field, wrong in (("first", "19/11/2026"), ("leader", ""), ("last", "1/1/2026")):
        sent = {"key": "c" * 20, "leader": leader, "first": "20/11/2026", "last": ""} | {field: wrong}
        answer = desk.post("quan", page, sent)
        assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not Assistance.objects.filter(assistant=cast.people["nhat"]).exists()


def test_who_administers_nothing_names_nobody(cast, desk):
    page = f"/quan-tri/can-bo/{cast.people['nhat'].pk}/ghi-thay/"
    assert {desk.get(who, page).status_code for who in ("son", "an", "roi")} == {404}


def test_the_row_of_another_is_not_ended_under_a_name(cast, desk):
    row = Assistance.objects.get()
    page = f"/quan-tri/can-bo/{cast.people['nhat'].pk}/ghi-thay/{row.pk}/ket-thuc/"
    assert desk.post("quan", page, {"key": "d" * 20}).status_code == 404
    assert Assistance.objects.filter(pk=row.pk, valid_to=None).exists()
