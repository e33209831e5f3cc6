"""A review in a real browser: opened, its worksheet filled with the keyboard alone, decided on, and closed."""

import pytest

from motcua.reviews.models import ReviewLine
from tests import cast as stage
from tests.browser.test_decisions import WIDER_THAN_WINDOW, enter
from tests.casework.test_reviews import HOUSE, JUSTICE, publish
from tests.web.test_board_beside import beside_the_centre, received

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def by_keyboard(page):
    """Go through both rows of the sheet without a mouse: choose by letters, write, on with the tabulator, F9 keeps."""
    first, second = page.locator("select[name^=result-]").all()
    first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Giao Ủy ban nhân dân cấp xã giải quyết; Sở kiểm tra sau.")
    page.keyboard.press("Tab")
    page.keyboard.type("Quyết định 15/2025/QĐ-UBND")
    page.keyboard.press("Tab")
    assert second.evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Không có vướng mắc.")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_review_goes_from_opening_to_approval(window, barriers, picture, width, scripts):
    cast = stage.enter()
    publish(JUSTICE, ["province"], agencies=[cast.department])
    publish(HOUSE, ["commune"], kinds=["commune_committee"], field="Nhà ở")
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"review-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    def main():
        return page.locator("main").inner_text()

    enter(page, "an", "/quan-tri/ra-soat/")
    looked("none")
    page.get_by_role("link", name="Mở cuộc rà soát").click()
    page.locator("button[form=act]").click()
    looked("wrong")
    page.select_option("[name=kind]", "decentralisation")
    page.fill("[name=name]", "Rà soát, đề xuất phân cấp giải quyết thủ tục hành chính năm 2026")
    page.fill("[name=order_number]", "15/KH-UBND")
    page.fill("[name=order_dated]", "01/02/2026")
    page.fill("[name=due]", "15/12/2036")
    page.fill("[name=target]", "20")
    page.locator("summary", has_text="Lĩnh vực").click()
    looked("new")
    page.locator("button[form=act]").click()
    assert "Đã mở cuộc rà soát 3 thủ tục." in page.locator("body").inner_text()
    looked("opened")
    page.get_by_role("link", name="Xem và giao").click()
    page.check("[name=dong]")
    page.fill("[name=to]", "H48.148")
    looked("assign")
    page.locator("button[form=act]").click()

    page.context.clear_cookies()
    enter(page, "quang", "/viec/")
    page.get_by_role("link", name="Mở bảng rà soát").click()
    looked("mine")
    page.get_by_role("link", name="Rà soát, đề xuất phân cấp").click()
    by_keyboard(page)
    looked("sheet")
    if scripts:
        page.keyboard.press("F9")
    else:
        page.locator("button[form=act]").first.click()
    page.get_by_text("Đã ghi 2 thủ tục.").wait_for()
    assert sorted(ReviewLine.objects.values_list("verdict", flat=True)) == ["", "keep", "propose"]
    page.locator("select[name^=result-]").first.select_option("")
    page.locator("button[form=act]").first.click()
    looked("bad-row")
    assert "1 dòng chưa ghi được" in main()

    page.context.clear_cookies()
    enter(page, "an", "/quan-tri/ra-soat/")
    looked("list")
    page.get_by_role("link", name="Rà soát, đề xuất phân cấp").click()
    looked("review")
    page.get_by_role("link", name="Xét đề xuất").click()
    page.locator("[type=radio]").first.check()
    looked("judge")
    page.locator("button[form=act]").click()
    page.goto("/quan-tri/ra-soat/")
    page.get_by_role("link", name="Rà soát, đề xuất phân cấp").click()
    page.get_by_role("link", name="Kết thúc bằng quyết định…").click()
    page.fill("[name=number]", "120/QĐ-UBND")
    page.fill("[name=dated]", "01/03/2026")
    page.check("[name=unfinished]")
    looked("close")
    page.locator("button[form=act]").click()
    assert "120/QĐ-UBND" in main()
    looked("closed")
    page.get_by_role("link", name="Từng thủ tục").click()
    looked("lines")


@pytest.mark.parametrize("width", [360, 1440])
def test_what_was_received_beside_the_centre_opens_its_dossiers(window, barriers, picture, width):
    cast = beside_the_centre()
    for _ in range(2):
        received(cast, cast.own, cast.quang)
    page = window(width=width)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"beside-{name}-{width}")
        assert barriers(page) == [], name

    enter(page, "an", "/so-lieu/ngoai-trung-tam/?first=01/11/2026&last=30/11/2026&agency=H48")
    looked("table")
    page.get_by_role("link", name="2", exact=True).click()
    looked("dossiers")
    page.get_by_role("link", name="Tiếp nhận ngoài Trung tâm").first.click()
    assert "2 hồ sơ" in page.locator("main").inner_text()
