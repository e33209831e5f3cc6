"""Dossiers of other systems on the pages: offered by the search, noted, followed, tracked, and counted apart."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.file import file_and_accept
from motcua.casework.shadows import Noted, note_shadow
from motcua.shadows.models import Shadow
from motcua.shadows.states import State
from motcua.supervision import actions as figures
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import error, signed_in, value

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
SYSTEM, CODE = "Hệ thống hộ tịch", "000.00.14.H48-261120-0007"
NEW = "/tiep-nhan/theo-doi-ho/thu-tuc/1.000702/"
MARK = "theo dõi hộ hệ thống khác"


@pytest.fixture
def cast(clock):
    clock.move_to(AT)
    return stage.enter()


@pytest.fixture
def version(cast):
    return stage.publish_procedure(code="1.000702", name="Khai tử", authority_system=SYSTEM)


@pytest.fixture
def shadow(cast, version):
    said = Noted(version.pk, cast.counter.pk, CODE, moment("2026-11-27 16:00"), "Phạm Văn Đồng Xuân")
    return note_shadow(said, by=cast.lan, at=AT)


def typed(**changes: object) -> dict[str, object]:
    form = {"key": "khoa-cua-bieu-mau", "foreign_code": CODE, "day": "27/11/2026", "clock": "16g00", "applicant": ""}
    return form | changes


def test_the_search_offers_it_marked_with_whose_it_is(lan, version):
    html = lan.get("/tiep-nhan/thu-tuc/", {"q": "khai tu"}).content.decode()
    assert NEW in html and MARK in html and SYSTEM in html


def test_without_a_process_of_ours_it_is_offered_all_the_same(lan, cast):
    stage.publish_procedure(code="1.000702", name="Khai tử", authority_system=SYSTEM, limit=None, components=[])
    assert NEW in lan.get("/tiep-nhan/thu-tuc/", {"q": "1.000702"}).content.decode()


def test_its_reception_leads_to_the_short_form_and_back(lan, cast, version):
    assert lan.get("/tiep-nhan/thu-tuc/1.000702/")["Location"] == NEW
    assert lan.get("/tiep-nhan/theo-doi-ho/thu-tuc/1.000689/")["Location"] == "/tiep-nhan/thu-tuc/1.000689/"


def test_two_fields_make_a_shadow_and_lead_to_its_page(lan, cast, version):
    answer = lan.post(NEW, typed())
    row = Shadow.objects.get()
    assert answer["Location"] == f"/tiep-nhan/theo-doi-ho/{row.pk}/"
    assert (row.foreign_code, row.appointment_at, row.counter_id) == (
        CODE, moment("2026-11-27 16:00"), cast.counter.pk,
    )  # fmt: skip
    assert lan.post(NEW, typed())["Location"] == answer["Location"]  # a second press of the same form
    assert Shadow.objects.count() == 1


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"foreign_code": ""}, "foreign_code"),
        ({"foreign_code": "không có số"}, "foreign_code"),
        ({"foreign_code": "1" * 90}, "foreign_code"),
        ({"clock": ""}, "clock"),
        ({"day": ""}, "day"),
        ({"day": "31/11/2026"}, "day"),
        ({"clock": "25:00"}, "clock"),
        ({"day": "01/11/2026"}, "day"),
        ({"applicant": "x" * 201}, "applicant"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_typed_is_lost(lan, version, changes, field):
    answer = lan.post(NEW, typed(**changes))
    html = answer.content.decode()
    assert answer.status_code == 400 and error(html, field)
    assert value(html, "foreign_code") == str(typed(**changes)["foreign_code"])
    assert not Shadow.objects.exists()


def test_a_code_that_is_here_is_said_at_the_code(lan, shadow):
    assert "đã có ở đây" in error(lan.post(NEW, typed()).content.decode(), "foreign_code")


def test_scanning_the_code_opens_it_and_the_next_state_is_pressed(lan, shadow):
    opened = lan.get("/tiep-nhan/mo/", {"ma": f" {CODE.lower()} "})["Location"]
    assert opened == f"/tiep-nhan/theo-doi-ho/{shadow.pk}/"
    html = lan.get(opened).content.decode()
    assert SYSTEM in html and MARK in html and 'value="received"' in html and "quá hạn" not in html
    assert lan.post(f"{opened}trang-thai/", {"key": "mot-khoa-khac", "state": "result"}).status_code == 302
    shadow.refresh_from_db()
    assert shadow.stands is State.RESULT


def test_one_code_of_two_systems_leads_to_the_list(lan, cast, shadow):
    other = stage.publish_procedure(code="1.000703", authority_system="VNeID")
    note_shadow(Noted(other.pk, cast.counter.pk, CODE), by=cast.lan, at=AT)
    to = lan.get("/tiep-nhan/mo/", {"ma": CODE})["Location"]
    assert lan.get(to).content.decode().count(f'href="/tiep-nhan/theo-doi-ho/{shadow.pk}/"') == 1


@pytest.mark.parametrize("state", ["noted", "returned", "nonsense", ""])
def test_a_state_that_may_not_be_pressed_changes_nothing(lan, shadow, state):
    answer = lan.post(f"/tiep-nhan/theo-doi-ho/{shadow.pk}/trang-thai/", {"key": "mot-khoa-khac", "state": state})
    assert answer.status_code in (404, 409)
    shadow.refresh_from_db()
    assert shadow.stands is State.NOTED


def test_a_mistake_is_voided_with_a_reason(lan, shadow):
    address = f"/tiep-nhan/theo-doi-ho/{shadow.pk}/"
    refused = lan.post(f"{address}huy/", {"key": "mot-khoa-khac", "reason": " "})
    assert refused.status_code == 400 and "Cần ghi lý do hủy" in refused.content.decode()
    lan.post(f"{address}huy/", {"key": "mot-khoa-khac", "reason": "Gõ sai mã"})
    html = lan.get(address).content.decode()
    assert "đã hủy" in html and "Gõ sai mã" in html and "/trang-thai/" not in html


def test_for_others_it_does_not_exist(client, cast, shadow):
    tuyet = signed_in(client, cast, "tuyet")
    address = f"/tiep-nhan/theo-doi-ho/{shadow.pk}/"
    assert tuyet.get(address).status_code == 404
    assert tuyet.post(f"{address}trang-thai/", {"key": "mot-khoa-khac", "state": "result"}).status_code == 404
    assert tuyet.post(f"{address}huy/", {"key": "mot-khoa-khac", "reason": "x"}).status_code == 404


def test_the_list_masks_the_name_and_costs_the_same_with_many(lan, cast, version, shadow):
    address = "/tiep-nhan/theo-doi-ho/"
    lan.get(address)
    with CaptureQueriesContext(connection) as few:
        html = lan.get(address).content.decode()
    assert CODE in html and "Phạm Văn Đồng Xuân" not in re.sub(r'data-full="[^"]*"', "", html)
    for n in range(15):
        note_shadow(Noted(version.pk, cast.counter.pk, f"X-{n}000"), by=cast.lan, at=AT)
    with CaptureQueriesContext(connection) as many:
        lan.get(address)
    assert len(many) == len(few)
    assert "Theo dõi hộ hệ thống khác: 16 hồ sơ" in lan.get("/tiep-nhan/").content.decode()


@pytest.mark.parametrize("part, there", [("open", True), ("ready", False), ("over", False), ("nonsense", True)])
def test_the_list_has_parts_and_is_searched_by_code(lan, shadow, part, there):
    html = lan.get("/tiep-nhan/theo-doi-ho/", {"phan": part}).content.decode()
    assert (f"/theo-doi-ho/{shadow.pk}/" in html) is there
    assert f"/theo-doi-ho/{shadow.pk}/" not in lan.get("/tiep-nhan/theo-doi-ho/", {"q": "X-9"}).content.decode()
    assert f"/theo-doi-ho/{shadow.pk}/" in lan.get("/tiep-nhan/theo-doi-ho/", {"q": "h48-261120"}).content.decode()


def test_anybody_with_the_code_learns_whose_it_is_and_its_state(client, shadow):
    answer = client.get(f"/tra-cuu/{CODE.lower()}/")
    html = re.search(r"<main.*</main>", answer.content.decode(), re.S)[0]
    assert answer.status_code == 200 and SYSTEM in html and MARK in html and "Đã ghi tại quầy" in html
    for secret in ("Xuân", "Khai tử", "27/11", "Ba Tơ", "Lan"):
        assert secret not in html


def test_the_report_counts_it_apart(client, cast, shadow, clock):
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    clock.move_to(moment("2026-11-30 09:00"))
    figures.project(at=moment("2026-11-30 09:00"))
    html = signed_in(client, cast, "an").get("/so-lieu/").content.decode()
    table, _, apart = html.partition('id="shadows"')
    assert SYSTEM in apart and SYSTEM not in table
    assert re.findall(r'<td class="figure"[^>]*>(\d+)</td>', apart) == ["1", "1", "0", "0", "0"]
