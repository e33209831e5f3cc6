"""Lists page by page: every row once and in order, whatever happens meanwhile; names masked; few statements."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.casework.reads import search, worklist
from motcua.offices import snapshot
from motcua.policy.facts import Facts
from motcua.workflow.actions import publish
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.api_program import Program
from tests.web.desk_driver import accepted, filed

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-19 16:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def program(cast):
    return Program(cast, "2026-11-19 16:00")


def many(cast, n: int) -> list[str]:
    """Dossiers of the day, two of each minute; some paused, some waiting, some ready."""
    codes = [accepted(cast, f"2026-11-19 {8 + i // 60:02}:{i // 2 % 60:02}") for i in range(n)]
    for i, code in enumerate(codes):
        at = NOW - timedelta(hours=2) + timedelta(minutes=i)
        for verb in {0: ["hold"], 1: ["advance"], 2: ["advance", "advance", "advance", "resolve"]}.get(i % 4, []):
            if verb == "resolve" or "resolve" not in verb:
                ACTS[verb](cast, code, at)
                at += timedelta(seconds=10)
    return codes


def pages(program, who: str, path: str) -> list[dict]:
    """All items of a list, page after page."""
    found, page, join = [], "", "&" if "?" in path else "?"
    for _ in range(100):
        said = program.get(who, f"{path}{join}limit=3{page}").json()
        assert 0 < len(said["items"]) <= 3
        found += said["items"]
        if said["next"] is None:
            return found
        page = f"&page={said['next']}"
    raise AssertionError("the list has no end")


def facts(cast, who: str) -> Facts:
    return Facts(by=cast.actor(who), day=NOW.date(), offices=snapshot.present())


def test_pages_of_dossiers_hold_every_dossier_once_in_the_order_of_the_desk(program, cast):
    many(cast, 11)
    desk = [row.code for row in search.dossiers(facts(cast, "lan"), search.Question(), at=NOW)]
    assert [row["code"] for row in pages(program, "lan", "/dossiers")] == desk
    assert len(set(desk)) == 11


def test_what_comes_in_meanwhile_moves_no_row_of_later_pages(program, cast):
    codes = many(cast, 6)
    first = program.get("lan", "/dossiers?limit=3").json()
    accepted(cast, "2026-11-19 15:00")
    second = program.get("lan", f"/dossiers?limit=3&page={first['next']}").json()
    assert [row["code"] for row in first["items"] + second["items"]] == list(reversed(codes))


@pytest.mark.parametrize("tab", ["mine", "all", "burning", "waiting", "ready"])
def test_pages_of_work_hold_every_piece_once_in_the_order_of_the_desk(program, cast, tab):
    many(cast, 12)
    question = worklist.Question(tab=worklist.Tab(tab))
    for who in ("minh", "lan"):
        desk = [row.item_id for row in worklist.worklist(facts(cast, who), question, at=NOW)]
        if desk:
            assert [item["id"] for item in pages(program, who, f"/worklist?tab={tab}")] == desk


def test_there_is_work_of_every_kind_to_page_through(cast):
    many(cast, 12)
    found = {
        tab: list(worklist.worklist(facts(cast, "lan"), worklist.Question(tab=tab), at=NOW)) for tab in worklist.Tab
    }
    assert found[worklist.Tab.READY] and found[worklist.Tab.WAITING]
    minh = worklist.worklist(facts(cast, "minh"), worklist.Question(tab=worklist.Tab.ALL), at=NOW)
    assert {row.due_at is None for row in minh} == {True, False}


def test_pages_of_procedures_and_agencies_are_in_order_of_code(program):
    for n in range(7):
        stage.publish_procedure(code=f"2.{n:06}", name=f"Khai sinh loại {n}")
    codes = [p["code"] for p in pages(program, "lan", "/procedures")]
    assert codes == sorted(codes) and len(set(codes)) == 8
    codes = [a["code"] for a in pages(program, "lan", "/agencies")]
    assert codes == ["H48", "H48.01", "H48.05", "H48.148", "H48.148.01"]


def test_a_procedure_tells_the_processes_of_single_agencies_apart(program, cast):
    rows = [replace(row, hours=Decimal(1)) for row in stage.COMMUNE_STEPS]
    publish(
        procedure=cast.version.procedure, level=None, agency=cast.commune, steps=rows, decision="QĐ",
        day=NOW.date(),
    )  # fmt: skip
    said = program.get("minh", "/procedures/1.000689").json()
    assert [[step["hours"] for step in steps] for steps in said["processes"]] == [[2, 8, 8, 4, 2]]
    (variant,) = said["variants"]
    assert variant["agency"]["code"] == "H48.148" and [step["hours"] for step in variant["steps"]] == [1] * 5


def test_filters_narrow_the_lists_as_on_the_desk(program, cast):
    here, there = accepted(cast), filed(cast)
    assert [r["code"] for r in pages(program, "lan", "/dossiers?status=1")] == [there]
    assert [r["code"] for r in pages(program, "lan", "/dossiers?text=dong%20xuan&status=2")] == [here]
    assert program.get("lan", "/dossiers?filed_from=2026-11-20").json() == {"items": [], "next": None}
    assert {a["code"] for a in pages(program, "lan", "/agencies?kind=one_stop")} == {"H48.01", "H48.148.01"}
    assert program.get("lan", "/procedures?text=dkks").json()["items"][0]["code"] == "1.000689"


def test_names_are_masked_in_lists_and_numbers_for_who_only_supervises(program, cast):
    code = accepted(cast)
    assert program.get("lan", "/dossiers").json()["items"][0]["applicant"] == "P.V.Đ.X***"
    assert program.get("minh", "/worklist").json()["items"][0]["applicant"] == "P.V.Đ.X***"
    desk, above = (program.get(who, f"/dossiers/{code}").json()["parties"][0] for who in ("lan", "an"))
    assert (desk["number"], desk["phone"]) == ("051090001234", "0905 123 456")
    assert (above["number"], above["phone"]) == ("********1234", "*********456")


def test_who_has_no_desk_finds_no_lists(program):
    assert program.get("quan", "/dossiers").status_code == program.get("quan", "/worklist").status_code == 404
    assert program.get("quan", "/procedures").status_code == program.get("quan", "/agencies").status_code == 200


def test_a_dossier_tells_what_can_be_done_with_it_and_why_the_rest_cannot(program, cast):
    acts = program.get("minh", f"/dossiers/{accepted(cast)}").json()["acts"]
    assert acts["completion"] is None and acts["taking"] is None
    assert acts["withdrawal"] == "Việc này thuộc công chức tiếp nhận và trả kết quả tại nơi nhận hồ sơ."


def test_the_explanation_is_that_of_the_page(program, cast):
    said = program.get("lan", f"/dossiers/{accepted(cast)}/explanation").json()
    assert said["due_at"] == "2026-11-25T17:00:00+07:00"
    assert said["lines"][-1]["text"] == "Hạn trả kết quả: 17:00 thứ Tư 25/11/2026."


def test_moments_in_english_sentences_stay_the_same(cast):
    said = Program(cast, "2026-11-19 16:00", language="en-GB").get("lan", f"/dossiers/{accepted(cast)}").json()
    assert said["status_text"] == "Accepted" and said["due_at"] == "2026-11-25T17:00:00+07:00"


def test_a_search_gives_the_best_first_and_no_more_than_asked(program, cast):
    stage.publish_procedure(code="1.000001", name="Thủ tục đăng ký khai sinh")
    said = program.get("lan", "/procedure-search?text=giay khai sanh").json()["items"]
    assert [hit["code"] for hit in said] == ["1.000001", "1.000689"] and said[0]["score"] > said[1]["score"]
    assert len(program.get("lan", "/procedure-search?text=khai sinh&limit=1").json()["items"]) == 1


@pytest.mark.parametrize("query", ["", "?text=", "?text=a&page=x", "?text=" + "x" * 201, "?text=a&limit=0"])
def test_a_search_that_asks_nothing_sensible_is_refused_in_a_sentence(program, cast, query):
    answer = program.get("lan", f"/procedure-search{query}")
    assert 400 <= answer.status_code < 500 and answer.json()["detail"]


READS = {
    "/dossiers?limit=2": 2,
    "/worklist?limit=2&tab=all": 3,
    "/procedures?limit=2": 3,
    "/procedure-search?text=khai": 2,
    "/procedures/1.000689": 6,
    "/agencies": 1,
    "/agencies/H48.148": 1,
    "/dossiers/{code}": 14,  # of one that is held, so that notices of the tax office are looked for
    "/dossiers/{code}/explanation": 13,
}


@pytest.mark.parametrize("path", READS)
def test_a_read_costs_a_fixed_number_of_statements(program, cast, path):
    code = many(cast, 1)[0]
    program.get("lan", path.format(code=code))  # what is kept in memory is warm
    little = statements(lambda: program.get("lan", path.format(code=code)))
    many(cast, 8)
    program.get("lan", path.format(code=code))
    much = statements(lambda: program.get("lan", path.format(code=code)))
    assert len(little) <= len(much) <= READS[path], "\n".join(much)  # an empty page needs none for its rows


def statements(run) -> list[str]:
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    with CaptureQueriesContext(connection) as captured:
        run()
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(control)]
