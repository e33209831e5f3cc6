"""Reception at speed in a real browser: the card by scanner and by photo, everything else by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.dossiers.parties import PartyData
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import CARD, REFERENCE
from tests.web.test_counter_card import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-19 09:00")
READ = "() => document.activeElement.id === 'id_applicant-phone'"  # a card was read: the field after it has the focus
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


def test_a_card_is_read_in_place_and_what_was_typed_elsewhere_stays(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.evaluate("window.same = true")
    page.check("#id_papers-2-got")
    page.fill("#id_applicant-card", CARD)
    page.press("#id_applicant-card", "Enter")
    page.wait_for_function(READ)
    assert page.evaluate("window.same") and page.is_checked("#id_papers-2-got")
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"


def test_what_is_no_card_keeps_the_focus_where_it_was_scanned(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.fill("#id_applicant-card", "051090001234|a|b")
    page.press("#id_applicant-card", "Enter")
    page.locator("#id_applicant-card_error").wait_for()
    page.wait_for_function("() => document.activeElement.id === 'id_applicant-card'")
    assert page.input_value("#id_applicant-card") == "051090001234|a|b"


def test_a_card_scanned_while_the_line_is_cut_is_read_when_it_is_back(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.fill("#id_applicant-card", CARD)
    page.press("#id_applicant-card", "Enter")
    page.get_by_text("Mất kết nối với máy chủ").wait_for()
    assert page.input_value("#id_applicant-card") == CARD
    page.unroute_all()
    page.wait_for_function("() => document.getElementById('id_applicant-name').value === 'Phạm Văn Đồng Xuân'")


def test_a_scanner_that_ends_without_a_key_fills_the_applicant_in(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.focus("#id_applicant-card")
    page.keyboard.insert_text(CARD)
    page.wait_for_function(READ)
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


def test_a_card_is_read_once_when_the_answer_comes_just_as_a_scan_without_an_end_would_be_read(at_counter):
    page = at_counter()
    page.clock.install(time=NOW)
    page.goto(REFERENCE)
    page.clock.pause_at(NOW + timedelta(minutes=1))
    held, sent = [], []
    page.route("**/the/", lambda route: held.append(route))
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.fill("#id_applicant-card", CARD.replace("Phạm Văn", "Phaạm Văn"))
    page.press("#id_applicant-card", "Enter")
    page.clock.run_for(295)  # of the 300 after which a whole card is read
    held[0].continue_()
    expect(page.get_by_text("Đã điền, cần đối chiếu")).to_be_visible()
    page.clock.run_for(10)  # the answer has been put in, but has not settled
    page.wait_for_timeout(200)
    assert len(sent) == 1


@pytest.mark.parametrize("width", [360, 1440])
def test_a_doubtful_card_is_told_without_a_barrier(at_counter, barriers, picture, width):
    page = at_counter(width=width, height=2400)
    page.goto(REFERENCE)
    page.fill("#id_applicant-card", CARD.replace("Phạm Văn", "Phaạm Văn"))
    page.press("#id_applicant-card", "Enter")
    page.wait_for_function(READ)
    page.locator("#applicant .card-photo summary").click()
    assert page.get_by_text("Đã điền, cần đối chiếu").is_visible()
    picture(page, f"reception-card-{width}")
    assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0


# By keys alone


def press(page, key: str) -> None:
    """A key that leads to another page, or to this one made anew."""
    with page.expect_navigation():
        page.keyboard.press(key)


def scan(page, text: str) -> None:
    """As a scanner types: faster than hands, with Enter at the end."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def ticked(page) -> list[bool]:
    page.wait_for_timeout(150)
    return [page.is_checked(f"#id_papers-{n}-got") for n in (1, 2, 3)]


def test_papers_are_ticked_by_one_digit_each_and_by_no_scanner(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    assert page.locator("[data-digit='1']").is_visible()
    page.keyboard.press("F3")
    assert page.evaluate("document.activeElement.id") == "id_papers-1-got"
    for digit in "13":
        page.wait_for_timeout(150)
        page.keyboard.press(digit)
    assert ticked(page) == [True, False, True]
    page.wait_for_timeout(150)
    page.keyboard.press("3")
    assert ticked(page) == [True, False, False]
    page.keyboard.type("051090001234|212345678")  # the card, while the checklist has the focus
    assert ticked(page) == [True, False, False]


def test_without_script_no_digit_is_promised(at_counter):
    page = at_counter(java_script_enabled=False)
    page.goto(REFERENCE)
    assert not page.locator("[data-digit='1']").is_visible()


def test_a_person_whom_the_counter_knows_is_served_twice_by_keys_alone(at_counter, cast, picture):
    before = PartyData("Phạm Văn Đồng Xuân", number="051090001234", address="Thôn 9", phone="0905123456")
    file_and_accept(stage.intake(cast, applicant=before), by=cast.lan, at=NOW - timedelta(days=9))
    page = at_counter(height=1400)
    page.goto(REFERENCE)
    page.focus("#id_applicant-card")
    scan(page, CARD)
    page.wait_for_function(READ)
    assert page.get_by_text("đang có hồ sơ cùng thủ tục").is_visible()
    picture(page, "reception-known")
    press(page, "F10")
    assert page.input_value("#id_applicant-phone").replace(" ", "") == "0905123456"
    page.keyboard.press("F4")
    press(page, "F6")
    first = Dossier.objects.latest("id").code
    assert page.get_by_text("Đã nhận trong lượt này").is_visible() and page.get_by_text(first).first.is_visible()
    picture(page, "reception-onward")
    page.keyboard.type("dkks")  # the search box has the focus
    page.locator("#found a.row-link", has_text=re.compile("khai sinh")).wait_for()
    page.keyboard.press("ArrowDown")
    press(page, "Enter")
    assert page.input_value("#id_applicant-number") == "051090001234"
    page.keyboard.press("F4")
    press(page, "F9")
    assert page.get_by_text("Đã nhận trong lượt này: 2 hồ sơ").is_visible()
    picture(page, "reception-sitting")
    assert Dossier.objects.count() == 3


def test_a_number_typed_by_hand_brings_what_is_known(at_counter, cast):
    before = PartyData("Phạm Văn Đồng Xuân", number="051090001234", address="Thôn 9")
    file_and_accept(stage.intake(cast, applicant=before), by=cast.lan, at=NOW - timedelta(days=9))
    page = at_counter()
    page.goto(REFERENCE)
    page.fill("#id_applicant-number", "051090001234")
    page.keyboard.press("Tab")
    page.get_by_text("Thôn 9").wait_for()


def test_the_slip_is_opened_for_printing_once_and_without_a_window_where_the_officer_wants_it(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.evaluate("localStorage.setItem('print-at-once', 'on')")
    page.add_init_script("window.print = () => {}")  # a headless browser ends itself at a real one
    page.fill("#id_applicant-name", "Y Rỗi")
    page.fill("#id_applicant-number", "051090001234")
    page.keyboard.press("F4")
    press(page, "F9")
    able = page.evaluate("navigator.pdfViewerEnabled")
    assert page.locator("iframe.printed").count() == (1 if able else 0)
    page.reload()
    assert page.locator("iframe.printed").count() == 0


def test_nothing_is_printed_by_itself_unasked(at_counter):
    page = at_counter()
    page.goto(REFERENCE)
    page.fill("#id_applicant-name", "Y Rỗi")
    page.fill("#id_applicant-number", "051090001234")
    page.keyboard.press("F4")
    press(page, "F9")
    assert page.locator("iframe.printed").count() == 0 and not page.is_checked("#print-at-once")


@pytest.mark.parametrize("width", [360, 1440])
def test_no_barrier_stands_where_a_person_is_known(at_counter, barriers, cast, picture, width):
    before = PartyData("Phạm Văn Đồng Xuân", number="051090001234", address="Thôn 9", phone="0905123456")
    code = file_and_accept(stage.intake(cast, applicant=before), by=cast.lan, at=NOW).code
    page = at_counter(width=width, height=2400)
    page.goto(f"{REFERENCE}?tu={code}")
    picture(page, f"reception-again-{width}")
    assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0
    page.goto(f"/tiep-nhan/thu-tuc/?tu={code}&q=khai")
    picture(page, f"reception-next-{width}")
    assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0
