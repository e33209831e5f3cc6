"""The desk of an agency that a process asks: the dossier opens, its numbers stay covered, an answer needs words."""

from datetime import date

import pytest

from motcua.casework.file import file_and_accept
from motcua.workflow.actions import put
from motcua.workflow.process.from_rows import drawn
from tests import cast as stage
from tests.casework.asking import ASKED, LINE, asking, post
from tests.cast import moment
from tests.web.desk_driver import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = stage.enter()
    asking(cast)
    return cast


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-02 09:00")


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 08:00")).code


def test_the_dossier_opens_where_it_is_asked_with_its_numbers_covered(desk, code):
    page = desk.get("cuc", f"/ho-so/{code}/")
    assert page.status_code == 200
    assert "051090001234" not in page.content.decode()
    assert "Ý kiến công an" in page.content.decode()


def test_it_does_not_exist_where_nobody_is_asked(cast, desk, code):
    post(cast, cast.province, "hanh")
    assert desk.get("hanh", f"/ho-so/{code}/").status_code == 404


def test_the_worklist_of_who_is_asked_names_it(desk, code):
    assert code in desk.get("cuc", "/viec/").content.decode()


def test_an_answer_without_words_is_told_at_its_field_and_one_with_words_goes(desk, code):
    answer = desk.press("cuc", code, "chuyen-buoc", note="")
    assert answer.status_code == 422
    assert "Cần ghi ý kiến trả lời cơ quan hỏi." in answer.content.decode()
    assert desk.press("cuc", code, "chuyen-buoc", note="Không phản đối.").status_code == 302
    assert "Không phản đối." in desk.get("minh", f"/ho-so/{code}/").content.decode()


def test_the_way_ahead_names_the_agencies_that_will_be_asked(cast, desk):
    asking_after(cast)
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 08:30")).code
    page = desk.get("minh", f"/ho-so/{code}/").content.decode()
    assert "Công an tỉnh Quảng Ngãi" in page


def asking_after(cast):
    """The same with a step of its own before the agencies are asked."""
    found = drawn("asking", "Lấy ý kiến", [*LINE[:2], ASKED[0], *LINE[2:]])
    put(procedure=cast.version.procedure, level=None, graph=found.graph, decision="13", day=date(2026, 1, 2))
