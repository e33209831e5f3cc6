"""Every page of the officers says in two sentences what it is for; nothing is said of a page that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from motcua.web.ui.about import ABOUT, about
from tests import cast as stage
from tests.cast import moment

FACES = ("accounts", "counter", "desk", "board", "backoffice")
# What answers with a file, a part of a page or only after a press, and pages that open for a single question.
NO_PAGE = re.compile(
    r"_(sheet|sheets|slips|receipts|xlsx|pdf|csv|freeze|made|json|file|scan|lines|template|preview|keep|read|revoke|tell|order|end"
    r"|void|close|drop|undo|begin|withdraw)$"
    r"|:(preview|known|card|sheet|json|open|still|draft|slip|file|read|read_all|login|logout|freeze|competents|bulk_take|lock"
    r"|unlock|unit_add|password|job_retry|decision_fill|decision_edit|decision_item_new|decision_publish|form_publish|post_end"
    r"|day_edit|hours_edit|absences_of|control_slip|result_receipt|online_door)$"
)


def names() -> Iterator[str]:
    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, f"{each.namespace}:" if each.namespace else space)
            elif each.name:
                yield f"{space}{each.name}"

    yield from walk(get_resolver().url_patterns, "")


PAGES = sorted({name for name in names() if name.split(":")[0] in FACES})


@pytest.mark.parametrize("name", [n for n in PAGES if n in ABOUT or not NO_PAGE.search(n)])
def test_a_page_says_what_it_is_for_in_two_sentences(name):
    said = about(name)
    assert said, f"{name} says nothing: add it to motcua/web/ui/about.py"
    assert 2 <= len(re.findall(r"[.!?](?: |$)", said)) <= 3 and len(said) < 240


def test_nothing_is_said_of_a_page_that_is_not_there():
    assert set(ABOUT) <= set(PAGES)


@pytest.mark.django_db
def test_a_page_shows_it_at_its_foot_and_in_the_map_of_keys(client, clock):
    clock.move_to(moment("2026-11-19 09:00"))
    cast = stage.enter()
    client.force_login(cast.people["lan"], backend="motcua.accounts.backends.OfficerBackend")
    html = client.get("/tiep-nhan/phieu-khan-cap/").content.decode()
    assert html.count(ABOUT["counter:emergency"]) == 2 and "Trang này để làm gì?" in html
