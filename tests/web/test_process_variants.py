"""Pages of the processes that single agencies have: the list, beginning one, the same pages as for a procedure."""

import pytest

from motcua.casework.reads.happenings import story
from motcua.catalogue.models import Procedure
from motcua.offices import actions as office_actions
from motcua.offices.actions import AgencyData
from motcua.web.backoffice.words import event
from motcua.workflow.models import Process, ProcessVersion
from motcua.workflow.process.bpmn_reading import read
from tests import cast as stage
from tests.web.office_pages import address, error_at, press, sign_in, text_of
from tests.web.process_forms import CODE, SHORT, fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]  # Monday 2 March 2026
OWN = f"/quan-tri/thu-tuc/{CODE}/quy-trinh/"
VARIANT = f"{OWN}co-quan/H48.148/"
DECISION = {"number": "QĐ 12", "on": "01/03/2026", "agency": "UBND xã Ba Tơ", "day": "03/03/2026"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


def begun(quan, agency="H48.148", key="the-key-of-beginning"):
    return press(quan, f"{OWN}co-quan/", key, agency=agency)


def published(quan, day="03/03/2026"):
    begun(quan)
    quan.post(f"{VARIANT}sua/", fields(SHORT))
    return press(quan, f"{VARIANT}sua/ban-hanh/", "the-key-of-publishing", seen="2", **{**DECISION, "day": day})


def test_a_variant_is_begun_from_the_common_process_edited_and_published(quan, cast):
    assert begun(quan)["Location"] == f"{VARIANT}sua/"
    shown = quan.get(f"{VARIANT}sua/").content.decode()
    assert 'value="Thụ lý"' in shown and f"{CODE} · Ủy ban nhân dân xã Ba Tơ" in shown
    quan.post(f"{VARIANT}sua/", fields(SHORT))
    answer = press(quan, f"{VARIANT}sua/ban-hanh/", "the-key-of-publishing", seen="2", **DECISION)
    assert answer["Location"] == VARIANT
    version = ProcessVersion.objects.get(process__agency=cast.commune)
    assert "QĐ 12" in text_of(quan.get(VARIANT))
    listed = text_of(quan.get(OWN))
    assert "Ủy ban nhân dân xã Ba Tơ chưa có hiệu lực" in listed and "bản 1, từ 03/03/2026" in listed
    assert "<svg" in quan.get(f"{VARIANT}{version.pk}/").content.decode()
    assert not read(quan.get(f"{VARIANT}{version.pk}/bpmn/").content).problems


def test_the_version_of_a_variant_has_no_page_below_other_addresses(quan, cast):
    published(quan)
    version = ProcessVersion.objects.get(process__agency=cast.commune)
    data = AgencyData("H48.149", "UBND xã Ba Vì", "commune_committee", "commune", parent_code="H48")
    office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=stage.BEGINNING.date())
    for begin in (OWN, f"{OWN}co-quan/H48.149/", "/quan-tri/quy-trinh/commune/"):
        assert quan.get(f"{begin}{version.pk}/").status_code == 404


def test_an_agency_that_does_not_decide_is_refused_at_the_field(quan):
    answer = begun(quan, "H48.05")
    assert answer.status_code == 422 and "Không chọn được cơ quan này" in error_at(answer, "agency")
    assert error_at(begun(quan, "", "another-key-of-beginning"), "agency")
    assert not Process.objects.filter(agency__isnull=False).exists()


def test_who_has_a_variant_already_is_led_to_it(quan):
    begun(quan)
    assert begun(quan, key="the-second-key-of-beginning")["Location"] == VARIANT


def test_a_supervisor_sees_the_list_and_begins_nothing(client, cast):
    an = sign_in(client, cast, "an")
    assert "Quy trình riêng của từng cơ quan" in text_of(an.get(OWN))
    assert "Soạn quy trình riêng" not in text_of(an.get(OWN))
    assert an.get(f"{OWN}co-quan/").status_code == 404


def test_an_agency_or_procedure_that_is_not_there_has_no_pages(quan):
    assert quan.get(f"{OWN}co-quan/H99/").status_code == 404
    assert quan.get("/quan-tri/thu-tuc/9.999999/quy-trinh/co-quan/").status_code == 404


def test_the_page_of_the_procedure_names_the_agency_of_a_variant(quan):
    published(quan, day="02/03/2026")
    said = quan.get(address("procedure", CODE)).content.decode()
    assert "Quy trình riêng · Ủy ban nhân dân xã Ba Tơ" in said and f'href="{VARIANT}"' in said
    assert "Quy trình chung · Cấp xã" in said


def test_the_journal_of_the_procedure_names_the_agency(quan):
    published(quan)
    told = story(Procedure.objects.get(code=CODE))
    assert event(told.events[0]).endswith("H48.148")
