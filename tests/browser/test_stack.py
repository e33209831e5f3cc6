"""A stack of slips in a real browser: scanned in one go, done with one press; by keys, without script, by telephone."""

import pytest
from playwright.sync_api import expect

from motcua.stacks.models import Scan
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.browser.test_desk import LONG_NAME, SCRIPT, WIDER_THAN_WINDOW, accepted, sign_in, step_of
from tests.browser.test_scan import scans
from tests.web.test_desk_stack import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/viec/quet-chong/"


@pytest.fixture
def cast():
    return stage.enter()


def holder(code: str) -> int | None:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True).assignee_id


def test_a_stack_is_handed_over_by_scanner_and_keys_alone(window, cast):
    codes = [accepted(cast) for _ in range(4)]
    page = sign_in(window(), "minh")
    page.goto(PAGE)
    page.get_by_label("Mã hồ sơ").focus()
    for code in [*codes, codes[0], "H48.148-261119-9999"]:  # without waiting for the answers
        scans(page, code)
    expect(page.locator(".stack-said")).to_contain_text("Không tìm thấy hồ sơ “H48.148-261119-9999”")
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_role("radio", name="Bàn giao việc").press(" ")
    page.get_by_role("radio", name="A Nhất · đang giữ 0 việc").press(" ")
    page.keyboard.press("F9")
    expect(page.locator("main")).to_contain_text("Đã làm xong 4 hồ sơ của chồng.")
    assert {holder(code) for code in codes} == {cast.nhat.account_id}
    page.keyboard.press("F8")
    expect(page.locator("main")).to_contain_text("Đã hoàn tác 4 hồ sơ.")
    assert {holder(code) for code in codes} == {None}


@SCRIPT
def test_a_stack_is_completed_with_script_and_without(window, cast, script):
    codes = [accepted(cast), accepted(cast)]
    page = sign_in(window(java_script_enabled=script), "minh")
    page.goto("/viec/quet/")
    page.get_by_role("link", name="Quét chồng nhiều phiếu").click()
    for n, code in enumerate(codes, 1):
        page.get_by_label("Mã hồ sơ").fill(code)
        page.get_by_role("button", name="Thêm").click()
        expect(page.locator("tbody tr")).to_have_count(n)
    page.get_by_role("radio", name="Chuyển bước").check()
    if not script:
        page.get_by_role("button", name="Chọn việc").click()
    expect(page.locator("main")).to_contain_text("2 hồ sơ làm được")
    page.get_by_role("button", name="Chuyển bước").click()
    expect(page.locator("tbody")).to_contain_text("đã xong")
    assert [step_of(code) for code in codes] == [3, 3]


def test_what_was_chosen_below_stays_while_one_scans_on(window, cast):
    first, second = accepted(cast), accepted(cast)
    page = sign_in(window(), "minh")
    page.goto(PAGE)
    scans(page, first)
    page.get_by_role("radio", name="Bàn giao việc").check()
    page.get_by_role("radio", name="A Nhất").check()
    page.get_by_label("Ghi chú chung").fill("Nghỉ phép")
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    scans(page, second)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("radio", name="A Nhất")).to_be_checked()
    expect(page.get_by_label("Ghi chú chung")).to_have_value("Nghỉ phép")


def test_what_is_scanned_while_the_connection_is_lost_is_sent_when_it_is_back(window, cast):
    first, second = accepted(cast), accepted(cast)
    page = sign_in(window(), "minh")
    page.goto(PAGE)
    page.context.set_offline(True)
    scans(page, first)
    scans(page, second)
    expect(page.locator("[data-lost]")).to_contain_text("Số mã đang chờ: 2")
    page.context.set_offline(False)
    expect(page.locator("tbody tr")).to_have_count(2, timeout=15000)
    expect(page.locator("[data-lost]")).to_be_hidden()


def test_two_scanners_at_once_on_one_stack(window, cast):
    mine, theirs = [accepted(cast) for _ in range(3)], [accepted(cast) for _ in range(3)]
    minh = sign_in(window(), "minh")
    minh.goto(PAGE)
    scans(minh, mine[0])
    expect(minh.locator("tbody tr")).to_have_count(1)
    nhat = sign_in(window(), "nhat")
    nhat.goto(PAGE)
    nhat.get_by_role("link", name="Lê Văn Minh").click()
    for one, other in zip([*mine[1:], theirs[0]], theirs, strict=True):
        scans(minh, one)
        scans(nhat, other)
    expect(nhat.locator(".stack-said, tbody").last).to_contain_text(theirs[2])
    minh.reload()
    expect(minh.locator("tbody tr")).to_have_count(6)
    assert Scan.objects.count() == 6
    minh.get_by_role("radio", name="Nhận việc").check()
    expect(minh.locator("main")).to_contain_text("6 hồ sơ làm được")
    nhat.reload()
    expect(nhat.locator("main")).to_contain_text("6 hồ sơ làm được")
    minh.keyboard.press("F9")
    expect(minh.locator("main")).to_contain_text("Đã làm xong 6 hồ sơ của chồng.")
    nhat.keyboard.press("F9")
    expect(nhat.locator(".stack-said")).to_contain_text("Lê Văn Minh vừa làm hồ sơ này trong chồng")
    assert {holder(code) for code in mine + theirs} == {cast.minh.account_id}


def test_a_telephone_takes_a_picture_of_several_slips(window, cast, picture, tmp_path):
    first, second = accepted(cast, LONG_NAME), accepted(cast)
    taken = tmp_path / "anh.jpg"
    taken.write_bytes(photo(first, second, "H50.14-261119-0001").read())
    page = sign_in(window(width=360, has_touch=True, is_mobile=True), "minh")
    page.goto(PAGE)
    page.get_by_label("Chụp phiếu").set_input_files(taken)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator(".stack-said")).to_contain_text("do tỉnh, bộ khác cấp (H50)")
    assert page.evaluate(WIDER_THAN_WINDOW) == 0
    picture(page, "stack-phone-360")


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_on_a_stack(window, barriers, picture, cast, width):
    codes = [accepted(cast, LONG_NAME), accepted(cast), accepted(cast)]
    page = sign_in(window(width=width), "minh")
    for state in ("empty", "scanned", "chosen", "done"):
        if state == "empty":
            page.goto(PAGE)
        elif state == "scanned":
            for code in [*codes, codes[0]]:
                scans(page, code)
            expect(page.locator(".stack-said")).to_contain_text("đã có trong chồng")
        elif state == "chosen":
            page.get_by_role("radio", name="Bàn giao việc").check()
            expect(page.locator("main")).to_contain_text("3 hồ sơ làm được")
        else:
            page.get_by_role("radio", name="A Nhất").check()
            page.keyboard.press("F9")
            expect(page.locator("main")).to_contain_text("Đã làm xong 3 hồ sơ của chồng.")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert barriers(page) == [], state
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, state
        page.evaluate("scrollTo(0, 0)")
        picture(page, f"stack-{state}-{width}")
