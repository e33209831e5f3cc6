"""What single outcomes of a step demand: asked by each verb that brings the outcome about, and by no other."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.casework.advance import advance, send_back
from motcua.casework.ask_supplement import propose_supplement
from motcua.casework.attach import attach
from motcua.casework.file import file_and_accept
from motcua.casework.reads.process_staffing import staffing
from motcua.casework.resolve import resolve
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices import snapshot
from motcua.offices.roles import Role
from motcua.workflow.actions import put
from motcua.workflow.models import Step, WorkItem
from motcua.workflow.process.from_rows import drawn
from motcua.workflow.process.typed_rows import typed
from motcua.workflow.queries import process_of
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
LINE = typed(stage.COMMUNE_STEPS)
WAY = ("không đạt", "4")  # to who issues


@pytest.fixture
def cast():
    return stage.enter()


def running(cast, **needs: str) -> str:
    """A dossier at the second row of a process whose rows demand this: `process`, `sign`, `issue`."""
    rows = [replace(row, needs=needs.get(row.kind, "")) for row in LINE]
    rows[1] = replace(rows[1], ways=(WAY,))
    found = drawn("p", "Quy trình", rows)
    assert found.problems == []
    put(procedure=cast.version.procedure, level=None, graph=found.graph, decision="12/QĐ", day=date(2026, 1, 1))
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def kind_open(code: str) -> str:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False).kind


def with_file(cast, code: str, who: str) -> None:
    file = store(content=b"%PDF-1.4 y kien", name="y-kien.pdf", at=AT)
    attach(code, by=cast.actor(who), at=AT, files=[("a.pdf", file)], kind="evidence")


def no(text: str, act, field: str | None = None) -> None:
    with pytest.raises(Refused, match=text) as refused:
        act()
    assert refused.value.field == field


def test_words_are_owed_for_the_outcome_that_demands_them_and_for_no_other(cast):
    code = running(cast, process="không_đạt:note")
    no("“không đạt” thì phải ghi ý kiến", lambda: advance(code, by=cast.minh, at=AT, outcome="không đạt"), "note")
    assert kind_open(code) == "process"
    advance(code, by=cast.minh, at=AT)
    assert kind_open(code) == "sign"


def test_with_words_the_outcome_is_reached(cast):
    code = running(cast, process="không_đạt:note")
    advance(code, by=cast.minh, at=AT, outcome="không đạt", note="Thiếu điều kiện")
    assert kind_open(code) == "issue"
    check_all()


def test_the_way_for_every_other_outcome_may_demand_too(cast):
    code = running(cast, process="forward:note")
    no("phải ghi ý kiến", lambda: advance(code, by=cast.minh, at=AT), "note")
    advance(code, by=cast.minh, at=AT, outcome="không đạt")
    assert kind_open(code) == "issue"


def test_a_file_is_owed_for_one_outcome_and_before_it_is_reached(cast):
    code = running(cast, process="không_đạt:file")

    def fails():
        return advance(code, by=cast.minh, at=AT, outcome="không đạt")

    no("“không đạt” thì phải kèm tệp", fails)
    with_file(cast, code, "minh")
    fails()


def test_what_is_always_owed_is_owed_for_a_named_outcome_too(cast):
    code = running(cast, process="note không_đạt:file")
    with_file(cast, code, "minh")
    no("Bước này phải ghi ý kiến", lambda: advance(code, by=cast.minh, at=AT, outcome="không đạt"), "note")


def test_sending_back_owes_what_it_demands_and_nothing_else(cast):
    code = running(cast, sign="file other back:file")
    advance(code, by=cast.minh, at=AT)

    def back():
        return send_back(code, by=cast.son, at=AT, to_step=2, note="Làm lại")

    no("“Trả lại bước trước” thì phải kèm tệp", back)
    with_file(cast, code, "son")
    back()
    assert kind_open(code) == "process"


def test_what_completing_owes_is_not_owed_for_sending_back(cast):
    code = running(cast, sign="file")
    advance(code, by=cast.minh, at=AT)
    send_back(code, by=cast.son, at=AT, to_step=2, note="Làm lại")


def test_a_proposed_supplement_owes_its_own(cast):
    code = running(cast, process="supplement:file")

    def propose():
        return propose_supplement(code, by=cast.minh, at=AT, items=ITEMS)

    no("“Đề xuất bổ sung” thì phải kèm tệp", propose)
    with_file(cast, code, "minh")
    propose()


@pytest.mark.parametrize("electronic", [True, False])
def test_a_result_that_refuses_owes_more_than_one_that_grants(cast, electronic):
    code = running(cast, issue="refused:file")
    advance(code, by=cast.minh, at=AT, outcome="không đạt")
    verb = resolve if electronic else advance

    def issue(**changes):
        result = stage.result(issued_on=AT.date(), electronic=electronic, **changes)
        return verb(code, by=cast.roi, at=AT, result=result)

    no("“Từ chối giải quyết” thì phải kèm tệp", lambda: issue(outcome="refused", reason="Không đủ điều kiện"))
    issue()


def test_a_refusal_may_be_for_another_person_to_issue(cast):
    office_actions.give_post(
        account=cast.people["minh"], agency=cast.commune, role=Role.CLERK, day=AT.date(), by="test", at=stage.BEGINNING
    )
    cast._actors.clear()
    code = running(cast, issue="refused:other")
    advance(code, by=cast.minh, at=AT, outcome="không đạt")
    refusal = stage.result(issued_on=AT.date(), outcome="refused", reason="Không đủ điều kiện")
    text = "“Từ chối giải quyết” phải do người khác với người đã làm bước “Thụ lý”"
    no(text, lambda: advance(code, by=cast.minh, at=AT, result=refusal))
    advance(code, by=cast.roi, at=AT, result=refusal)


def test_an_electronic_result_may_come_with_the_words_that_its_row_owes(cast):
    code = running(cast, issue="note")
    advance(code, by=cast.minh, at=AT, outcome="không đạt")
    result = stage.result(issued_on=AT.date(), electronic=True)
    no("phải ghi ý kiến", lambda: resolve(code, by=cast.roi, at=AT, result=result), "note")
    resolve(code, by=cast.roi, at=AT, result=result, note="Đã vào sổ")
    item = WorkItem.objects.get(dossier__code=code, kind="issue")
    assert item.note == "Đã vào sổ"
    assert Event.objects.filter(kind="dossier.resolved", payload__body__contains="Đã vào sổ").exists()


def test_a_version_from_before_demands_reads_as_it_was(cast):
    code = running(cast, process="note")
    step = Step.objects.get(version__process__procedure=cast.version.procedure, kind="process")
    assert step.needs == "note" and process_of(step.version_id).graph.steps[1].needs == ("note",)
    no("Bước này phải ghi ý kiến", lambda: advance(code, by=cast.minh, at=AT, note=" "), "note")


def test_one_who_alone_does_both_rows_is_told_where_another_person_is_asked_for(cast):
    """Only sơn signs in the commune; whoever reviews as signer before leaves nobody to sign."""
    again = replace(LINE[2], name="Ký lần hai", needs="other")
    graph = drawn("p", "Quy trình", [*LINE[:3], again, *LINE[3:]]).graph
    told = [str(w.sentence) for w in staffing(graph, cast.version.procedure, snapshot.present(), day=AT.date())]
    assert "“Ký lần hai”: người duy nhất giữ vị trí này cũng làm bước trước ở 1 nơi: Ủy ban nhân dân xã Ba Tơ." in told
    other = drawn("p", "Quy trình", [LINE[0], replace(LINE[2], role="specialist"), again, *LINE[3:]]).graph
    told = [str(w.sentence) for w in staffing(other, cast.version.procedure, snapshot.present(), day=AT.date())]
    assert not any("cũng làm bước trước" in sentence for sentence in told)
