"""Certifications in a real browser: typed with the keyboard alone, Enter adds the row, the book shows it."""

import pytest

from tests import cast as stage
from tests.browser.test_fees import WIDER_THAN_WINDOW, enter, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width, scripts", [(360, True), (1440, True), (1440, False)])
def test_rows_are_typed_one_after_another_without_a_mouse(window, barriers, picture, width, scripts):
    stage.enter()
    papers = [{"name": "Bản chính", "originals": 1}]
    stage.publish_procedure(code="2.000815", name="Chứng thực bản sao từ bản chính", components=papers)
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"certify-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "lan", "/tiep-nhan/chung-thuc/")
    page.locator("#row-title").wait_for()
    for n, (name, copies) in enumerate((("Y Rỗi", "3"), ("A Nhất", "2")), 1):
        if n == 1:
            page.locator("[name=kind]").focus()
            tab_to(page, "signer")
            page.keyboard.type("Đinh Văn Sơn")
            tab_to(page, "requester")
        else:
            page.locator("[name=requester]").focus()
        page.keyboard.type(name)
        tab_to(page, "content")
        page.keyboard.type("Bằng tốt nghiệp")
        tab_to(page, "copies")
        page.keyboard.press("Control+a")
        page.keyboard.type(copies)
        page.keyboard.press("Enter")
        page.get_by_text(f"Đã vào sổ số {n}").wait_for()
    looked("page")
    page.goto("/tiep-nhan/chung-thuc/so/")
    assert page.locator("table.list tbody tr").count() == 2
    looked("book")
