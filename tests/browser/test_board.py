"""The board in a real browser: wide and narrow, with script and without; a figure opens exactly its dossiers."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from motcua.casework.file import file_and_accept
from motcua.supervision import actions
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AT = moment("2026-03-02 09:00")
MARCH = "first=01/03/2026&last=31/03/2026"
ADDRESSES = (
    f"07b/?{MARCH}", f"07b/thu-tuc/?{MARCH}&agency=H48&what=3",
    f"07a/?{MARCH}", f"07a/ho-so/?{MARCH}&agency=H48&what=3",
    "", f"?{MARCH}", f"?{MARCH}&rows=agency", "?first=31/03/2026&last=01/03/2026", "?first=x",
    f"06a/ho-so/?{MARCH}&agency=H48&what=3", f"06a/ho-so/?{MARCH}&agency=H48&what=10", "da-chot/",
    f"ky/?{MARCH}", f"ky/?{MARCH}&by=procedure", "ky/?first=31/03/2026&last=01/03/2026",
    "hom-nay/", "hom-nay/?wall=1", "hom-nay/ho-so/?fire=late", "hom-nay/ho-so/?fire=online",
)  # fmt: skip


@pytest.fixture
def cast():
    cast = stage.enter()
    codes = [
        file_and_accept(stage.intake(cast, channel=channel), by=cast.lan, at=AT + timedelta(minutes=n)).code
        for n, channel in enumerate(("online", "direct", "post"))
    ]
    for verb in ("take", "advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, codes[1], AT + timedelta(hours=2))
    ACTS["withdraw"](cast, codes[2], AT + timedelta(hours=3))
    actions.project(at=now())
    cast.codes = codes
    return cast


def now() -> datetime:
    return timezone.now()


def signed_in(window, name="an", **options):
    page = window(**options)
    page.goto("/tai-khoan/dang-nhap/?next=/so-lieu/")
    page.fill("#id_username", name)
    page.fill("#id_password", stage.PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/so-lieu/")
    return page


def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_its_window(window, barriers, cast):
    page = signed_in(window)
    for address in ADDRESSES:
        page.goto(f"/so-lieu/{address}")
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER_THAN_WINDOW) == 0, (address, width)
            assert barriers(page) == [], (address, width)


def test_axe_finds_nothing_wrong_in_english(window, barriers, cast):
    page = signed_in(window, language="en")
    for address in ADDRESSES:
        page.goto(f"/so-lieu/{address}")
        assert barriers(page) == [], address


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_figure_opens_exactly_its_dossiers_and_leads_to_each(window, cast, script):
    page = signed_in(window, java_script_enabled=script)
    page.get_by_label("Từ ngày").fill("01/03/2026")
    page.get_by_label("đến ngày", exact=True).fill("31/03/2026")
    page.get_by_role("button", name="Xem số liệu").click()
    total = page.locator("tfoot td")
    expect(total.nth(0)).to_have_text("3")
    expect(total.nth(1)).to_have_text("1")
    total.nth(1).get_by_role("link").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(cast.codes[0])
    page.get_by_role("link", name=cast.codes[0]).click()
    expect(page).to_have_url(re.compile(f"/ho-so/{cast.codes[0]}/"))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_form_07a_fits_every_window_and_its_figures_open_their_dossiers(window, picture, cast, script):
    page = signed_in(window, java_script_enabled=script)
    page.goto(f"/so-lieu/?{MARCH}")
    page.get_by_role("link", name="Biểu 07a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("biểu 07a")
    page.goto(f"/so-lieu/07a/?{MARCH}")
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"07a-{width}-{script}")
    expect(page.get_by_role("table")).to_have_count(3)
    with page.expect_navigation():
        page.locator("tfoot td").filter(has=page.get_by_role("link")).last.get_by_role("link").click()
    expect(page.locator("tbody tr")).to_contain_text(cast.codes[2])
    picture(page, f"07a-behind-{script}")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_report_is_frozen_and_found_again(window, barriers, cast, script):
    page = signed_in(window, java_script_enabled=script)
    page.goto(f"/so-lieu/?{MARCH}")
    page.get_by_role("button", name="Chốt báo cáo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biểu 06a đã chốt, kỳ 01/03/2026–31/03/2026")
    if script:
        assert barriers(page) == []
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER_THAN_WINDOW) == 0, width
    page.get_by_role("link", name="Báo cáo đã chốt").click()
    page.get_by_role("link", name="01/03/2026–31/03/2026").click()
    expect(page.locator("tfoot td").nth(0)).to_have_text("3")


def test_a_period_is_chosen_by_one_press(window, cast):
    page = signed_in(window)
    page.get_by_role("link", name="Năm nay").click()
    expect(page.get_by_role("link", name="Năm nay")).to_have_attribute("aria-current", "page")
    expect(page.get_by_label("Từ ngày")).to_have_value(f"01/01/{now().year}")


def test_the_wall_shows_what_burns_since_without_anybody_touching_it(window, cast):
    page = signed_in(window)
    page.clock.install()
    page.goto("/so-lieu/hom-nay/?wall=1")
    late = page.locator(".tile-figure").first
    expect(late).to_have_text("1")
    file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    page.clock.run_for(61_000)
    expect(late).to_have_text("2")
