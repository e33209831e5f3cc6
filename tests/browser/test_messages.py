"""The bell and its pages in a real browser: wide and narrow, with script and without."""

import pytest

from motcua.casework.digests import DIGEST
from motcua.casework.file import file, file_and_accept
from motcua.notifications.actions import Notice, tell
from motcua.notifications.models import Message
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AT = moment("2026-03-02 09:00")
BELL, MAIL, AWAY = "/tai-khoan/thong-bao/", "/tai-khoan/thong-bao/thu-dien-tu/", "/tai-khoan/vang-mat/"


@pytest.fixture
def cast():
    cast = stage.enter()
    waiting = file(stage.intake(cast, channel="online"), by=cast.lan, at=AT).code
    cast.code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    ACTS["take"](cast, cast.code, AT)
    ACTS["urge"](cast, cast.code, AT)
    people = frozenset(account.pk for account in cast.people.values())
    due = {"due": "17:00 05/03/2026", "step": "Thụ lý", "share": 80}
    told = [
        Notice("acceptance.filed", waiting, people, waiting, {"due": "09:00 03/03/2026"}),
        Notice("dossier.escalated", cast.code, people, cast.code, due),
        Notice("step.late", cast.code, people, cast.code, due),
        Notice(DIGEST, "02/03/2026", people, params={"day": "02/03/2026", "late": 3, "today": 1, "waiting": 12}),
    ]
    tell(told, at=AT)
    return cast


def signed_in(window, name="minh", **options):
    page = window(**options)
    page.goto(f"/tai-khoan/dang-nhap/?next={BELL}")
    page.fill("#id_username", name)
    page.fill("#id_password", stage.PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(f"**{BELL}")
    return page


def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_its_window(window, barriers, picture, cast):
    page = signed_in(window)
    addresses = {"thong-bao": BELL, "thu": MAIL, "vang-mat": AWAY, "ho-so": f"/ho-so/{cast.code}/",
                 "tra-loi": f"/ho-so/{cast.code}/tra-loi-don-doc/"}  # fmt: skip
    for name, address in addresses.items():
        page.goto(address)
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 1000})
            picture(page, f"{name}-{width}")
            assert page.evaluate(WIDER_THAN_WINDOW) == 0, (address, width)
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # what lies half under the bar is scrolled to
            assert barriers(page) == [], (address, width)


@pytest.mark.parametrize("script", [True, False])
def test_a_message_is_opened_and_counts_no_more(window, cast, script):
    page = signed_in(window, java_script_enabled=script)
    assert page.locator(".bell .bell-count").inner_text().startswith("4")
    page.get_by_role("row", name="vừa nộp").get_by_role("button").click()
    page.wait_for_url("**/ho-so/**")
    assert page.locator(".bell .bell-count").inner_text().startswith("3")
    page.goto(BELL)
    page.get_by_role("button", name="Đánh dấu đã đọc hết").click()
    page.wait_for_url(f"**{BELL}")
    assert page.locator(".bell-count").count() == 0
    assert not Message.objects.filter(recipient=cast.people["minh"], read_at=None).exists()


def test_a_leader_finds_the_piles_by_unit_and_step(window, barriers, picture, cast):
    page = signed_in(window, "son")
    page.goto("/viec/theo-phong/")
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 700})
        picture(page, f"theo-phong-{width}")
        assert page.evaluate(WIDER_THAN_WINDOW) == 0
        assert barriers(page) == []
    page.get_by_role("link", name="Xem từng hồ sơ").click()
    page.wait_for_url("**/viec/?tab=burning")
    assert page.locator("tbody tr").count() == 1
