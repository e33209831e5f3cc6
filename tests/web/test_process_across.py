"""The editor of a process where its rows name other agencies, and ask something of who does them."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.offices.actions import add_unit
from motcua.offices.models import Agency
from motcua.workflow.models import Step
from tests import cast as stage
from tests.web.office_pages import press, sign_in, text_of
from tests.web.process_forms import EDIT, SHORT, begun, fields, kept_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]  # Monday 2 March 2026
DAY = date(2026, 1, 1)
PUBLISH = f"{EDIT}ban-hanh/"


@pytest.fixture
def quan(client):
    client = sign_in(client, stage.enter(), "quan")
    begun(client)
    return client


def with_second(**changes):
    """The usual rows with changes at the second."""
    return [SHORT[0], replace(SHORT[1], **changes), *SHORT[2:]]


def test_a_row_may_name_another_agency_by_its_code_and_what_is_owed(quan):
    rows = with_second(at="agency:H48.05", kind="consult", needs="note file")
    quan.post(EDIT, fields(rows))
    assert kept_rows() == rows
    page = quan.get(EDIT).content.decode()
    assert 'name="agency-2" value="H48.05"' in page
    assert '<option value="H48.05">Sở Tư pháp</option>' in page
    assert 'name="note-2" value="1" checked' in page and 'name="other-2" value="1">' in page


def test_the_code_is_kept_in_its_one_spelling(quan):
    quan.post(EDIT, fields(SHORT) | {"at-2": "agency", "agency-2": " h48.05 "})
    assert kept_rows()[1].at == "agency:H48.05"


def test_a_code_typed_without_choosing_is_meant(quan):
    quan.post(EDIT, fields(SHORT) | {"at-2": "", "agency-2": "H48.05"})
    assert kept_rows()[1].at == "agency:H48.05"


def test_a_place_chosen_again_takes_the_place_of_the_code(quan):
    quan.post(EDIT, fields(with_second(at="agency:H48.05")) | {"at-2": "competent"})
    assert kept_rows()[1].at == "competent"


def test_an_agency_that_is_not_there_is_told_at_its_row_and_what_was_typed_stays(quan):
    quan.post(EDIT, fields(with_second(at="agency:H48.77")))
    said = text_of(quan.get(EDIT))
    assert "không có cơ quan nào mang mã H48.77 vào ngày hiệu lực" in said
    assert kept_rows()[1].at == "agency:H48.77"


def test_what_is_no_code_is_told_and_what_was_typed_stays(quan):
    quan.post(EDIT, fields(SHORT) | {"at-2": "agency", "agency-2": "Công an tỉnh"})
    page = quan.get(EDIT)
    assert "chưa rõ ai làm, ở đâu" in text_of(page)
    assert 'name="agency-2" value="Công an tỉnh"' in page.content.decode()


def test_who_is_missing_at_a_named_agency_is_told(quan):
    quan.post(EDIT, fields(with_second(at="agency:H48.05", role="clerk")))
    assert "chưa có ai làm ở 1 nơi: Sở Tư pháp" in text_of(quan.get(EDIT))


def test_what_is_published_says_where_and_what_is_owed(quan):
    quan.post(EDIT, fields(with_second(at="agency:H48.05", needs="other")))
    press(quan, PUBLISH, number="QĐ 12", on="01/03/2026", agency="UBND tỉnh", day="03/03/2026", seen="2")
    step = Step.objects.filter(version__process__procedure__isnull=False).order_by("n")[1]
    assert (step.at, step.needs) == ("agency:H48.05", "other")


DEMANDING = [
    *SHORT[:1],
    replace(
        SHORT[1], needs="note không_đạt:note không_đạt:file forward:file supplement:file", ways=(("không đạt", "4"),)
    ),
    replace(SHORT[2], needs="back:file"),
    replace(SHORT[3], needs="refused:other"),
    *SHORT[4:],
]


def test_what_outcomes_demand_is_ticked_beside_them_and_kept(quan):
    quan.post(EDIT, fields(DEMANDING))
    assert kept_rows() == DEMANDING
    page = quan.get(EDIT).content.decode()
    for name in ("note-2-1", "file-2-1", "file-2-forward", "file-2-supplement", "file-3-back", "other-4-refused"):
        assert f'name="{name}" value="1" checked' in page
    assert 'name="other-2-1" value="1">' in page and 'name="file-2-back" value="1">' in page
    assert "không có kết quả" not in text_of(quan.get(EDIT))


def test_a_demand_follows_its_outcome_when_that_is_renamed(quan):
    quan.post(EDIT, fields(DEMANDING))
    quan.post(EDIT, fields(DEMANDING) | {"way-2-1": "chưa đủ điều kiện"})
    assert kept_rows()[1].needs.split()[1:3] == ["chưa_đủ_điều_kiện:note", "chưa_đủ_điều_kiện:file"]


def test_an_outcome_that_is_taken_away_takes_its_demands_along(quan):
    quan.post(EDIT, fields(DEMANDING) | {"way-2-1": "", "to-2-1": "", "file-2-forward": ""})
    assert kept_rows()[1].needs == "note supplement:file"


def test_a_demand_that_nobody_could_meet_is_told_at_its_row(quan):
    quan.post(EDIT, fields(with_second(needs="back:file")))
    assert "“Thụ lý”: yêu cầu khi “Trả lại bước trước” không ai đáp ứng được" in text_of(quan.get(EDIT))


def test_a_row_may_name_a_division_and_the_page_offers_those_that_are_there(quan):
    commune = Agency.objects.get(code="H48.148").pk
    add_unit(agency_id=commune, name="Phòng Kinh tế", day=DAY, by="test", at=stage.BEGINNING)
    rows = with_second(at="competent/Phòng Kinh tế")
    quan.post(EDIT, fields(rows) | {"unit-2": "  Phòng   Kinh tế "})
    assert kept_rows() == rows
    page = quan.get(EDIT).content.decode()
    assert 'name="unit-2" value="Phòng Kinh tế"' in page and '<option value="Phòng Kinh tế"></option>' in page
    assert "nên cả cơ quan làm" not in page


def test_a_division_of_a_named_agency_is_kept_beside_its_code(quan):
    rows = with_second(at="agency:H48.05/Phòng Hộ tịch")
    quan.post(EDIT, fields(rows))
    assert kept_rows() == rows
    page = quan.get(EDIT).content.decode()
    assert 'name="agency-2" value="H48.05"' in page and 'name="unit-2" value="Phòng Hộ tịch"' in page


def test_where_no_such_division_is_the_row_says_who_does_it(quan):
    quan.post(EDIT, fields(with_second(at="competent/Phòng Đô thị")))
    told = "“Thụ lý”: 1 nơi không có Phòng Đô thị nên cả cơ quan làm: Ủy ban nhân dân xã Ba Tơ."
    assert told in text_of(quan.get(EDIT))


def test_a_division_without_an_agency_is_told_and_stays_as_typed(quan):
    quan.post(EDIT, fields(SHORT) | {"at-2": "", "unit-2": "Phòng <b>"})
    page = quan.get(EDIT)
    assert "chưa rõ ai làm, ở đâu" in text_of(page)
    assert 'name="unit-2" value="Phòng &lt;b&gt;"' in page.content.decode()
