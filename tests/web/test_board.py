"""The board: who may see which figures, each figure opens its dossiers, frozen reports, what bad addresses are told."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from motcua.casework.file import file_and_accept
from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from motcua.supervision import actions, verifying
from motcua.supervision.models import FrozenReport, Rollup
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT, NOW = moment("2026-11-02 09:00"), moment("2026-12-02 09:00")
NOVEMBER = {"first": "01/11/2026", "last": "30/11/2026"}
RESOLVED = ("take", "advance", "advance", "advance", "resolve")


@pytest.fixture
def cast(clock):
    cast = stage.enter()
    clock.move_to(NOW)
    return cast


def accepted(cast, at=AT, **changes):
    code = file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=at).code
    return code


@pytest.fixture
def codes(cast):
    """One open dossier filed online, one resolved."""
    online, done = accepted(cast, channel="online"), accepted(cast, at=AT + timedelta(minutes=1))
    for verb in RESOLVED:
        ACTS[verb](cast, done, AT + timedelta(hours=1))
    actions.project(at=NOW)
    return {"online": online, "done": done}


def signed_in(client, cast, name="an"):
    client.force_login(cast.people[name], backend="motcua.accounts.backends.OfficerBackend")
    return client


def text(answer) -> str:
    return unescape(answer.content.decode())


def links(answer) -> dict[str, str]:
    """Where the figures of the totals lead, by column."""
    foot = text(answer).split("<tfoot>")[1].split("</tfoot>")[0]
    return dict(re.findall(r'data-label="\((\d+)\)[^"]*"><a href="([^"]+)"', foot))


def test_a_supervisor_sees_the_province_this_month_without_asking(client, cast, codes):
    answer = signed_in(client, cast).get("/so-lieu/")
    assert answer.status_code == 200
    assert "Từ 01/12/2026 đến 31/12/2026" in text(answer)
    assert "Ủy ban nhân dân tỉnh Quảng Ngãi" in text(answer)


def test_a_figure_opens_exactly_its_dossiers(client, cast, codes):
    opened = links(signed_in(client, cast).get("/so-lieu/", NOVEMBER))
    assert set(opened) == {"3", "4", "5", "7", "8", "11", "13"}
    expected = {"3": set(codes.values()), "4": {codes["online"]}, "8": {codes["done"]}, "13": {codes["online"]}}
    for column, behind in expected.items():
        page = text(client.get(opened[column]))
        assert set(re.findall(r"H48\.148-\d{6}-\d{4}", page)) == behind


def test_a_figure_opens_the_same_dossiers_whatever_happens_meanwhile(client, cast, codes, clock):
    opened = links(signed_in(client, cast).get("/so-lieu/", NOVEMBER))
    ACTS["void"](cast, codes["online"], NOW + timedelta(minutes=1))
    clock.move_to(NOW + timedelta(minutes=2))
    actions.project(at=NOW + timedelta(minutes=2))
    assert codes["online"] in text(client.get(opened["4"]))
    assert "4" not in links(client.get("/so-lieu/", NOVEMBER))


def test_names_behind_a_figure_are_masked(client, cast, codes):
    page = text(client.get(links(signed_in(client, cast).get("/so-lieu/", NOVEMBER))["3"]))
    assert "P.V.Đ.X***" in page
    assert "Phạm Văn Đồng Xuân" not in page


def test_a_leader_sees_the_own_agency_and_no_other(client, cast, codes):
    signed_in(client, cast, "son")
    assert links(client.get("/so-lieu/", NOVEMBER))["3"]
    assert "Ủy ban nhân dân xã Ba Tơ" in text(client.get("/so-lieu/", NOVEMBER))
    assert client.get("/so-lieu/", NOVEMBER | {"agency": "H48"}).status_code == 400
    for path in ("06a.xlsx", "06a.json", "06a/ho-so/"):
        assert client.get(f"/so-lieu/{path}", NOVEMBER | {"agency": "H48", "what": "3"}).status_code == 409


@pytest.mark.parametrize("name", ["lan", "minh", "roi", "quan"])
def test_for_everybody_else_there_is_no_board(client, cast, name):
    signed_in(client, cast, name)
    for path in ("", "06a.xlsx", "06a.json", "06a/ho-so/", "da-chot/"):
        assert client.get(f"/so-lieu/{path}").status_code == 404


def test_dossiers_that_policy_hides_are_counted_and_said_to_be_hidden(client, cast, codes):
    """A leader of a division where the dossier is decided sees it; one whose post ended meanwhile does not get here."""
    office_actions.give_post(
        account=cast.people["quang"], agency=cast.province, role=Role.SIGNER, day=AT.date(), by="test", at=AT
    )
    page = text(signed_in(client, cast, "quang").get(links(client.get("/so-lieu/", NOVEMBER))["3"]))
    assert "2 hồ sơ không hiện" in page
    assert codes["done"] not in page


def test_the_sheet_and_the_json_are_of_the_page(client, cast, codes):
    page = text(signed_in(client, cast).get("/so-lieu/", NOVEMBER))
    sheet, data = (re.search(rf'href="([^"]+{name}[^"]+)"', page).group(1) for name in ("06a.xlsx", "06a.json"))
    assert client.get(sheet).content[:2] == b"PK"
    said = json.loads(client.get(data).content)
    assert (said["from"], said["totals"]["3"]) == ("2026-11-01", 2)
    assert said["as_of"] == "2026-12-02T09:00:00+07:00"


def test_a_period_is_frozen_by_a_press_and_stays_as_it_was(client, cast, codes):
    page = signed_in(client, cast).get("/so-lieu/", NOVEMBER)
    action, key = re.search(r'action="([^"]+chot[^"]+)".*?name="key" value="([^"]+)"', text(page), re.S).groups()
    answer = client.post(action, {"key": key}, follow=True)
    kept = FrozenReport.objects.get()
    assert kept.digest in text(answer)
    assert "cho đúng các số này" in text(answer)
    assert kept.frozen_by == cast.people["an"]
    assert client.post(action, {"key": key}, follow=True).redirect_chain[0][0].endswith(f"/da-chot/{kept.pk}/")
    assert FrozenReport.objects.count() == 1
    ACTS["void"](cast, codes["online"], NOW + timedelta(minutes=1))
    actions.rebuild(at=NOW + timedelta(minutes=2))
    again = text(client.get(f"/so-lieu/da-chot/{kept.pk}/"))
    assert "cho đúng các số này" in again
    assert 'data-label="(3) Hồ sơ tiếp nhận: tổng số"><span>2</span>' in again
    assert "01/11/2026–30/11/2026" in text(client.get("/so-lieu/da-chot/"))


def test_a_frozen_report_of_another_agency_does_not_exist(client, cast, codes):
    signed_in(client, cast).post("/so-lieu/06a/chot/?first=01/11/2026&last=30/11/2026&agency=H48", {"key": "k" * 16})
    kept = FrozenReport.objects.get()
    file = client.get(f"/so-lieu/da-chot/{kept.pk}.json").content
    assert json.loads(file)["frozen"]["digest"] == kept.digest == verifying.read(file).counted
    assert list(verifying.faults(verifying.read(file))) == []
    signed_in(client, cast, "son")
    assert client.get(f"/so-lieu/da-chot/{kept.pk}/").status_code == 404
    assert client.get(f"/so-lieu/da-chot/{kept.pk}.json").status_code == 404
    assert "Chưa có báo cáo nào" in text(client.get("/so-lieu/da-chot/"))


def test_who_may_not_freeze_is_told_why_and_cannot(client, cast, codes):
    office_actions.give_post(
        account=cast.people["minh"], agency=cast.commune, role=Role.UNIT_LEADER, day=AT.date(), by="test", at=AT
    )
    page = text(signed_in(client, cast, "minh").get("/so-lieu/", NOVEMBER))
    assert "Số liệu của cơ quan này thuộc người kiểm soát" in page
    address = "/so-lieu/06a/chot/?first=01/11/2026&last=30/11/2026&agency=H48.148"
    assert client.post(address, {"key": "k" * 16}).status_code == 409
    assert FrozenReport.objects.count() == 0


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"first": "30/11/2026", "last": "01/11/2026"}, 409, "trước khi bắt đầu"),
        ({"first": "32/11/2026"}, 400, "không phải là một ngày"),
        ({"agency": "H99"}, 400, "H99"),
        ({"as_of": "01/10/2026"}, 409, "chưa bắt đầu"),
        ({"as_of": "01/10/2030"}, 409, "Chưa có số liệu đến"),
        ({"rows": "people"}, 400, "people"),
    ],
)
def test_a_question_that_cannot_be_answered_is_shown_again_with_what_is_wrong(client, cast, codes, asked, status, says):
    answer = signed_in(client, cast).get("/so-lieu/", NOVEMBER | asked)
    assert answer.status_code == status
    assert says in text(answer)
    assert 'value="30/11/2026"' in text(answer)


def test_a_figure_that_does_not_exist_is_refused(client, cast, codes):
    signed_in(client, cast)
    for asked in ({"what": "14"}, {"what": ""}, {"what": "3", "row": "bịa"}, {"what": "adjusted"}, {"at": "x"}):
        assert client.get("/so-lieu/06a/ho-so/", NOVEMBER | asked).status_code == 409


def test_a_report_that_does_not_sum_is_not_shown(client, cast, codes):
    Rollup.objects.update(accepted=5)
    answer = signed_in(client, cast).get("/so-lieu/", NOVEMBER)
    assert answer.status_code == 409
    assert "3=4+5+6" in text(answer)
    assert "<tfoot>" not in text(answer)


def test_before_facts_there_are_no_zeros(client, cast):
    answer = signed_in(client, cast).get("/so-lieu/", NOVEMBER)
    assert answer.status_code == 200
    assert "Chưa có số liệu" in text(answer)
    assert "<tfoot>" not in text(answer)


def test_the_page_costs_the_same_however_many_dossiers(client, cast, codes, django_assert_max_num_queries):
    for n in range(5):
        accepted(cast, at=AT + timedelta(minutes=10 + n))
    actions.project(at=NOW)
    signed_in(client, cast)
    with django_assert_max_num_queries(20):
        client.get("/so-lieu/", NOVEMBER)


def test_the_page_speaks_english(client, cast, codes):
    client.cookies["django_language"] = "en"
    page = text(signed_in(client, cast).get("/so-lieu/", NOVEMBER))
    assert "Received: total" in page
    assert "tiếp nhận: " not in page


def test_no_period_is_offered_in_which_the_agency_did_not_exist(client, cast, codes):
    """The cast's agencies opened on 1 January 2026."""
    page = text(signed_in(client, cast).get("/so-lieu/"))
    assert "Năm nay" in page
    assert "Năm trước" not in page
