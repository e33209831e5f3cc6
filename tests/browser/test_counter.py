"""The counter in a real browser: from the search box to the slip, by hand, by key, by scanner, and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.states import Status
from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import CARD, REFERENCE, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-19 09:00")
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast() -> Iterator[stage.Cast]:
    with time_machine.travel(NOW):
        yield stage.enter()


@pytest.fixture
def at_counter(window, cast):
    """`at_counter(width=360, …)`: a window in which Lan has signed in and sees the counter."""

    def opened(**options):
        page = window(**options)
        page.goto("/tai-khoan/dang-nhap/?next=/tiep-nhan/")
        page.fill("#id_username", "lan")
        page.fill("#id_password", stage.PASSWORD)
        with page.expect_navigation():
            page.locator("form.sheet button").click()
        return page

    return opened


def press(page, key: str) -> None:
    """A key that leads to another page, or to this one made anew."""
    with page.expect_navigation():
        page.keyboard.press(key)


def fill_in(page) -> None:
    """The applicant, by hand."""
    page.fill("#id_applicant-name", "Phạm Văn Đồng Xuân")
    page.fill("#id_applicant-number", "051090001234")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


# The way through


def test_a_citizen_is_served_from_the_search_box_to_the_slip(at_counter):
    page = at_counter()
    page.keyboard.type("dkks")  # the search box has the focus
    page.locator("#found a.row-link").click()
    page.wait_for_url(f"**{REFERENCE}")
    page.fill("#id_applicant-card", CARD)
    page.keyboard.press("Enter")  # as a scanner ends
    page.wait_for_function("() => document.activeElement.id === 'id_applicant-phone'")
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"
    page.keyboard.type("0905123456")
    page.keyboard.press("F4")
    press(page, "F9")
    d = Dossier.objects.get()
    assert page.get_by_text(d.code).first.is_visible() and d.state is Status.ACCEPTED
    assert page.get_by_text("17:00 thứ Tư 25/11/2026").is_visible()
    address = page.get_by_role("link", name=re.compile("In phiếu")).get_attribute("href")
    answer = page.request.get(address)
    assert answer.body().startswith(b"%PDF") and "inline" in answer.headers["content-disposition"]


def test_a_citizen_is_served_without_script(at_counter, tmp_path):
    page = at_counter(java_script_enabled=False)
    page.fill("#q", "dang ky khai sinh")
    with page.expect_navigation():
        page.get_by_role("button", name="Tìm").click()
    with page.expect_navigation():
        page.locator("a.row-link", has_text=re.compile("Thủ tục đăng ký khai sinh")).click()
    page.fill("#id_applicant-card", CARD)
    with page.expect_navigation():
        page.get_by_role("button", name="Đọc thẻ").first.click()
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"
    with page.expect_navigation():
        page.get_by_role("button", name="Đã nhận đủ giấy tờ bắt buộc").click()
    scan = tmp_path / "giay-chung-sinh.png"
    scan.write_bytes(picture().read())
    page.set_input_files("#id_papers-2-files", scan)
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp nhận và in phiếu").click()
    d = Dossier.objects.get()
    assert page.get_by_text(d.code).first.is_visible()
    assert d.attachments.get().component_n == 2


def test_a_missing_paper_becomes_a_supplement_request_by_keys_alone(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    fill_in(page)
    page.keyboard.press("F4")
    page.uncheck("#id_papers-2-got")
    press(page, "F7")
    assert page.input_value("#id_points-0-component") == "Giấy chứng sinh"
    press(page, "F9")
    assert Dossier.objects.get().state is Status.SUPPLEMENT
    assert page.locator("b", has_text="Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ").is_visible()


def test_a_result_is_given_at_once_without_script(at_counter):
    page = at_counter(java_script_enabled=False)
    page.goto(REFERENCE)
    fill_in(page)
    for n in (1, 2, 3):
        page.check(f"#id_papers-{n}-got")
    with page.expect_navigation():
        page.get_by_role("button", name="Trả kết quả ngay").click()
    assert focused(page) == "id_result-kind"
    page.fill("#id_result-number", "12/2026")
    page.fill("#id_result-signer", "Đinh Văn Sơn")
    with page.expect_navigation():
        page.get_by_role("button", name="Trả kết quả và kết thúc").click()
    assert Dossier.objects.get().state is Status.RETURNED


def test_a_double_click_makes_one_dossier(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    fill_in(page)
    page.keyboard.press("F4")
    page.get_by_role("button", name="Tiếp nhận và in phiếu").dblclick()
    page.wait_for_url("**/da-nhan/**")
    assert Dossier.objects.count() == 1


# Errors


@pytest.mark.parametrize("script", [True, False])
def test_errors_are_summed_up_with_the_focus_and_nothing_is_lost(at_counter, script):
    page = at_counter(java_script_enabled=script)
    page.goto(REFERENCE)
    page.fill("#id_applicant-name", "Y Rỗi")
    page.fill("#id_applicant-number", "0641900012")
    page.check("#id_papers-1-got")
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp nhận và in phiếu").click()
    page.wait_for_selector(".error-summary:focus")
    assert page.input_value("#id_applicant-number") == "0641900012" and page.is_checked("#id_papers-1-got")
    page.get_by_role("link", name=re.compile("Số định danh cá nhân")).click()
    assert focused(page) == "id_applicant-number"


# What script makes quicker


def test_enter_walks_to_the_next_field_and_sends_nothing(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.focus("#id_applicant-name")
    page.keyboard.press("Enter")
    assert focused(page) == "id_applicant-number"
    assert not Dossier.objects.exists()


def test_a_card_scanned_into_the_wrong_field_is_read_all_the_same(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.fill("#id_applicant-number", CARD)
    page.press("#id_applicant-number", "Enter")
    page.wait_for_function("() => document.activeElement.id === 'id_applicant-phone'")
    assert page.input_value("#id_applicant-number") == "051090001234"
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"


def test_enter_without_script_sends_nothing_and_loses_nothing(at_counter):
    page = at_counter(java_script_enabled=False)
    page.goto(REFERENCE)
    fill_in(page)
    with page.expect_navigation():
        page.press("#id_applicant-number", "Enter")
    assert page.input_value("#id_applicant-number") == "051090001234" and page.locator(".error-summary").count() == 0
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("script", [True, False])
def test_only_what_the_kind_of_party_has_is_asked(at_counter, script):
    page = at_counter(java_script_enabled=script)
    page.goto(REFERENCE)
    assert page.get_by_label("Ngày sinh").first.is_visible()
    page.select_option("#id_applicant-kind", "enterprise")
    assert not page.locator("#id_applicant-birth_date").is_visible()
    assert page.locator("#applicant").get_by_text("Mã số thuế").is_visible()
    assert page.locator("#id_applicant-representative").is_visible()


def test_the_owner_is_asked_for_only_when_somebody_files_for_them(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    assert not page.locator("#id_owners-0-name").is_visible()
    page.select_option("#id_applicant-capacity", "guardian")
    page.fill("#id_owners-0-name", "A Nhất")
    page.select_option("#id_applicant-capacity", "self")
    assert page.locator("#id_owners-0-name").is_visible()  # what was typed is never hidden


def test_the_preview_follows_the_chosen_agency(window, cast, at_counter):
    office_actions.open_agency(
        office_actions.AgencyData("H48.148.02", "Phòng Kinh tế xã Ba Tơ", "division", "commune", "H48.148"),
        by="test", at=stage.BEGINNING, day=stage.BEGINNING.date(),
    )  # fmt: skip
    stage.catalogue_actions.set_competences(
        cast.version.procedure, agencies=[], kinds=["division", "commune_committee"]
    )
    page = at_counter()
    page.goto(REFERENCE)
    assert page.locator("#preview").get_by_text("Phòng Kinh tế xã Ba Tơ").is_visible()
    page.select_option("#id_terms-competent", label="Ủy ban nhân dân xã Ba Tơ")
    page.locator("#preview").get_by_text("Ủy ban nhân dân xã Ba Tơ", exact=True).wait_for()


def test_the_slip_is_printed_by_itself_only_where_that_is_wanted(at_counter, cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=NOW).code
    page = at_counter()
    page.goto(f"/tiep-nhan/da-nhan/{code}/")
    assert not page.is_checked("#print-at-once") and page.locator("iframe").count() == 0
    page.check("#print-at-once")
    page.reload()
    assert page.is_checked("#print-at-once") and page.locator("iframe").count() == 0  # it was only looked at again


def test_leaving_what_was_typed_is_asked_about(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.fill("#id_applicant-name", "Y Rỗi")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Về trang Tiếp nhận").click()
    page.wait_for_url("**/tiep-nhan/")
    assert asked == ["beforeunload"]


def test_a_draft_goes_on_where_it_stopped(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    fill_in(page)
    page.check("#id_papers-1-got")
    press(page, "F2")
    assert Draft.objects.count() == 1
    page.goto("/tiep-nhan/")
    with page.expect_navigation():
        page.locator(".drafts .row-link").click()
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân" and page.is_checked("#id_papers-1-got")


# For everybody


ADDRESSES = ["/tiep-nhan/", "/tiep-nhan/thu-tuc/?q=khai", REFERENCE, "done", "errors", "ask", "choose"]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_barrier_stands_on_the_counters_pages(at_counter, barriers, cast, address, width):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=NOW).code
    page = at_counter(width=width, height=2400)  # nothing is half under the bar at the foot
    if address == "choose":
        office_actions.give_post(
            account=cast.people["lan"], agency=cast.centre, role=Role.RECEIVER, day=stage.BEGINNING.date(),
            by="test", at=stage.BEGINNING,
        )  # fmt: skip
        page.goto("/tiep-nhan/")
    elif address in ("errors", "ask"):
        page.goto(REFERENCE)
        page.select_option("#id_applicant-capacity", "authorised")
        page.check("#id_papers-1-got")
        press(page, {"errors": "F9", "ask": "F7"}[address])
    else:
        page.goto(f"/tiep-nhan/da-nhan/{code}/" if address == "done" else address)
    assert barriers(page) == []
    assert page.evaluate(WIDER_THAN_WINDOW) == 0
