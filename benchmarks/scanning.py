"""A stack of slips measured with a fixed model of a person: scanned and handed over, in headless Chromium.

A slip under the scanner costs a pointing of 1.1 s, a key 250 ms; what is waited for is measured. `make bench
ARGS=scanning`. Prints each figure beside its limit; exit code 1 where one is missed.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from province_parts import machine  # noqa: E402
from province_parts.house import House  # noqa: E402

KEY, POINTING = 0.25, 1.1
SLIPS, ROUNDS = 30, 2
ACCEPTED = f"""
import django; django.setup()
from tests import cast
from motcua.casework.file import file_and_accept
from motcua.web.ui import moments
people = cast.enter()
codes = [file_and_accept(cast.intake(people), by=people.lan, at=moments.now()).code for _ in range({SLIPS * ROUNDS})]
print(cast.PASSWORD, *codes)
"""
LIMITS = {"a slip of a stack of 30 handed over, s": 3.0}
# How long the server takes for each request, as the browser sees it: from sending to the last byte.
TOOK = "() => performance.getEntriesByType('resource').filter(e => e.initiatorType === 'fetch').map(e => e.duration)"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """MOTCUA_CHROMIUM, or the first on the path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("MOTCUA_CHROMIUM") or next((p for n in names if (p := shutil.which(n))), None)
    if path is None:
        raise RuntimeError("no Chromium: apt install chromium, or name one in MOTCUA_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def scanned(page: Page, code: str) -> None:
    """The next slip is put under the scanner; nobody waits for the answer."""
    time.sleep(POINTING)
    page.keyboard.type(code, delay=2)
    page.keyboard.press("Enter")


def handed_over(page: Page, codes: list[str]) -> tuple[float, list[float], float]:
    """Seconds for a stack from the first slip to the answer; milliseconds of each scan; seconds of the press."""
    page.goto("/viec/quet-chong/")
    begun = time.perf_counter()
    for code in codes:
        scanned(page, code)
    page.locator("tbody tr").nth(len(codes) - 1).wait_for()
    took = page.evaluate(TOOK)
    for label in ("Bàn giao việc", "A Nhất"):
        time.sleep(POINTING)
        page.get_by_role("radio", name=label).check()
        page.wait_for_load_state()
    time.sleep(KEY)
    pressed = time.perf_counter()
    page.keyboard.press("F9")
    page.get_by_text(f"Đã làm xong {len(codes)} hồ sơ của chồng.").wait_for()
    ended = time.perf_counter()
    page.get_by_role("button", name="Cất chồng").click()
    return ended - begun, took, ended - pressed


def middle(found: list[float]) -> float:
    return sorted(found)[len(found) // 2]


def main() -> int:
    """Measure ROUNDS stacks; 1 where a limit is missed."""
    print(", ".join(f"{name} {value}" for name, value in machine.described("SQLite").items()), machine.commit())
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        house = House(Path(folder), "", "SQLite")
        house.timed("prepare")
        env = os.environ | house.env | {"DJANGO_SETTINGS_MODULE": "motcua.settings"}
        told = subprocess.run([sys.executable, "-c", ACCEPTED], env=env, cwd=ROOT, capture_output=True, text=True)
        if told.returncode:
            raise RuntimeError(told.stderr)
        password, *codes = told.stdout.split()
        with house.web() as address, chromium() as browser:
            page = browser.new_context(base_url=address, locale="vi-VN").new_page()
            page.goto("/tai-khoan/dang-nhap/?next=/viec/")
            page.fill("#id_username", "minh")
            page.fill("#id_password", password)
            with page.expect_navigation():
                page.locator("form.sheet button").click()
            rounds = [handed_over(page, codes[n * SLIPS : (n + 1) * SLIPS]) for n in range(ROUNDS)]
    scans = [took for _, each, _ in rounds for took in each]
    figures = {
        "a slip of a stack of 30 handed over, s": middle([whole for whole, _, _ in rounds]) / SLIPS,
        "one scan on its way, median ms": middle(scans),
        "one scan on its way, longest ms": max(scans),
        "the press for all 30, s": middle([press for _, _, press in rounds]),
    }
    missed = [name for name, most in LIMITS.items() if figures[name] > most]
    for name, value in figures.items():
        aim = f"≤ {LIMITS[name]:g}{'  MISSED' if name in missed else ''}" if name in LIMITS else ""
        print(f"  {name:<64}{value:>8.2f}  {aim}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
