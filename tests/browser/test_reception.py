"""Reception at speed in a real browser: the card by scanner and by photo, everything else by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import CARD, REFERENCE
from tests.web.test_counter_card import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-19 09:00")
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast() -> Iterator[stage.Cast]:
    with time_machine.travel(NOW):
        yield stage.enter()


@pytest.fixture
def at_counter(window, cast):
    """A window in which Lan has signed in and sees the counter."""

    def opened(**options):
        page = window(**options)
        page.goto("/tai-khoan/dang-nhap/?next=/tiep-nhan/")
        page.fill("#id_username", "lan")
        page.fill("#id_password", stage.PASSWORD)
        with page.expect_navigation():
            page.locator("form.sheet button").click()
        return page

    return opened


# The card


def test_a_scanner_that_ends_without_a_key_fills_the_applicant_in(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.focus("#id_applicant-card")
    with page.expect_navigation():
        page.keyboard.insert_text(CARD)
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"


@pytest.mark.parametrize("script", [True, False])
def test_a_photo_of_the_card_is_read(at_counter, tmp_path, script):
    page = at_counter(java_script_enabled=script, width=360)
    page.goto(REFERENCE)
    taken = tmp_path / "IMG_0001.jpg"
    taken.write_bytes(photo(CARD).read())
    page.locator("#applicant .card-photo summary").click()
    assert page.locator("#id_applicant-photo").get_attribute("capture") == "environment"
    with page.expect_navigation():
        page.set_input_files("#id_applicant-photo", taken)
        if not script:
            page.get_by_role("button", name="Đọc ảnh thẻ").first.click()
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"


@pytest.mark.parametrize("width", [360, 1440])
def test_a_doubtful_card_is_told_without_a_barrier(at_counter, barriers, picture, width):
    page = at_counter(width=width, height=2400)
    page.goto(REFERENCE)
    page.fill("#id_applicant-card", CARD.replace("Phạm Văn", "Phaạm Văn"))
    with page.expect_navigation():
        page.press("#id_applicant-card", "Enter")
    page.locator("#applicant .card-photo summary").click()
    assert page.get_by_text("Thẻ đã đọc, cần đối chiếu").is_visible()
    picture(page, f"reception-card-{width}")
    assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0
