"""One filer for many owners in a browser: pasted, corrected, received; no barriers, with and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PASTED = "Họ và tên\tSố CCCD\tNgày sinh\nY Nhơn Một\t051208000001\t01/02/2008\nHồ Thị Bánh\t12\t2008\n"


@pytest.fixture
def cast() -> Iterator[stage.Cast]:
    with time_machine.travel(moment("2026-11-19 09:00")):
        yield stage.enter()


@pytest.mark.parametrize("width, script", [(360, True), (1440, True), (1440, False)])
def test_a_list_is_pasted_corrected_and_received(window, barriers, picture, cast, width, script):
    page = window(width=width, java_script_enabled=script)
    looked: list[str] = []

    def look(name: str) -> None:
        picture(page, f"many-{name}-{width}-{script}")
        if script:
            looked.extend(barriers(page))
            looked.extend([f"{name} is wider than the window"] if page.evaluate(WIDER_THAN_WINDOW) > 0 else [])

    page.goto("/tai-khoan/dang-nhap/?next=/tiep-nhan/thu-tuc/1.000689/")
    page.fill("#id_username", "lan")
    page.fill("#id_password", stage.PASSWORD)
    page.locator("form.sheet button").click()
    page.get_by_role("link", name="Nộp cho nhiều người").click()
    look("empty")
    page.select_option("#id_applicant-capacity", "employer")
    page.fill("#id_applicant-name", "Phạm Văn Đồng Xuân")
    page.fill("#id_applicant-number", "051090001234")
    page.fill("#id_people-list", PASTED)
    with page.expect_navigation():
        page.get_by_role("button", name="Đưa vào bảng và kiểm tra").click()
    look("read")
    assert page.locator("#people-1 .error").count() == 1
    page.fill("#id_people-1-number", "051308000002")
    with page.expect_navigation():
        page.locator("[data-tick-papers]").click() if not script else page.get_by_role(
            "button", name="Kiểm tra lại"
        ).click()
    if script:
        page.locator("[data-tick-papers]").click()
    look("corrected")
    page.get_by_role("button", name="Tiếp nhận tất cả và in danh sách").click()
    page.wait_for_url("**/tiep-nhan/nhieu-nguoi/**")
    look("done")
    assert Dossier.objects.count() == 2
    assert looked == []


@pytest.mark.parametrize("width", [360, 1440])
def test_the_right_rows_are_received_while_the_wrong_one_waits_to_be_corrected(window, barriers, picture, cast, width):
    page = window(width=width)
    page.goto("/tai-khoan/dang-nhap/?next=/tiep-nhan/thu-tuc/1.000689/nhieu-nguoi/")
    page.fill("#id_username", "lan")
    page.fill("#id_password", stage.PASSWORD)
    with page.expect_navigation():
        page.locator("form.sheet button").click()
    page.select_option("#id_applicant-capacity", "employer")
    page.fill("#id_applicant-name", "Phạm Văn Đồng Xuân")
    page.fill("#id_applicant-number", "051090001234")
    page.fill("#id_people-list", PASTED)
    page.locator("[data-tick-papers]").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Đưa vào bảng và kiểm tra").click()
    picture(page, f"many-right-{width}")
    with page.expect_navigation():
        page.keyboard.press("F6")
    picture(page, f"many-waiting-{width}")
    assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) <= 0
    page.get_by_role("link", name="Sửa và nhận tiếp").click()
    page.fill("#id_people-0-number", "051308000002")
    with page.expect_navigation():
        page.keyboard.press("F9")
    assert Dossier.objects.count() == 2
