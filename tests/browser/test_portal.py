"""The portal in a real browser: wide and narrow, with script and without, in both languages."""

import pytest
from playwright.sync_api import expect

from motcua.casework.file import file_and_accept
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('main a, main button, main input')]
  .filter(n => n.getClientRects().length && !n.closest('p, li.paper, dd'))
  .map(n => [n, n.matches('.row-link') ? n.closest('tr, li') : n])
  .filter(([n, area]) => Math.min(area.getBoundingClientRect().width, area.getBoundingClientRect().height) < 24)
  .map(([n]) => n.outerHTML.slice(0, 100))"""


@pytest.fixture
def code() -> str:
    cast = stage.enter()
    stage.publish_procedure(
        code="1.000003",
        name="Cấp giấy chứng nhận đủ điều kiện kinh doanh dịch vụ lưu trú du lịch đối với hộ gia đình",
        limit=None,
        requirements="Có đủ điều kiện.\nKhông nợ thuế.",
        legal_bases=["01/2026/NĐ-CP"],
    )
    return file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-20 09:00")).code


def addresses(code):
    return [
        "/",
        "/tra-cuu/",
        f"/tra-cuu/{code}/",
        "/tra-cuu/H48.148-261120-9999/",
        "/tra-cuu/?ma=khong",
        "/thu-tuc/",
        "/thu-tuc/?q=khong+co",
        "/thu-tuc/1.000689/",
        "/thu-tuc/1.000003/",
        "/noi-nop/",
        "/noi-nop/?q=khong+co",
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_its_window(window, barriers, code, width, language):
    page = window(width=width, language=language)
    for address in addresses(code):
        page.goto(address)
        assert barriers(page) == [], address
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, address
        assert page.evaluate(SMALL_TARGETS) == [], address


def test_axe_finds_nothing_wrong_where_an_officer_begins(window, barriers, code):
    page = window()
    page.goto("/tai-khoan/dang-nhap/")
    page.fill("#id_username", "lan")
    page.fill("#id_password", stage.PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto("/")
    expect(page.get_by_text("Chào Trần Thị Lan")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_citizen_types_the_code_of_the_slip_and_sees_the_state(window, code, script):
    page = window(java_script_enabled=script, width=360)
    page.goto("/")
    page.get_by_label("Mã hồ sơ").fill(f" {code.lower()} ")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page).to_have_url(f"{page.url.split('/tra-cuu/')[0]}/tra-cuu/{code}/")
    expect(page.get_by_text("Hồ sơ đã được tiếp nhận. Anh/Chị chưa phải làm gì.")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_contain_text("Giải quyết")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_citizen_finds_a_procedure_and_where_to_go(window, code, script):
    page = window(java_script_enabled=script)
    page.goto("/")
    page.get_by_label("Anh/Chị cần làm thủ tục gì?").fill("dang ky khai sinh")
    page.get_by_role("button", name="Tìm").first.click()
    page.get_by_role("link", name="Thủ tục đăng ký khai sinh").click()
    expect(page.get_by_role("heading", name="Giấy tờ cần mang")).to_be_visible()
    page.get_by_role("link", name="Giờ mở cửa hôm nay").click()
    expect(page.get_by_role("heading", name="Trung tâm Phục vụ hành chính công xã Ba Tơ")).to_be_visible()


def test_an_unknown_code_is_said_kindly_and_the_box_keeps_it(window, code):
    page = window()
    page.goto("/tra-cuu/H48.148-261120-9999/")
    expect(page.get_by_text("Không tìm thấy hồ sơ có mã này")).to_be_visible()
    expect(page.get_by_label("Mã hồ sơ")).to_have_value("H48.148-261120-9999")


def test_the_slash_key_goes_to_the_look_up_box(window, code):
    page = window()
    page.goto("/")
    page.keyboard.press("/")
    expect(page.get_by_label("Mã hồ sơ")).to_be_focused()
