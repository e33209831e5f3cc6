"""Emergency slips in a real browser: numbered, closed, on a phone and on a wide screen, with and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from motcua.casework.backdating import Claim
from motcua.casework.emergency import make_emergency_block, void_emergency_number
from motcua.casework.file import file_and_accept
from motcua.papers.models import EmergencyBlock, EmergencyNumber
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-19 14:00")
PAGE = "/tiep-nhan/phieu-khan-cap/"
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast() -> Iterator[stage.Cast]:
    with time_machine.travel(NOW):
        yield stage.enter()


@pytest.fixture
def at_page(window, cast):
    def opened(**options):
        page = window(**options)
        page.goto(f"/tai-khoan/dang-nhap/?next={PAGE}")
        page.fill("#id_username", "lan")
        page.fill("#id_password", stage.PASSWORD)
        with page.expect_navigation():
            page.locator("form.sheet button").click()
        return page

    return opened


@pytest.mark.parametrize("script", [True, False])
def test_a_block_is_numbered_and_closed_by_keys_alone(at_page, script):
    page = at_page(java_script_enabled=script)
    page.focus("#id_size")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert EmergencyBlock.objects.get().last == 3
    page.locator("summary", has_text="Khóa tập phiếu này").press("Enter")
    page.get_by_label("Lý do hủy các số chưa dùng").fill("Đã có điện")
    with page.expect_navigation():
        page.get_by_role("button", name="Khóa và hủy các số chưa dùng").press("Enter")
    assert page.get_by_text("hủy 3 phiếu chưa dùng").is_visible()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("full", [True, False])
def test_no_barrier_stands_on_the_page(at_page, cast, barriers, picture, width, full):
    if full:
        make_emergency_block(cast.counter.pk, size=4, by=cast.lan, at=moment("2026-11-02 08:00"))
        claim = Claim(moment("2026-11-19 09:30"), "Mất điện", "KC 1")
        file_and_accept(stage.intake(cast), by=cast.lan, at=NOW, claim=claim)
        torn = EmergencyNumber.objects.all()[1]
        void_emergency_number(torn.pk, reason="Viết hỏng, xé bỏ trước mặt người nộp", by=cast.lan, at=NOW)
    page = at_page(width=width, height=1200)
    picture(page, f"emergency-{'full' if full else 'empty'}-{width}")
    assert barriers(page) == []
    assert page.evaluate(WIDER_THAN_WINDOW) == 0
