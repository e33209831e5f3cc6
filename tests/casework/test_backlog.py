"""The list to units: what is late and soon late by unit and step, to leaders each week and month."""

import pytest

from motcua.casework.digests import digest
from motcua.casework.file import file_and_accept
from motcua.casework.reads.backlog import piles
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.notifications.models import Message
from motcua.offices import actions as offices
from motcua.offices import snapshot
from motcua.offices.models import Post
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-16 06:30")


@pytest.fixture
def cast():
    cast = stage.enter()
    unit = offices.open_unit(agency_id=cast.commune.pk, name="Phòng Tư pháp", day=stage.BEGINNING.date())
    Post.objects.filter(account=cast.people["minh"]).update(unit=unit)
    for n, day in enumerate(("2026-11-09", "2026-11-11", "2026-11-13")):  # late, due on Monday, in time
        for way in ((), ("take",), ("advance",)):
            code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment(f"{day} 08:0{n}")).code
            for verb in way:
                ACTS[verb](cast, code, moment(f"{day} 09:00"))
    return cast


def of(cast, who):
    return Facts(by=cast.actor(who), day=MONDAY.date(), offices=snapshot.present())


def test_what_burns_is_counted_by_unit_and_step(cast):
    found = {(p.unit, p.step): (p.late, p.soon) for p in piles(of(cast, "son"), at=MONDAY)}
    assert found == {("", "Thụ lý"): (1, 1), ("Phòng Tư pháp", "Thụ lý"): (1, 1), ("", "Ký duyệt"): (1, 1)}


def test_the_piles_sum_to_the_tab_of_the_worklist(cast):
    found = piles(of(cast, "son"), at=MONDAY)
    listed = worklist(of(cast, "son"), Question(tab=Tab.BURNING), at=MONDAY).count()
    assert sum(p.late + p.soon for p in found) == listed == 6


def told() -> set[tuple[str, str, int, int]]:
    rows = Message.objects.filter(kind__startswith="list.")
    return set(rows.values_list("kind", "recipient__username", "params__late", "params__soon"))


def test_leaders_are_told_on_the_first_working_morning_of_the_week(cast):
    digest({}, MONDAY)
    assert told() == {("list.weekly", "son", 3, 3)}


def test_nobody_is_told_on_the_other_days(cast):
    digest({}, moment("2026-11-17 06:30"))
    assert told() == set()


def test_after_a_holiday_the_week_begins_on_its_first_working_day(cast):
    offices.set_special_days(
        [stage.SpecialDay(day=MONDAY.date(), kind="holiday", name="Nghỉ", agency=cast.province)],
        by="test", at=stage.BEGINNING,
    )  # fmt: skip
    digest({}, MONDAY)
    assert told() == set()
    digest({}, moment("2026-11-17 06:30"))
    assert {kind for kind, *_ in told()} == {"list.weekly"}


def test_a_month_begins_with_the_list_of_the_month(cast):
    digest({}, moment("2026-12-01 06:30"))
    assert {kind for kind, *_ in told()} == {"list.monthly"}


def test_the_page_shows_the_piles_with_their_sum_and_the_sheet(client, cast, clock):
    clock.move_to(MONDAY)
    html = " ".join(signed_in(client, cast, "son").get("/viec/theo-phong/").content.decode().split())
    assert "Phòng Tư pháp" in html and "3 quá hạn, 3 sắp đến hạn" in html
    assert "/viec/danh-sach.csv?tab=burning" in html
