"""Drafts of processes, and putting them in force: by one decision, for one procedure, a level, or many at once."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.office import processes as verbs
from motcua.casework.office.processes import Decision
from motcua.casework.reads import process_drafts as reads
from motcua.casework.reads import processes as published
from motcua.casework.reads.process_copies import copies
from motcua.catalogue.models import Procedure
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.workflow.models import ProcessDraft, ProcessVersion
from motcua.workflow.process.keeping import digest
from motcua.workflow.process.typed_rows import Row, typed
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT, DAY = moment("2026-11-20 09:00"), date(2026, 11, 23)
CODE = "1.000689"
ROWS = [replace(row, hours="4") if row.hours == "8" else row for row in typed(stage.COMMUNE_STEPS)]
BRANCHED = [*ROWS[:1], replace(ROWS[1], ways=(("Từ chối", "4"),)), *ROWS[2:]]
DECISION = Decision("QĐ 12/QĐ-UBND", date(2026, 11, 19), "Ủy ban nhân dân xã Ba Tơ")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def whose(cast):
    return reads.of_procedure(CODE)


def kept(whose, by, rows=ROWS, seen=None):
    return verbs.keep_draft(whose, rows=rows, seen=seen, by=by, at=AT)


def publish(whose, by, seen=1, day=DAY, decision=DECISION):
    return verbs.publish_draft(whose, seen=seen, decision=decision, day=day, by=by, at=AT)


def look(whose):
    return reads.draft(whose, snapshot.present(), day=DAY)


# Drafts


def test_a_draft_keeps_what_was_typed_however_wrong(cast, whose):
    rows = [Row("Nửa chừng", hours="hai"), Row()]
    kept(whose, cast.quan, rows)
    found = look(whose)
    assert found is not None and list(found.rows) == rows
    assert {p.n for p in found.problems} == {1, 2}


def test_a_process_has_one_draft_and_what_is_in_force_stays(cast, whose):
    kept(whose, cast.quan)
    kept(whose, cast.quan, BRANCHED, seen=1)
    assert [(d.n, d.rows[1].get("ways")) for d in ProcessDraft.objects.all()] == [(2, [["Từ chối", "4"]])]
    assert not ProcessVersion.objects.filter(process__procedure=whose.procedure).exists()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(cast, whose):
    kept(whose, cast.quan)
    ProcessDraft.objects.update(changed_by=cast.people["an"].pk, n=2)
    with pytest.raises(Refused, match=r"Nguyễn Văn An vừa sửa bản thảo này lúc 09:00 20/11/2026"):
        kept(whose, cast.quan, seen=1)
    assert kept(whose, cast.quan, seen=2).n == 3


def test_a_draft_is_not_begun_over_another(cast, whose):
    kept(whose, cast.quan)
    with pytest.raises(Refused, match="vừa sửa bản thảo này"):
        kept(whose, cast.quan, seen=None)


def test_a_draft_that_nobody_could_have_meant_is_refused(cast, whose):
    with pytest.raises(Refused, match="dài quá 120 bước"):
        kept(whose, cast.quan, [Row()] * 121)
    with pytest.raises(Refused, match="Dòng 1 quá dài"):
        kept(whose, cast.quan, [Row("x" * 1001)])


def test_a_draft_can_be_thrown_away(cast, whose):
    kept(whose, cast.quan)
    verbs.drop_draft(whose, by=cast.quan, at=AT)
    assert look(whose) is None


@pytest.mark.parametrize("name", ["an", "lan", "son"])
def test_only_administrators_change_processes(cast, whose, name):
    by = cast.actor(name)
    for act in (lambda: kept(whose, by), lambda: verbs.drop_draft(whose, by=by, at=AT), lambda: publish(whose, by)):
        with pytest.raises(Refused, match="quản trị hệ thống"):
            act()


# Publishing


def test_publishing_makes_a_version_with_its_decision_and_the_draft_is_gone(cast, whose):
    kept(whose, cast.quan)
    put = publish(whose, cast.quan)
    (version,) = reads.versions(whose)
    assert put.version == version
    assert version.decision == "QĐ 12/QĐ-UBND ngày 19/11/2026 của Ủy ban nhân dân xã Ba Tơ"
    assert (version.valid_from, version.valid_to, version.graph) == (DAY, None, None)
    assert look(whose) is None


def test_the_stream_of_the_procedure_tells_it(cast, whose):
    kept(whose, cast.quan, BRANCHED)
    version = publish(whose, cast.quan).version
    event = Event.objects.get(stream=cast.version.procedure.stream, kind="process.published")
    assert event.by == cast.quan.ref
    assert json.loads(event.facts) == {
        "process": 1, "from": "2026-11-23", "decision": version.decision, "digest": digest(published.graph(version)),
    }  # fmt: skip


def test_a_process_with_branches_is_published_and_begins_the_next_draft_as_the_same_rows(cast, whose):
    kept(whose, cast.quan, BRANCHED)
    version = publish(whose, cast.quan).version
    assert version.graph is not None
    assert reads.begun_from(version)[0] == BRANCHED


def test_the_version_before_ends_where_the_next_begins(cast, whose):
    kept(whose, cast.quan)
    publish(whose, cast.quan)
    kept(whose, cast.quan, BRANCHED)
    put = publish(whose, cast.quan, day=date(2026, 12, 1))
    assert [(v.n, v.valid_from, v.valid_to) for v in reads.versions(whose)] == [
        (2, date(2026, 12, 1), None), (1, DAY, date(2026, 12, 1)),
    ]  # fmt: skip
    assert [str(change) for change in put.changes] == ["Thứ tự hoặc cách rẽ nhánh của các bước thay đổi."]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decision": replace(DECISION, number=" ")}, "số của quyết định"),
        ({"decision": replace(DECISION, agency="")}, "cơ quan ban hành"),
        ({"decision": replace(DECISION, on=date(2026, 11, 21))}, "chưa tới"),
        ({"decision": replace(DECISION, number="Q" * 61)}, "dài quá 60"),
        ({"day": date(2026, 11, 19)}, "sớm nhất từ hôm nay"),
        ({"seen": 2}, "đã thay đổi từ lúc mở"),
    ],
)
def test_publishing_needs_a_whole_decision_and_the_draft_that_was_seen(cast, whose, changes, said):
    kept(whose, cast.quan)
    with pytest.raises(Refused, match=said):
        publish(whose, cast.quan, **changes)
    assert look(whose) is not None


def test_a_draft_with_a_problem_is_not_published(cast, whose):
    kept(whose, cast.quan, [*ROWS[:1], replace(ROWS[1], hours="16"), *ROWS[2:]])
    with pytest.raises(Refused, match="vượt thời hạn 24 giờ"):
        publish(whose, cast.quan)


def test_a_draft_that_says_nothing_new_is_not_published(cast, whose):
    for seen in (1, 1):
        kept(whose, cast.quan, BRANCHED)
        if seen and not reads.versions(whose):
            publish(whose, cast.quan)
    with pytest.raises(Refused, match="giống quy trình đang có"):
        publish(whose, cast.quan, day=date(2026, 12, 1))


def test_the_process_of_a_level_has_no_limit_and_is_told_by_the_highest_agency(cast):
    commune = reads.of_level("commune")
    verbs.keep_draft(commune, rows=[replace(row, hours="40") for row in ROWS], seen=None, by=cast.quan, at=AT)
    publish(commune, cast.quan)
    assert [v.n for v in reads.versions(commune)] == [2, 1]
    event = Event.objects.get(stream=cast.province.stream, kind="process.published")
    assert json.loads(event.facts)["level"] == "commune"


# Copies


@pytest.fixture
def version(cast, whose):
    kept(whose, cast.quan, BRANCHED)
    return publish(whose, cast.quan).version


def other(code, **changes):
    return stage.publish_procedure(code=code, name=f"Thủ tục {code}", **changes).procedure.code


def copy(cast, version, codes, day=DAY):
    return verbs.copy_process(version, codes=codes, decision=DECISION, day=day, by=cast.quan, at=AT)


def test_many_procedures_get_the_process_by_one_decision(cast, version):
    codes = [other("1.000001"), other("1.000002")]
    assert len(copy(cast, version, codes)) == 2
    for code in codes:
        (made,) = reads.versions(reads.of_procedure(code))
        assert (made.decision, made.valid_from) == (DECISION.text(at=AT), DAY)
        assert reads.begun_from(made)[0] == BRANCHED
        stream = Procedure.objects.get(code=code).stream
        assert Event.objects.filter(stream=stream, kind="process.published").count() == 1


def test_all_of_them_or_none(cast, version):
    fits, short = other("1.000001"), other("1.000002", limit={"amount": 1, "unit": "working_day"})
    with pytest.raises(Refused, match=r"Thủ tục 1\.000002: Đường dài nhất cần 16 giờ làm việc, vượt thời hạn 8 giờ"):
        copy(cast, version, [fits, short])
    assert reads.versions(reads.of_procedure(fits)) == []


# Cases


SHORT_CASE = r"vượt thời hạn 12 giờ của trường hợp 2 “Trường hợp xuất trình đủ giấy tờ bản chính”"


@pytest.fixture
def in_cases(cast):
    """3 working days, with a case of 8 days and one of 12 hours."""
    stage.procedure_in_cases()
    return reads.of_procedure("1.000894")


def test_a_case_for_which_the_longest_way_is_too_long_is_told_and_keeps_the_draft_from_being_published(cast, in_cases):
    kept(in_cases, cast.quan)
    found = look(in_cases)
    assert found.limit == 24 and [(c.n, c.hours) for c in found.cases] == [(1, 64), (2, 12)]
    (problem,) = found.problems
    assert str(problem.sentence).startswith("Đường dài nhất cần 16 giờ làm việc, vượt thời hạn 12 giờ của trường hợp 2")
    with pytest.raises(Refused, match=SHORT_CASE):
        publish(in_cases, cast.quan)


def test_within_the_limits_of_all_cases_it_is_published(cast, in_cases):
    kept(in_cases, cast.quan, [replace(row, hours="2") for row in ROWS])
    assert publish(in_cases, cast.quan).new


def test_a_copy_is_held_against_the_cases_of_each_procedure(cast, version, in_cases):
    with pytest.raises(Refused, match=r"Thủ tục 1\.000894: .*" + SHORT_CASE):
        copy(cast, version, [other("1.000001"), in_cases.code])


def test_a_name_of_a_case_that_fills_a_page_is_cut_in_the_sentence(cast):
    stage.procedure_in_cases([{"name": "Trường hợp " + "x" * 280, "amount": 1, "unit": "working_day"}])
    whose = reads.of_procedure("1.000894")
    kept(whose, cast.quan)
    (problem,) = look(whose).problems
    assert len(str(problem.sentence)) < 260 and str(problem.sentence).endswith("x…”.")


def test_who_has_an_equal_process_keeps_it(cast, version):
    code = other("1.000001")
    copy(cast, version, [code])
    assert copy(cast, version, [code], day=date(2026, 12, 1)) == []
    assert len(reads.versions(reads.of_procedure(code))) == 1


def test_rows_without_branches_are_copied_as_rows_and_a_former_version_ends(cast, whose):
    kept(whose, cast.quan)
    plain = publish(whose, cast.quan).version
    first, second = other("1.000001"), other("1.000002")
    verbs.keep_draft(reads.of_procedure(first), rows=BRANCHED, seen=None, by=cast.quan, at=AT)
    publish(reads.of_procedure(first), cast.quan)
    copy(cast, plain, [first, second], day=date(2026, 12, 1))
    new, old = reads.versions(reads.of_procedure(first))
    assert (new.n, new.graph, old.valid_to) == (2, None, date(2026, 12, 1))
    assert reads.begun_from(new)[0] == reads.begun_from(reads.last_of(reads.of_procedure(second)))[0] == ROWS
    assert copy(cast, plain, [first, second], day=date(2026, 12, 8)) == []


def test_the_stream_of_each_tells_the_digest_of_what_it_got(cast, version):
    code = other("1.000001")
    (made,) = copy(cast, version, [code])
    event = Event.objects.get(stream=Procedure.objects.get(code=code).stream, kind="process.published")
    fresh = ProcessVersion.objects.get(pk=made.pk)
    assert json.loads(event.facts)["digest"] == digest(published.graph(fresh))


def test_copying_costs_the_same_for_many_as_for_few(cast, version):
    few, many = [other(f"1.00010{n}") for n in range(2)], [other(f"1.00020{n}") for n in range(9)]
    costs = []
    for codes in (few, many):
        with CaptureQueriesContext(connection) as statements:
            copy(cast, version, codes)
        costs.append(len(statements))
    assert costs[0] == costs[1] < 30


def test_the_preview_says_what_each_gets(cast, version):
    short = other("1.000001", limit={"amount": 1, "unit": "working_day"})
    same, new, own = other("1.000002"), other("1.000003"), other("1.000004")
    copy(cast, version, [same])
    kept(reads.of_procedure(own), cast.quan)
    publish(reads.of_procedure(own), cast.quan)
    seen = {c.code: c for c in copies(version, [short, same, new, own], day=date(2026, 12, 1))}
    assert "vượt thời hạn 8 giờ" in str(seen[short].refused)
    assert seen[same].same and not seen[new].same and not seen[own].same
    assert [str(change) for change in seen[own].changes] == ["Thứ tự hoặc cách rẽ nhánh của các bước thay đổi."]
    early = {c.code: c for c in copies(version, [own], day=DAY)}
    assert "Đã có bản quy trình hiệu lực từ 23/11/2026" in str(early[own].refused)


def test_what_is_not_there_or_nothing_at_all_is_refused(cast, version):
    with pytest.raises(Refused, match="ít nhất một thủ tục"):
        copy(cast, version, [])
    with pytest.raises(Refused, match=r"Không có thủ tục mã 9\.999999"):
        copy(cast, version, ["9.999999", CODE])
