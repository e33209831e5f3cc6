"""Work on parallel branches at the desk: each officer finds their own, and chooses the way where the process asks."""

import re
from datetime import timedelta

import pytest

from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.file import file_and_accept
from motcua.casework.forecasting import forecast_of_today
from motcua.casework.reads.worklist import Tab
from motcua.casework.reads.worklist_counts import counts
from motcua.casework.warn import warn
from motcua.deadlines.models import Forecast
from motcua.dossiers.models import Dossier
from motcua.notifications.models import Message
from motcua.offices import snapshot
from motcua.policy.facts import Facts
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.casework.branching import branching
from tests.casework.test_branches import done
from tests.cast import moment
from tests.web.desk_driver import Desk

pytestmark = pytest.mark.django_db
AT = moment("2026-11-19 08:00")


@pytest.fixture
def cast():
    cast = stage.enter()
    branching(cast)
    return cast


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def open_steps(code: str) -> set[str]:
    items = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True)
    return set(items.values_list("step__node", flat=True))


def test_of_two_branches_each_officer_completes_their_own(cast, code):
    Desk(cast).do("roi", code, "chuyen-buoc", note="Đúng pháp luật")
    assert open_steps(code) == {"examine"}
    Desk(cast).do("minh", code, "chuyen-buoc")
    assert open_steps(code) == {"gather"}


def test_the_page_shows_both_branches_and_what_comes_after(cast, code):
    page = Desk(cast).get("minh", f"/ho-so/{code}/").content.decode()
    way = page[page.index("Thẩm định hồ sơ") :]
    assert way.index("Cho ý kiến pháp lý") < way.index("Tổng hợp") < way.index("Ký duyệt")


@pytest.fixture
def gathered(cast, code) -> str:
    for node in ("examine", "opinion"):
        done(cast, code, node, at=AT + timedelta(minutes=10))
    return code


def test_the_page_offers_the_ways_by_their_names_and_goes_the_chosen_one(cast, gathered):
    page = Desk(cast).open("minh", gathered, "chuyen-buoc").content.decode()
    assert "Kết quả của bước" in page and "Thẩm định lại" in page and "Đủ điều kiện" in page
    assert "Bước sau: Thẩm định hồ sơ" in page and "Bước sau: Ký duyệt" in page
    Desk(cast).do("minh", gathered, "chuyen-buoc", way="again")
    assert open_steps(gathered) == {"examine", "opinion"}


def test_a_step_whose_way_was_not_chosen_stays_open_and_what_was_typed_stays(cast, gathered):
    sent = Desk(cast).sent("minh", gathered, "chuyen-buoc", note="Đã xem cả hai ý kiến")
    sent.pop("way", None)
    answer = Desk(cast).post("minh", f"/ho-so/{gathered}/chuyen-buoc/", sent)
    assert answer.status_code == 422
    assert "Đã xem cả hai ý kiến" in answer.content.decode()
    assert open_steps(gathered) == {"gather"}


def test_a_step_without_ways_asks_for_none(cast, code):
    assert "Kết quả của bước" not in Desk(cast).open("minh", code, "chuyen-buoc").content.decode()


def test_what_was_chosen_stands_in_the_journal(cast, gathered):
    Desk(cast).do("minh", gathered, "chuyen-buoc", way="again")
    last = Dossier.objects.get(code=gathered)
    page = Desk(cast).get("minh", f"/ho-so/{last.code}/").content.decode()
    assert "Thẩm định hồ sơ, Cho ý kiến pháp lý" in page


TABS = ("mine", "burning", "waiting", "ready", "apology", "forecast", "all")


def listed(cast, who: str, tab: str) -> list[str]:
    page = Desk(cast, "2026-11-25 10:00").get(who, f"/viec/?tab={tab}").content.decode()
    return re.findall(r'class="row-link" href="/ho-so/([^/"]+)/', page)


@pytest.mark.parametrize("who", ["minh", "son", "an"])
def test_every_tab_holds_what_it_counts_while_branches_are_open(cast, code, who):
    """Due today, forecast as late, without a letter: once on the leader's lists, its work twice on that of all."""
    Forecast.objects.create(
        day=moment("2026-11-25 10:00").date(), dossier=Dossier.objects.get(code=code), agency="H48.148",
        late_from=moment("2026-11-20 00:00"), percent=90, cases=40,
    )  # fmt: skip
    now = moment("2026-11-25 10:00")
    facts = Facts(by=cast.actor(who), day=now.date(), offices=snapshot.present())
    told = counts(facts, at=now).tabs
    assert {tab: len(listed(cast, who, tab)) for tab in TABS} == {tab: told[Tab(tab)] for tab in TABS}
    assert told[Tab.APOLOGY] == (who in ("son", "an"))
    assert told[Tab.ALL] == 2


def test_a_dossier_that_waits_stands_once_on_the_list_of_what_waits(cast, code):
    propose_supplement(code, by=cast.son, at=AT, items=ITEMS, leader_reason="Phát hiện khi ký")
    ask_supplement(code, by=cast.lan, at=AT + timedelta(minutes=5), items=ITEMS)
    assert listed(cast, "minh", "waiting") == [code]


def test_the_forecast_of_the_day_names_a_dossier_once(cast, code):
    morning = AT + timedelta(days=1)
    assert [one.code for one in forecast_of_today(snapshot.present(), at=morning)] == [code]


def test_who_holds_a_branch_is_warned_and_the_leader_once(cast, code):
    warn({}, moment("2026-11-25 16:30"))
    told = Message.objects.filter(code=code, kind="dossier.warned").values_list("recipient__username", flat=True)
    assert sorted(told) == sorted(set(told)) and {"minh", "roi"} <= set(told)
