"""Photos sent from a telephone for a supplement in a real browser: narrow and wide, with script and without."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file_and_accept
from motcua.casework.supplements import Item, enough
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from tests import cast as stage
from tests.cast import moment
from tests.files.photos import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = moment("2026-11-20 09:00")
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def way(settings):
    settings.SMS_URL = "http://gateway.example"


@pytest.fixture
def asked_back():
    """A dossier that waits for two papers."""
    cast = stage.enter()
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    items = (
        Item(
            n=1, component="Giấy chứng sinh", mark="wrong", reason="Bản nộp không có dấu của cơ sở y tế",
            guidance="Đến cơ sở y tế đã cấp xin đóng dấu rồi nộp lại",
        ),
        Item(
            n=2, component="Tờ khai đăng ký khai sinh theo mẫu", mark="missing", reason="Chưa có tờ khai",
            guidance="Điền tờ khai theo mẫu, ký tên rồi chụp đủ hai mặt",
        ),
    )  # fmt: skip
    propose_supplement(code, by=cast.minh, at=AT + timedelta(hours=1), items=(*items, *enough((3,))))
    ask_supplement(code, by=cast.lan, at=AT + timedelta(hours=2))
    return code


def opened(page, code):
    page.goto(f"/tra-cuu/{code}/tien-trinh/")
    page.locator("#id_contact").fill("0905 123 456")
    with page.expect_navigation():
        page.locator("main .button.main").click()
    page.locator("#id_code").fill(code_of(Proof.objects.latest("pk")))
    with page.expect_navigation():
        page.locator("main .button.main").click()


def chosen(page, place, *files):
    page.locator(f"#tep-{place}").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in files]
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_photos_are_sent_looked_over_and_handed_in(window, asked_back, script):
    page = window(java_script_enabled=script, width=360)
    opened(page, asked_back)
    with page.expect_navigation():
        page.get_by_role("link", name="Nộp bổ sung qua mạng").click()
    chosen(page, 0, ("mot.jpg", photo("mot")), ("hai.jpg", photo("hai", blur=6)))
    with page.expect_navigation():
        page.locator("#giay-0").get_by_role("button", name="Tải lên").click()
    expect(page.get_by_text("Ảnh bị mờ")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Vẫn giữ").click()
    chosen(page, 1, ("to-khai.jpg", photo("to khai")))
    with page.expect_navigation():
        page.get_by_role("button", name="Xem lại và gửi").click()
    expect(page.get_by_role("heading", name="Xem lại rồi gửi")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi giấy tờ bổ sung").click()
    expect(page.get_by_text("Đã nhận giấy tờ bổ sung lúc")).to_be_visible()
    assert Dossier.objects.get(code=asked_back).state is Status.IN_PROCESS


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_in_any_state(window, barriers, asked_back, picture, width):
    page = window(width=width)

    def looked_at(name):
        assert barriers(page) == [], name
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, name
        picture(page, f"supplement-{name}-{width}")

    opened(page, asked_back)
    page.goto(f"/tra-cuu/{asked_back}/tien-trinh/bo-sung/")
    looked_at("empty")
    chosen(
        page, 0, ("IMG_20261120_092311_ban-chup-giay-chung-sinh.jpg", photo("mot")),
        ("IMG_20261120_092354.jpg", photo("hai", blur=6)), ("tep-la.jpg", b"MZ not a picture"),
    )  # fmt: skip
    with page.expect_navigation():
        page.locator("#giay-0").get_by_role("button", name="Tải lên").click()
    looked_at("faults")
    with page.expect_navigation():
        page.get_by_role("button", name="Vẫn giữ").click()
    chosen(page, 1, ("to-khai.jpg", photo("to khai")))
    with page.expect_navigation():
        page.get_by_role("button", name="Xem lại và gửi").click()
    looked_at("review")
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi giấy tờ bổ sung").click()
    looked_at("done")
