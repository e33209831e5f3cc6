"""Accepting what was filed before: complete, by the version in force today, once."""

from datetime import date

import pytest

from motcua.casework.accept import accept
from motcua.casework.amend import Amendment, amend
from motcua.casework.file import file
from motcua.casework.intake import Paper
from motcua.catalogue import actions as catalogue_actions
from motcua.dossiers.models import ReceivedComponent
from motcua.dossiers.states import Status
from motcua.papers.models import Slip
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import BEGINNING, moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
LATER = moment("2026-11-04 10:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    """Filed with the first paper only."""
    return file(stage.intake(cast, papers=stage.all_papers()[:1]), by=cast.lan, at=AT).code


def accepted(cast, code, papers=None, *, by=None, at=LATER):
    return accept(code, by=by or cast.lan, at=at, papers=papers)


def test_the_clock_starts_with_acceptance_not_with_filing(cast, code):
    d = accepted(cast, code, stage.all_papers())
    assert (d.state, d.filed_at, d.accepted_at) == (Status.ACCEPTED, AT, LATER)
    assert d.due_at == moment("2026-11-09 17:00")
    assert Slip.objects.get().form == "01"
    check_all()


def test_what_lacks_papers_is_not_accepted(cast, code):
    sentence = "Chưa đánh dấu giấy tờ số 2, 3: đã nhận, hay không cần trong trường hợp này?"
    assert refused(lambda: accepted(cast, code)) == (sentence, "papers")
    assert refused(lambda: accepted(cast, code, stage.all_papers()[:1])) == (sentence, "papers")


def test_the_list_of_acceptance_is_the_one_that_counts(cast, code):
    accepted(cast, code, (Paper(1, originals=2), Paper(2, not_needed=True), Paper(3, copies=1)))
    rows = list(ReceivedComponent.objects.order_by("n").values_list("n", "originals", "not_needed"))
    assert rows == [(1, 2, False), (2, 0, True), (3, 0, False)]


def test_the_counter_accepts_and_nobody_else(cast, code):
    assert refused(lambda: accepted(cast, code, stage.all_papers(), by=cast.minh))[0].startswith(
        "Việc này thuộc công chức tiếp nhận"
    )


def test_a_dossier_is_accepted_once(cast, code):
    accepted(cast, code, stage.all_papers())
    assert refused(lambda: accepted(cast, code, stage.all_papers())) == (
        "Hồ sơ đang ở trạng thái “Được tiếp nhận” nên không thực hiện được “Tiếp nhận”.",
        None,
    )


def test_a_procedure_that_changed_since_filing_is_chosen_anew_before_acceptance(cast, code):
    """A dossier is judged by the version in force when it is accepted."""
    line = stage.read(stage.procedure_line(limit={"amount": 5, "unit": "working_day", "text": "05 ngày"}))
    new, _ = catalogue_actions.publish(line, day=date(2026, 11, 4), by="test", at=BEGINNING)
    assert refused(lambda: accepted(cast, code, stage.all_papers())) == (
        "Thủ tục 1.000689 đã thay đổi từ 04/11/2026. Hãy chọn lại thủ tục để theo bản đang có hiệu lực.",
        "procedure",
    )
    change = Amendment(version_id=new.pk, papers=stage.all_papers())
    amend(code, change, by=cast.lan, at=LATER, reason="Thủ tục đã thay đổi")
    d = accepted(cast, code)
    assert (d.version_id, d.due_at) == (new.pk, moment("2026-11-11 17:00"))
    check_all()


def test_what_was_accepted_keeps_its_version(cast, code):
    """After acceptance a dossier changes to another procedure only by the version of that day."""
    accepted(cast, code, stage.all_papers())
    line = stage.read(stage.procedure_line(fee_text="8.000 đồng"))
    new, _ = catalogue_actions.publish(line, day=date(2026, 11, 5), by="test", at=BEGINNING)
    change = Amendment(version_id=new.pk, papers=stage.all_papers())
    act = refused(lambda: amend(code, change, by=cast.lan, at=moment("2026-11-05 09:00"), reason="x"))
    assert act == ("Thủ tục 1.000689 chưa có hiệu lực, bắt đầu từ 05/11/2026.", "procedure")
