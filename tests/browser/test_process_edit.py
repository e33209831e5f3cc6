"""The editor of a process in a real browser: wide and narrow, by keyboard alone, with script and without."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from motcua.casework.office import processes as verbs
from motcua.casework.reads import process_drafts as reads
from motcua.casework.reads.processes import graph
from motcua.workflow.models import ProcessDraft, ProcessVersion
from motcua.workflow.process.typed_rows import Row, typed
from tests import cast as stage
from tests.browser.test_backoffice import WIDER_THAN_WINDOW, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = "1.000689"
EDIT = f"/quan-tri/thu-tuc/{CODE}/quy-trinh/sua/"
LINE = typed(stage.COMMUNE_STEPS)
ROWS = [
    LINE[0],
    replace(LINE[1], name="Thụ lý, thẩm định hồ sơ đăng ký khai sinh kết hợp nhận cha, mẹ, con", hours="4"),
    Row("Hỏi ý kiến công an xã", "specialist", "competent", "process", "2"),
    Row("Xác minh nơi cư trú", "specialist", "competent", "process", "4", join="beside"),
    replace(LINE[2], hours="2", ways=(("Trả lại", "2"), ("Từ chối", "6")), label="Đồng ý"),
    *LINE[3:],
]


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def draft(cast):
    return kept(cast, ROWS)


def kept(cast, rows):
    return verbs.keep_draft(reads.of_procedure(CODE), rows=rows, seen=None, by=cast.quan, at=stage.BEGINNING)


def shot(page, name):
    """Keep the whole page in the folder MOTCUA_SCREENSHOTS names, if one is named."""
    if folder := os.environ.get("MOTCUA_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_its_window(window, barriers, cast, draft):
    version = ProcessVersion.objects.get(process__level__code="commune")
    stage.publish_procedure(code="1.000003", name="Thủ tục cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh")
    copy = f"/quan-tri/quy-trinh/commune/{version.pk}/nhan-ban/"
    variant = reads.of_procedure(CODE, "H48.148")
    verbs.put_in_force(
        graph(version), whose=variant, decision="QĐ 7/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân xã Ba Tơ",
        day=stage.BEGINNING.date(), by="test", at=stage.BEGINNING,
    )  # fmt: skip
    pages = {
        "sua": EDIT, "ban-hanh": f"{EDIT}ban-hanh/", "ban": f"/quan-tri/thu-tuc/{CODE}/quy-trinh/",
        "bat-dau": "/quan-tri/quy-trinh/commune/sua/", "cap": "/quan-tri/quy-trinh/",
        "rieng-moi": f"/quan-tri/thu-tuc/{CODE}/quy-trinh/co-quan/",
        "rieng": f"/quan-tri/thu-tuc/{CODE}/quy-trinh/co-quan/H48.148/",
        "rieng-sua": f"/quan-tri/thu-tuc/{CODE}/quy-trinh/co-quan/H48.148/sua/",
        "cap-xa": "/quan-tri/quy-trinh/commune/", "so-do": f"/quan-tri/quy-trinh/commune/{version.pk}/",
        "tim": f"{copy}?text=khai+sinh", "xem": f"{copy}?ma=1.000003&ma={CODE}&xem=1",
    }  # fmt: skip
    page = signed_in(window)
    for name, address in pages.items():
        answer = page.goto(address)
        assert answer and answer.status == 200, name
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # what lies half under the bar is scrolled to
        assert barriers(page) == [], name
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER_THAN_WINDOW) == 0, (name, width)
            if width != 768:
                shot(page, f"{name}-{width}")


def test_axe_finds_nothing_wrong_on_a_telephone_and_where_everything_is_wrong(window, barriers, cast):
    kept(cast, [Row(), *[replace(row, hours="x", then="99", join="beside") for row in LINE]])
    page = signed_in(window, width=360)
    page.goto(EDIT)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert barriers(page) == []
    assert page.evaluate(WIDER_THAN_WINDOW) == 0
    page.goto(f"{EDIT}ban-hanh/")
    assert barriers(page) == []


def test_what_is_typed_is_judged_and_drawn_while_one_goes_on(window, barriers, cast, draft):
    page = signed_in(window)
    page.goto(EDIT)
    expect(page.locator("#beside")).to_contain_text("ban hành được")
    page.locator("#hours-2").fill("80")
    page.locator("#name-3").fill("Hỏi ý kiến Sở Tư pháp")
    page.keyboard.press("Tab")
    expect(page.locator("#beside")).to_contain_text("vượt thời hạn 24 giờ")
    expect(page.locator("#beside figure svg")).to_contain_text("80 giờ")
    expect(page.locator(".told .error")).to_have_count(1)
    expect(page.locator("#hours-2")).to_have_value("80")
    page.locator("#hours-2").fill("4")
    page.keyboard.press("Tab")
    expect(page.locator("#beside")).to_contain_text("ban hành được")
    expect(page.locator(".told .error")).to_have_count(0)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert barriers(page) == []
    page.reload()
    expect(page.locator("#name-3")).to_have_value("Hỏi ý kiến Sở Tư pháp")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_process_is_made_by_keyboard_alone(window, cast, script):
    page = signed_in(window, java_script_enabled=script)
    page.goto(EDIT)
    button = page.get_by_role("button", name=re.compile("Quy trình chung · Cấp xã"))
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#name-2")).to_have_value("Thụ lý")
    insert = page.get_by_role("button", name="Chèn dưới dòng 2")
    insert.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#name-3")).to_be_focused()
    page.keyboard.type("Thẩm tra")
    for choice in (3, 4, 2):  # review, by the leader of a division, at the agency that decides
        page.keyboard.press("Tab")
        for _ in range(choice):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("0,5")
    page.keyboard.press("Enter")
    expect(page.locator("#kind-3")).to_have_value("review")
    expect(page.locator("#hours-3")).to_have_value("0,5")
    for _ in range(2):
        page.get_by_role("button", name="Lên dòng 3").press("Enter")
        expect(page.locator("#name-2")).to_have_value("Thẩm tra")
        expect(page.get_by_role("button", name="Lên dòng 2")).to_be_focused()
        page.get_by_role("button", name="Xuống dòng 2").press("Enter")
        expect(page.get_by_role("button", name="Xuống dòng 3")).to_be_focused()
    rows = ProcessDraft.objects.get().rows
    assert [row["name"] for row in rows][2] == "Thẩm tra"
    assert rows[2]["role"] == "unit_leader" and rows[2]["at"] == "competent"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_draft_is_put_in_force(window, barriers, cast, draft, script):
    page = signed_in(window, width=360, java_script_enabled=script)
    page.goto(EDIT)
    page.get_by_role("link", name="Ban hành…").click()
    page.get_by_label("Số quyết định").fill("QĐ 12/QĐ-UBND")
    page.get_by_label("Ngày quyết định").fill("01/03/2026")
    page.get_by_role("button", name="Ban hành").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("Số quyết định")).to_have_value("QĐ 12/QĐ-UBND")
    if script:
        assert barriers(page) == []
    page.get_by_label("Cơ quan ban hành").fill("UBND xã Ba Tơ")
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_text("Đã ban hành quy trình bản 1")).to_be_visible()
    assert ProcessVersion.objects.get(process__procedure__code=CODE).decision.startswith(
        "QĐ 12/QĐ-UBND ngày 01/03/2026"
    )
