"""The counter's morning: what lies here, whose draft goes on, which dossier a code opens."""

import re
from datetime import timedelta

import pytest

from motcua.casework.file import file, file_and_accept
from motcua.dossiers.models import Draft
from motcua.offices import actions as office_actions
from motcua.offices.roles import Role
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, filled, signed_in

pytestmark = pytest.mark.django_db
HOME = "/tiep-nhan/"
START = moment("2026-11-19 08:00")
# How a dossier comes to lie on each heap: the verbs after its acceptance ("file": it was not accepted).
WAYS = {
    "filed": ["file"],
    "proposed": ["propose_supplement"],
    "awaited": ["propose_supplement", "ask_supplement"],
    "arriving": ["advance", "advance", "advance"],
    "ready": ["advance", "advance", "advance", "resolve"],
}


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 16:00"))
    return stage.enter()


def lay(cast, heap: str, *, by=None, **changes) -> str:
    """A dossier on a heap; its code."""
    begin = file if WAYS.get(heap) == ["file"] else file_and_accept
    code = begin(stage.intake(cast, **changes), by=by or cast.lan, at=START).code
    for n, verb in enumerate(v for v in WAYS.get(heap, []) if v != "file"):
        ACTS[verb](cast, code, START + timedelta(minutes=10 * (n + 1)))
    return code


def listed(html: str) -> list[str]:
    return re.findall(r'<a class="row-link" href="/ho-so/([^/]+)/"', html)


def heights(html: str) -> list[int]:
    tabs = re.search(r'<nav class="tabs".*?</nav>', html, re.S)[0]
    return [int(n or 0) for n in re.findall(r'<span class="count">(\d+)</span>|</a>', tabs) if n]


@pytest.mark.parametrize("heap", WAYS)
def test_each_heap_holds_the_dossiers_that_wait_there_and_no_others(lan, cast, heap):
    codes = {name: lay(cast, name) for name in WAYS}
    html = lan.get(HOME, {"viec": heap}).content.decode()
    assert listed(html) == [codes[heap]]


def test_every_heap_tells_its_height(lan, cast):
    for name in WAYS:
        lay(cast, name)
    lay(cast, "ready")
    html = lan.get(HOME).content.decode()
    assert heights(html) == [
        0,
        0,
        2,
        1,
        1,
        1,
        0,
        1,
        6,
    ]  # in the order of Heap


def test_the_first_heap_with_something_in_it_lies_open(lan, cast):
    code = lay(cast, "arriving")
    assert listed(lan.get(HOME).content.decode()) == [code]


def test_todays_receptions_are_mine_and_can_be_printed_again(lan, cast):
    mine = lay(cast, "today")
    lay(cast, "today", by=cast.cuc)
    html = lan.get(HOME, {"viec": "today"}).content.decode()
    assert listed(html) == [mine]
    assert re.search(r'href="/tiep-nhan/phieu/\d+\.pdf"', html)


def test_yesterdays_receptions_are_not_todays(lan, cast):
    file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-18 16:59"))
    assert listed(lan.get(HOME, {"viec": "today"}).content.decode()) == []


def test_names_are_covered_in_lists(lan, cast):
    lay(cast, "ready")
    html = lan.get(HOME).content.decode()
    assert "P.V.Đ.X***" in html and "Đồng Xuân" not in html


def test_a_void_dossier_lies_nowhere(lan, cast):
    code = lay(cast, "filed")
    ACTS["void"](cast, code, START + timedelta(hours=1))
    html = lan.get(HOME).content.decode()
    assert heights(html) == [0] * 9


def test_the_dossiers_of_another_counter_lie_there(client, cast):
    for name in WAYS:
        lay(cast, name)
    tuyet = signed_in(client, cast, "tuyet")
    assert heights(tuyet.get(HOME).content.decode()) == [0] * 9


def test_a_high_heap_has_pages(lan, cast):
    for _ in range(25):
        lay(cast, "filed")
    assert len(listed(lan.get(HOME, {"viec": "filed"}).content.decode())) == 20
    assert len(listed(lan.get(HOME, {"viec": "filed", "trang": 2}).content.decode())) == 5
    assert len(listed(lan.get(HOME, {"viec": "filed", "trang": "x"}).content.decode())) == 20


def test_an_empty_counter_says_so(lan):
    assert "Hôm nay anh/chị chưa nhận hồ sơ nào." in lan.get(HOME).content.decode()


def test_procedures_received_often_are_one_press_away(lan, cast):
    lay(cast, "today")
    assert f'href="{REFERENCE}"' in lan.get(HOME).content.decode()


# Drafts


def test_my_drafts_are_listed_with_covered_names_and_can_be_dropped(lan, cast):
    lan.post(REFERENCE, filled(cast, do="draft"))
    draft = Draft.objects.get()
    html = lan.get(HOME).content.decode()
    assert f"{REFERENCE}?nhap={draft.pk}" in html and "P.V.Đ.X***" in html and "Đồng Xuân" not in html
    lan.post(f"/tiep-nhan/nhap/{draft.pk}/")
    assert not Draft.objects.exists()


def test_drafts_of_others_are_neither_listed_nor_dropped(client, cast):
    signed_in(client, cast, "lan").post(REFERENCE, filled(cast, do="draft"))
    cuc = signed_in(client, cast, "cuc")
    assert "?nhap=" not in cuc.get(HOME).content.decode()
    cuc.post(f"/tiep-nhan/nhap/{Draft.objects.get().pk}/")
    assert Draft.objects.count() == 1


# Which counter


def test_who_receives_at_several_counters_chooses_one_first(client, cast):
    office_actions.give_post(
        account=cast.people["lan"],
        agency=cast.centre,
        role=Role.RECEIVER,
        day=stage.BEGINNING.date(),
        by="test",
        at=stage.BEGINNING,
    )
    lan = signed_in(client, cast, "lan")
    html = lan.get(HOME).content.decode()
    assert "đang tiếp nhận ở đâu" in html and cast.centre.name in html
    assert lan.get(REFERENCE)["Location"] == HOME
    lan.post("/tiep-nhan/quay/", {"counter": cast.counter.pk})
    assert cast.counter.name in lan.get(HOME).content.decode()
    assert lan.get(REFERENCE).status_code == 200


def test_nobody_sits_down_at_a_counter_of_others(lan, cast):
    assert lan.post("/tiep-nhan/quay/", {"counter": cast.centre.pk}).status_code == 404


# Opening by code


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{spaced}", "https://motcua.example.vn/tra-cuu/{code}/"])
def test_a_code_opens_its_dossier_however_it_is_typed(lan, cast, typed):
    code = lay(cast, "today")
    given = typed.format(code=code, lower=code.lower(), spaced=code.replace("-", " - "))
    assert lan.get("/tiep-nhan/mo/", {"ma": given})["Location"] == f"/viec/quet/?ma={code}"


def test_the_code_of_another_system_opens_its_dossier(lan, cast):
    code = lay(cast, "today", foreign_code="G22.99-251101-0001", foreign_source="dvcqg")
    assert lan.get("/tiep-nhan/mo/", {"ma": "g22.99-251101-0001"})["Location"] == f"/viec/quet/?ma={code}"


@pytest.mark.parametrize("typed", ["H48.148-261119-9999", "0001", "", "không phải mã"])
def test_a_code_that_is_not_there_is_said_and_leads_back(lan, cast, typed):
    lay(cast, "today")
    answer = lan.get("/tiep-nhan/mo/", {"ma": typed}, follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert "Không tìm thấy hồ sơ" in answer.content.decode()


def test_a_dossier_out_of_sight_is_not_there(client, cast):
    code = lay(cast, "today")
    tuyet = signed_in(client, cast, "tuyet")
    assert tuyet.get("/tiep-nhan/mo/", {"ma": code})["Location"] == HOME


@pytest.mark.parametrize("name", ["minh", "son", "roi", "an", "quan", "hanh"])
def test_who_does_not_receive_finds_no_counter(client, cast, name):
    assert signed_in(client, cast, name).get(HOME).status_code == 404
