"""Acts on the ticked rows of the worklist: each row is told what became of it, and a double press acts once."""

from collections import Counter

import pytest

from motcua.casework.advance import advance
from motcua.casework.take import take
from motcua.journal.models import Event
from motcua.offices import actions
from motcua.offices.roles import Role
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.web.desk_driver import Desk, accepted, text_of, when

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-20 09:00")


def ticked(desk, *found: str, who: str = "minh") -> dict[str, object]:
    """What the list sends for these rows."""
    page = desk.get(who, "/viec/", tab="all")
    rows = {row.code: row.item_id for row in page.context["page_of"]}
    return {"item": [rows[code] for code in found], "key": page.context["key"], "back": "/viec/?tab=all"}


def open_items(*found: str):
    return WorkItem.objects.filter(dossier__code__in=found, closed_at__isnull=True)


def test_ticked_work_is_taken(cast, desk):
    one, two = accepted(cast), accepted(cast)
    answer = desk.post("minh", "/viec/nhan-viec/", ticked(desk, one, two))
    assert len(answer.context["done"]) == 2
    assert {item.assignee for item in open_items(one, two)} == {cast.people["minh"]}


def test_of_each_ticked_row_it_is_told_what_became_of_it(cast, desk):
    mine, his = accepted(cast), accepted(cast)
    fields = ticked(desk, mine, his)
    take(his, by=cast.nhat, at=when("2026-11-19 10:00"))
    answer = desk.post("minh", "/viec/chuyen-buoc/", {**fields, "sure": "1", "note": "Đủ"})
    assert [outcome.row.code for outcome in answer.context["done"]] == [mine]
    assert "Việc này người khác đang giữ." in text_of(answer)
    assert open_items(mine).get().step.n == 3 and open_items(his).get().step.n == 2


def test_bulk_advance_asks_before_it_acts(cast, desk):
    code = accepted(cast)
    answer = desk.post("minh", "/viec/chuyen-buoc/", ticked(desk, code))
    assert [row.code for row in answer.context["rows"]] == [code]
    assert open_items(code).get().step.n == 2


def test_a_step_that_issues_a_result_is_not_completed_in_bulk(cast, desk):
    code = accepted(cast)
    for who in (cast.minh, cast.son):
        advance(code, by=who, at=when("2026-11-19 10:00"))
    answer = desk.post("roi", "/viec/chuyen-buoc/", {**ticked(desk, code, who="roi"), "sure": "1"})
    assert "Bước này cần thông tin của kết quả" in text_of(answer)


def test_ticked_work_is_handed_to_one_colleague(cast, desk):
    one, two = accepted(cast), accepted(cast)
    fields = ticked(desk, one, two)
    asked = desk.post("minh", "/viec/ban-giao/", fields)
    assert str(cast.people["nhat"].pk) in dict(asked.context["people"])
    nobody = desk.post("minh", "/viec/ban-giao/", {**fields, "sure": "1"})
    assert nobody.status_code == 422 and "Chọn người nhận." in text_of(nobody)
    desk.post("minh", "/viec/ban-giao/", {**fields, "sure": "1", "to": cast.people["nhat"].pk})
    assert {item.assignee for item in open_items(one, two)} == {cast.people["nhat"]}


def third_specialist(cast) -> None:
    at = when("2026-11-19 07:00")
    actions.give_post(
        account=cast.people["quang"], agency=cast.commune, role=Role.SPECIALIST, day=at.date(), by="test", at=at
    )


def test_ticked_work_is_shared_out_evenly(cast, desk):
    third_specialist(cast)
    held = [accepted(cast) for _ in range(2)]
    for code in held:
        take(code, by=cast.minh, at=when("2026-11-19 08:30"))
    free = [accepted(cast) for _ in range(4)]
    fields = ticked(desk, *free, who="son")
    asked = dict(desk.post("son", "/viec/ban-giao/", fields).context["people"])
    assert asked["least"] == "Giao đều theo số việc đang giữ"
    assert asked[str(cast.people["minh"].pk)] == "Lê Văn Minh · đang giữ 2 việc"
    answer = desk.post("son", "/viec/ban-giao/", {**fields, "sure": "1", "to": "least"})
    assert len(answer.context["done"]) == 4 and "A Nhất đang giữ" in text_of(answer)
    assert Counter(item.assignee.username for item in open_items(*free)) == {"nhat": 2, "quang": 2}


def test_ticked_work_is_given_out_in_turn_and_a_double_click_takes_no_turn(cast, desk):
    third_specialist(cast)
    fields = {**ticked(desk, accepted(cast), accepted(cast), who="son"), "sure": "1", "to": "turn"}
    desk.post("son", "/viec/ban-giao/", fields)
    desk.post("son", "/viec/ban-giao/", fields)
    code = accepted(cast)
    desk.post("son", "/viec/ban-giao/", {**ticked(desk, code, who="son"), "sure": "1", "to": "turn"})
    assert open_items(code).get().assignee.username == "quang"
    assert Event.objects.filter(kind="work.handed_over").count() == 3


def test_work_that_stays_where_it_is_by_the_rule_is_done_without_an_event(cast, desk):
    code, other = accepted(cast), accepted(cast)
    for one in (code, other):
        take(one, by=cast.minh, at=when("2026-11-19 08:30"))
    answer = desk.post("son", "/viec/ban-giao/", {**ticked(desk, code, other, who="son"), "sure": "1", "to": "least"})
    assert (len(answer.context["done"]), answer.context["refused"]) == (2, [])
    assert Counter(i.assignee.username for i in open_items(code, other)) == {"minh": 1, "nhat": 1}
    assert Event.objects.filter(kind="work.handed_over").count() == 1


def test_a_double_click_in_bulk_acts_once_on_each(cast, desk):
    code = accepted(cast)
    fields = {**ticked(desk, code), "sure": "1"}
    desk.post("minh", "/viec/chuyen-buoc/", fields)
    again = desk.post("minh", "/viec/chuyen-buoc/", fields)
    assert again.context["refused"] == [] and again.context["gone"] == 1
    assert open_items(code).get().step.n == 3


def test_rows_of_others_cannot_be_ticked_by_their_number(cast, desk):
    code = accepted(cast)
    item = open_items(code).get()
    answer = desk.post("quang", "/viec/nhan-viec/", {"item": [item.pk, "x", "9" * 30], "key": "k" * 20})
    assert answer.status_code == 200 and not answer.context["done"]
    assert open_items(code).get().assignee is None


def test_the_way_back_leads_to_no_other_site(cast, desk):
    answer = desk.post("minh", "/viec/nhan-viec/", {"back": "https://evil.example/", "key": "k" * 20})
    assert answer.context["back"] == "/viec/"


def test_bulk_addresses_alone_lead_nowhere(cast, desk):
    for noun in ("nhan-viec", "chuyen-buoc", "ban-giao"):
        assert desk.get("minh", f"/viec/{noun}/").status_code == 404
