"""What an outcome demands is told where it is chosen; without it the page comes back with all that was typed."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.casework.file import file_and_accept
from motcua.workflow.actions import put
from motcua.workflow.models import WorkItem
from motcua.workflow.process.from_rows import drawn
from motcua.workflow.process.typed_rows import typed
from tests import cast as stage
from tests.cast import moment
from tests.web.desk_driver import Desk, errors, text_of

pytestmark = pytest.mark.django_db
LINE = typed(stage.COMMUNE_STEPS)
DEMANDING = [
    LINE[0],
    replace(LINE[1], needs="không_đạt:note không_đạt:file supplement:file", ways=(("không đạt", "4"),)),
    replace(LINE[2], needs="back:file"),
    replace(LINE[3], needs="file refused:other"),
    LINE[4],
]


@pytest.fixture
def cast():
    cast = stage.enter()
    graph = drawn("p", "Quy trình", DEMANDING).graph
    put(procedure=cast.version.procedure, level=None, graph=graph, decision="12/QĐ", day=date(2026, 1, 1))
    return cast


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 08:00")).code


def test_each_way_says_what_it_demands(cast, code):
    said = text_of(Desk(cast).open("minh", code, "chuyen-buoc"))
    assert "không đạt (phải ghi ý kiến, phải kèm tệp)" in said
    assert "Chuyển bước tiếp theo (" not in said


def test_a_way_without_what_it_demands_brings_the_page_back(cast, code):
    answer = Desk(cast).press("minh", code, "chuyen-buoc", way="không đạt", note="Thiếu điều kiện 3")
    assert answer.status_code == 409
    assert "“không đạt” thì phải kèm tệp" in text_of(answer) and "Thiếu điều kiện 3" in text_of(answer)
    assert WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).step.n == 2


def test_words_that_only_one_way_demands_are_asked_for_at_their_field(cast, code):
    answer = Desk(cast).press("minh", code, "chuyen-buoc", way="không đạt")
    assert answer.status_code == 422 and "note" in answer.context["form"].errors, errors(answer)


def test_pages_of_other_outcomes_say_what_those_demand(cast, code):
    desk = Desk(cast)
    assert "Đề xuất bổ sung: phải kèm tệp." in text_of(desk.open("minh", code, "de-xuat-bo-sung"))
    desk.do("minh", code, "chuyen-buoc", way="forward")
    assert "Trả lại bước trước: phải kèm tệp." in text_of(desk.open("son", code, "tra-lai"))
    assert "Trả lại (phải kèm tệp)" in text_of(desk.get("son", "/viec/ky/"))
    desk.do("son", code, "chuyen-buoc")
    said = text_of(desk.open("roi", code, "chuyen-buoc"))
    assert "Trước khi chuyển phải kèm tệp vào hồ sơ." in said
    assert "Từ chối giải quyết: người khác với người đã làm bước trước." in said
