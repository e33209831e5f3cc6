"""Work on parallel branches at the desk: each officer finds their own, and chooses the way where the process asks."""

from datetime import timedelta

import pytest

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.branching import branching
from tests.casework.test_branches import done
from tests.cast import moment
from tests.web.desk_driver import Desk

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 08:00")


@pytest.fixture
def cast():
    cast = stage.enter()
    branching(cast)
    return cast


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def open_steps(code: str) -> set[str]:
    items = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True)
    return set(items.values_list("step__node", flat=True))


def test_of_two_branches_each_officer_completes_their_own(cast, code):
    Desk(cast).do("roi", code, "chuyen-buoc", note="Đúng pháp luật")
    assert open_steps(code) == {"examine"}
    Desk(cast).do("minh", code, "chuyen-buoc")
    assert open_steps(code) == {"gather"}


def test_the_page_shows_both_branches_and_what_comes_after(cast, code):
    page = Desk(cast).get("minh", f"/ho-so/{code}/").content.decode()
    way = page[page.index("Thẩm định hồ sơ") :]
    assert way.index("Cho ý kiến pháp lý") < way.index("Tổng hợp") < way.index("Ký duyệt")


@pytest.fixture
def gathered(cast, code) -> str:
    for node in ("examine", "opinion"):
        done(cast, code, node, at=AT + timedelta(minutes=10))
    return code


def test_the_page_offers_the_ways_by_their_names_and_goes_the_chosen_one(cast, gathered):
    page = Desk(cast).open("minh", gathered, "chuyen-buoc").content.decode()
    assert "Kết quả của bước" in page and "Thẩm định lại" in page and "Đủ điều kiện" in page
    assert "Bước sau: Thẩm định hồ sơ" in page and "Bước sau: Ký duyệt" in page
    Desk(cast).do("minh", gathered, "chuyen-buoc", way="again")
    assert open_steps(gathered) == {"examine", "opinion"}


def test_a_step_whose_way_was_not_chosen_stays_open_and_what_was_typed_stays(cast, gathered):
    sent = Desk(cast).sent("minh", gathered, "chuyen-buoc", note="Đã xem cả hai ý kiến")
    sent.pop("way", None)
    answer = Desk(cast).post("minh", f"/ho-so/{gathered}/chuyen-buoc/", sent)
    assert answer.status_code == 422
    assert "Đã xem cả hai ý kiến" in answer.content.decode()
    assert open_steps(gathered) == {"gather"}


def test_a_step_without_ways_asks_for_none(cast, code):
    assert "Kết quả của bước" not in Desk(cast).open("minh", code, "chuyen-buoc").content.decode()


def test_what_was_chosen_stands_in_the_journal(cast, gathered):
    Desk(cast).do("minh", gathered, "chuyen-buoc", way="again")
    last = Dossier.objects.get(code=gathered)
    page = Desk(cast).get("minh", f"/ho-so/{last.code}/").content.decode()
    assert "Thẩm định hồ sơ, Cho ý kiến pháp lý" in page
