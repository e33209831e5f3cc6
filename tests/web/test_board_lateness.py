"""Late dossiers by cause: each figure opens its dossiers, tables sum to 06a, persons only for who may see them."""

import io
import json
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest

from motcua.casework.advance import advance
from motcua.casework.backdating import Claim
from motcua.casework.decide_claim import decide_claim
from motcua.casework.file import file_and_accept
from motcua.casework.resolve import resolve
from motcua.deadlines.lateness import Cause
from motcua.offices.roles import Role
from motcua.supervision import actions
from motcua.supervision import lateness as read
from motcua.supervision.reports import Asked, report
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT, NOW = moment("2026-11-02 09:00"), moment("2026-12-02 09:00")
NOVEMBER = {"first": "01/11/2026", "last": "30/11/2026", "agency": "H48"}
ASKED = Asked(moment("2026-11-01 00:00").date(), moment("2026-11-30 00:00").date())


@pytest.fixture
def cast(clock):
    cast = stage.enter()
    clock.move_to(NOW)
    return cast


def lived(cast, *, minh=timedelta(hours=1), lan=timedelta(hours=1), claim=None):
    """Minh takes so long over his step, the counter so long to record the result."""
    code, at = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code, AT + minh
    advance(code, by=cast.minh, at=at)
    advance(code, by=cast.son, at=at + timedelta(minutes=10))
    advance(code, by=cast.roi, at=at + timedelta(minutes=20), result=stage.result(issued_on=at.date()))
    at += lan
    resolve(code, by=cast.lan, at=at, claim=claim and Claim(at - claim, "Mất điện", "Phiếu 7"))
    if claim:
        decide_claim(code, by=cast.hanh, at=at + timedelta(minutes=5), approve=True, note="Đã xem phiếu")
    return code


@pytest.fixture
def codes(cast):
    """Four late dossiers: by the specialist, by the counter (another agency), entered late, and one still open."""
    found = {
        "in_time": lived(cast),
        "true": lived(cast, minh=timedelta(days=7)),
        "agency": lived(cast, lan=timedelta(days=7)),
        "entry": lived(cast, lan=timedelta(days=4), claim=timedelta(days=2)),
        "open": file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code,
    }
    actions.project(at=NOW)
    return found


def signed_in(client, cast, name="an"):
    client.force_login(cast.people[name], backend="motcua.accounts.backends.OfficerBackend")
    return client


def figures(page: str) -> list[dict[str, tuple[str, str]]]:
    """For each table the figures of its totals by head: (number, address)."""
    cell = re.compile(r'data-label="([^"]+)"><(?:a href="([^"]+)"|span[^>]*)>([^<]+)<')
    feet = [part.split("</tfoot>")[0] for part in page.split("<tfoot>")[1:]]
    return [{head: (n, unescape(url)) for head, url, n in cell.findall(foot)} for foot in feet]


def test_each_late_dossier_stands_under_its_cause_and_every_figure_opens_its_dossiers(client, cast, codes):
    page = unescape(signed_in(client, cast).get("/so-lieu/qua-han/", NOVEMBER).content.decode())
    for table in figures(page):
        assert {head: n for head, (n, _) in table.items()} == {
            "Tổng số": "4",
            "Trễ thật": "2",
            "Chờ cơ quan khác": "1",
            "Chờ người dân": "0",
            "Ghi muộn": "1",
            "Đồng bộ muộn": "chưa có dữ liệu",
        }
    by_agency = figures(page)[0]
    opened = client.get(f"/so-lieu/qua-han/ho-so/{by_agency['Chờ cơ quan khác'][1].partition('ho-so/')[2]}")
    said = opened.content.decode()
    assert codes["agency"] in said and codes["true"] not in said and codes["in_time"] not in said


def test_the_tables_are_of_those_that_06a_counts_as_late(cast, codes):
    asked = report(ASKED).totals
    found = read.lateness(ASKED, people=True)
    assert found.totals.total == asked.columns["10"] + asked.columns["13"] == 4
    assert {one.found.cause for one in found.late} == {Cause.TRUE, Cause.AGENCY, Cause.ENTRY}
    assert {line.key: line.total for line in found.units} == {"H48.148": 2, "H48.148.01": 2}
    assert {(line.key, str(line.label)): line.total for line in found.people} == {
        (str(cast.people["minh"].pk), "Lê Văn Minh"): 1,
        (f"receiver@{cast.counter.code}", f"Chưa ai nhận: Tiếp nhận và trả kết quả, {cast.counter.name}"): 2,
        (f"specialist@{cast.commune.code}", f"Chưa ai nhận: Công chức thụ lý, {cast.commune.name}"): 1,
    }
    assert [(line.label, line.events) for line in found.entries] == [(cast.counter.name, 1)]


def test_what_nobody_had_taken_stands_under_the_post_that_it_waited_for_and_opens_its_dossiers(client, cast, codes):
    page = unescape(signed_in(client, cast).get("/so-lieu/qua-han/", NOVEMBER).content.decode())
    assert f"Chưa ai nhận: Tiếp nhận và trả kết quả, {cast.counter.name}" in page
    asked = NOVEMBER | {"table": "person", "row": f"receiver@{cast.counter.code}"}
    opened = client.get("/so-lieu/qua-han/ho-so/", asked).content.decode()
    assert [name for name, code in codes.items() if code in opened] == ["agency", "entry"]


def test_tables_that_do_not_sum_are_not_shown(client, cast, codes, monkeypatch):
    monkeypatch.setattr(read, "MEASURES", ("resolved_late",))
    monkeypatch.setattr(read.queries, "figures", lambda view, of: {1: {"resolved_late": 99}})
    answer = signed_in(client, cast).get("/so-lieu/qua-han/", NOVEMBER)
    assert answer.status_code == 409 and "không khớp với biểu 06a" in answer.content.decode()


def test_what_was_known_at_a_moment_stays_what_was_known(cast, codes):
    early = Asked(ASKED.first, ASKED.last, as_of=moment("2026-11-07 09:00"))
    found = read.lateness(early, people=False)
    assert {one.dossier_id for one in found.late if one.ended_at is None} and found.totals.total == 4 - 1 + 1


def test_persons_are_shown_to_who_signs_there_and_not_to_who_leads_a_unit(client, cast, codes):
    page = signed_in(client, cast, "son").get("/so-lieu/qua-han/", NOVEMBER | {"agency": "H48.148"}).content.decode()
    assert "Lê Văn Minh" in page
    stage.office_actions.give_post(
        account=cast.people["quang"], agency=cast.commune, role=Role.UNIT_LEADER, day=AT.date(), by="test", at=AT
    )
    asked = NOVEMBER | {"agency": "H48.148"}
    page = signed_in(client, cast, "quang").get("/so-lieu/qua-han/", asked)
    assert page.status_code == 200 and "Lê Văn Minh" not in page.content.decode()
    people = client.get("/so-lieu/qua-han/ho-so/", asked | {"table": "person", "row": str(cast.people["minh"].pk)})
    assert people.status_code == 404
    told = json.loads(client.get("/so-lieu/qua-han.json", asked).content)
    assert told["by_person"] is None and told["late_entries_by_person"] is None


def test_who_may_not_see_the_figures_finds_nothing(client, cast, codes):
    other = NOVEMBER | {"agency": "H48.05"}
    for path in ("qua-han/ho-so/", "qua-han.xlsx", "qua-han.json"):
        assert signed_in(client, cast, "son").get(f"/so-lieu/{path}", other).status_code == 409
        assert signed_in(client, cast, "minh").get(f"/so-lieu/{path}", NOVEMBER).status_code == 404
    assert signed_in(client, cast, "minh").get("/so-lieu/qua-han/", NOVEMBER).status_code == 404


def test_the_files_say_the_same_and_no_zero_where_there_is_no_source(client, cast, codes):
    signed_in(client, cast)
    told = json.loads(client.get("/so-lieu/qua-han.json", NOVEMBER).content)
    assert told["totals"] == {
        "key": "",
        "label": "",
        "total": 4,
        "causes": {"true": 2, "agency": 1, "applicant": 0, "entry": 1, "sync": None},
    }
    with zipfile.ZipFile(io.BytesIO(client.get("/so-lieu/qua-han.xlsx", NOVEMBER).content)) as book:
        first = book.read("xl/worksheets/sheet1.xml").decode()
        assert "chưa có dữ liệu" in book.read("xl/sharedStrings.xml").decode()
    assert re.findall(r"<v>(\d+)</v>", first.rpartition("<row")[2])[1:-1] == ["4", "2", "1", "0", "1"]


def test_the_page_of_a_late_dossier_says_why_and_that_of_another_does_not(client, cast, codes):
    signed_in(client, cast, "minh")
    said = client.get(f"/ho-so/{codes['true']}/").content.decode()
    assert "Vì sao quá hạn" in said and "<b>Trễ thật.</b>" in said and "<b>Thụ lý</b>" in said
    assert "<b>Ghi muộn.</b>" in client.get(f"/ho-so/{codes['entry']}/").content.decode()
    assert "<b>Chờ cơ quan khác.</b>" in client.get(f"/ho-so/{codes['agency']}/").content.decode()
    assert "Vì sao quá hạn" not in client.get(f"/ho-so/{codes['in_time']}/").content.decode()


def test_a_period_in_which_nothing_was_late_says_so(client, cast):
    lived(cast)
    actions.project(at=NOW)
    page = signed_in(client, cast).get("/so-lieu/qua-han/", NOVEMBER).content.decode()
    assert "Không có hồ sơ quá hạn trong kỳ này." in page
    wrong = {"table": "agency", "row": "", "cause": "khác"}
    assert client.get("/so-lieu/qua-han/ho-so/", NOVEMBER | wrong).status_code == 409
