"""A dossier runs by a table that a clerk typed: beside each other, sent on by an outcome, each step by its role."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.file import file_and_accept
from motcua.casework.office import processes as verbs
from motcua.casework.office.processes import Decision
from motcua.casework.reads import process_drafts as reads
from motcua.kernel.sentences import Refused
from motcua.workflow.models import WorkItem
from motcua.workflow.process.typed_rows import Row, typed
from motcua.workflow.queries import ways_after
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
LINE = typed(stage.COMMUNE_STEPS)
ROWS = [
    LINE[0],
    Row("Thẩm định", "specialist", "competent", "process", "4"),
    Row("Hỏi ý kiến", "clerk", "competent", "review", "4", join="beside"),
    Row("Ký", "signer", "competent", "sign", "2", ways=(("Trả lại", "2"), ("Từ chối", "5")), label="Đồng ý", then="6"),
    Row("Soạn văn bản từ chối", "specialist", "competent", "process", "2"),
    *LINE[3:],
]
DOERS = {"specialist": "minh", "clerk": "roi", "signer": "son", "receiver": "lan"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    """A dossier accepted on the first day of the process."""
    whose = reads.of_procedure("1.000689")
    verbs.keep_draft(whose, rows=ROWS, seen=None, by=cast.quan, at=AT)
    decision = Decision("QĐ 12", AT.date(), "Ủy ban nhân dân xã Ba Tơ")
    verbs.publish_draft(whose, seen=1, decision=decision, day=date(2026, 11, 23), by=cast.quan, at=AT)
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-23 08:00")).code


def opened(code):
    items = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True).select_related("step")
    return {item.step.name: item for item in items}


def done(cast, code, name, **more):
    item = opened(code)[name]
    by = cast.actor(DOERS[item.role])
    return advance(code, by=by, at=moment("2026-11-23 09:00") + timedelta(minutes=item.pk), item_id=item.pk, **more)


def test_parallel_rows_are_open_together_and_an_outcome_leads_back_to_both(cast, code):
    assert set(opened(code)) == {"Thẩm định", "Hỏi ý kiến"}
    done(cast, code, "Thẩm định")
    done(cast, code, "Hỏi ý kiến")
    done(cast, code, "Ký", outcome="Trả lại")
    assert set(opened(code)) == {"Thẩm định", "Hỏi ý kiến"}
    check_all()


@pytest.mark.parametrize(
    ("outcome", "after"), [("forward", ["Vào sổ, đóng dấu"]), ("Từ chối", ["Soạn văn bản từ chối"])]
)
def test_the_outcome_chosen_leads_to_its_row_and_every_other_on(cast, code, outcome, after):
    done(cast, code, "Thẩm định")
    done(cast, code, "Hỏi ý kiến")
    done(cast, code, "Ký", outcome=outcome)
    assert list(opened(code)) == after
    check_all()


def test_the_outcomes_are_offered_as_they_were_typed(cast, code):
    done(cast, code, "Hỏi ý kiến")
    done(cast, code, "Thẩm định")
    step = opened(code)["Ký"].step
    assert [way.label for way in ways_after(step)] == ["Trả lại", "Từ chối", "Đồng ý"]
    with pytest.raises(Refused, match="không có kết quả “Hủy”"):
        done(cast, code, "Ký", outcome="Hủy")


def test_a_dossier_accepted_before_that_day_keeps_its_process(cast):
    before = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    whose = reads.of_procedure("1.000689")
    rows = [replace(row, name="Mới") if row.name == "Thẩm định" else row for row in ROWS]
    verbs.keep_draft(whose, rows=rows, seen=None, by=cast.quan, at=AT)
    decision = Decision("QĐ 12", AT.date(), "Ủy ban nhân dân xã Ba Tơ")
    verbs.publish_draft(whose, seen=1, decision=decision, day=date(2026, 11, 23), by=cast.quan, at=AT)
    assert list(opened(before)) == ["Thụ lý"]
