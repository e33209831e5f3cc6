"""The page of where it burns: who sees it, that its figures open their dossiers, the wall, and what to do next."""

import re

import pytest
from django.utils.html import escape

from motcua.casework.file import file, file_and_accept
from tests import cast as stage
from tests.cast import moment
from tests.web.office_pages import sign_in

pytestmark = pytest.mark.django_db
PAGE, LIST = "/so-lieu/hom-nay/", "/so-lieu/hom-nay/ho-so/"
AT, NOW = moment("2026-11-02 08:00"), moment("2026-11-12 09:00")


@pytest.fixture
def cast(clock):
    cast = stage.enter()
    clock.move_to(NOW)
    return cast


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


@pytest.mark.parametrize("name", ["an", "son"])
def test_every_figure_of_the_page_opens_that_many_dossiers(client, cast, code, name):
    html = sign_in(client, cast, name).get(PAGE).content.decode()
    figures = re.findall(r'href="(/so-lieu/hom-nay/ho-so/\?[^"]+)"[^>]*>(?:<span class="tile-figure">)?(\d+)<', html)
    assert len(figures) == (5 if name == "an" else 3)  # two tiles, a row of the agency, a step; a commune has no rows
    for url, figure in figures:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        assert listed.count('class="row-link"') == int(figure) == 1 and code in listed


def test_each_dossier_has_its_next_act(client, cast, code):
    client = sign_in(client, cast, "son")
    assert f"/ho-so/{code}/don-doc/" in client.get(PAGE).content.decode()
    assert f"/ho-so/{code}/xin-loi/" in client.get(LIST, {"fire": "letter"}).content.decode()
    assert client.get(f"/ho-so/{code}/don-doc/").status_code == 200


def test_without_fire_the_page_says_so(client, cast):
    html = sign_in(client, cast, "an").get(PAGE).content.decode()
    assert "Không có gì cháy." in html and "<table" not in html


def test_an_online_filing_over_its_time_is_told_to_who_supervises(client, cast):
    code = file(stage.intake(cast, channel="online"), by=cast.lan, at=AT).code
    assert code in sign_in(client, cast, "an").get(LIST, {"fire": "online"}).content.decode()


def test_the_wall_looks_again_by_itself_and_names_no_dossier(client, cast, code):
    client = sign_in(client, cast, "an")
    wall = client.get(PAGE, {"wall": 1}).content.decode()
    assert 'hx-trigger="every 60s"' in wall and code not in wall
    assert "hx-trigger" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"agency": "H48.05"},
        {"agency": "H99"},
        {"agency": "H48.148", "fire": "smoke"},
        {"fire": "late", "at": "H48.05"},
        {"step": "Ký"},
    ],
)
def test_what_a_leader_does_not_look_after_does_not_exist(client, cast, code, asked):
    assert sign_in(client, cast, "son").get(LIST, asked).status_code == 404


@pytest.mark.parametrize("address", [PAGE, LIST])
@pytest.mark.parametrize("name", ["lan", "tuyet"])
def test_who_leads_nobody_has_no_such_page(client, cast, name, address):
    assert sign_in(client, cast, name).get(address).status_code in (403, 404)


def test_a_step_of_any_spelling_is_text(client, cast, code):
    said = "<script>alert(1)</script>"
    html = sign_in(client, cast, "an").get(LIST, {"at": "H48.148", "step": said}).content.decode()
    assert said not in html and escape(said) in html and "Không còn hồ sơ nào." in html
