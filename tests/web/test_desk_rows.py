"""The rows of the worklist, which are put together outside the templates: what keeps a page safe is shown here."""

from dataclasses import replace

import pytest
from django.utils import translation

from motcua.casework.reads.clock import Clock, State
from motcua.casework.reads.worklist import Tab, WorkRow
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Sentence
from motcua.web.desk.rows import WorkRows
from tests.cast import moment

ROW = WorkRow(
    item_id=7,
    code="H48.32-261102-0001",
    procedure="Đăng ký khai sinh",
    procedure_code="1.001193",
    applicant="Nguyễn Thị Hoa",
    status=int(Status.IN_PROCESS),
    kind="process",
    step="",
    agency_id=1,
    agency="UBND xã",
    role="specialist",
    holder="",
    is_mine=False,
    opened_at=moment("2026-11-02 08:00"),
    step_due_at=None,
    step_late=False,
    due_at=None,
    clock=Clock(State.NONE, Sentence("không tính hạn")),
    held=False,
)


def drawn(tab=Tab.MINE, *, ticks=True, **changes) -> str:
    return WorkRows(tab, ticks=ticks).all([replace(ROW, **changes)])


@pytest.mark.parametrize("field", ["procedure", "step", "holder", "code"])
def test_signs_of_html_and_braces_in_the_data_are_text(field):
    page = drawn(**{field: '<b>"{0}" & {code}</b>'})
    assert "<b>&quot;" not in page
    assert "&lt;b&gt;&quot;{0}&quot; &amp; {code}&lt;/b&gt;" in page


def test_a_code_with_signs_of_addresses_leads_to_its_own_page():
    assert 'href="/ho-so/A%3FB%23C/"' in drawn(code="A?B#C")


def test_the_applicant_is_masked():
    page = drawn()
    assert "Hoa" not in page
    assert 'class="masked"' in page


def test_only_who_may_act_can_tick():
    assert 'value="7"' in drawn()
    assert "<input" not in drawn(ticks=False)


def test_a_row_that_wants_a_letter_leads_to_the_letter():
    assert 'href="/ho-so/H48.32-261102-0001/xin-loi/"' in drawn(Tab.APOLOGY)


def test_a_dossier_that_waits_for_its_applicant_shows_its_state_instead_of_the_limit_of_the_step():
    limit = {"step_due_at": moment("2026-11-03 08:00"), "step_late": True}
    assert "hạn bước 08:00 03/11/2026" in drawn(**limit)
    assert "trễ bước" in drawn(**limit)
    waiting = drawn(**limit, status=int(Status.SUPPLEMENT))
    assert "hạn bước" not in waiting
    assert "trễ bước" not in waiting


def test_data_says_that_it_is_vietnamese_on_a_page_that_is_not():
    with translation.override("en"):
        assert '<span lang="vi">Đăng ký khai sinh</span>' in drawn()
    assert 'lang="vi"' not in drawn()
