"""A dossier at the wrong agency handed on to the right one, in a real browser."""

import pytest

from motcua.dossiers.models import Dossier
from tests import cast as stage
from tests.browser.test_decisions import WIDER_THAN_WINDOW, enter
from tests.cast import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_dossier_at_the_wrong_agency_is_handed_on(window, barriers, picture, width, scripts):
    cast = stage.enter()
    code = stage.begun(cast, ["misrouted"], at=moment("2026-11-20 09:00")).code
    page = window(width=width, java_script_enabled=scripts)

    def looked(name):
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0, name
        picture(page, f"reroute-{name}-{width}-{'js' if scripts else 'plain'}")
        if scripts:
            assert barriers(page) == [], name

    enter(page, "minh", f"/ho-so/{code}/chuyen-dung-co-quan/")
    options = page.locator("datalist#agencies option").evaluate_all("found => found.map(one => one.value)")
    assert options == ["H48.05"]
    looked("asked")
    page.fill("[name=to]", "H48.99")
    page.fill("[name=reason]", "Có yếu tố nước ngoài")
    with page.expect_navigation():
        page.locator("button[form=act]").click()
    assert page.input_value("[name=reason]") == "Có yếu tố nước ngoài"
    assert page.locator("[name=to]").get_attribute("aria-invalid") == "true"
    looked("refused")
    page.fill("[name=to]", "H48.05")
    with page.expect_navigation():
        page.locator("button[form=act]").click()
    looked("done")
    assert "chuyển nhầm nơi giải quyết" in page.locator("main").inner_text()
    assert Dossier.objects.get(code=code).competent_id == cast.department.pk
