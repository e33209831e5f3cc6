"""Late entries at the desk: waiting for the leader, decided on a page of their own, never by who made them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.casework.file import file_and_accept
from motcua.deadlines.models import LateEntry
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.files.contents import DOCX, PDF
from tests.web.desk_driver import Desk, text_of

pytestmark = pytest.mark.django_db
LATE = {"late_day": "17/11/2026", "late_clock": "8h30", "late_reason": "Mất điện"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-19 15:00")


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-16 09:00")).code


def test_a_scan_of_the_signed_paper_is_evidence_and_can_be_opened(cast, desk, code):
    desk.do("minh", code, "chuyen-buoc", **LATE, late_scan=SimpleUploadedFile("phieu.pdf", PDF))
    entry = LateEntry.objects.get()
    assert (entry.days, entry.waits, entry.scan.media_type) == (2, True, "application/pdf")
    assert "Giấy đã ký, bằng chứng ghi lùi ngày" in text_of(desk.get("son", f"/ho-so/{code}/"))


def test_evidence_of_another_kind_is_said_at_its_field(cast, desk, code):
    answer = desk.press("minh", code, "chuyen-buoc", **LATE, late_scan=SimpleUploadedFile("phieu.docx", DOCX))
    assert answer.status_code == 422
    assert answer.context["form"].errors["late_scan"] == ["Bằng chứng ghi lùi ngày phải là bản chụp: tệp PDF hoặc ảnh."]


def test_a_leader_finds_it_on_the_list_and_decides(cast, desk, code):
    desk.do("minh", code, "chuyen-buoc", **LATE, late_paper="Phiếu 7")
    assert "1 lần ghi lùi ngày chờ người thứ hai duyệt" in text_of(desk.get("son", "/viec/"))
    assert "chờ người thứ hai duyệt" not in text_of(desk.get("minh", "/viec/"))
    listed = text_of(desk.get("son", "/viec/ghi-lui-ngay/"))
    assert f'href="/ho-so/{code}/duyet-ghi-lui/"' in listed and "lùi 2 ngày làm việc" in listed
    page = text_of(desk.open("son", code, "duyet-ghi-lui"))
    assert "Bằng chứng: Phiếu 7" in page and "lùi 2 ngày làm việc" in page
    desk.do("son", code, "duyet-ghi-lui", approve="yes")
    assert LateEntry.objects.get().approved is True
    assert "Không có lần ghi lùi ngày nào chờ duyệt." in text_of(desk.get("son", "/viec/ghi-lui-ngay/"))


def test_who_made_it_sees_it_and_cannot_decide(cast, desk, code):
    ACTS["advance"](cast, code, moment("2026-11-16 10:00"))
    desk.do("son", code, "chuyen-buoc", **LATE, late_paper="Phiếu 7")
    assert "cần người khác duyệt" in text_of(desk.get("son", "/viec/ghi-lui-ngay/"))
    assert "Người ghi lùi ngày không tự duyệt được" in text_of(desk.open("son", code, "duyet-ghi-lui"))
