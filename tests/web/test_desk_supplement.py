"""Asking for a supplement at the desk: every paper is checked, a second request is warned of, only the faulty comes."""

from datetime import timedelta

import pytest

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier, SupplementRequest
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.desk_driver import Desk, points, text_of

AT = moment("2026-11-23 09:00")
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-23 10:00")


def test_a_paper_that_is_not_marked_is_named_at_its_line_and_nothing_leaves(desk, code):
    answer = desk.press("minh", code, "de-xuat-bo-sung", **points(**{"check.3.mark": ""}))
    assert answer.status_code == 422
    assert "từ số 3 “Bản sao giấy chứng nhận kết hôn”" in answer.context["form"].errors["check.3.mark"][0]
    assert not SupplementRequest.objects.exists()


def test_one_press_marks_what_is_left_as_enough_and_acts_on_nothing(desk, code):
    answer = desk.press("minh", code, "de-xuat-bo-sung", **points(**{"check.3.mark": "", "more": "rest"}))
    form = answer.context["form"]
    assert (answer.status_code, form["check.3.mark"].value(), form["check.2.mark"].value()) == (
        200,
        "enough",
        "missing",
    )
    assert not SupplementRequest.objects.exists()


def test_a_point_of_a_paper_without_reason_is_said_at_that_paper(desk, code):
    answer = desk.press("minh", code, "de-xuat-bo-sung", **points(**{"check.2.reason": " "}))
    assert "cần ghi lý do" in answer.context["form"].errors["check.2.reason"][0]


def test_a_second_request_is_warned_of_with_its_ground_and_consequence(cast, desk, code):
    first = text_of(desk.open("minh", code, "de-xuat-bo-sung"))
    for verb in ("propose_supplement", "ask_supplement", "receive_supplement"):
        ACTS[verb](cast, code, AT + timedelta(minutes=1))
    second = text_of(desk.open("son", code, "de-xuat-bo-sung"))
    assert "Hồ sơ này đã được yêu cầu bổ sung" not in first
    for said in ("Đã yêu cầu 1 lần", "Điều 11 khoản 2 điểm c", "tính hồ sơ là trễ hạn", "Quyết định 766/QĐ-TTg"):
        assert said in second
    assert Dossier.objects.get(code=code).supplements == 1


def test_only_the_papers_asked_for_can_be_handed_in(cast, desk, code):
    for verb in ("propose_supplement", "ask_supplement"):
        ACTS[verb](cast, code, AT + timedelta(minutes=1))
    form = desk.open("lan", code, "nhan-bo-sung").context["form"]
    assert [name for name in form.fields if name.endswith("originals")] == ["paper.2.originals"]
