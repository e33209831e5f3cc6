"""Chromium for the tests of pages: one browser for the run, a fresh window for each test."""

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, sync_playwright

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing that talks to the world or asks questions; pages must look the same on every machine.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Playwright keeps an event loop in this thread, where Django would refuse the database; no coroutine of ours is in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _until_the_page_stands(act: Callable[..., None]) -> Callable[..., None]:
    """What follows a click that leads elsewhere finds the whole new page: Playwright waits for its first byte only."""

    @functools.wraps(act)
    def acted(on: Page | Locator, *args: object, **options: object) -> None:
        act(on, *args, **options)
        (on if isinstance(on, Page) else on.page).wait_for_load_state()

    return acted


for _kind in (Page, Locator):
    for _act in ("click", "press"):
        setattr(_kind, _act, _until_the_page_stands(getattr(_kind, _act)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """MOTCUA_CHROMIUM, or the first Chromium on the path."""
    path = os.environ.get("MOTCUA_CHROMIUM") or next((p for n in CHROMIUMS if (p := shutil.which(n))), None)
    if not path:
        pytest.fail("no Chromium: apt install chromium, or name one in MOTCUA_CHROMIUM")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def _as_seen(page: Page) -> str:
    """What a page shows to who uses it by ear: for tests that fail. A stuck page is not waited for."""
    try:
        return page.locator("body").aria_snapshot(timeout=2000)
    except Error as fault:
        return str(fault)


@pytest.fixture
def window(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`window(width=360, language="en", javaScriptEnabled=False, …)` opens a page of the site at `/` addresses.

    What the content security policy refuses, or a script throws, fails the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(*, width: int = 1280, height: int = 900, language: str = "vi", **options: object) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=live_server.url, viewport=size, locale="vi-VN", **options)
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("console", lambda said: print(f"{page.url} says {said.type}: {said.text}"))
        page.on("requestfailed", lambda asked: print(f"{asked.method} {asked.url}: {asked.failure}"))
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            print(f"at the end: {page.url}\n{_as_seen(page)}")
        context.close()
    assert wrong == []


PUT_BAR = "to => document.querySelectorAll('.foot-bar').forEach(bar => { bar.style.position = to })"


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, one line each; nothing when all is well.

    Meanwhile the bar at the foot lies at the end: a box that it half covers can be scrolled and is not too small.
    """
    page.evaluate(PUT_BAR, "static")
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    page.evaluate(PUT_BAR, "")
    return [f"{v['id']}: {v['help']}: {n['html'][:120]}" for v in found for n in v["nodes"]]


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """`barriers(page)`: what axe finds wrong on a page."""
    return violations


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    """A window of ordinary size."""
    return window()


@pytest.fixture
def page_without_js(window: Callable[..., Page]) -> Page:
    """The same where scripts are switched off."""
    return window(java_script_enabled=False)


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """`picture(page, "counter")` keeps counter.png in the folder MOTCUA_SCREENSHOTS names, if one is named."""

    def taken(page: Page, name: str) -> None:
        if folder := os.environ.get("MOTCUA_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}.png")

    return taken
