"""Fees at the counter in a real browser: said and paid with the keyboard, seen on the day's sheet, and closed."""

import pytest

from tests import cast as stage
from tests.casework.money import EXTRACT, FEE
from tests.web.counter_forms import filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LEFT = {"do", "key", "counter", "version", "mode", "owners", "extras", "points"}


def enter(page, who, address):
    page.goto(f"/tai-khoan/dang-nhap/?next={address}")
    page.fill("[name=username]", who)
    page.fill("[name=password]", stage.PASSWORD)
    page.locator("main form button[type=submit]").click()


def tab_to(page, name):
    """Go on by Tab alone until the field of this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"no way to {name} by Tab")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_due_is_said_and_paid_with_the_keyboard_and_the_day_is_closed(
    window, barriers, picture, width, scripts
):
    cast = stage.enter()
    stage.publish_procedure(code="1.000656", name="Thủ tục đăng ký khai tử", charges=[FEE, EXTRACT])
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"fees-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "lan", "/tiep-nhan/thu-tuc/1.000656/")
    for name, value in filled(cast).items():
        if name in LEFT or name.startswith("terms-"):
            continue
        place = page.locator(f"[name='{name}']")
        if name.endswith("-got"):
            place.check()
        elif place.evaluate("e => e.tagName") == "SELECT":
            place.select_option(str(value))
        elif place.first.get_attribute("type") != "radio":
            place.fill(str(value))
    page.locator("[name=terms-request]").focus()
    tab_to(page, "fees-quantity_copy")
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    tab_to(page, "Thu phí, lệ phí ngay?")
    page.keyboard.press("Enter")
    tab_to(page, "fees-way")
    page.keyboard.press("ArrowDown")
    tab_to(page, "fees-receipt")
    page.keyboard.type("AA/26P 0000123")
    if scripts:
        page.locator("#preview").get_by_text("17.000").first.wait_for()
    looked("reception")
    if scripts:
        page.keyboard.press("F9")
    else:
        page.locator("button[value=act]").focus()
        page.keyboard.press("Enter")
    page.locator("#done-title").wait_for()
    assert "17.000" in page.locator("main").inner_text() and "đã thu đủ" in page.locator("main").inner_text()
    looked("done")
    page.goto("/tiep-nhan/so-thu/")
    looked("till")
    page.locator("summary", has_text="Chốt sổ thu của tôi").focus()
    page.keyboard.press("Enter")
    tab_to(page, "counted")
    page.keyboard.type("17.000")
    looked("closing")
    page.keyboard.press("Enter")
    page.get_by_text("đã chốt").first.wait_for()
    looked("closed")
    page.locator("a.row-link").first.click()
    page.locator("#phi").wait_for()
    looked("dossier")
