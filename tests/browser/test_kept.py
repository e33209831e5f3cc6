"""What is typed at the counter survives a lost connection, a lost answer, an expired sign-in; it is sent once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.sessions.models import Session
from playwright.sync_api import Error

from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = moment("2026-11-19 09:00")
KEPT = "wanted => Object.keys(sessionStorage).some(name => name.startsWith('kept ')) === wanted"
LOST, OFFER = "#kept-waiting", "#kept-offer"


@pytest.fixture
def cast() -> Iterator[stage.Cast]:
    with time_machine.travel(NOW):
        yield stage.enter()


def sign_in(page) -> None:
    page.goto(f"/tai-khoan/dang-nhap/?next={REFERENCE}")
    page.fill("#id_username", "lan")
    page.fill("#id_password", stage.PASSWORD)
    with page.expect_navigation():
        page.locator("form.sheet button").click()


@pytest.fixture
def reception(window, cast):
    """The reception page with a dossier typed in, one press away from being received."""

    def opened(**options):
        page = window(**options)
        sign_in(page)
        fill_in(page)
        return page

    return opened


def fill_in(page) -> None:
    page.fill("#id_applicant-name", "Phạm Văn Đồng Xuân")
    page.fill("#id_applicant-number", "051090001234")
    page.keyboard.press("F4")


def cut(page) -> None:
    """From now on nothing reaches the server."""
    page.route("**/*", lambda route: route.abort("internetdisconnected"))


def test_what_is_typed_stays_and_is_sent_once_when_the_connection_is_back(reception):
    page = reception()
    cut(page)
    page.keyboard.press("F9")
    page.get_by_text("Mất kết nối với máy chủ").wait_for()
    assert page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"
    assert not Dossier.objects.exists()
    page.unroute_all()
    page.wait_for_url("**/da-nhan/**")  # without another press
    d = Dossier.objects.get()
    assert page.get_by_text(d.code).first.is_visible()


def test_who_stops_waiting_sends_nothing_when_the_connection_is_back(reception):
    page = reception()
    cut(page)
    page.keyboard.press("F9")
    page.get_by_role("button", name="Thôi, chưa gửi").click()
    page.unroute_all()
    page.clock.install()
    page.clock.run_for(20_000)
    assert page.locator(LOST).is_hidden() and not Dossier.objects.exists()
    press_again(page)
    assert Dossier.objects.count() == 1


def press_again(page) -> None:
    with page.expect_navigation():
        page.keyboard.press("F9")


def test_an_answer_that_never_arrived_leads_back_to_the_one_dossier(reception):
    page = reception()

    def lose(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)  # the server has done it
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(f"**{REFERENCE}", lose)
    with pytest.raises(Error, match="ERR_CONNECTION_RESET"):
        press_again(page)
    d = Dossier.objects.get()
    page.unroute_all()
    page.goto(REFERENCE)
    with page.expect_navigation():
        page.get_by_role("button", name="Lấy lại những gì đã nhập").click()
    assert page.input_value("#id_applicant-number") == "051090001234" and page.is_checked("#id_papers-1-got")
    press_again(page)
    assert d.code in page.url and Dossier.objects.count() == 1


def test_a_page_opened_anew_offers_what_was_typed_and_forgets_it_when_told(reception):
    page = reception()
    page.wait_for_function(KEPT, arg=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(REFERENCE)
    assert page.locator(OFFER).is_visible() and page.input_value("#id_applicant-name") == ""
    page.get_by_role("button", name="Bỏ", exact=True).click()
    page.goto(REFERENCE)
    assert page.locator(OFFER).is_hidden()


def test_a_sign_in_that_has_expired_loses_nothing(reception):
    page = reception()
    Session.objects.all().delete()
    page.keyboard.press("F9")
    page.get_by_text("Phiên làm việc đã hết").wait_for()
    other = page.context.new_page()
    sign_in(other)
    page.wait_for_url("**/da-nhan/**")
    assert Dossier.objects.count() == 1


def test_nothing_is_kept_once_it_was_sent_nor_after_signing_out(reception):
    page = reception()
    page.wait_for_function(KEPT, arg=True)
    press_again(page)
    page.wait_for_function(KEPT, arg=False)
    page.goto(REFERENCE)
    fill_in(page)
    page.wait_for_function(KEPT, arg=True)
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.locator("[data-sign-out]").evaluate("form => form.requestSubmit()")
    assert page.evaluate(KEPT, False)


def test_a_piece_of_the_page_that_meets_an_expired_sign_in_leaves_what_is_typed(reception):
    page = reception()
    Session.objects.all().delete()
    with page.expect_response(lambda response: bool(response.headers.get("hx-redirect"))):
        page.evaluate("htmx.trigger(document.querySelector('[name=terms-channel]'), 'change')")
    page.wait_for_timeout(300)
    assert page.url.endswith(REFERENCE) and page.input_value("#id_applicant-name") == "Phạm Văn Đồng Xuân"


@pytest.mark.parametrize("width", [360, 1440])
def test_no_barrier_stands_while_the_connection_is_lost(reception, barriers, picture, width):
    page = reception(width=width, height=2400)
    cut(page)
    page.keyboard.press("F9")
    page.get_by_text("Mất kết nối với máy chủ").wait_for()
    picture(page, f"kept-{width}")
    assert barriers(page) == []
