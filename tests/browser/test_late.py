"""What tells of lateness in a real browser: causes on the board, the public counter, forecast and letters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.casework.file import file_and_accept
from motcua.deadlines.models import Forecast, ForecastDay
from motcua.dossiers.models import Dossier
from motcua.supervision import actions
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER_THAN_WINDOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AT = moment("2026-03-02 09:00")
MARCH = "first=01/03/2026&last=31/03/2026"


@pytest.fixture
def cast():
    """One dossier late and open, one ended late, one that will be late."""
    cast, now = stage.enter(), timezone.now()
    codes = [file_and_accept(stage.intake(cast), by=cast.lan, at=AT + timedelta(minutes=n)).code for n in range(2)]
    for verb in ("take", "advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, codes[1], AT + timedelta(days=7))
    cast.codes = [*codes, file_and_accept(stage.intake(cast), by=cast.lan, at=now).code]
    soon = Dossier.objects.get(code=cast.codes[2])
    day = timezone.localdate()
    Forecast.objects.create(day=day, dossier=soon, agency="H48.148", late_from=now, percent=80, cases=40)
    past = {"day": day - timedelta(days=20), "at": now, "until": now, "judged": 90, "named": 44, "near": 40}
    ForecastDay.objects.create(agency="H48.148", hits=30, missed=10, **past)
    actions.project(at=now)
    return cast


def signed_in(window, name, **options):
    page = window(**options)
    page.goto("/tai-khoan/dang-nhap/?next=/viec/")
    page.fill("#id_username", name)
    page.fill("#id_password", stage.PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/viec/")
    return page


def looked_at(page, barriers, addresses):
    for address in addresses:
        page.goto(address)
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDER_THAN_WINDOW) <= 0, (address, width)
            assert barriers(page) == [], (address, width)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing_wrong_on_the_pages_of_lateness(window, barriers, cast, language):
    page = signed_in(window, "son", language=language)
    board = f"/so-lieu/qua-han/?{MARCH}&agency=H48.148"
    behind = f"/so-lieu/qua-han/ho-so/?{MARCH}&agency=H48.148"
    looked_at(page, barriers, ["/viec/?tab=forecast", board, behind, f"/ho-so/{cast.codes[1]}/", "/qua-han/"])


@pytest.mark.parametrize("script", [True, False])
def test_a_figure_of_a_cause_opens_its_dossiers(window, cast, script):
    page = signed_in(window, "son", java_script_enabled=script)
    page.goto(f"/so-lieu/qua-han/?{MARCH}&agency=H48.148")
    figure = page.locator("table.figures").first.locator("tfoot a").first
    figures = int(figure.inner_text())
    figure.click()
    assert page.locator("table.list tbody tr").count() == figures == 2


def test_who_signs_reads_on_top_what_is_late_without_a_letter_and_goes_to_it(window, cast):
    page = signed_in(window, "son")
    page.get_by_role("link", name=cast.codes[0]).first.click()
    page.wait_for_url(f"**/ho-so/{cast.codes[0]}/xin-loi/")
