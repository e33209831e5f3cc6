"""The page of any period: figures open their dossiers, shares name their whole, nobody sees what is not theirs."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest

from motcua.casework.file import file_and_accept
from motcua.supervision import actions, verifying
from motcua.supervision.models import FrozenReport
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.office_pages import sign_in

pytestmark = pytest.mark.django_db
AT, NOW = moment("2026-03-02 09:00"), moment("2026-04-02 09:00")
PAGE = "/so-lieu/ky/"
MARCH = {"first": "01/03/2026", "last": "31/03/2026"}
GROUPINGS = ["field", "agency", "unit", "procedure", "channel"]


@pytest.fixture
def cast(clock):
    cast = stage.enter()
    codes = [
        file_and_accept(stage.intake(cast, channel=channel), by=cast.lan, at=AT + timedelta(minutes=n)).code
        for n, channel in enumerate(("online", "direct", "post"))
    ]
    for verb in ("take", "advance", "advance", "advance", "resolve"):
        ACTS[verb](cast, codes[1], AT + timedelta(hours=2))
    ACTS["withdraw"](cast, codes[2], AT + timedelta(hours=3))
    clock.move_to(NOW)
    actions.project(at=NOW)
    return cast


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_figure_opens_that_many_dossiers(client, cast, by):
    html = sign_in(client, cast, "an").get(PAGE, MARCH | {"rows": by}).content.decode()
    figures = re.findall(r'<a href="(/so-lieu/ky/ho-so/\?[^"]+)"[^>]*>(\d+)<', html)
    assert len(figures) > 10
    for url, figure in figures:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        assert listed.count('class="row-link"') == int(figure), url


def test_a_share_names_what_it_is_of_and_without_a_whole_there_is_none(client, cast):
    html = sign_in(client, cast, "an").get(PAGE, MARCH | {"rows": "channel"}).content.decode()
    shares = re.search(r'id="ranks".*?</table>', html, re.S)[0]
    assert "50,00 %" in shares and ">1/2<" in shares  # resolved in time, and one that is overdue at the end
    post = re.search(r"Bưu chính công ích</th>.*?</tr>", shares, re.S)[0]  # withdrawn: nothing of it was due
    assert post.count("không áp dụng") == 5 and "%" not in post


def test_a_period_that_has_not_ended_says_so(client, cast):
    client = sign_in(client, cast, "an")
    april = {"first": "01/03/2026", "last": "30/04/2026"}
    assert "Kỳ này chưa hết" in client.get(PAGE, april).content.decode()
    assert "Kỳ này chưa hết" not in client.get(PAGE, MARCH).content.decode()


def test_the_files_hold_the_figures_of_the_page(client, cast):
    client = sign_in(client, cast, "an")
    rows = list(
        csv.reader(io.StringIO(client.get("/so-lieu/ky.csv", MARCH | {"rows": "agency"}).content.decode("utf-8-sig")))
    )
    assert [row[1] for row in rows[1:]] == [cast.commune.name, "Tổng số"] and rows[1][2] == "3"
    said = json.loads(client.get("/so-lieu/ky.json", MARCH | {"rows": "agency"}).content)
    assert [row["columns"]["3"] for row in said["rows"]] == [3]
    assert client.get("/so-lieu/ky.xlsx", MARCH).content.startswith(b"PK")


def test_a_leader_sees_the_own_agency_and_no_other(client, cast):
    client = sign_in(client, cast, "son")
    assert cast.commune.name in client.get(PAGE, MARCH).content.decode()
    for address in (PAGE, "/so-lieu/ky.csv"):
        assert client.get(address, MARCH | {"agency": "H48"}).status_code in (400, 404, 409)


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"first": "31/03/2026", "last": "01/03/2026"}, 409, "trước khi bắt đầu"),
        ({"first": "x"}, 400, "Từ ngày"),
        ({**MARCH, "rows": "colour"}, 400, "Mỗi dòng"),
        ({**MARCH, "agency": "H99"}, 400, "Cơ quan"),
    ],
)
def test_what_cannot_be_answered_is_said_and_the_question_stays(client, cast, asked, status, said):
    answer = sign_in(client, cast, "an").get(PAGE, asked)
    assert answer.status_code == status and said in answer.content.decode()


def test_who_supervises_nobody_has_no_such_page(client, cast):
    assert sign_in(client, cast, "lan").get(PAGE).status_code in (403, 404)


def test_a_period_is_frozen_by_a_press_and_its_files_are_kept(client, cast):
    asked = MARCH | {"rows": "procedure"}
    html = sign_in(client, cast, "an").get(PAGE, asked).content.decode()
    action, key = re.search(r'action="([^"]+/ky/chot/[^"]+)".*?name="key" value="([^"]+)"', html, re.S).groups()
    answer = client.post(action.replace("&amp;", "&"), {"key": key}, follow=True).content.decode()
    kept = FrozenReport.objects.get()
    assert (kept.form, kept.rows_by, kept.frozen_by) == ("period", "procedure", cast.people["an"])
    assert "Số liệu theo kỳ đã chốt" in answer and "cho đúng các số này" in answer
    file = client.get(f"/so-lieu/da-chot/{kept.pk}.json").content
    assert list(verifying.faults(verifying.read(file))) == []
    assert client.get(f"/so-lieu/da-chot/{kept.pk}.pdf").content.startswith(b"%PDF-")
    assert client.get("/so-lieu/ky.pdf", asked).content.startswith(b"%PDF-")
    assert "theo kỳ" in client.get("/so-lieu/da-chot/").content.decode()
    sign_in(client, cast, "son")
    assert client.get(f"/so-lieu/da-chot/{kept.pk}.pdf").status_code == 404
    assert client.post(action.replace("&amp;", "&"), {"key": key + "0"}).status_code in (404, 409)
    assert FrozenReport.objects.count() == 1
