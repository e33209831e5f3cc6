"""Rounds of opinions on draft processes in a real browser: wide and narrow, and an answer without script."""

from datetime import date

import pytest
from playwright.sync_api import expect

from motcua.casework.office import opinions as verbs
from motcua.casework.reads import process_drafts as reads
from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from motcua.workflow.models import Opinion
from tests import cast as stage
from tests.browser.test_backoffice import WIDER_THAN_WINDOW
from tests.browser.test_desk import sign_in
from tests.browser.test_process_edit import CODE, ROWS, kept, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = f"/quan-tri/thu-tuc/{CODE}/quy-trinh/"
LIST = "/viec/y-kien-quy-trinh/"
WORD = "Đề nghị các cơ quan cho ý kiến về thời hạn của từng bước và người thực hiện."


@pytest.fixture
def cast():
    cast = stage.enter()
    office_actions.give_post(
        account=cast.people["quang"], agency=cast.department, role=Role.SIGNER, day=date(2026, 1, 1), by="test",
        at=stage.BEGINNING,
    )  # fmt: skip
    kept(cast, ROWS)
    return cast


@pytest.fixture
def opened(cast):
    ids = [cast.commune.pk, cast.department.pk]
    whose, at = reads.of_procedure(CODE), stage.BEGINNING
    return verbs.ask_opinions(whose, seen=1, agency_ids=ids, until=date(2026, 3, 2), word=WORD, by=cast.quan, at=at)


def test_axe_finds_nothing_wrong_and_no_page_is_wider_than_its_window(window, barriers, cast, opened):
    mine, other = Opinion.objects.filter(round=opened).order_by("-agency__code")
    verbs.give_opinion(
        other.pk, verdict="disagree", text="Thời hạn ký chưa đủ cho hồ sơ phải xác minh ở nhiều nơi.",
        remarks={2: "Nên gộp với bước 4", 5: "Cần thêm 2 giờ"}, by=cast.quang, at=stage.BEGINNING,
    )  # fmt: skip
    whole = other.remarks.get(n=0)
    reply = verbs.Said("explained", "Theo Nghị định 118/2025/NĐ-CP.")
    verbs.reply_to_remarks(opened.pk, {whole.pk: reply}, by=cast.quan, at=stage.BEGINNING)
    pages = {
        "quan": {"xin": f"{OWN}xin-y-kien/", "dot": f"{OWN}y-kien/1/", "sua": f"{OWN}sua/", "ban": OWN,
                 "ban-hanh": f"{OWN}sua/ban-hanh/"},
        "son": {"viec": "/viec/", "danh-sach": LIST, "tra-loi": f"{LIST}{mine.pk}/"},
        "quang": {"da-tra-loi": f"{LIST}{other.pk}/"},
    }  # fmt: skip
    for width in (360, 1440):
        for name, addresses in pages.items():
            page = sign_in(window(width=width), name)
            for what, path in addresses.items():
                page.goto(path)
                shot(page, f"y-kien-{what}-{width}")
                assert barriers(page) == [], (path, width)
                assert not page.evaluate(WIDER_THAN_WINDOW), (path, width)


@pytest.mark.parametrize("script", [True, False])
def test_a_leader_answers_and_who_keeps_the_process_replies(window, cast, opened, script):
    desk = sign_in(window(java_script_enabled=script), "son")
    desk.goto("/viec/")
    desk.get_by_role("link", name="Xem và trả lời").click()
    desk.get_by_role("link", name=CODE).click()
    desk.get_by_label("Góp ý cho bước 2").fill("Cần thêm giờ")
    desk.get_by_label("Nhất trí, có góp ý").check()
    desk.get_by_role("button", name="Gửi ý kiến").click()
    expect(desk.get_by_text("Đã gửi ý kiến của cơ quan.")).to_be_visible()
    keeper = sign_in(window(java_script_enabled=script), "quan")
    keeper.goto(f"{OWN}y-kien/1/")
    keeper.get_by_label("Trả lời", exact=True).select_option("Tiếp thu")
    keeper.get_by_role("button", name="Ghi trả lời").click()
    expect(keeper.get_by_text("Đã ghi trả lời cho 1 góp ý.")).to_be_visible()
