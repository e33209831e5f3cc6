"""The electronic declaration in a real browser: begun from a template, tried with faults and rows, published."""

import pytest

from tests import cast as stage
from tests.browser.test_decisions import WIDER_THAN_WINDOW, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/quan-tri/thu-tuc/1.000689/to-khai/"


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_is_begun_tried_and_published(window, barriers, picture, width, scripts):
    stage.enter()
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"eform-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "quan", HERE)
    looked("none")
    page.select_option("[name=template]", "residence")
    page.locator("button[form=act]").first.click()
    assert "chưa công bố" in page.locator("main").inner_text()
    looked("draft")
    page.get_by_role("link", name="Xem như người dân thấy").click()
    looked("preview")
    page.fill("[name=q_wish]", "Nhập hộ cho con")
    page.get_by_role("button", name="Thêm một dòng").click()
    assert page.input_value("[name=q_wish]") == "Nhập hộ cho con"
    page.fill("[name=q_members__0__born]", "31/02/2020")
    page.get_by_role("button", name="Kiểm tra").last.click()
    assert "ngày/tháng/năm" in page.locator("main").inner_text()
    assert page.input_value("[name=q_members__0__born]") == "31/02/2020"
    looked("faults")
    page.goto(page.url.replace("xem-thu/", ""))
    page.locator("button[form=publish]").click()
    assert "Đã công bố tờ khai bản 1" in page.locator("main").inner_text()
    looked("published")
