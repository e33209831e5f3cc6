"""The electronic declaration in a real browser: begun, tried and published by the office; filled in by a citizen."""

import pytest

from motcua.catalogue.actions import keep_form, publish_form
from motcua.catalogue.forms.templates import template
from tests import cast as stage
from tests.browser.test_decisions import WIDER_THAN_WINDOW, enter
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/quan-tri/thu-tuc/1.000689/to-khai/"
KNOWN = {"name": "Nguyễn Thị An", "number": "051190000012", "phone": "0905 123 456", "email": "an@vidu.vn"}


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


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_citizen_fills_a_declaration_in_and_sees_it_as_the_paper(window, barriers, picture, width, scripts):
    version = stage.enter().version
    draft = keep_form(version, content=template("applicant"), seen=0)
    publish_form(version, seen=draft.saved, by="quan", at=moment("2026-11-02 08:00"))
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"declaration-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    page.goto("/thu-tuc/1.000689/")
    page.get_by_role("link", name="Điền tờ khai trên máy rồi in").click()
    page.fill("[name=q_applicant_name]", "Nguyễn Thị An")
    page.get_by_role("button", name="Xem bản in").last.click()
    assert "Hãy trả lời câu này" in page.locator("main").inner_text()
    assert page.input_value("[name=q_applicant_name]") == "Nguyễn Thị An"
    looked("faults")
    for field in page.locator("main input[type=text]").all():
        name = field.get_attribute("name") or ""
        field.fill(KNOWN.get(name.removeprefix("q_applicant_"), "Thôn 1, xã Ba Tơ"))
    if page.locator("main textarea").count():
        page.locator("main textarea").first.fill("Cấp bản sao trích lục khai sinh")
    page.get_by_role("button", name="Xem bản in").last.click()
    assert "Độc lập - Tự do - Hạnh phúc" in page.locator("main").inner_text()
    looked("paper")
    page.get_by_role("button", name="Sửa lại").click()
    assert page.input_value("[name=q_applicant_name]") == "Nguyễn Thị An"
