"""A declaration for linked procedures in a browser: no barriers, narrow and wide, with and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from motcua.dossiers.models import Declaration
from tests import cast as stage
from tests.casework import declarations
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast() -> Iterator[stage.Cast]:
    with time_machine.travel(moment("2026-11-19 09:00")):
        cast = stage.enter()
        declarations.publish()
        yield cast


@pytest.mark.parametrize("width, script", [(360, True), (1440, False)])
def test_a_declaration_is_taken_in_and_followed_by_everybody(window, barriers, picture, cast, width, script):
    page = window(width=width, java_script_enabled=script)
    looked: list[str] = []

    def look(name: str) -> None:
        picture(page, f"linked-{name}-{width}")
        if script:
            looked.extend(barriers(page))
            looked.extend([f"{name} is wider than the window"] if page.evaluate(WIDER_THAN_WINDOW) > 0 else [])

    page.goto("/tai-khoan/dang-nhap/?next=/tiep-nhan/")
    page.fill("#id_username", "lan")
    page.fill("#id_password", stage.PASSWORD)
    page.locator("form.sheet button").click()
    page.get_by_role("link", name="Đăng ký khai sinh, đăng ký thường trú").click()
    look("form")
    page.fill("#id_applicant-name", "Phạm Văn Đồng Xuân")
    page.fill("#id_applicant-number", "051090001234")
    page.locator("[data-tick-papers]").click()
    page.get_by_role("button", name="Tiếp nhận tờ khai và in phiếu").click()
    page.wait_for_url("**/da-nhan/**")
    look("done")
    second = Declaration.objects.get().members.get(n=2).dossier.code
    page.get_by_role("link", name="Đăng ký thường trú").click()
    page.wait_for_url(f"**/ho-so/{second}/")
    look("desk")
    page.goto(f"/tra-cuu/{second}/")
    look("track")
    assert page.locator("ol.members > li").count() == 3
    assert looked == []
