"""A birth registered online in a real browser, on a telephone and on a desk, with and without script."""

from __future__ import annotations

import re

import pytest

from motcua.casework.office.online_door import set_online_door
from motcua.catalogue.actions import keep_form, publish_form
from motcua.catalogue.forms.templates import template
from motcua.dossiers.models import Dossier
from motcua.filing.models import Filing
from motcua.proofs.keys import code_of
from motcua.proofs.models import Proof
from tests import cast as stage
from tests.cast import moment
from tests.files.photos import photo
from tests.web.test_portal_declaration import GOOD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CODE = "1.000689"


@pytest.fixture
def cast(settings):
    settings.SMS_URL = "http://gateway.example"
    found = stage.enter()
    set_online_door(CODE, is_open=True, by=found.quan, at=moment("2026-11-02 08:00"))
    draft = keep_form(found.version, content=template("birth"), seen=0)
    publish_form(found.version, seen=draft.saved, by="quan", at=moment("2026-11-02 08:00"))
    return found


def press(page, name) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def sign_in(page) -> None:
    page.fill("#id_contact", "0912 000 111")
    with page.expect_navigation():
        page.locator("form button:has-text('mã')").first.click()
    page.fill("#id_code", code_of(Proof.objects.latest("pk")))
    with page.expect_navigation():
        page.locator("form:has(#id_code) button").first.click()


def answer(page) -> None:
    """Fill the declaration in, whatever kind its fields are."""
    for name, value in GOOD.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name={name}][value={value}]").check()
        elif field.first.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.parametrize(("width", "script"), [(360, True), (1440, True), (360, False)])
def test_a_birth_is_registered_online_in_four_pages(window, cast, barriers, picture, tmp_path, width, script):
    page = window(width=width, java_script_enabled=script)

    def looked(name: str) -> None:
        if script:
            picture(page, f"filing-{name}-{width}")
            assert barriers(page) == [] and page.evaluate(WIDER_THAN_WINDOW) == 0

    page.goto(f"/thu-tuc/{CODE}/")
    with page.expect_navigation():
        page.get_by_role("link", name="Nộp trực tuyến").click()
    looked("begin")
    press(page, "Đăng nhập và bắt đầu")
    sign_in(page)
    page.fill("#id_full_name", "Nguyễn Thị An")
    press(page, "Lưu")
    assert "/nop/" in page.url, "who came to file goes on to filing"
    press(page, "Bắt đầu")
    press(page, "Tiếp tục")
    looked("people-faults")
    page.fill("#id_number", "051190000012")
    page.get_by_label("Cho người khác").check()
    page.select_option("#id_capacity", "parent")
    page.fill("#id_owner_name", "Nguyễn Bình")
    page.fill("#id_owner_no_number_reason", "Trẻ mới sinh")
    page.select_option("#id_place", label="Trung tâm Phục vụ hành chính công xã Ba Tơ") if page.locator(
        "#id_place option"
    ).count() > 1 else None
    looked("people")
    press(page, "Tiếp tục")
    answer(page)
    if script:
        page.locator("#kept:has-text('Đã lưu lúc')").wait_for()
    looked("declare")
    press(page, "Tiếp tục")
    for n in cast.version.components.filter(required=True, remark=False).values_list("n", flat=True):
        taken = tmp_path / f"{n}.jpg"
        taken.write_bytes(photo(str(n)))
        page.set_input_files(f"#tep-{n}", taken)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Tải lên")).first.click()
    looked("papers")
    press(page, "Tiếp tục")
    looked("review")
    page.get_by_label("Tại nơi tiếp nhận").check()
    page.locator("#id_sure").check()
    press(page, "Nộp hồ sơ")
    looked("filed")
    assert Dossier.objects.get().code in page.content() and Filing.objects.get().filed


def test_the_other_person_is_asked_only_when_there_is_one(window, cast):
    page = window(width=360)
    page.goto(f"/thu-tuc/{CODE}/nop/")
    press(page, "Đăng nhập và bắt đầu")
    sign_in(page)
    page.fill("#id_full_name", "Nguyễn Thị An")
    press(page, "Lưu")
    press(page, "Bắt đầu")
    assert not page.locator("#id_owner_name").is_visible()
    page.get_by_label("Cho người khác").check()
    assert page.locator("#id_owner_name").is_visible()
