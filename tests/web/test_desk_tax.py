"""The hand-shake with the tax office on the pages: the desk sends and types, people see what is awaited, so does the
applicant."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.casework.file import file_and_accept
from motcua.correspondence.models import Exchanged
from motcua.dossiers.models import Attachment, Dossier
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.desk_driver import Desk, text_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NOTICE = {
    "number": "12/TB-CCT", "issued_on": "18/11/2026", "amount": "8.500.000", "pay_by": "18/12/2026",
    "office": "Thuế cơ sở 3", "pay_at": "Kho bạc Nhà nước",
}  # fmt: skip
PROOF = {"receipt": "45", "amount": "8500000", "day": "19/11/2026", "clock": "8:30"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    land = stage.publish_procedure(code="1.012756", name="Thủ tục đăng ký đất đai", field="Đất đai")
    return file_and_accept(stage.intake(cast, version_id=land.pk), by=cast.lan, at=moment("2026-11-16 09:00")).code


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-16 10:00")


def page(desk, code, who="minh") -> str:
    return text_of(desk.get(who, f"/ho-so/{code}/"))


def test_a_land_dossier_offers_the_slip_and_a_birth_does_not(cast, desk, code):
    birth = file_and_accept(stage.intake(cast), by=cast.lan, at=desk.now).code
    assert f"/ho-so/{code}/gui-co-quan-thue/" in page(desk, code)
    assert "gui-co-quan-thue" not in page(desk, birth)


def test_the_box_tells_what_is_awaited_and_how_long(desk, code):
    desk.do("minh", code, "gui-co-quan-thue", parcel="Thửa 12, tờ bản đồ 3")
    assert Exchanged.objects.get().by_hand
    said = page(desk.at("2026-11-18 11:00"), code)
    assert "Phiếu chuyển thông tin" in said and "Thửa 12, tờ bản đồ 3" in said and "đã chờ 2 ngày" in said
    desk.do("lan", code, "thong-bao-thue", **NOTICE, scan=SimpleUploadedFile("tb.pdf", PDF))
    said = page(desk.at("2026-11-18 14:30"), code)
    assert "Thông báo nghĩa vụ tài chính số 12/TB-CCT" in said and "đã chờ 3 giờ 30 phút" in said
    assert "chờ hết 2 ngày" in said
    assert Attachment.objects.get().name == "Thông báo của cơ quan thuế"


def test_what_is_paid_in_part_is_said_with_the_rest(desk, code):
    desk.do("minh", code, "thong-bao-thue", **NOTICE | {"issued_on": "16/11/2026"})
    desk.at("2026-11-19 10:00").do("lan", code, "chung-tu-nop-thue", **PROOF | {"amount": "8.000.000"})
    assert "còn thiếu 500.000" in page(desk, code).replace("\xa0", " ")
    assert Dossier.objects.get(code=code).status == 6
    desk.do("lan", code, "chung-tu-nop-thue", **PROOF | {"amount": "500.000", "receipt": "46"})
    assert Dossier.objects.get(code=code).status == 4


def test_the_proof_is_what_the_page_expects_next(desk, code):
    desk.do("minh", code, "thong-bao-thue", **NOTICE | {"issued_on": "16/11/2026"})
    answer = desk.get("lan", f"/ho-so/{code}/")
    assert answer.context["bar"][0].act.verb in ("release", "take_proof")
    assert f"/ho-so/{code}/chung-tu-nop-thue/" in answer.content.decode()


@pytest.mark.parametrize(
    "typed, field", [({"amount": "tám triệu"}, "amount"), ({"number": ""}, "number"), ({"pay_by": "x"}, "pay_by")]
)
def test_what_was_typed_wrong_is_said_at_its_field_and_nothing_is_lost(desk, code, typed, field):
    answer = desk.press("minh", code, "thong-bao-thue", **NOTICE | {"issued_on": "16/11/2026"} | typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Kho bạc Nhà nước" in answer.content.decode()


def test_the_applicant_reads_by_which_notice_where_since_when_and_that_it_does_not_count(cast, code):
    desk = Desk(cast, "2026-11-18 10:00")
    desk.do("minh", code, "thong-bao-thue", **NOTICE)
    said = text_of(Client().get(f"/tra-cuu/{code}/")).replace("\xa0", " ")
    assert "Anh/Chị cần nộp tiền theo thông báo số 12/TB-CCT ngày 18/11/2026" in said
    assert "của Thuế cơ sở 3, chậm nhất ngày 18/12/2026." in said
    assert "8.500.000" not in said  # a code is no secret; the sum stands on the notice
    assert "Nộp tại: Kho bạc Nhà nước." in said
    assert "từ 10:00 18/11/2026" in said and "không tính vào thời hạn" in said
    assert "Phạm Văn" not in said
    ACTS["take_proof"](cast, code, moment("2026-11-19 10:00"))
    assert "cần nộp" not in text_of(Client().get(f"/tra-cuu/{code}/"))


def test_a_message_that_was_refused_is_shown_with_the_reason(cast, desk, code):
    ACTS["ask_tax"](cast, code, desk.now)
    slip = Exchanged.objects.get()
    slip.pk, slip.message_id, slip.kind, slip.state = None, "m1", "proof", "refused"
    slip.settled_at, slip.reason, slip.by_hand = desk.now, "Chưa có thông báo", False
    slip.save(force_insert=True)
    assert "không nhận" in page(desk, code) and "Chưa có thông báo" in page(desk, code)
