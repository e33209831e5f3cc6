"""Scanning in a real browser: a scanner is a keyboard, caught on any page; large buttons; by keys and by eye."""

import pytest
from playwright.sync_api import expect

from tests import cast as stage
from tests.browser.test_desk import LONG_NAME, SCRIPT, WIDER_THAN_WINDOW, accepted, sign_in, step_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast():
    return stage.enter()


SCANNER = """text => {
  const at = document.activeElement || document.body;
  if (at.matches("input")) at.value = text;
  const pressed = (key) => new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  for (const key of [...text, "Enter"]) at.dispatchEvent(pressed(key));
}"""


def scans(page, text: str) -> None:
    """What a scanner that ends with Enter types where the cursor is, without the pauses of a busy machine."""
    page.evaluate(SCANNER, text)


@pytest.mark.parametrize("address", ["/viec/", "/ho-so/", "/tiep-nhan/", "/viec/quet/", "/tai-khoan/vang-mat/"])
@pytest.mark.parametrize("form", ["{}", "https://motcua.example.vn/tra-cuu/{}/"])
def test_a_scan_on_any_page_opens_what_can_be_done(window, cast, address, form):
    code = accepted(cast)
    page = sign_in(window(), "lan")
    page.goto(address)
    scans(page, form.format(code))
    expect(page.locator(".scanned h2")).to_have_text(code)


def test_a_scan_typed_by_the_keyboard_itself_is_no_shortcut(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.goto(f"/ho-so/{code}/")  # where B, C and N are shortcuts
    page.keyboard.type(f"BCN-{code}\n")
    expect(page.locator("main")).to_contain_text("Không tìm thấy hồ sơ")
    assert step_of(code) == 2


def test_a_code_scanned_into_the_search_opens_the_buttons_and_one_typed_slowly_the_list(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.locator("#q").focus()
    scans(page, code)
    expect(page.locator(".scanned h2")).to_have_text(code)
    page.goto("/viec/")
    page.locator("#q").press_sequentially(code, delay=100)
    page.locator("#q").press("Enter")
    expect(page.locator("h1")).to_have_text("Hồ sơ")


def test_shortcuts_in_capitals_and_in_two_keys_still_work(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.goto(f"/ho-so/{code}/")
    page.keyboard.press("B")
    page.wait_for_url("**/ban-giao/")
    page.keyboard.type("gv")
    page.wait_for_url("**/viec/")


def test_a_step_is_done_and_recalled_by_scanner_and_keys_alone(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.goto("/viec/")
    scans(page, code)
    expect(page.get_by_role("button", name="Chuyển bước")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("main")).to_contain_text("Đã chuyển bước.")
    assert step_of(code) == 3
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text("Thu hồi việc đã chuyển")
    page.keyboard.press("F9")
    expect(page.locator(".scanned")).to_contain_text("Thụ lý")
    assert step_of(code) == 2


@SCRIPT
def test_a_typed_code_opens_its_buttons_and_the_next(window, cast, script):
    code, other = accepted(cast), accepted(cast)
    page = sign_in(window(java_script_enabled=script), "minh")
    page.goto("/viec/quet/")
    for wanted in (code, other):
        page.get_by_label("Mã hồ sơ").fill(wanted)
        page.get_by_role("button", name="Mở", exact=True).click()
        expect(page.locator(".scanned h2")).to_have_text(wanted)
    page.get_by_role("button", name="Chuyển bước").click()
    expect(page.locator("main")).to_contain_text("Đã chuyển bước.")
    assert (step_of(code), step_of(other)) == (2, 3)


def test_sound_and_speech_are_kept_as_each_person_likes_them(window, cast):
    page = sign_in(window(), "minh")
    page.goto("/viec/quet/")
    expect(page.get_by_label("Tiếng báo")).to_be_checked()
    page.get_by_label("Đọc to kết quả").check()
    page.reload()
    expect(page.get_by_label("Đọc to kết quả")).to_be_checked()


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_on_the_page_of_a_scan(window, barriers, picture, cast, width):
    code = accepted(cast, LONG_NAME)
    page = sign_in(window(width=width), "minh")
    for name, query in (("empty", ""), ("found", f"?ma={code}"), ("missing", "?ma=H50.14-261119-0001")):
        page.goto(f"/viec/quet/{query}")
        assert barriers(page) == [], name
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, name
        picture(page, f"scan-{name}-{width}")
