"""The page of a step offers to do along what the same person holds right after it."""

from datetime import date

import pytest

from motcua.casework.file import file_and_accept
from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.cast import moment
from tests.web.api_program import Program
from tests.web.desk_driver import Desk
from tests.web.office_pages import text_of

pytestmark = pytest.mark.django_db
NOW = "2026-11-02 10:00"


@pytest.fixture
def cast():
    cast = stage.enter()
    for role in (Role.SIGNER, Role.UNIT_LEADER):
        office_actions.give_post(
            account=cast.people["minh"], agency=cast.commune, role=role, day=date(2026, 1, 1), by="test",
            at=stage.BEGINNING,
        )  # fmt: skip
    return cast


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 09:00")).code


def open_step(code) -> str:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).step.name


def test_the_step_after_is_offered_and_done_along(cast, code):
    desk = Desk(cast, NOW)
    assert "Làm luôn bước sau mà tôi cũng giữ" in text_of(desk.open("minh", code, "chuyen-buoc"))
    desk.do("minh", code, "chuyen-buoc", through=["3"])
    assert open_step(code) == "Vào sổ, đóng dấu"


def test_without_a_tick_only_the_step_itself_is_done(cast, code):
    Desk(cast, NOW).do("minh", code, "chuyen-buoc")
    assert open_step(code) == "Ký duyệt"


def test_who_holds_no_more_is_offered_nothing(cast, code):
    assert "Làm luôn" not in text_of(Desk(cast, NOW).open("nhat", code, "chuyen-buoc"))


def test_what_was_not_offered_is_refused(cast, code):
    assert Desk(cast, NOW).press("minh", code, "chuyen-buoc", through=["4"]).status_code == 422
    assert open_step(code) == "Thụ lý"


def test_a_program_does_them_along_too(cast, code):
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).pk
    program = Program(cast, NOW)
    answer = program.call("minh", "POST", f"/work-items/{item}/completion", {"through": [3]})
    assert answer.status_code == 200, answer.json()
    assert open_step(code) == "Vào sổ, đóng dấu"
