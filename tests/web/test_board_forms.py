"""Form 07a on the board: its figures open their dossiers, gaps are told in words, files, freezing, who may see it."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from motcua.casework.file import file_and_accept
from motcua.supervision import actions, verifying
from motcua.supervision.models import FrozenReport
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT, NOW = moment("2026-11-02 09:00"), moment("2026-12-02 09:00")
NOVEMBER = {"first": "01/11/2026", "last": "30/11/2026"}


@pytest.fixture
def cast(clock):
    cast = stage.enter()
    clock.move_to(NOW)
    return cast


@pytest.fixture
def codes(cast):
    """One open with a letter of apology, one withdrawn, one received at another agency's counter."""
    told, gone = (file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code for _ in range(2))
    ACTS["apologise"](cast, told, moment("2026-11-04 15:00"))
    ACTS["withdraw"](cast, gone, AT + timedelta(hours=1))
    afar = stage.begun(cast, ["afar"], at=AT).code
    actions.project(at=NOW)
    return {"told": told, "gone": gone, "afar": afar}


def signed_in(client, cast, name="an"):
    client.force_login(cast.people[name], backend="motcua.accounts.backends.OfficerBackend")
    return client


def text(answer) -> str:
    return unescape(answer.content.decode())


def totals(answer) -> str:
    return " ".join(re.findall(r"<tfoot>(.*?)</tfoot>", text(answer), re.S))


def test_each_figure_opens_exactly_its_dossiers(client, cast, codes):
    opened = dict(
        re.findall(
            r'data-label="\((\d+)\)[^"]*"><a href="([^"]+)"',
            totals(signed_in(client, cast).get("/so-lieu/07a/", NOVEMBER)),
        )
    )
    assert set(opened) == {"3", "4", "8", "15", "17", "18", "29"}
    for column, names in {"8": ["afar"], "17": ["told"], "18": ["afar"], "29": ["gone"], "3": list(codes)}.items():
        page = text(client.get(opened[column]))
        assert set(re.findall(r"H48(?:\.\d+)*-\d{6}-\d{4}", page)) == {codes[name] for name in names}
        assert 'href="/so-lieu/07a/?' in page


def test_a_row_is_an_agency_and_a_column_without_a_source_says_so(client, cast, codes):
    page = text(signed_in(client, cast).get("/so-lieu/07a/", NOVEMBER))
    assert '<th scope="row">Ủy ban nhân dân xã Ba Tơ</th>' in page
    for column in (19, 20, 23, 24, 25, 26, 28):
        assert re.search(rf'data-label="\({column}\)[^"]*"><span class="no-data"><span aria-hidden="true">–<', page)
    assert re.search(r'data-label="\(21\)[^"]*"><span>0</span>', page)
    assert page.count("Cột 19, 20, 23, 24, 25, 26, 28: chưa có số liệu.") == 1
    assert "3=4+5+6+7+9+10" in page


def test_06a_and_07a_lead_to_each_other(client, cast, codes):
    signed_in(client, cast)
    assert 'href="/so-lieu/07a/"' in text(client.get("/so-lieu/"))
    assert 'href="/so-lieu/"' in text(client.get("/so-lieu/07a/"))


@pytest.mark.parametrize("form", ["06a", "07a", "07b"])
@pytest.mark.parametrize(
    ("kind", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF-"), ("csv", b"\xef\xbb\xbfSTT,"), ("json", b"{")]
)
def test_each_form_comes_as_a_file_of_each_kind(client, cast, codes, form, kind, begins):
    page = text(signed_in(client, cast).get("/so-lieu/" if form == "06a" else f"/so-lieu/{form}/", NOVEMBER))
    (address,) = re.findall(rf'href="(/so-lieu/{form}\.{kind}\?[^"]+)"', page)
    answer = client.get(address)
    assert answer.content.startswith(begins)
    assert f'filename="{form}-H48-20261101-20261130.{kind}"' in answer["Content-Disposition"]


def test_a_frozen_07a_is_shown_as_it_was_and_its_file_verifies(client, cast, codes):
    page = signed_in(client, cast).get("/so-lieu/07a/", NOVEMBER)
    action, key = re.search(r'action="([^"]+chot[^"]+)".*?name="key" value="([^"]+)"', text(page), re.S).groups()
    answer = client.post(action, {"key": key}, follow=True)
    kept = FrozenReport.objects.get()
    assert (kept.form, kept.rows_by) == ("07a", "agency")
    assert "Biểu 07a đã chốt" in text(answer) and "cho đúng các số này" in text(answer)
    assert totals(answer).count('class="no-data"') == 7
    file = client.get(f"/so-lieu/da-chot/{kept.pk}.json").content
    assert json.loads(file)["totals"]["19"] is None
    assert list(verifying.faults(verifying.read(file))) == []


@pytest.mark.parametrize(
    "path", ["07a/", "07a.xlsx", "07a.pdf", "07a.csv", "07a.json", "07a/ho-so/", "06a.pdf", "07b/", "07b/thu-tuc/"]
)
def test_outsiders_get_none_of_it_and_a_leader_only_the_own_agency(client, cast, codes, path):
    signed_in(client, cast, "lan")
    assert client.get(f"/so-lieu/{path}", NOVEMBER).status_code == 404
    signed_in(client, cast, "son")
    assert client.get(f"/so-lieu/{path}", NOVEMBER | {"what": "3"}).status_code == 200
    assert client.get(f"/so-lieu/{path}", NOVEMBER | {"agency": "H48", "what": "3"}).status_code in (400, 409)


def test_a_period_before_the_form_is_refused_in_a_sentence(client, cast, codes):
    answer = signed_in(client, cast).get("/so-lieu/07a/", {"first": "01/11/2025", "last": "30/11/2025"})
    assert answer.status_code == 409


def test_the_page_makes_no_statement_per_row(client, cast, codes, django_assert_max_num_queries):
    signed_in(client, cast)
    with django_assert_max_num_queries(45):
        client.get("/so-lieu/07a/", NOVEMBER)


def test_each_figure_of_07b_opens_its_procedures(client, cast, codes):
    page = totals(signed_in(client, cast).get("/so-lieu/07b/", NOVEMBER))
    found = re.findall(r'data-label="\((\d+)\)[^"]*"><a href="([^"]+)">(\d+)</a>', page)
    assert {"3", "6", "7", "10"} <= {column for column, _, _ in found}
    for column, address, n in found:
        listed = set(re.findall(r'href="/thu-tuc/([^/"]+)/"', text(client.get(address))))
        assert len(listed) == int(n) or int(column) >= 11
    assert client.get("/so-lieu/07b/thu-tuc/", NOVEMBER | {"what": "99"}).status_code == 409
