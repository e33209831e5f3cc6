"""Dossiers of other systems in a real browser: the short form, the list, one of them, tracking and the report."""

import pytest

from motcua.casework.shadows import Noted, note_shadow, tell_shadow
from motcua.shadows.states import State
from motcua.supervision import actions as figures
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AT = moment("2026-03-02 09:00")
SYSTEM = "Hệ thống đăng ký, quản lý hộ tịch"
CODE = "000.00.14.H48-260302-0007"


@pytest.fixture
def pk():
    cast = stage.enter()
    version = stage.publish_procedure(code="1.000656", name="Thủ tục đăng ký khai tử", authority_system=SYSTEM)
    for n in range(3):
        note_shadow(Noted(version.pk, cast.counter.pk, f"000.00.14.H48-260301-{n:04}"), by=cast.lan, at=AT)
    said = Noted(version.pk, cast.counter.pk, CODE, moment("2026-03-06 16:00"), "Phạm Văn Đồng Xuân")
    row = note_shadow(said, by=cast.lan, at=AT)
    tell_shadow(row.pk, State.RECEIVED, by=cast.lan, at=AT)
    figures.project(at=AT)
    return row.pk


def sign_in(page, name: str, to: str) -> None:
    page.goto(f"/tai-khoan/dang-nhap/?next={to}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", stage.PASSWORD)
    page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_of_it_fits_and_has_no_barriers(pk, window, barriers, picture, width, scripts):
    page = window(width=width, java_script_enabled=scripts)
    sign_in(page, "lan", "/tiep-nhan/")
    pages = {
        "home": "/tiep-nhan/", "found": "/tiep-nhan/thu-tuc/?q=khai+tu",
        "new": "/tiep-nhan/theo-doi-ho/thu-tuc/1.000656/", "list": "/tiep-nhan/theo-doi-ho/",
        "one": f"/tiep-nhan/theo-doi-ho/{pk}/", "tracking": f"/tra-cuu/{CODE}/",
    }  # fmt: skip
    for name, address in pages.items():
        page.goto(address)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"shadow-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name
    boss = window(width=width, java_script_enabled=scripts)
    sign_in(boss, "an", "/so-lieu/?first=01/03/2026&last=31/03/2026&agency=H48.148")
    assert boss.evaluate(WIDER_THAN_WINDOW) <= 0
    picture(boss, f"shadow-report-{width}-{'js' if scripts else 'plain'}")
    if scripts:
        assert barriers(boss) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_scanner_fills_the_code_and_the_keys_do_the_rest(pk, window, scripts):
    page = window(java_script_enabled=scripts)
    sign_in(page, "lan", "/tiep-nhan/theo-doi-ho/thu-tuc/1.000656/")
    page.keyboard.type("000.00.14.H48-260302-0008")
    if scripts:  # a scanner ends with Enter, which walks on and sends nothing
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.name") == "day"
    page.fill("[name=day]", "31/12/2199")
    page.fill("[name=clock]", "16:00")
    page.click("text=Ghi để theo dõi hộ")
    page.wait_for_url("**/theo-doi-ho/*/")
    page.click("text=Đã được tiếp nhận")
    assert "Hệ thống kia đã tiếp nhận" in page.inner_text("main")


@pytest.mark.parametrize("width", [360, 1440])
def test_the_fold_of_what_was_filed_elsewhere_fits_and_has_no_barriers(pk, window, barriers, picture, width):
    page = window(width=width)
    sign_in(page, "lan", "/tiep-nhan/thu-tuc/1.000689/")
    page.click("#elsewhere > summary")
    page.locator("#elsewhere").scroll_into_view_if_needed()
    assert page.evaluate(WIDER_THAN_WINDOW) <= 0
    picture(page, f"elsewhere-{width}")
    assert barriers(page) == []
