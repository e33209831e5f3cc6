"""Putting processes in force in the back office: a draft by its decision, one process for many procedures at once."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.casework.reads import process_drafts as reads
from motcua.workflow.models import ProcessDraft, ProcessVersion
from tests import cast as stage
from tests.web.office_pages import address, press, sign_in, text_of
from tests.web.process_forms import CODE, EDIT, ROWS, SHORT, begun, fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]  # Monday 2 March 2026


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


PUBLISHED = {"number": "QĐ 12", "on": "01/03/2026", "agency": "UBND xã Ba Tơ", "day": "03/03/2026", "seen": "1"}


def test_a_draft_is_put_in_force_and_the_version_stands_in_the_list(quan):
    begun(quan)
    quan.post(EDIT, fields(SHORT))
    shown = quan.get(f"{EDIT}ban-hanh/")
    assert "Đây là bản đầu tiên." in text_of(shown)
    answer = press(quan, f"{EDIT}ban-hanh/", **{**PUBLISHED, "seen": "2"})
    assert answer["Location"] == address("processes", CODE)
    said = text_of(quan.get(answer["Location"]))
    assert "Đã ban hành quy trình bản 1, áp dụng từ 03/03/2026." in said
    assert "QĐ 12 ngày 01/03/2026 của UBND xã Ba Tơ" in said and "chưa có hiệu lực" in said
    assert ProcessVersion.objects.get(process__procedure__code=CODE).valid_from == date(2026, 3, 3)
    assert not ProcessDraft.objects.exists()


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(quan):
    begun(quan)
    answer = press(quan, f"{EDIT}ban-hanh/", **{**PUBLISHED, "number": "", "on": "31/02/2026"})
    assert answer.status_code == 422
    assert "không phải là một ngày" in text_of(answer) and 'value="UBND xã Ba Tơ"' in answer.content.decode()
    late = press(quan, f"{EDIT}ban-hanh/", **{**PUBLISHED, "day": "01/03/2026"})
    assert "sớm nhất từ hôm nay" in text_of(late)


def test_a_draft_with_problems_shows_them_instead_of_the_button(quan):
    begun(quan)
    quan.post(EDIT, fields([*ROWS[:1], replace(ROWS[1], hours="80"), *ROWS[2:]]))
    said = text_of(quan.get(f"{EDIT}ban-hanh/"))
    assert "Chưa ban hành được" in said and "vượt thời hạn 24 giờ" in said
    assert press(quan, f"{EDIT}ban-hanh/", **{**PUBLISHED, "seen": "2"}).status_code == 422


def test_a_case_for_which_the_process_is_too_long_is_named_with_its_limit(quan):
    stage.procedure_in_cases()
    edit = "/quan-tri/thu-tuc/1.000894/quy-trinh/sua/"
    quan.post(f"{edit}bat-dau/", {"from": "level:commune"})
    for page in (edit, f"{edit}ban-hanh/"):
        said = text_of(quan.get(page))
        assert "vượt thời hạn 12 giờ của trường hợp 2 “Trường hợp xuất trình đủ giấy tờ bản chính”" in said
    assert "12 giờ làm việc: Trường hợp xuất trình" in text_of(quan.get(edit))


def test_a_draft_is_thrown_away_after_a_question(quan):
    begun(quan)
    assert "Bỏ bản thảo này?" in text_of(quan.get(EDIT))
    assert quan.post(f"{EDIT}bo/")["Location"] == address("processes", CODE)
    assert not ProcessDraft.objects.exists()


def test_the_process_of_a_level_has_the_same_pages(quan, cast):
    edit = "/quan-tri/quy-trinh/commune/sua/"
    assert "Cấp xã" in text_of(quan.get("/quan-tri/quy-trinh/"))
    quan.post(f"{edit}bat-dau/", {"from": "own"})
    quan.post(edit, fields(SHORT))
    answer = press(quan, f"{edit}ban-hanh/", **{**PUBLISHED, "seen": "2"})
    assert answer["Location"] == "/quan-tri/quy-trinh/commune/"
    assert [v.n for v in reads.versions(reads.of_level("commune"))] == [2, 1]
    version = reads.versions(reads.of_level("commune"))[0]
    assert "<svg" in quan.get(f"/quan-tri/quy-trinh/commune/{version.pk}/").content.decode()
    assert quan.get(f"/quan-tri/quy-trinh/province/{version.pk}/").status_code == 404


# Many at once


@pytest.fixture
def version(quan):
    begun(quan)
    quan.post(EDIT, fields(SHORT))
    press(quan, f"{EDIT}ban-hanh/", **{**PUBLISHED, "seen": "2"})
    return ProcessVersion.objects.get(process__procedure__code=CODE)


def test_procedures_are_found_ticked_seen_and_published_together(quan, version):
    for code in ("1.000011", "1.000012"):
        stage.publish_procedure(code=code, name=f"Cấp bản sao {code}")
    copy = address("process_copy", CODE, version.pk)
    found = quan.get(copy, {"text": "cap ban sao"}).content.decode()
    assert 'name="ma" value="1.000011"' in found and 'value="1.000012"' in found
    seen = quan.get(copy, {"text": "cap ban sao", "tat-ca": "1", "xem": "1"})
    assert "2 thủ tục có bản mới, 0 giữ nguyên, 0 chưa được." in text_of(seen)
    answer = press(quan, copy, key="one-more-key", **{**PUBLISHED, "ma": ["1.000011", "1.000012"]})
    assert answer.status_code == 302
    assert "Đã ban hành quy trình cho 2 thủ tục." in text_of(quan.get(answer["Location"]))
    assert ProcessVersion.objects.filter(process__procedure__isnull=False).count() == 3


def test_what_is_ticked_stays_while_one_searches_on(quan, version):
    stage.publish_procedure(code="1.000011", name="Cấp bản sao")
    page = quan.get(address("process_copy", CODE, version.pk), {"ma": ["1.000011"], "text": "khai sinh"})
    assert "Đã chọn 1" in text_of(page)
    assert '<input type="checkbox" name="ma" value="1.000011" checked>' in page.content.decode()


def test_one_that_cannot_have_it_keeps_the_button_off(quan, version):
    stage.publish_procedure(code="1.000011", name="Ngắn", limit={"amount": 1, "unit": "working_day"})
    seen = text_of(quan.get(address("process_copy", CODE, version.pk), {"ma": ["1.000011"], "xem": "1"}))
    assert "vượt thời hạn 8 giờ" in seen and "hãy bỏ chọn chúng" in seen
