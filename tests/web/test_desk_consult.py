"""Asking another agency at the desk: the question, what both sides are told, the answer, the way back."""

import pytest

from motcua.casework.file import file_and_accept
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.cast import moment
from tests.web.desk_driver import Desk
from tests.web.office_pages import text_of

pytestmark = pytest.mark.django_db
ASKED = {"agency": "H48.05", "question": "Có vướng mắc gì không?", "days": "2"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-02 09:00")


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 08:00")).code


def page(desk, who, code):
    return text_of(desk.get(who, f"/ho-so/{code}/"))


def test_a_question_is_told_to_both_sides_and_its_answer_too(desk, code):
    assert desk.press("minh", code, "lay-y-kien", **ASKED).status_code == 302
    asked = page(desk, "quang", code)
    assert "Cơ quan của Anh/Chị được hỏi ý kiến" in asked and "Hạn trả lời: 17:00 04/11/2026" in asked
    assert "Đang chờ ý kiến" in page(desk, "minh", code)
    desk.press("quang", code, "tra-loi-y-kien", verdict="disagree", answer="Thiếu căn cứ pháp lý.")
    told = page(desk, "minh", code)
    assert "đã trả lời" in told and "Không đồng ý" in told and "“Thiếu căn cứ pháp lý.”" in told


def test_only_agencies_where_somebody_could_answer_are_offered(desk, code):
    offered = desk.open("minh", code, "lay-y-kien").context["form"].agencies
    assert offered == [("H48.05", "Sở Tư pháp")]


def test_what_was_typed_stays_when_the_agency_is_unknown(desk, code):
    answer = desk.press("minh", code, "lay-y-kien", **ASKED | {"agency": "H48.99"})
    assert answer.status_code == 422
    assert "Không có cơ quan nào mang mã “H48.99”." in text_of(answer)
    assert "Có vướng mắc gì không?" in answer.content.decode()


def test_the_page_of_the_answer_repeats_the_question(desk, code):
    desk.press("minh", code, "lay-y-kien", **ASKED)
    said = text_of(desk.open("quang", code, "tra-loi-y-kien"))
    assert "Lê Văn Minh hỏi: “Có vướng mắc gì không?” Hạn trả lời 17:00 04/11/2026." in said
    assert "đang ở bước: Lấy ý kiến" in said


def test_a_question_is_taken_back(desk, code):
    desk.press("minh", code, "lay-y-kien", **ASKED)
    assert desk.press("minh", code, "rut-cau-hoi", note="Đã có văn bản").status_code == 302
    assert "đã rút" in page(desk, "minh", code)
    assert not WorkItem.objects.filter(kind="consult", closed_at__isnull=True).exists()


def test_of_several_questions_one_is_chosen_to_be_taken_back(cast, desk, code):
    stage.office_actions.give_post(
        account=cast.people["nhat"], agency=cast.province, role=stage.Role.SIGNER,
        day=stage.BEGINNING.date(), by="test", at=stage.BEGINNING,
    )  # fmt: skip
    desk.press("minh", code, "lay-y-kien", **ASKED)
    desk.press("minh", code, "lay-y-kien", **ASKED | {"agency": "H48"})
    assert desk.press("minh", code, "rut-cau-hoi", note="Đã rõ").status_code == 422
    second = WorkItem.objects.get(agency=cast.province, kind="consult")
    assert desk.press("minh", code, "rut-cau-hoi", note="Đã rõ", which=str(second.pk)).status_code == 302
    assert WorkItem.objects.get(kind="consult", closed_at__isnull=True).agency == cast.department


def test_a_late_answer_is_shown_late_and_silence_too(desk, code):
    desk.press("minh", code, "lay-y-kien", **ASKED)
    desk.at("2026-11-05 09:00")
    assert "quá hạn trả lời" in page(desk, "minh", code)
    desk.press("quang", code, "tra-loi-y-kien", verdict="agree", answer="Đồng ý.")
    assert "trả lời muộn" in page(desk, "minh", code)
