"""A publishing decision in a real browser: drafted, filled, compared, published, and read by who it concerns."""

import pytest

from tests import cast as stage
from tests.casework.test_decisions import BIRTH

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def enter(page, who, address):
    page.goto(f"/tai-khoan/dang-nhap/?next={address}")
    page.fill("[name=username]", who)
    page.fill("[name=password]", stage.PASSWORD)
    page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_decision_goes_from_draft_to_what_officers_read(window, barriers, picture, width, scripts):
    stage.enter()
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"decision-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "quan", "/quan-tri/cong-bo/")
    looked("none")
    page.goto("/quan-tri/cong-bo/moi/")
    looked("head")
    page.fill("[name=number]", "12/QĐ-UBND")
    page.fill("[name=dated]", "27/02/2026")
    page.fill("[name=agency]", "H48")
    page.fill("[name=effective_from]", "10/03/2026")
    page.locator("button[form=act]").click()
    page.get_by_role("link", name="Thêm thủ tục").first.click()
    looked("choose")
    page.fill("[name=code]", BIRTH)
    page.locator("button[form=act]").click()
    page.fill("[name=amount]", "2")
    page.fill("[name='giay-0-copies']", "1")
    looked("content")
    page.locator("button[form=act]").click()
    assert "2 ngày làm việc" in page.locator("main ins").all_inner_texts()
    looked("comparison")
    page.get_by_role("link", name="Về quyết định").click()
    looked("draft")
    page.get_by_role("link", name="Xem lại và công bố").click()
    looked("publish")
    page.locator("button[form=act]").click()
    assert "Đã công bố 1 thủ tục" in page.locator("main").inner_text()
    looked("published")
    page.context.clear_cookies()
    enter(page, "lan", "/viec/thay-doi/")
    assert "3 ngày làm việc" in page.locator("main del").all_inner_texts()
    looked("changes")
    page.locator("button[form=read]").click()
    assert "vừa thay đổi" not in page.locator("main").inner_text()
