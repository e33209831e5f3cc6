"""Papers and the register in a real browser: a slip made for a stack, the register read, its large file fetched."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from motcua.casework import register_files
from motcua.casework.file import file_and_accept
from motcua.cli import worker
from motcua.outbox.models import Job
from motcua.web.ui import moments
from tests import cast as stage
from tests.browser.test_fees import WIDER_THAN_WINDOW, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width, scripts", [(360, True), (1440, True), (1440, False)])
def test_a_slip_is_made_and_the_register_becomes_a_file(window, barriers, picture, monkeypatch, width, scripts):
    cast, now = stage.enter(), moments.now()
    for n in range(3):
        file_and_accept(stage.intake(cast), by=cast.lan, at=now - timedelta(seconds=n))
    monkeypatch.setattr(register_files, "AT_ONCE", 1)
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"printed-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "lan", "/phieu/")
    looked("papers")
    page.get_by_role("link", name="Lập phiếu bàn giao").click()
    expect(page.get_by_role("checkbox")).to_have_count(4)
    looked("hand-over")
    page.get_by_label("Bên nhận: cơ quan, phòng").fill("Phòng Tư pháp")
    page.get_by_role("button", name="Lập phiếu").click()
    expect(page.get_by_text("Đã lập phiếu số 01/BG")).to_be_visible()
    looked("slip")

    page.goto("/so-theo-doi/")
    expect(page.locator("table.list tbody tr")).to_have_count(3)
    looked("register")
    page.get_by_role("button", name="Lập tệp bảng tính").click()
    expect(page.get_by_text("0 / 3")).to_be_visible()
    looked("making")
    Job.objects.exclude(kind=register_files.MAKE).delete()
    assert worker.work_one("w")
    if not scripts:
        page.get_by_role("link", name="Xem lại tiến độ").click()
    expect(page.get_by_text("có 3 dòng")).to_be_visible()
    looked("made")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Tải tệp (XLSX)").click()
    assert fetched.value.suggested_filename == f"so-theo-doi-{now.year}.xlsx"
