"""Handing results out in a real browser, by keyboard alone: one press for all of a person, a call, originals back."""

from datetime import timedelta

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.originals import Kept, keep_originals
from motcua.casework.post_result import post_result, result_came_back
from motcua.casework.record_loss import record_loss
from motcua.casework.remind import remind
from motcua.returning.models import Handover, Original, Reminder
from tests import cast as stage
from tests.casework.acts import ACTS, LOSS
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AT = moment("2026-03-02 09:00")
NET = {"name": "Hồ Thị Nết", "number": "051190008888", "phone": "0905777888"}


@pytest.fixture
def code():
    cast = stage.enter()

    def ready(n: int, **changes) -> str:
        at = AT + timedelta(minutes=10 * n)
        made = file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=at).code
        for k, verb in enumerate(("advance", "advance", "advance", "resolve"), 1):
            ACTS[verb](cast, made, at + timedelta(minutes=k))
        return made

    mine = [ready(n) for n in range(2)]
    keep_originals(mine[0], by=cast.lan, at=AT, papers=[Kept("Giấy chứng nhận quyền sử dụng đất"), Kept("Hộ chiếu")])
    sent = ready(2, applicant=stage.citizen(**NET), delivery="post")
    later = AT + timedelta(days=3)
    post_result(sent, by=cast.lan, at=later, item_number="CP123456789VN")
    back = ready(3, applicant=stage.citizen(**NET | {"name": "A Bình", "number": ""}, no_number_reason="Mất giấy tờ"))
    post_result(back, by=cast.lan, at=later, item_number="CP987654321VN")
    result_came_back(back, by=cast.lan, at=later, reason="Không có người nhận")
    remind(back, by=cast.lan, at=later, channel="phone", note="Hẹn thứ Hai")
    record_loss(mine[0], LOSS, by=cast.hanh, at=later)
    return mine[0]


def sign_in(page, name: str, to: str) -> None:
    page.goto(f"/tai-khoan/dang-nhap/?next={to}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", stage.PASSWORD)
    page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_every_page_of_it_fits_and_has_no_barriers(code, window, barriers, picture, width, scripts):
    page = window(width=width, java_script_enabled=scripts)
    sign_in(page, "lan", "/tiep-nhan/")
    pages = {
        "home": "/tiep-nhan/", "list": "/tiep-nhan/tra-ket-qua/", "none": "/tiep-nhan/tra-ket-qua/?q=khong",
        "hand-out": f"/tiep-nhan/tra-ket-qua/trao/?ma={code}", "late": "/tiep-nhan/chua-nhan/",
        "call": f"/tiep-nhan/chua-nhan/{code}/", "originals": "/tiep-nhan/ban-chinh/",
        "give-back": f"/ho-so/{code}/tra-ban-chinh/", "keep": f"/ho-so/{code}/giu-ban-chinh/",
        "return": f"/ho-so/{code}/tra-ket-qua/", "dossier": f"/ho-so/{code}/",
    }  # fmt: skip
    for name, address in pages.items():
        page.goto(address)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"returns-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name


@pytest.mark.parametrize("scripts", [True, False])
def test_a_scan_and_a_press_hand_out_all_that_waits_for_a_person(code, window, barriers, picture, scripts):
    page = window(java_script_enabled=scripts)
    sign_in(page, "lan", "/tiep-nhan/tra-ket-qua/")
    page.locator("main input[name=q]:focus").wait_for()  # a scanner needs no hand
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/trao/**")
    assert page.locator("[name=codes]:checked").count() == 2 and page.locator("[name=originals]:checked").count() == 2
    if scripts:
        page.keyboard.press("F9")
    else:
        page.locator("button[form=hand-out]").press("Enter")
    page.wait_for_url("**/phieu/**")
    assert Handover.objects.count() == 2 and not Original.objects.filter(given_back_at=None).exists()
    assert "Đã trả 2 kết quả" in page.locator("main").inner_text()
    picture(page, f"returns-receipt-{'js' if scripts else 'plain'}")
    assert not scripts or barriers(page) == []


def test_whoever_signs_on_the_screen_needs_no_paper(code, window):
    page = window()
    sign_in(page, "lan", f"/tiep-nhan/tra-ket-qua/trao/?ma={code}")
    box = page.locator("canvas")
    box.scroll_into_view_if_needed()
    frame = box.bounding_box()
    page.mouse.move(frame["x"] + 30, frame["y"] + 80)
    page.mouse.down()
    page.mouse.move(frame["x"] + 200, frame["y"] + 40, steps=5)
    page.mouse.up()
    page.keyboard.press("F9")
    page.wait_for_url("**/tra-ket-qua/")
    assert {row.signature.media_type for row in Handover.objects.all()} == {"image/png"}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_call_is_made_and_recorded_by_keys(code, window, scripts):
    page = window(java_script_enabled=scripts)
    sign_in(page, "hanh", f"/tiep-nhan/chua-nhan/{code}/")
    assert "0905 123 456" not in page.content()
    page.locator("form.inline button").press("Enter")
    page.get_by_text("0905 123 456").wait_for()
    page.locator("[name=channel][value=phone]").focus()
    page.keyboard.press("Space")
    page.locator("[name=note]").focus()
    page.keyboard.type("Chiều thứ Hai")
    page.keyboard.press("F9" if scripts else "Enter")
    page.wait_for_url("**/chua-nhan/")
    assert Reminder.objects.filter(note="Chiều thứ Hai", channel="phone").exists()
