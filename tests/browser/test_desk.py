"""The desk in a real browser: lists, the page of a dossier, its acts; with script and without, by key and by eye."""

import re

import pytest
from playwright.sync_api import expect

from motcua.casework.advance import advance
from motcua.casework.ask_supplement import propose_supplement
from motcua.casework.file import file, file_and_accept
from motcua.casework.supplements import Item, enough
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.offices import actions
from motcua.offices.roles import Role
from motcua.web.desk.acts.table import ACTS
from motcua.web.ui import moments
from motcua.workflow.models import WorkItem
from tests import cast as stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG_NAME = "Y Nguyễn Hoàng Phương Thảo Niê Kđăm Mlô Duôn Du Hwing Buôn Krông Ayŭn Hđơk Ê Ban"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.fixture
def cast():
    return stage.enter()


def sign_in(page, who: str):
    page.goto("/tai-khoan/dang-nhap/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", stage.PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator(".who-name").first).to_be_attached()
    return page


def accepted(cast, name: str = "Y Rỗi") -> str:
    applicant = stage.citizen(name=name)
    return file_and_accept(stage.intake(cast, applicant=applicant), by=cast.lan, at=moments.now()).code


def step_of(code: str) -> int:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False).step.n


# By eye


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_on_the_lists(window, barriers, cast, width):
    accepted(cast, LONG_NAME), accepted(cast)
    page = sign_in(window(width=width), "minh")
    for address in ("/viec/", "/viec/?tab=waiting", "/viec/?kind=sign&text=x", "/ho-so/", "/ho-so/?text=roi"):
        page.goto(address)
        assert barriers(page) == [], address
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, address


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_on_a_dossier_and_its_acts(window, barriers, cast, width):
    code = accepted(cast, LONG_NAME)
    items = [Item("Giấy chứng sinh", "Bản chụp bị mờ", "Nộp bản rõ", n=2), *enough([1, 3])]
    propose_supplement(code, by=cast.minh, at=moments.now(), items=items)
    filed = file(stage.intake(cast), by=cast.lan, at=moments.now()).code
    page = sign_in(window(width=width), "lan")
    addresses = [f"/ho-so/{code}/", f"/ho-so/{filed}/tiep-nhan/", f"/ho-so/{filed}/tu-choi/"]
    for address in addresses + [f"/ho-so/{code}/{act.noun}/" for act in ACTS]:
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        assert barriers(page) == [], address
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, address


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_where_work_is_recalled_or_shared_out(window, barriers, cast, width):
    code, other = accepted(cast, LONG_NAME), accepted(cast)
    third_specialist(cast)
    advance(code, by=cast.minh, at=moments.now())
    page = sign_in(window(width=width), "minh")
    for address in (f"/ho-so/{code}/", f"/ho-so/{code}/thu-hoi/", f"/ho-so/{other}/ban-giao/"):
        page.goto(address)
        assert barriers(page) == [], address
        assert page.evaluate(WIDER_THAN_WINDOW) == 0, address
    page.goto("/viec/")
    page.locator("[data-tick]").first.check()
    page.get_by_role("button", name="Bàn giao…", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bàn giao nhiều hồ sơ")
    assert (barriers(page), page.evaluate(WIDER_THAN_WINDOW)) == ([], 0)


def third_specialist(cast):
    at = moments.now()
    account = cast.people["quang"]
    actions.give_post(account=account, agency=cast.commune, role=Role.SPECIALIST, day=at.date(), by="test", at=at)


# Lists


@SCRIPT
def test_rows_are_ticked_and_shared_out(window, cast, script):
    codes = [accepted(cast) for _ in range(3)]
    third_specialist(cast)
    page = sign_in(window(java_script_enabled=script), "son")
    page.goto("/viec/?tab=all")
    for box in page.locator("[data-tick]").all():
        box.check()
    page.get_by_role("button", name="Bàn giao…", exact=True).click()
    page.get_by_label("Giao đều theo số việc đang giữ").check()
    page.locator(".foot-bar .button.main").click()
    expect(page.locator("table")).to_contain_text("A Nhất đang giữ")
    held = WorkItem.objects.filter(dossier__code__in=codes, closed_at__isnull=True)
    assert sorted(held.values_list("assignee__username", flat=True)) == ["minh", "nhat", "quang"]


@SCRIPT
def test_what_was_passed_on_by_mistake_is_recalled(window, cast, script):
    code = accepted(cast)
    page = sign_in(window(java_script_enabled=script), "minh")
    page.goto(f"/ho-so/{code}/chuyen-buoc/")
    page.locator(".foot-bar .button.main").click()
    page.locator(".foot-bar").get_by_role("link", name=re.compile("Thu hồi")).click()
    page.get_by_label("Lý do thu hồi").fill("Thiếu giấy chứng sinh")
    page.locator(".foot-bar .button.main").click()
    expect(page.get_by_text("Đã thu hồi. Anh/Chị đang giữ lại bước của mình.")).to_be_visible()
    assert step_of(code) == 2


@SCRIPT
def test_rows_are_ticked_and_moved_on_together(window, cast, script):
    one, two = accepted(cast), accepted(cast)
    page = sign_in(window(java_script_enabled=script), "minh")
    page.goto("/viec/")
    for box in page.locator("[data-tick]").all():
        box.check()
    page.get_by_role("button", name="Chuyển bước…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chuyển bước nhiều hồ sơ")
    page.fill("[name=note]", "Đủ điều kiện")
    page.locator(".foot-bar .button.main").click()
    expect(page.locator(".callout-good")).to_contain_text("Đã làm xong 2 hồ sơ.")
    assert (step_of(one), step_of(two)) == (3, 3)


@SCRIPT
def test_the_list_is_filtered_and_the_address_says_so(window, cast, script):
    roi, nhat = accepted(cast), accepted(cast, "A Nhất")
    page = sign_in(window(java_script_enabled=script), "minh")
    page.goto("/viec/")
    page.fill("#id_text", "roi")
    page.get_by_role("button", name="Lọc", exact=True).click()
    expect(page).to_have_url(re.compile("text=roi"))
    expect(page.get_by_role("link", name=roi)).to_be_visible()
    expect(page.get_by_role("link", name=nhat)).to_have_count(0)
    page.get_by_role("link", name=re.compile("Cả cơ quan")).click()
    expect(page).to_have_url(re.compile("tab=all"))
    expect(page.get_by_role("link", name=nhat)).to_have_count(0)


def test_a_list_that_was_swapped_equals_one_that_was_loaded(window, cast):
    accepted(cast), accepted(cast, "A Nhất")
    page = sign_in(window(), "minh")
    page.goto("/viec/")
    page.get_by_role("link", name=re.compile("Cả cơ quan")).click()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Cả cơ quan")
    keyless = "() => document.querySelector('#work').innerHTML.replace(/value=\"[\\w-]{20,64}\"/g, '')"
    cleaned = "s => s.replace(/ class=\"\"/g, '')"
    swapped = page.evaluate(keyless)
    page.goto(page.url)
    assert page.evaluate(cleaned, page.evaluate(keyless)) == page.evaluate(cleaned, swapped)


def test_work_is_reached_opened_and_moved_on_by_keys_alone(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.goto("/viec/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/ho-so/{code}/$"))
    page.keyboard.press("n")
    expect(page.locator(".messages")).to_contain_text("Anh/Chị đã nhận việc này.")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chuyển bước")
    page.keyboard.press("F9")
    expect(page.locator(".messages")).to_contain_text("Đã chuyển bước.")
    assert step_of(code) == 3


# Acts


@SCRIPT
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(window, cast, script):
    code = accepted(cast)
    page = sign_in(window(java_script_enabled=script), "minh")
    page.goto(f"/ho-so/{code}/de-xuat-bo-sung/")
    page.check("[name='check.2.mark'][value=missing]")
    page.fill("[name='check.2.guidance']", "Nộp bản chính")
    page.locator(".foot-bar .button.main").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name='check.2.guidance']")).to_have_value("Nộp bản chính")
    page.locator(".error-summary a").first.click()
    expect(page.locator("[name='check.2.reason']")).to_be_focused()


@SCRIPT
def test_more_lines_are_asked_for_and_the_whole_request_is_sent(window, cast, script):
    code = accepted(cast)
    page = sign_in(window(java_script_enabled=script), "minh")
    page.goto(f"/ho-so/{code}/de-xuat-bo-sung/")
    page.get_by_role("button", name="Các giấy tờ chưa đánh dấu đều đủ").click()
    expect(page.locator("[name='check.1.mark'][value=enough]")).to_be_checked()
    for i in range(3):
        if i == 1:
            page.get_by_role("button", name="Thêm nội dung khác").click()
            expect(page.locator("[name='items.0.component']")).to_have_value("Giấy tờ 0")
        page.fill(f"[name='items.{i}.component']", f"Giấy tờ {i}")
        page.fill(f"[name='items.{i}.reason']", "Chưa có")
        page.fill(f"[name='items.{i}.guidance']", "Nộp bản chính")
    page.locator(".foot-bar .button.main").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi đề xuất")
    assert len(Dossier.objects.get(code=code).supplement_requests.get().items) == 3


@SCRIPT
def test_a_dossier_is_voided_with_its_reason(window, cast, script):
    code = accepted(cast)
    page = sign_in(window(java_script_enabled=script), "lan")
    page.goto(f"/ho-so/{code}/")
    page.get_by_role("link", name="Hủy hồ sơ ghi nhầm").click()
    page.fill("[name=reason]", "Ghi nhầm người")
    page.locator(".foot-bar .button.destructive").click()
    expect(page.locator(".callout-danger")).to_contain_text("Ghi nhầm người")
    assert Dossier.objects.get(code=code).voided_at


def test_a_double_click_moves_one_step(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.goto(f"/ho-so/{code}/chuyen-buoc/")
    page.locator(".foot-bar .button.main").dblclick()
    expect(page.locator(".messages")).to_contain_text("Đã chuyển bước.")
    assert step_of(code) == 3


def test_the_reason_for_refusing_is_asked_for_only_when_refusing(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    for who in ("minh", "son"):
        sign_in_again(page, who)
        page.goto(f"/ho-so/{code}/chuyen-buoc/")
        page.locator(".foot-bar .button.main").click()
        expect(page.locator(".messages")).to_contain_text("Đã chuyển bước.")
    sign_in_again(page, "roi")
    page.goto(f"/ho-so/{code}/chuyen-buoc/")
    expect(page.locator("[name=reason]")).to_be_hidden()
    page.get_by_label("Từ chối giải quyết", exact=True).check()
    page.fill("[name=reason]", "Không đủ điều kiện")
    page.fill("[name=number]", "12/TB-UBND")
    page.locator(".foot-bar .button.main").click()
    expect(page.locator("#ket-qua")).to_be_visible()
    assert Dossier.objects.get(code=code).results.get().outcome == "refused"


def sign_in_again(page, who: str):
    page.context.clear_cookies(name="sessionid")
    sign_in(page, who)


def test_on_paper_a_dossier_has_no_menus_and_no_buttons(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.goto(f"/ho-so/{code}/")
    page.emulate_media(media="print")
    for hidden in (".foot-bar", ".nav", ".tabs", "#thao-tac"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#tien-trinh")).to_be_visible()


def test_states_and_words_are_those_of_the_dossier(window, cast):
    code = accepted(cast)
    page = sign_in(window(), "minh")
    page.goto(f"/ho-so/{code}/")
    expect(page.locator(".dossier-head .status")).to_have_text("Được tiếp nhận")
    page.get_by_text("vì sao?", exact=True).click()
    expect(page.locator(".explanation ol li").first).to_be_visible()
    assert Dossier.objects.get(code=code).state is Status.ACCEPTED
