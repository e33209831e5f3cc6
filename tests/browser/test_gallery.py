"""The design system in a real browser: every piece, both faces, both languages, by eye, by key and without script."""

import re

import pytest

FACES = ["citizen", "officer"]
WIDTHS = [320, 360, 768, 1024, 1440]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.5.8: 24 px, or a link inside a sentence, or a control that its label enlarges.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
  .filter(n => n.getClientRects().length && !n.closest('p:not(.row)') && !n.matches('.skip'))
  .map(n => [n, n.matches('.row-link') ? n.closest('tr, li') : n.closest('label') || n])
  .filter(([n, area]) => Math.min(area.getBoundingClientRect().width, area.getBoundingClientRect().height) < 24)
  .filter(([n]) => !(n.labels || []).length)
  .map(([n]) => n.outerHTML.slice(0, 100))"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def resting(page, address="/ui/"):
    """The page with nothing focused, as one finds it after a click on its ground."""
    page.goto(address)
    page.evaluate("document.activeElement.blur()")
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_wrong_in_the_gallery(window, barriers, width, face, language):
    page = window(width=width, language=language)
    page.goto(f"/ui/?face={face}")
    assert barriers(page) == []


@pytest.mark.parametrize("address", ["/khong-co/", "/tai-khoan/dang-nhap/"])
def test_axe_finds_nothing_wrong_on_the_pages_of_the_frame(window, barriers, address):
    page = window()
    page.goto(address)
    assert barriers(page) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_window(window, width, face, language):
    page = window(width=width, language=language)
    page.goto(f"/ui/?face={face}")
    assert page.evaluate(WIDER_THAN_WINDOW) == 0


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("width", [360, 1280])
def test_every_target_can_be_hit(window, width, face):
    page = window(width=width)
    page.goto(f"/ui/?face={face}")
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize(("face", "height"), [("citizen", 44), ("officer", 34)])
def test_buttons_and_fields_have_the_height_of_their_face(window, face, height):
    page = window()
    page.goto(f"/ui/?face={face}")
    for target in ("main .button.main >> nth=0", "#clean_name", "#clean_place"):
        assert page.locator(target).bounding_box()["height"] >= height


def test_the_summary_of_errors_takes_the_focus_without_script(window):
    page = window(java_script_enabled=False)
    page.goto("/ui/")
    assert page.locator(".error-summary:focus").count() == 1


def test_everything_is_there_without_script(window):
    page = window(width=360, java_script_enabled=False)
    page.goto("/ui/")
    page.get_by_role("button", name="Trình đơn").click()
    assert page.get_by_role("link", name="Việc của tôi").is_visible()
    needs_script = ("[data-copy]", "[data-key-map]", "[data-close]", ".bulk-all", "kbd.hint")
    assert [page.locator(f"{piece}:visible").count() for piece in needs_script] == [0] * len(needs_script)


def test_slash_goes_to_the_search_field(window):
    page = resting(window())
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_letters_typed_into_a_field_stay_letters(window):
    page = resting(window())
    page.focus("#q")
    page.keyboard.type("x?/")
    assert page.input_value("#q") == "x?/"
    assert not page.locator("#key-map").is_visible()


def test_a_letter_opens_the_question_of_its_button(window):
    page = resting(window())
    page.keyboard.press("x")
    assert page.get_by_text("Mã đã cấp vẫn giữ").is_visible()


def test_a_function_key_works_from_inside_a_field_and_says_why_it_cannot(window):
    page = resting(window())
    page.focus("#q")
    page.keyboard.press("F8")
    assert "Trả kết quả ngay" in focused(page)
    assert page.url.endswith("/ui/")


def test_two_keys_after_each_other_lead_to_a_page(window):
    page = resting(window(), "/ui/?face=officer&q=1")
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/ui/?face=officer")


def test_the_map_of_shortcuts_names_every_key_of_the_page(window):
    page = resting(window())
    page.keyboard.press("?")
    rows = page.locator("#key-map dl").inner_text()
    keys = page.eval_on_selector_all("[data-key]", "nodes => nodes.map(n => n.dataset.key)")
    assert keys and all(key.split()[-1] in rows for key in keys)
    assert "Tiếp nhận và in phiếu" in rows


def test_one_letter_shortcuts_can_be_switched_off_and_stay_off(window):
    page = resting(window())
    page.keyboard.press("?")
    page.get_by_label("Dùng phím tắt một chữ").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("x")
    assert not page.get_by_text("Mã đã cấp vẫn giữ").is_visible()
    page.get_by_role("button", name="Phím tắt").click()
    assert page.get_by_label("Dùng phím tắt một chữ").is_checked() is False


def test_arrows_walk_the_rows_of_a_list(window):
    page = resting(window())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "H48.14-261121-0013"
    page.keyboard.press("ArrowUp")
    assert focused(page) == "H48.14-261121-0012"
    page.keyboard.press("Enter")
    assert page.url.endswith("#g-lists")


def test_the_whole_row_is_the_link_but_its_box_is_not(window):
    page = resting(window())
    row = page.locator(".list tbody tr").first
    row.locator("input").check()
    assert "#g-lists" not in page.url
    cell = row.locator("td").last.bounding_box()
    page.mouse.click(cell["x"] + cell["width"] / 2, cell["y"] + cell["height"] / 2)
    page.wait_for_url("**#g-lists")


def test_the_bulk_bar_counts_the_ticked_rows(window):
    page = resting(window())
    page.locator("[data-tick]").first.check()
    assert page.get_by_text("Đã chọn 1").is_visible()
    page.get_by_label("Chọn hết").check()
    assert page.get_by_text("Đã chọn 5").is_visible()


def test_a_second_press_while_the_first_is_under_way_sends_nothing(window):
    page = resting(window())
    held = []
    page.route("**/ui/?", lambda route: held.append(route))  # an answer that is long in coming
    twice = "node => [50, 400].forEach(ms => setTimeout(() => node.form.requestSubmit(node), ms))"
    page.locator(".bulk button", has_text="Bàn giao").evaluate(twice)
    page.wait_for_timeout(1000)
    assert [route.request.post_data.split("&")[-1] for route in held] == ["do=hand"]
    for route in held:
        route.abort()


def test_a_held_button_is_free_again_when_one_comes_back(window):
    page = resting(window())
    page.route("**/ui/?", lambda route: route.fulfill(status=204))
    button = page.locator(".bulk button", has_text="Bàn giao")
    button.click()
    page.wait_for_function("document.querySelector('.bulk [aria-busy]')")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert button.is_enabled()


def test_a_scanner_presses_the_button_of_its_field(window):
    page = resting(window())
    page.evaluate("document.querySelector('[data-scan]').form.querySelector('button').id = 'read-card'")
    page.fill("[data-scan]", "051090001234|")
    page.press("[data-scan]", "Enter")
    page.wait_for_url(re.compile(r"card=051090001234%7C.*do=card"))


def test_filters_follow_a_choice(window):
    page = resting(window())
    page.select_option("#filter_where", "2")
    page.wait_for_url(re.compile(r"where=2"))


def test_a_code_is_copied(window):
    page = window(permissions=["clipboard-read", "clipboard-write"])
    resting(page)
    page.get_by_role("button", name="Chép").click()
    page.get_by_role("button", name="Đã chép").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "H48.14-261121-0012"


def test_the_foot_bar_never_hides_what_has_the_focus(window):
    page = resting(window(height=600))
    page.evaluate(
        "scrollBy(0, document.querySelector('#clean_agreed').getBoundingClientRect().bottom - innerHeight + 10)"
    )
    page.locator("#clean_agreed").focus()
    box, bar = page.locator("#clean_agreed").bounding_box(), page.locator(".foot-bar").bounding_box()
    assert box["y"] + box["height"] <= bar["y"]


def test_a_page_prints_without_menus(window):
    page = resting(window())
    page.emulate_media(media="print")
    for hidden in (".menu-button", ".nav", ".foot-bar", ".filters", ".bulk", ".tabs", ".skip"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".list").first.is_visible()


def test_motion_stands_still_for_those_who_ask(window):
    page = window(reduced_motion="reduce")
    resting(page)
    running = "getComputedStyle(document.querySelector('progress:not([value])')).animationIterationCount"
    assert page.evaluate(running) == "1"
