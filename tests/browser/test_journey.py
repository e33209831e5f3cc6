"""The whole way of one dossier as people walk it, from the counter to the result; with script and without.

Each page on the way is held to axe. With MOTCUA_SCREENSHOTS the pictures of the README come from this very run.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import cast as stage

CARD = "051090001234|212345678|Đinh Văn Hrê|02031990|Nam|Thôn Nước Lang, xã Ba Dinh, Quảng Ngãi|15062022"
pytestmark = pytest.mark.django_db(transaction=True)


class Walk:
    """One window in which one person after another does their part."""

    def __init__(self, page: Page, barriers, script: bool) -> None:
        self.page, self.barriers, self.script = page, barriers, script

    def sign_in(self, username: str) -> None:
        self.page.context.clear_cookies(name="sessionid")
        self.page.goto("/tai-khoan/dang-nhap/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", stage.PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        expect(self.page.locator(".who-name").first).to_have_text(stage.STAFF[username][0])

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer and answer.ok, f"{address}: {answer and answer.status}"
        self.look()

    def look(self) -> None:
        """Axe needs script; without it the same page was looked at in the other run."""
        if self.script:
            assert self.barriers(self.page) == [], self.page.url

    def act(self) -> None:
        """Press the main button of the bar at the foot."""
        self.page.locator(".foot-bar .button.main").click()
        self.page.wait_for_load_state()

    def picture(self, name: str) -> None:
        if self.script and (folder := os.environ.get("MOTCUA_SCREENSHOTS")):
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=Path(folder, f"{name}.png"))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_dossier_goes_from_the_counter_to_the_result_and_the_citizen_follows_it(window, barriers, script):
    cast = stage.enter()
    walk = Walk(window(java_script_enabled=script), barriers, script)
    code = take_in(walk, cast)
    ask_and_receive_supplement(walk, code)
    resolve_and_return(walk, code)
    follow(walk, code)


def take_in(walk: Walk, cast: stage.Cast) -> str:
    """At the counter: find by initials, read the card, tick the papers, accept, print."""
    page = walk.page
    walk.sign_in("lan")
    walk.open("/tiep-nhan/")
    page.locator("main [type=search]").first.fill("dkks")
    page.locator("main [type=search]").first.press("Enter")
    page.get_by_role("link", name=re.compile("khai sinh kết hợp")).first.click()
    page.fill("[name=applicant-card]", CARD)
    page.get_by_role("button", name=re.compile("^Đọc thẻ")).first.click()
    expect(page.locator("[name=applicant-name]")).to_have_value("Đinh Văn Hrê")
    page.fill("[name=applicant-phone]", "0905 123 456")
    page.get_by_role("button", name=re.compile("Đã nhận đủ giấy tờ")).click()
    expect(page.locator("[name=papers-3-got]")).to_be_checked()
    walk.look()
    walk.picture("counter")
    walk.act()
    page.wait_for_url("**/da-nhan/**")
    code = page.locator("main .code").first.inner_text()
    assert re.fullmatch(r"H48\.148-\d{6}-0001", code)
    walk.look()
    slip = page.context.request.get(
        page.locator("main a[href*='.pdf'], .foot-bar a[href*='.pdf']").first.get_attribute("href")
    )
    assert slip.ok and slip.body().startswith(b"%PDF")
    return code


def ask_and_receive_supplement(walk: Walk, code: str) -> None:
    """The desk proposes, the counter issues form 02 and takes in what comes."""
    page = walk.page
    walk.sign_in("minh")
    walk.open("/viec/")
    walk.picture("desk")
    page.get_by_role("link", name=code).first.click()
    walk.look()
    walk.open(f"/ho-so/{code}/de-xuat-bo-sung/")
    for n, mark in enumerate(("enough", "wrong", "enough"), 1):
        page.check(f"[name='check.{n}.mark'][value={mark}]")
    page.fill("[name='check.2.reason']", "Bản chụp bị mờ")
    page.fill("[name='check.2.guidance']", "Nộp bản rõ hơn")
    walk.act()
    walk.sign_in("lan")
    walk.open(f"/ho-so/{code}/yeu-cau-bo-sung/")
    walk.act()
    expect(page.locator("main")).to_contain_text("Yêu cầu bổ sung giấy tờ")
    walk.look()
    walk.open(f"/ho-so/{code}/nhan-bo-sung/")
    page.fill("[name='paper.2.originals']", "1")
    walk.act()
    expect(page.locator("main")).to_contain_text("Đang xử lý")


def resolve_and_return(walk: Walk, code: str) -> None:
    """Specialist, signer and clerk do their steps; the counter has the result and hands it over."""
    page = walk.page
    for username in ("minh", "son", "roi"):
        walk.sign_in(username)
        walk.open(f"/ho-so/{code}/chuyen-buoc/")
        if username == "roi":
            page.fill("[name=number]", "12/2026")
            page.fill("[name=kind]", "Giấy khai sinh")
            page.fill("[name=signer]", "Đinh Văn Sơn")
        walk.act()
        expect(page.locator(".messages")).to_contain_text("Đã chuyển bước")
    walk.sign_in("lan")
    walk.open(f"/ho-so/{code}/co-ket-qua/")
    walk.act()
    walk.open(f"/ho-so/{code}/tra-ket-qua/")
    walk.act()
    expect(page.locator("main")).to_contain_text("Đã trả kết quả")
    walk.look()
    walk.picture("dossier")


def follow(walk: Walk, code: str) -> None:
    """Without signing in: the code and the state, and nothing about anybody."""
    page = walk.page
    page.context.clear_cookies(name="sessionid")
    walk.open("/tra-cuu/")
    page.locator("main [type=search], main [name=ma], main input[type=text]").first.fill(code.lower())
    page.get_by_role("button", name=re.compile("Tra cứu")).first.click()
    expect(page.locator("main")).to_contain_text("Đã trả kết quả")
    walk.look()
    walk.picture("tracking")
    shown = page.locator("main").inner_text()
    for secret in ("Đinh", "Hrê", "khai sinh", "051090001234", "0905"):
        assert secret not in shown
