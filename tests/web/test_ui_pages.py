"""The frame, the gallery and the pages of last resort; nothing in them that the content security policy refuses."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation

from motcua.kernel.sentences import Sentence
from motcua.web import ui
from motcua.web.ui.templatetags.ui import register

TEMPLATES = Path(ui.__file__).parent / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_template_holds_no_inline_style_script_or_handler(path):
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:", text(path))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_template_says_in_its_first_line_what_it_is_for(path):
    assert re.match(r"\{# .{20,} #\}\n", text(path))


def test_every_piece_is_shown_in_the_gallery():
    gallery = "".join(text(path) for path in [*TEMPLATES.glob("ui/gallery/*.html"), TEMPLATES / "ui/gallery.html"])
    used_inside = {"shape", "mask_phone", "sentence"}  # drawn by other pieces, or shown nowhere by itself
    names = (set(register.tags) - {n for n in register.tags if n.startswith("end")}) | set(register.filters)
    assert {n for n in names - used_inside if not re.search(rf"(\{{% |\|){n}\b", gallery)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("face", ["citizen", "officer"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_gallery_is_shown_in_both_faces_and_languages(client, face, language):
    client.cookies["django_language"] = language
    html = client.get("/ui/", {"face": face}).content.decode()
    assert f'<html lang="{language}" class="{face}">' in html


@pytest.mark.django_db
def test_ids_are_unique_on_a_page_with_everything_on_it(client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/ui/").content.decode())
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.django_db
def test_the_script_for_swapping_may_neither_evaluate_nor_style_nor_remember(client):
    html = client.get("/ui/").content.decode()
    for promise in (
        '"allowEval":false',
        '"includeIndicatorStyles":false',
        '"historyCacheSize":0',
        '"selfRequestsOnly":true',
    ):
        assert promise in html


@pytest.mark.django_db
def test_the_language_is_changed_by_a_form_and_leads_back_to_the_page():
    client = Client(enforce_csrf_checks=True)
    page = client.get("/ui/?face=citizen").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    action = re.search(r'<form class="language" method="post" action="([^"]+)"', page).group(1)
    back = re.search(r'name="next" value="([^"]+)"', page).group(1)
    answer = client.post(action, {"language": "en", "next": back, "csrfmiddlewaretoken": token})
    assert (answer.status_code, answer["Location"]) == (302, "/ui/?face=citizen")
    assert '<html lang="en"' in client.get("/ui/").content.decode()


def test_the_page_of_last_resort_needs_neither_request_nor_context():
    html = get_template("500.html").render()
    assert "Hệ thống gặp lỗi" in html and "Something went wrong" in html


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["404.html", "403.html", "403_csrf.html"])
def test_a_page_that_cannot_be_shown_says_what_to_do_and_leads_on(rf, template):
    request = rf.get("/")
    request.user = request.actor = None
    html = get_template(template).render({}, request)
    assert re.search(r'<a class="button main" href="/"', html)


@pytest.mark.django_db
def test_a_missing_page_is_shown_in_the_frame(client):
    answer = client.get("/khong-co-trang-nay/")
    assert answer.status_code == 404 and "Không tìm thấy trang này" in answer.content.decode()


@pytest.mark.django_db
def test_a_refusal_says_its_sentence_and_leads_back(rf: RequestFactory):
    request = rf.get("/")
    request.user = request.actor = None
    html = get_template("ui/refused.html").render(
        {"sentence": Sentence("Hồ sơ {c} đã kết thúc.", {"c": "H48"}), "back": "/a/"}, request
    )
    assert "Hồ sơ H48 đã kết thúc." in html and 'href="/a/"' in html


@pytest.mark.django_db
def test_an_unexpected_error_shows_its_number(rf: RequestFactory):
    request = rf.get("/")
    request.user = request.actor = None
    with translation.override("vi"):
        assert "E261127-3F9A1C" in get_template("ui/error.html").render({"number": "E261127-3F9A1C"}, request)
