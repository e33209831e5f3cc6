"""The editor of a process: a table of fields and buttons, whole without script; nothing typed is lost."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.casework.reads import process_drafts as reads
from motcua.offices import snapshot
from motcua.workflow.models import ProcessDraft
from motcua.workflow.process.bpmn_writing import write
from motcua.workflow.process.from_rows import drawn
from motcua.workflow.process.table import graph_of
from tests import cast as stage
from tests.web.office_pages import address, sign_in, text_of
from tests.web.process_forms import CODE, EDIT, ROWS, SHORT, begun, fields, kept_rows
from tests.workflow.processes import drawn as drawn_blocks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]  # Monday 2 March 2026


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


# What a table begins from


def test_without_a_draft_the_page_asks_what_to_begin_from(quan):
    said = text_of(quan.get(EDIT))
    assert "Quy trình chung · Cấp xã" in said
    assert "Quy trình đang áp dụng" not in said  # there is none of its own


def test_a_table_begins_from_the_process_of_the_level(quan):
    assert begun(quan)["Location"] == EDIT
    assert kept_rows() == ROWS
    assert 'value="Thụ lý"' in quan.get(EDIT).content.decode()


def test_a_table_begins_from_another_procedure_typed_by_its_code(quan, cast):
    stage.publish_procedure(code="1.000003", name="Khác")
    assert begun(quan, **{"from": "other", "procedure": "1.000003"}).status_code == 302
    assert kept_rows() == ROWS


def test_a_table_begins_with_the_rows_that_no_process_lacks(quan):
    begun(quan, **{"from": "fresh"})
    assert [row.kind for row in kept_rows()] == ["receive", "process", "sign", "issue", "return"]
    assert "chưa có thời hạn" in text_of(quan.get(EDIT))


def uploaded(client, content, **more):
    file = SimpleUploadedFile("quy-trinh.bpmn", content)
    return client.post(f"{EDIT}bat-dau/", {"from": "file", "file": file, **more})


def test_a_table_begins_from_a_file_and_says_where_somebody_is_unknown(quan):
    content = write(graph_of("p", "", stage.COMMUNE_STEPS)).replace(b'motcua:role="clerk"', b'motcua:role="bishop"')
    assert uploaded(quan, content).status_code == 302
    assert [row.role for row in kept_rows()] == ["receiver", "specialist", "signer", "", "receiver"]
    assert "chưa rõ ai làm" in text_of(quan.get(EDIT))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không phải XML"),
        (b"<a/>", "không phải BPMN"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "DOCTYPE"),
        (write(graph_of("p", "", stage.COMMUNE_STEPS)).replace(b"userTask", b"scriptTask", 2), "dòng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_lines(quan, content, said):
    answer = uploaded(quan, content)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not ProcessDraft.objects.exists()


def test_what_is_no_table_is_shown_as_a_diagram_and_replaced_by_a_file(quan):
    nested = drawn_blocks(("parallel", [("choice", [("step",), ("step",)]), ("step",)]))
    assert uploaded(quan, write(nested)).status_code == 302
    page = quan.get(EDIT).content.decode()
    assert "không viết được thành bảng" in page and "<svg" in page and 'id="table"' not in page
    assert uploaded(quan, write(graph_of("p", "", stage.COMMUNE_STEPS)), seen="1").status_code == 302
    assert kept_rows() == ROWS


def test_what_is_longer_than_a_table_is_shown_as_a_diagram(quan):
    long = [stage.COMMUNE_STEPS[0], *[stage.COMMUNE_STEPS[1]] * 120, *stage.COMMUNE_STEPS[2:]]
    assert uploaded(quan, write(graph_of("p", "", long))).status_code == 302
    assert ProcessDraft.objects.get().rows is None


def test_an_unknown_source_is_refused(quan):
    for changes in ({"from": "level:moon"}, {"from": "own"}, {"from": ""}, {"from": "other", "procedure": "9.9"}):
        assert begun(quan, **changes).status_code == 422
    assert not ProcessDraft.objects.exists()


# The table


def test_what_was_typed_is_kept_whole_or_not(quan):
    begun(quan)
    rows = [*ROWS[:1], replace(ROWS[1], hours="tám", ways=(("Trả lại", "9"),)), *ROWS[2:]]
    assert quan.post(EDIT, fields(rows))["Location"] == EDIT
    assert kept_rows() == rows
    page = quan.get(EDIT)
    assert 'value="tám"' in page.content.decode()
    said = text_of(page)
    assert "“tám” không phải số giờ" in said and "không có dòng “9”" in said


@pytest.mark.parametrize(
    ("pressed", "names", "to"),
    [
        ("up-3", ["Tiếp nhận", "Ký duyệt", "Thụ lý"], "?dong=2&nut=up"),
        ("down-1", ["Thụ lý", "Tiếp nhận", "Ký duyệt"], "?dong=2&nut=down"),
        ("insert-1", ["Tiếp nhận", "", "Thụ lý"], "?dong=2&nut=name"),
        ("delete-2", ["Tiếp nhận", "Ký duyệt", "Vào sổ, đóng dấu"], "?dong=2&nut=name"),
        ("way-2", ["Tiếp nhận", "Thụ lý", "Ký duyệt"], "?dong=2&nut=way"),
        ("up-99", ["Tiếp nhận", "Thụ lý", "Ký duyệt"], "?dong=98&nut=up"),
    ],
)
def test_a_button_changes_the_rows_as_typed_and_the_focus_follows(quan, pressed, names, to):
    begun(quan)
    answer = quan.post(EDIT, fields(ROWS, do=pressed))
    assert [row.name for row in kept_rows()][:3] == names
    assert answer["Location"] == EDIT + to
    page = quan.get(answer["Location"]).content.decode()
    assert page.count("autofocus") == (0 if "99" in pressed else 1)


def test_a_deleted_row_can_be_taken_back(quan):
    begun(quan)
    quan.post(EDIT, fields(ROWS, do="delete-2"))
    page = text_of(quan.get(EDIT))
    assert "Đã xóa dòng 2 “Thụ lý”." in page
    quan.post(EDIT, fields(ROWS[:1] + ROWS[2:], do="undo", seen="2"))
    assert kept_rows() == ROWS
    assert "Đã xóa dòng" not in text_of(quan.get(EDIT))


def test_the_longest_table_goes_in_whole(quan):
    begun(quan)
    rows = [*ROWS[:1], *[replace(ROWS[1], ways=tuple((f"x{k}", "2") for k in range(12)))] * 116, *ROWS[2:]]
    assert quan.post(EDIT, fields(rows)).status_code == 302
    assert kept_rows() == rows


def test_pressing_twice_does_once(quan):
    begun(quan)
    for _ in range(2):
        quan.post(EDIT, fields(ROWS, do="insert-1"))
    assert len(kept_rows()) == len(ROWS) + 1


def test_when_somebody_else_was_quicker_the_page_keeps_what_was_typed(quan, cast):
    begun(quan)
    ProcessDraft.objects.update(n=2, changed_by=cast.people["an"].pk)
    answer = quan.post(EDIT, fields([replace(ROWS[0], name="Của tôi"), *ROWS[1:]]))
    assert answer.status_code == 422
    assert "Nguyễn Văn An vừa sửa bản thảo này" in text_of(answer)
    assert 'value="Của tôi"' in answer.content.decode()
    assert kept_rows() == ROWS


def test_a_late_save_that_the_page_made_by_itself_does_not_undo_a_button(quan):
    begun(quan)
    quan.post(EDIT, fields(ROWS, do="delete-2"))
    late = quan.post(EDIT, fields(ROWS), HTTP_HX_REQUEST="true")
    assert late.status_code == 422
    assert "Chưa lưu được." in text_of(late)
    assert kept_rows() == ROWS[:1] + ROWS[2:]
    assert quan.post(EDIT, fields(SHORT, seen="2"), HTTP_HX_REQUEST="true").status_code == 302


@pytest.mark.parametrize("sent", [{}, {"rows": "x"}, {"rows": "-1"}, {"rows": "9999"}, {"rows": "1", "seen": "x"}])
def test_a_form_that_no_page_sends_is_no_fault_of_ours(quan, sent):
    begun(quan)
    assert quan.post(EDIT, sent).status_code in (302, 422)


def test_values_that_no_list_offers_are_shown_and_told(quan):
    begun(quan)
    quan.post(EDIT, fields([replace(ROWS[0], role='"><script>', kind="dance"), *ROWS[1:]]))
    page = quan.get(EDIT).content.decode()
    assert "<script>&" not in page and '"><script>' not in page
    assert '<option value="dance" selected>dance</option>' in page


def test_the_page_says_hours_limit_and_who_might_be_missing(quan):
    begun(quan)
    said = text_of(quan.get(EDIT))
    assert "Đường dài nhất: 24 giờ làm việc." in said
    assert "Thời hạn của thủ tục: 24 giờ" in said
    assert "“Ký duyệt”: chỉ có một người" in said
    assert "ban hành được" in said


def test_the_page_costs_the_same_whatever_the_number_of_rows(quan, django_assert_max_num_queries):
    begun(quan)
    quan.get(EDIT)
    quan.post(EDIT, fields([*ROWS[:1], *[ROWS[1]] * 50, *ROWS[2:]]))
    with django_assert_max_num_queries(20):
        quan.get(EDIT)


# Who may


@pytest.mark.parametrize("name", ["an", "lan", "son"])
def test_who_does_not_administer_finds_no_editor(client, cast, name):
    sign_in(client, cast, name)
    for page in (EDIT, f"{EDIT}ban-hanh/", "/quan-tri/quy-trinh/commune/sua/"):
        assert client.get(page).status_code == 404
    assert begun(client).status_code == 404
    assert not ProcessDraft.objects.exists()


def test_a_supervisor_sees_the_versions_and_no_buttons(client, cast):
    sign_in(client, cast, "an")
    page = client.get(address("processes", CODE))
    assert page.status_code == 200
    assert "Soạn bản mới" not in text_of(page)


def test_unknown_owners_are_not_found(quan):
    for page in (
        "/quan-tri/thu-tuc/9.9/quy-trinh/sua/",
        "/quan-tri/quy-trinh/moon/",
        "/quan-tri/quy-trinh/district/sua/",
    ):
        assert quan.get(page).status_code == 404


def test_the_rows_that_a_page_sends_are_the_rows_that_it_shows(quan):
    rows = [
        ROWS[0], replace(ROWS[1], hours="2", ways=(("Trả lại", "2"),), label="Đồng ý"),
        replace(ROWS[1], name="Hỏi", hours="1"), replace(ROWS[1], name="Đo", hours="1", join="beside"), *ROWS[3:],
    ]  # fmt: skip
    begun(quan)
    quan.post(EDIT, fields(rows))
    found = reads.draft(reads.of_procedure(CODE), snapshot.present(), day=date(2026, 3, 3))
    assert found.rows == rows
    assert found.graph == drawn("process", CODE, rows).graph
