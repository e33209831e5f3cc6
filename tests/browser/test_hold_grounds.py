"""Holding a dossier on a ground that its procedure publishes, in a real browser."""

import pytest
from playwright.sync_api import expect

from motcua.casework.file import file_and_accept
from motcua.deadlines.models import Hold
from motcua.web.ui import moments
from tests import cast as stage
from tests.browser.test_desk import WIDER_THAN_WINDOW, sign_in
from tests.casework.test_hold_grounds import GROUNDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_grounds_of_the_procedure_stand_first_and_fill_the_citation(window, barriers, picture, width, scripts):
    cast = stage.enter()
    version = stage.publish_procedure(code="1.000656", holds=GROUNDS)
    code = file_and_accept(stage.intake(cast, version_id=version.pk), by=cast.lan, at=moments.now()).code
    page = sign_in(window(width=width, java_script_enabled=scripts), "minh")
    page.goto(f"/ho-so/{code}/tam-dung/")
    picture(page, f"hold-{width}-{scripts}")
    assert page.evaluate(WIDER_THAN_WINDOW) <= 0
    if scripts:
        assert barriers(page) == []
    page.get_by_label(GROUNDS[0]["name"]).check()
    page.locator("button[form=act]").click()
    picture(page, f"held-{width}-{scripts}")
    expect(page.locator("main")).to_contain_text(GROUNDS[0]["basis"])
    assert Hold.objects.get().name == GROUNDS[0]["name"]
