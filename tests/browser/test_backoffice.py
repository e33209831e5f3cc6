"""The back office and the first set-up in a real browser: wide and narrow, with script and without."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from motcua.accounts.models import Account
from motcua.casework.file import file_and_accept
from motcua.offices import actions as office_actions
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency, Post
from motcua.outbox.actions import Promise, promise
from motcua.outbox.models import Job
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast():
    found = stage.enter()
    data = AgencyData("H48.149", "Ủy ban nhân dân xã Ba Vì", "commune_committee", "commune", parent_code="H48")
    office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=date(2026, 1, 1))
    office_actions.open_unit(agency_id=found.commune.pk, name="Phòng Văn hóa – Xã hội", day=date(2026, 1, 1))
    office_actions.set_counter_hours(
        agency_id=found.counter.pk, weekdays=stage.WEEK, day=date(2026, 1, 1), by="test", at=stage.BEGINNING
    )
    stage.publish_procedure(code="1.000003", name="Thủ tục thiếu thời hạn", limit=None)
    promise([Promise("journal.anchor", key="a"), Promise("house.tidy", key="b")], at=stage.BEGINNING)
    Job.objects.filter(key="a").update(dead_at=stage.BEGINNING, attempts=8, error="Traceback\nValueError: đĩa đầy")
    return found


def signed_in(window, name="quan", **options):
    page = window(**options)
    page.goto("/tai-khoan/dang-nhap/?next=/quan-tri/")
    page.fill("#id_username", name)
    page.fill("#id_password", stage.PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quản trị")
    return page


def addresses(cast):
    agency, counter, person = cast.commune.pk, cast.counter.pk, cast.people["minh"].pk
    post = Post.objects.get(account_id=person).pk
    return [
        "", "co-quan/", "co-quan/?text=khong+co", "co-quan/moi/", f"co-quan/{agency}/", f"co-quan/{counter}/",
        f"co-quan/{agency}/sua/", f"co-quan/{agency}/ket-thuc/",
        f"co-quan/{agency}/ket-thuc/?successor=H48.149&on=01/01/2026", f"co-quan/{agency}/gio-lam-viec/",
        f"co-quan/{counter}/gio-mo-quay/", "can-bo/", "can-bo/?text=khong+co", "can-bo/moi/", f"can-bo/{person}/",
        f"can-bo/{person}/sua/", f"can-bo/{person}/vi-tri/", f"can-bo/{person}/vi-tri/{post}/ket-thuc/",
        "lich/?nam=2026", "lich/?nam=2040", "lich/?co-quan=H48.148", "lich/ngay/", "lich/hoan-doi/",
        "lich/ky-bao-cao/", "lich/thay-doi/",
        "lich/hoan-doi/?xem=1&off=04/12/2026&working=12/12/2026&agency=H48",
        "thu-tuc/", "thu-tuc/?text=khong+co", "thu-tuc/1.000689/",
        "thu-tuc/1.000003/", "thu-tuc/1.000689/tham-quyen/", "viec-nen/", "viec-nen/?state=waiting",
        "viec-nen/?state=running",
    ]  # fmt: skip


def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_its_window(window, barriers, cast):
    page = signed_in(window)
    for address in addresses(cast):
        answer = page.goto(f"/quan-tri/{address}")
        assert answer and answer.status == 200, address
        assert barriers(page) == [], address
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER_THAN_WINDOW) == 0, (address, width)


def test_axe_finds_nothing_wrong_on_a_telephone(window, barriers, cast):
    page = signed_in(window, width=360)
    for address in ("", "co-quan/", f"co-quan/{cast.commune.pk}/", "can-bo/", "lich/?nam=2026", "thu-tuc/1.000689/"):
        page.goto(f"/quan-tri/{address}")
        assert barriers(page) == [], address


def test_axe_finds_nothing_wrong_in_english_or_where_one_may_only_look(window, barriers, cast):
    english = signed_in_english(window)
    looking = signed_in(window, name="an")
    for address in ("", "co-quan/", f"co-quan/{cast.commune.pk}/", "can-bo/", "lich/", "thu-tuc/1.000689/"):
        for page in (english, looking):
            page.goto(f"/quan-tri/{address}")
            assert barriers(page) == [], address


def signed_in_english(window):
    page = window(language="en")
    page.goto("/tai-khoan/dang-nhap/?next=/quan-tri/")
    page.fill("#id_username", "quan")
    page.fill("#id_password", stage.PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/quan-tri/")
    return page


def test_wrong_forms_take_the_focus_and_pass_axe(window, barriers, cast):
    page = signed_in(window)
    for address in ("co-quan/moi/", "can-bo/moi/", "lich/ngay/"):
        page.goto(f"/quan-tri/{address}")
        page.locator(".foot-bar .button.main").click()
        expect(page.locator(".error-summary")).to_be_focused()
        assert barriers(page) == [], address


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_new_officer_gets_a_password_on_paper_and_must_change_it(window, barriers, cast, script):
    page = signed_in(window, java_script_enabled=script)
    page.goto("/quan-tri/can-bo/moi/")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Thu Hà")
    page.get_by_label("Tên đăng nhập").fill("thu.ha")
    page.get_by_label("Cơ quan").fill("H48.148")
    page.get_by_label("Vị trí công tác").select_option("specialist")
    page.get_by_role("button", name="Mở tài khoản").click()
    password = page.locator(".one-time").inner_text()
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", password)
    if script:
        assert barriers(page) == []
    page.context.clear_cookies(name="sessionid")
    page.goto("/tai-khoan/dang-nhap/")
    page.fill("#id_username", "thu.ha")
    page.fill("#id_password", password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto("/viec/")
    expect(page).to_have_url(re.compile("/tai-khoan/mat-khau/$"))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_agency_closes_after_a_look_at_what_will_move(window, barriers, cast, script):
    file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-01-05 09:00"))
    page = signed_in(window, java_script_enabled=script)
    page.goto(f"/quan-tri/co-quan/{cast.commune.pk}/")
    page.get_by_role("link", name="Kết thúc hoạt động…").click()
    page.get_by_label("Cơ quan kế thừa").fill("H48.149")
    page.get_by_role("button", name="Xem những gì sẽ chuyển").click()
    expect(page.get_by_text("Hồ sơ chưa xong")).to_be_visible()
    page.get_by_role("button", name="Kết thúc hoạt động", exact=True).click()
    expect(page.get_by_text("cơ quan kế thừa:")).to_be_visible()
    if script:
        assert barriers(page) == []
    assert Agency.objects.get(pk=cast.commune.pk).successor.code == "H48.149"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_division_ends_and_a_day_off_is_withdrawn_after_a_question(window, barriers, cast, script):
    page = signed_in(window, java_script_enabled=script)
    page.goto(f"/quan-tri/co-quan/{cast.commune.pk}/")
    page.locator(".confirm summary").first.click()
    expect(page.get_by_text("Kết thúc Phòng Văn hóa – Xã hội từ hôm nay?")).to_be_visible()
    page.locator(".confirm-box button[type=submit]").click()
    expect(page.get_by_text("Đã kết thúc Phòng Văn hóa – Xã hội.")).to_be_visible()
    page.goto("/quan-tri/lich/?nam=2026")
    page.get_by_role("link", name="Bỏ…").first.click()
    expect(page.get_by_text("Ngày hẹn đã in cho người dân không đổi")).to_be_visible()
    if script:
        assert barriers(page) == []
    page.get_by_role("button", name="Bỏ khỏi lịch").click()
    expect(page.get_by_text("Đã ghi vào lịch.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thay đổi của lịch")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_swap_is_seen_before_it_is_made_and_taken_back(window, barriers, cast, script):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-12-02 09:00")).code
    page = signed_in(window, width=360, java_script_enabled=script)
    page.goto("/quan-tri/lich/")
    page.get_by_role("link", name="Hoán đổi ngày làm việc").click()
    page.get_by_label("Ngày được nghỉ").fill("04/12/2026")
    page.get_by_label("Ngày làm bù").fill("12/12/2026")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text(code)).to_be_visible()
    expect(page.get_by_text("17:00 08/12/2026")).to_be_visible()
    page.get_by_role("link", name="Sửa lại").click()
    expect(page.get_by_label("Ngày làm bù")).to_have_value("12/12/2026")
    page.get_by_role("button", name="Xem trước").click()
    if script:
        assert barriers(page) == []
    page.get_by_role("button", name="Ghi vào lịch").click()
    expect(page.get_by_text("Nghỉ hoán đổi, làm bù ngày 12/12/2026")).to_be_visible()
    page.get_by_role("link", name="Hoàn tác…").click()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Hoàn tác một thay đổi trước đó.")).to_be_visible()


def test_the_sheet_with_the_password_prints_without_menus_and_warnings(window, cast):
    page = signed_in(window)
    page.goto(f"/quan-tri/can-bo/{cast.people['minh'].pk}/")
    page.get_by_text("Đặt lại mật khẩu", exact=True).click()
    page.get_by_role("button", name="Đặt lại và xem mật khẩu mới").click()
    page.emulate_media(media="print")
    expect(page.locator(".one-time")).to_be_visible()
    expect(page.locator(".tabs")).to_be_hidden()
    expect(page.get_by_text("Chỉ hiện lần này")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_empty_house_is_set_up_and_its_administrator_signs_in(window, barriers, settings, script):
    settings.DEMO = False
    page = window(java_script_enabled=script, width=360)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cài đặt Motcua")
    page.get_by_role("button", name="Cài đặt").click()
    expect(page.locator(".error-summary")).to_be_visible()
    if script:
        assert barriers(page) == []
    page.get_by_label("Tỉnh, thành phố (bắt buộc)").select_option("H48")
    page.get_by_label("Tên cơ quan đầu tiên").fill("Ủy ban nhân dân xã Ba Tơ")
    page.get_by_label("Mã định danh của cơ quan đó").fill("H48.148")
    page.get_by_label("Họ và tên").fill("Hồ Thị Quản")
    page.get_by_label("Tên đăng nhập").fill("quan")
    page.get_by_label("Mật khẩu (bắt buộc)", exact=True).fill("con-thuyen-giay-2026")
    page.get_by_label("Nhập lại mật khẩu").fill("con-thuyen-giay-2026")
    page.get_by_role("button", name="Cài đặt").click()
    expect(page.get_by_text("Đã cài đặt xong")).to_be_visible()
    page.fill("#id_username", "quan")
    page.fill("#id_password", "con-thuyen-giay-2026")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto("/quan-tri/co-quan/")
    expect(page.get_by_role("link", name="Trung tâm Phục vụ hành chính công xã Ba Tơ")).to_be_visible()
    assert Account.objects.get().username == "quan"
