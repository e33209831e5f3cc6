"""The page after a reception, and its slips as PDF."""

import io

import pytest
from pypdf import PdfReader

from motcua.casework.amend import Amendment, amend
from motcua.casework.file import file_and_accept
from motcua.papers import actions as paper_actions
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
A5_WIDTH, A4_WIDTH = 420, 595  # points, rounded


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


@pytest.fixture
def dossier(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 08:00"))


def address(dossier) -> str:
    return f"/tiep-nhan/phieu/{dossier.slips.latest('edition').pk}.pdf"


def pages(answer) -> list[int]:
    """The width of each page."""
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return [round(page.mediabox.width) for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_a_slip_is_shown_in_the_window_under_a_name_of_its_own(client, cast, dossier):
    answer = signed_in(client, cast, "lan").get(address(dossier))
    assert answer["Content-Disposition"] == f'inline; filename="{dossier.code}-mau-01.pdf"'
    assert answer["Cache-Control"] == "private, no-store"


def test_a_slip_comes_on_its_own_paper_or_on_a4(client, cast, dossier):
    lan = signed_in(client, cast, "lan")
    assert set(pages(lan.get(address(dossier)))) == {A5_WIDTH}
    assert set(pages(lan.get(address(dossier), {"kho": "A4"}))) == {A4_WIDTH}


def test_two_copies_are_twice_the_pages(client, cast, dossier):
    lan = signed_in(client, cast, "lan")
    assert len(pages(lan.get(address(dossier), {"lien": 2}))) == 2 * len(pages(lan.get(address(dossier))))


@pytest.mark.parametrize("asked", [{"kho": "A3"}, {"lien": "9"}, {"lien": "0"}])
def test_a_paper_or_a_number_of_copies_that_the_form_lacks_is_said(client, cast, dossier, asked):
    answer = signed_in(client, cast, "lan").get(address(dossier), asked)
    assert answer.status_code == 409 and "Mẫu số 01" in answer.content.decode()
    assert dossier.slips.get().prints == 0


def test_every_print_is_counted(client, cast, dossier):
    lan = signed_in(client, cast, "lan")
    for _ in range(3):
        lan.get(address(dossier))
    assert dossier.slips.get().prints == 3


def test_the_archived_file_is_what_is_printed_again(client, cast, dossier):
    slip = dossier.slips.get()
    paper_actions.archive(slip_id=slip.pk, at=moment("2026-11-19 08:01"))
    slip.refresh_from_db()
    lan = signed_in(client, cast, "lan")
    assert lan.get(address(dossier)).content == slip.archived.read()
    assert lan.get(address(dossier), {"kho": "A4"}).content != slip.archived.read()


def test_an_amended_receipt_is_called_the_second(client, cast, dossier):
    amend(dossier.code, Amendment(sets=2), by=cast.lan, at=moment("2026-11-19 08:30"), reason="Ghi sai số bộ")
    answer = signed_in(client, cast, "lan").get(address(dossier))
    assert f'filename="{dossier.code}-mau-01-lan-2.pdf"' in answer["Content-Disposition"]


@pytest.mark.parametrize(("name", "status"), [("lan", 200), ("minh", 200), ("an", 200), ("tuyet", 404), ("quan", 404)])
def test_a_slip_exists_only_for_who_may_see_its_dossier(client, cast, dossier, name, status):
    assert signed_in(client, cast, name).get(address(dossier)).status_code == status


@pytest.mark.parametrize(("name", "status"), [("lan", 200), ("cuc", 200), ("tuyet", 404), ("minh", 404)])
def test_the_page_after_a_reception_exists_only_at_its_counter(client, cast, dossier, name, status):
    assert signed_in(client, cast, name).get(f"/tiep-nhan/da-nhan/{dossier.code}/").status_code == status


def test_a_slip_that_was_never_issued_is_not_there(client, cast, dossier):
    assert signed_in(client, cast, "lan").get("/tiep-nhan/phieu/999999.pdf").status_code == 404
