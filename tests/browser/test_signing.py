"""The signing session in a real browser: by eye, by keys alone, without script."""

import pytest
from playwright.sync_api import expect

from motcua.casework.advance import advance
from motcua.casework.attach import attach
from motcua.casework.office.assistance import enter_assistance
from motcua.files.actions import store
from motcua.web.ui import moments
from tests import cast as stage
from tests.browser.test_desk import LONG_NAME, SCRIPT, WIDER_THAN_WINDOW, accepted, sign_in, step_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LONG_NOTE = "Hồ sơ đủ điều kiện theo Điều 16 Luật Hộ tịch; đã đối chiếu giấy chứng sinh với sổ của Trung tâm Y tế. " * 4


@pytest.fixture
def cast():
    return stage.enter()


def waiting(cast, name: str = "Y Rỗi", note: str = "Đủ điều kiện, đề nghị ký") -> str:
    code = accepted(cast, name)
    file = store(name="Giấy khai sinh (dự thảo).pdf", content=PDF, at=moments.now())
    attach(code, by=cast.minh, at=moments.now(), files=[("Giấy khai sinh (dự thảo).pdf", file)], kind="result")
    advance(code, by=cast.minh, at=moments.now(), note=note)
    return code


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_on_the_session_and_its_answer(window, barriers, picture, cast, width):
    waiting(cast, LONG_NAME, LONG_NOTE), waiting(cast), waiting(cast, note="")
    page = sign_in(window(width=width), "son")
    for state in ("empty", "decided", "answered"):
        if state == "empty":
            page.goto("/viec/ky/")
        elif state == "decided":
            page.get_by_label("Trả lại", exact=True).first.check()
            page.get_by_label("Ký", exact=True).nth(1).check()
        else:
            page.get_by_role("button", name="Thực hiện").click()
        if state == "decided":
            page.evaluate("scrollTo(0, document.body.scrollHeight)")  # what lies half under the bar is scrolled to
        assert barriers(page) == [], state
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, state
        picture(page, f"signing-{state}-{width}")
    expect(page.locator(".error-summary")).to_contain_text("Cần ghi lý do trả lại.")


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_where_an_assistant_records_and_is_named(window, barriers, picture, cast, width):
    today = moments.now().date()
    enter_assistance(
        assistant_id=cast.people["roi"].pk, leader_id=cast.people["son"].pk, agency_id=cast.commune.pk,
        first=today, last=today, by=cast.quan, at=moments.now(),
    )  # fmt: skip
    code = waiting(cast)
    page = sign_in(window(width=width), "quan")
    page.goto(f"/quan-tri/can-bo/{cast.people['roi'].pk}/ghi-thay/")
    assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0
    picture(page, f"assistance-{width}")
    page = sign_in(window(width=width), "roi")
    page.goto("/viec/")
    page.get_by_role("link", name="Ghi thay lãnh đạo ký").click()
    page.get_by_label("Ký", exact=True).check()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # what lies half under the bar is scrolled to
    assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0
    picture(page, f"assisted-{width}")
    page.get_by_label("Số văn bản đã ký", exact=True).fill("15/TB-UBND")
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.locator("main")).to_contain_text("đã ký, duyệt")
    page.goto(f"/ho-so/{code}/")
    expect(page.locator("main")).to_contain_text("Người thao tác: Y Rỗi · Người ký: Đinh Văn Sơn")
    assert page.evaluate(WIDER_THAN_WINDOW) == 0
    picture(page, f"assisted-dossier-{width}")


@SCRIPT
def test_results_are_signed_and_sent_back_together(window, cast, script):
    signed, returned = waiting(cast), waiting(cast)
    page = sign_in(window(java_script_enabled=script), "son")
    page.goto("/viec/")
    page.get_by_role("link", name="Phiên ký (2)").click()
    page.locator("article", has_text=signed).get_by_label("Ký", exact=True).check()
    card = page.locator("article", has_text=returned)
    card.get_by_label("Trả lại", exact=True).check()
    card.get_by_label("Ý kiến, hoặc lý do trả lại").fill("Thiếu số hộ khẩu")
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.locator("main")).to_contain_text("Đã làm xong 2 hồ sơ.")
    assert (step_of(signed), step_of(returned)) == (4, 2)


def test_a_result_is_sent_back_by_keys_alone(window, cast):
    code = waiting(cast)
    page = sign_in(window(), "son")
    page.goto("/viec/")
    page.locator("body").press("k")
    expect(page.locator("h1")).to_have_text("Phiên ký")
    page.get_by_role("radio", name="Để sau").focus()
    page.keyboard.press("ArrowUp")
    for typed in ("Tab", "Tab"):
        page.keyboard.press(typed)
    page.keyboard.type("Thiếu dấu")
    page.keyboard.press("F9")
    expect(page.locator("main")).to_contain_text("đã trả lại")
    assert step_of(code) == 2
