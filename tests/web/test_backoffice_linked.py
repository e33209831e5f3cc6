"""Linked groups in the back office: looked at, put in force from a file after a preview, ended; and what is wrong."""

import json
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.catalogue.models import Competence, LinkedGroup, ProcedureVersion
from motcua.journal.models import Event
from motcua.offices.models import Agency
from motcua.workflow.models import ProcessVersion
from tests import cast as stage
from tests.casework import declarations as d
from tests.cast import moment
from tests.web.office_pages import address, error_at, sign_in, text_of
from tests.web.office_pages import press as pressed_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
KEYS = count()
TODAY, LATER = "02/03/2026", "01/04/2026"


def press(client, url, **values):
    return pressed_with(client, url, key=f"a-key-of-its-own-{next(KEYS)}", **values)


def file_of(*lines, raw=None):
    content = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines).encode() if raw is None else raw
    return SimpleUploadedFile("nhom.jsonl", content)


def sent(client, *lines, day=TODAY, raw=None):
    return press(client, address("linked_upload"), file=file_of(*lines, raw=raw), day=day)


def applied(client, *lines, day=TODAY):
    """Look at a file and put it in force as the page of the preview would."""
    context = sent(client, *lines, day=day).context
    return press(client, address("linked_upload"), lines=context["lines"].replace("\n", "\r\n"), day=day)


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


@pytest.fixture
def grouped(cast):
    d.publish()
    return LinkedGroup.objects.get()


def test_the_list_says_what_each_member_waits_for_and_who_decides(quan, grouped):
    page = text_of(quan.get(address("linked_groups")))
    assert "Đăng ký thường trú 1.004222 · chờ kết quả của thành phần 1 · quầy chọn cơ quan giải quyết" in page
    assert "1.001193 · bắt đầu ngay" in page
    assert d.line()["decision"] in page
    assert "vướng" not in page


def test_without_groups_the_list_says_how_they_come(quan):
    page = quan.get(address("linked_groups"))
    assert "Chưa có nhóm thủ tục liên thông nào." in text_of(page)
    assert address("linked_upload") in page.content.decode()


@pytest.mark.parametrize("state", ["coming", "ended"])
def test_a_state_without_groups_leads_back_to_those_in_force(quan, grouped, state):
    assert "Xem nhóm đang có hiệu lực" in text_of(quan.get(address("linked_groups") + f"?state={state}"))


def agency(**about):
    member = LinkedGroup.objects.get().members.get(n=2)
    member.agency = Agency.objects.filter(**about).first()
    assert member.agency is not None
    member.save()


def not_in_force():
    ProcedureVersion.objects.filter(procedure__code=d.RESIDENCE).update(valid_from="2025-01-01", valid_to="2026-01-01")


TROUBLES = {
    "Không có bản nào đang có hiệu lực": not_in_force,
    "Nội dung công bố còn thiếu": lambda: ProcedureVersion.objects.filter(procedure__code=d.RESIDENCE).update(
        receivable=False, missing=["thời hạn"]
    ),
    "Chưa rõ cơ quan nào giải quyết": lambda: Competence.objects.filter(procedure__code=d.RESIDENCE).delete(),
    "Chưa có quy trình nội bộ": lambda: ProcessVersion.objects.update(valid_from="2030-01-01"),
    "không có thẩm quyền giải quyết": lambda: agency(kind="province_committee"),
}


@pytest.mark.parametrize("told", TROUBLES)
def test_what_is_wrong_with_a_member_stands_at_the_row_and_on_the_page(quan, grouped, told):
    TROUBLES[told]()
    for page in (address("linked_groups"), address("linked_group", d.GROUP)):
        assert told in text_of(quan.get(page))
    assert "Quầy chưa nhận được tờ khai của nhóm này" in text_of(quan.get(address("linked_group", d.GROUP)))


def test_the_page_of_a_group_counts_its_declarations_and_keeps_its_earlier_rows(quan, cast, grouped):
    d.declare(cast)
    d.put(d.line(decision="Nghị định 99"), at=moment("2026-11-03 08:00"))
    LinkedGroup.objects.filter(valid_to__isnull=False).update(valid_from="2026-01-01", valid_to="2026-03-01")
    LinkedGroup.objects.filter(valid_to__isnull=True).update(valid_from="2026-03-01")
    page = text_of(quan.get(address("linked_group", d.GROUP)))
    assert "Tờ khai đã nhận 1 trong đó theo bản này: 0" in page
    assert "Nghị định 99" in page and d.line()["decision"] in page
    assert "từ 01/01/2026 đến trước 01/03/2026" in page


def test_a_code_that_no_group_bears_is_not_found(quan):
    assert quan.get(address("linked_group", "9.999999")).status_code == 404
    assert quan.get(address("linked_end", "9.999999")).status_code == 404


def test_a_file_is_looked_at_before_anything_is_written_and_applied_in_one_press(quan, grouped):
    page = sent(quan, d.line(decision="Nghị định 99"))
    assert "0 nhóm mới, 1 nhóm có bản mới, 0 nhóm giữ nguyên. Chưa ghi gì." in text_of(page)
    assert LinkedGroup.objects.count() == 1
    applied(quan, d.line(decision="Nghị định 99"))
    assert [row.decision for row in LinkedGroup.objects.all()] == [d.line()["decision"], "Nghị định 99"]
    assert Event.objects.filter(kind="linked_group.published").last().by != "test"


def test_one_wrong_line_keeps_the_whole_file_out_and_is_told(quan, grouped):
    page = sent(quan, d.line(decision="Nghị định 99"), d.line(code="2.000001", decision=""))
    assert page.status_code == 422
    assert "Dòng 2: Thiếu quyết định công bố nhóm thủ tục." in text_of(page)
    assert page.context["lines"] == ""
    lines = "\n".join(json.dumps(one) for one in (d.line(decision="Nghị định 99"), d.line(code="2.000001", name="")))
    assert "Dòng 2" in text_of(press(quan, address("linked_upload"), lines=lines, day=TODAY))
    assert LinkedGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "told"), [(b"\n", "Tệp trống"), (b"\xff\xfe", "Không phải UTF-8"), (b"x" * (2**20 + 1), "Tệp lớn hơn 1 MB")]
)
def test_a_file_that_cannot_be_read_is_told(quan, raw, told):
    page = sent(quan, raw=raw)
    assert page.status_code == 422
    assert told in text_of(page)


@pytest.mark.parametrize(("day", "told"), [("01/03/2026", "Ngày này đã qua"), ("31/02/2026", "không phải"), ("", "")])
def test_a_day_that_cannot_be_is_told_at_its_field(quan, grouped, day, told):
    page = sent(quan, d.line(decision="Nghị định 99"), day=day)
    assert page.status_code == 422
    assert error_at(page, "day")
    assert told in error_at(page, "day")


def test_a_group_of_a_day_to_come_waits_beside_the_one_in_force(quan, grouped):
    answer = applied(quan, d.line(decision="Nghị định 99"), day=LATER)
    assert answer["Location"].endswith("?state=coming")
    assert "Nghị định 99" in text_of(quan.get(answer["Location"]))
    assert "Nghị định 99" not in text_of(quan.get(address("linked_groups")))


def test_the_file_to_take_away_given_back_changes_nothing(quan, grouped):
    content = quan.get(address("linked_lines")).content
    page = sent(quan, raw=b"\xef\xbb\xbf" + content)
    assert "không đổi gì" in text_of(page)
    assert b'id="act"' not in page.content


def test_a_group_ends_by_a_decision_that_the_journal_keeps(quan, grouped):
    answer = press(quan, address("linked_end", d.GROUP), day=LATER, decision="Quyết định 7/QĐ-UBND")
    assert answer["Location"] == address("linked_group", d.GROUP)
    grouped.refresh_from_db()
    assert f"{grouped.valid_to:%d/%m/%Y}" == LATER
    assert Event.objects.filter(kind="linked_group.ended").count() == 3


@pytest.mark.parametrize(
    ("values", "field", "told"),
    [
        ({"day": "01/03/2026"}, "day", "Ngày này đã qua"),
        ({"decision": ""}, "decision", ""),
        ({"day": "02/04/2026"}, "day", "Nhóm hết hiệu lực từ ngày 02/04/2026"),
    ],
)
def test_an_end_that_cannot_be_is_told_at_its_field(quan, grouped, values, field, told):
    grouped.valid_to = "2026-04-02"
    grouped.save()
    page = press(quan, address("linked_end", d.GROUP), **({"day": LATER, "decision": "QĐ 7"} | values))
    assert page.status_code == 422
    assert error_at(page, field)
    assert told in error_at(page, field)


def test_a_group_cannot_end_before_it_begins(quan, grouped):
    applied(quan, d.line(decision="Nghị định 99"), day=LATER)
    page = press(quan, address("linked_end", d.GROUP), day="10/03/2026", decision="QĐ 7")
    assert "Nhóm có hiệu lực từ ngày 01/04/2026" in error_at(page, "day")


@pytest.mark.parametrize("who", ["lan", "minh"])
def test_who_may_not_use_the_back_office_finds_nothing(client, cast, grouped, who):
    sign_in(client, cast, who)
    for url in (address("linked_groups"), address("linked_group", d.GROUP), address("linked_upload")):
        assert client.get(url).status_code == 404


def test_pages_take_the_same_statements_for_one_group_and_for_many(quan, grouped):
    def statements(url):
        with CaptureQueriesContext(connection) as seen:
            assert quan.get(url).status_code == 200
        return len(seen)

    pages = (address("linked_groups"), address("linked_group", d.GROUP))
    first = [(statements(url), statements(url))[1] for url in pages]
    d.put(*(d.line(code=f"2.0001{n:02}") for n in range(20)))
    d.put(d.line(decision="Nghị định 99"))
    assert [statements(url) for url in pages] == first
    assert max(first) <= 14
