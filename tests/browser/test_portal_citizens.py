"""A citizen signs in, says who they are, opens their dossier in a real browser: any width, with script and without."""

import pytest
from playwright.sync_api import expect

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Party
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from tests import cast as stage
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = moment("2026-11-20 09:00")
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def way(settings):
    settings.SMS_URL = "http://gateway.example"


@pytest.fixture
def code():
    cast = stage.enter()
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def sign_in(page):
    page.goto("/dang-nhap/")
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill("0905 123 456")
    with page.expect_navigation():
        page.get_by_role("button", name="Nhận mã").click()
    page.locator("#id_code").fill(code_of(Proof.objects.latest("pk")))
    with page.expect_navigation():
        page.get_by_role("button", name="Đăng nhập", exact=True).click()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_citizen_signs_in_and_opens_their_dossier(window, code, script, width):
    page = window(java_script_enabled=script, width=width)
    sign_in(page)
    page.get_by_label("Họ và tên").fill("Phạm Văn Đồng Xuân")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text(code)).to_be_visible()
    page.locator("ul.own a").first.click()
    expect(page.get_by_role("heading", name="Hồ sơ đã đi đến đâu")).to_be_visible()
    page.get_by_role("link", name="Hồ sơ của tôi").first.click()
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Đăng xuất").click()
    page.goto("/ho-so-cua-toi/")
    expect(page.get_by_role("button", name="Nhận mã")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_on_any_page_of_a_citizen(window, barriers, picture, code, width):
    page = window(width=width)

    def looked_at(name):
        assert barriers(page) == [], name
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, name
        picture(page, f"citizen-{name}-{width}")

    page.goto("/")
    looked_at("home")
    page.goto("/dang-nhap/")
    looked_at("ask")
    page.locator("#id_contact").fill("0905 123 456")
    with page.expect_navigation():
        page.locator("main .button.main").click()
    looked_at("enter")
    page.locator("#id_code").fill(code_of(Proof.objects.latest("pk")))
    with page.expect_navigation():
        page.locator("main .button.main").click()
    looked_at("profile")
    page.locator("#id_contact").fill("0905")
    with page.expect_navigation():
        page.get_by_role("button", name="Nhận mã").click()
    looked_at("wrong-contact")
    page.goto("/ho-so-cua-toi/")
    looked_at("own")
    page.goto(f"/ho-so-cua-toi/{code}/")
    looked_at("timeline")
    Party.objects.update(phone="")
    page.goto("/ho-so-cua-toi/")
    looked_at("none")
