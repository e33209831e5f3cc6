"""From the code of a slip to the timeline in a real browser: narrow and wide, with script and without, both tongues."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file_and_accept
from motcua.casework.supplements import Item, enough
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
def asked_back():
    """A dossier that waits for a paper."""
    cast = stage.enter()
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    item = Item(
        n=1, component="Giấy chứng sinh", mark="missing",
        reason="Bản nộp không có dấu của cơ sở y tế", guidance="Đến cơ sở y tế đã cấp xin đóng dấu rồi nộp lại",
    )  # fmt: skip
    propose_supplement(code, by=cast.minh, at=AT + timedelta(hours=1), items=(item, *enough((2, 3))))
    ask_supplement(code, by=cast.lan, at=AT + timedelta(hours=2))
    return code


def ask(page, code, contact="0905 123 456"):
    page.goto(f"/tra-cuu/{code}/")
    page.get_by_role("link", name="Xem tiến trình").click()
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill(contact)
    with page.expect_navigation():
        page.get_by_role("button", name="Nhận mã").click()


def enter(page, digits=None):
    page.locator("#id_code").fill(digits or code_of(Proof.objects.latest("pk")))
    with page.expect_navigation():
        page.get_by_role("button", name="Xem tiến trình").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_citizen_proves_their_telephone_reads_and_closes(window, asked_back, script):
    page = window(java_script_enabled=script, width=360)
    ask(page, asked_back)
    expect(page.get_by_text("mã sẽ đến trong một phút")).to_be_visible()
    right = code_of(Proof.objects.get())
    enter(page, "000000" if right != "000000" else "000001")
    expect(page.get_by_text("Mã chưa đúng")).to_be_visible()
    enter(page, right)
    expect(page.get_by_text("Đến cơ sở y tế đã cấp xin đóng dấu rồi nộp lại")).to_be_visible()
    page.get_by_text("vì sao?").last.click()
    expect(page.get_by_text("tạm dừng").first).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Xem xong, đóng lại").click()
    page.goto(f"/tra-cuu/{asked_back}/tien-trinh/")
    expect(page.get_by_role("button", name="Nhận mã")).to_be_visible()


def test_a_contact_mistyped_is_said_at_its_field_and_stays(window, asked_back):
    page = window(width=360)
    ask(page, asked_back, "0905 12")
    field = page.get_by_label("Số điện thoại hoặc thư điện tử")
    expect(field).to_have_value("0905 12")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("còn thiếu chữ số")).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_in_any_state(window, barriers, asked_back, picture, settings, width, language):
    page = window(width=width, language=language)

    def looked_at(name):
        assert barriers(page) == [], name
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, name
        picture(page, f"timeline-{name}-{width}-{language}")

    address = f"/tra-cuu/{asked_back}/tien-trinh/"
    page.goto(f"/tra-cuu/{asked_back}/")
    looked_at("tracking")
    page.goto(address)
    looked_at("ask")
    page.locator("#id_contact").fill("0905 123 456")
    with page.expect_navigation():
        page.locator("main .button.main").click()
    looked_at("enter")
    page.locator("#id_code").fill("12")
    with page.expect_navigation():
        page.locator("main .button.main").click()
    looked_at("wrong")
    page.locator("#id_code").fill(code_of(Proof.objects.get()))
    with page.expect_navigation():
        page.locator("main .button.main").click()
    looked_at("open")
    page.keyboard.press("End")
    looked_at("open-end")
    settings.SMS_URL, settings.DEMO = "", False
    page.context.clear_cookies(name="sessionid")
    page.goto(address)
    looked_at("none")
