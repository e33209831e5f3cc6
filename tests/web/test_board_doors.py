"""What goes through the doors: every figure opens its dossiers, and a share names what it is of."""

import re
from datetime import date

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.office.on_the_spot import set_on_the_spot
from motcua.casework.receive_transfer import receive_transfer
from motcua.casework.resolve import result_at_once
from motcua.catalogue.models import OnTheSpot
from motcua.kernel.sentences import Refused
from motcua.offices import snapshot
from motcua.supervision.doors import doors
from motcua.supervision.scopes import scope
from tests import cast as stage
from tests.cast import moment
from tests.web.office_pages import sign_in

pytestmark = pytest.mark.django_db
AT, NOW = moment("2026-11-02 08:00"), moment("2026-11-12 09:00")
PAGE = "/so-lieu/phi-dia-gioi/"
NOVEMBER = {"first": "01/11/2026", "last": "30/11/2026", "agency": "H48"}


@pytest.fixture
def cast(clock):
    cast = stage.enter()
    clock.move_to(NOW)
    return cast


def at_once(cast, *, receipt: bool) -> str:
    result = stage.result(issued_on=AT.date())
    return result_at_once(stage.intake(cast), by=cast.lan, at=AT, result=result, receipt=receipt).code


@pytest.fixture
def codes(cast):
    """What stands behind each figure, by counter and measure."""
    own = stage.begun(cast, [], at=AT).code
    late, in_time = (stage.begun(cast, ["afar"], at=AT).code for _ in range(2))
    receive_transfer(in_time, by=cast.lan, at=moment("2026-11-02 15:00"))
    sent = file_and_accept(stage.intake(cast, counter_id=cast.centre.pk), by=cast.tuyet, at=AT).code
    unrouted = stage.begun(cast, ["unrouted"], at=AT).code
    bare, with_slip = at_once(cast, receipt=False), at_once(cast, receipt=True)
    return {
        ("H48.01", "received"): {late, in_time, sent},
        ("H48.01", "for_others"): {late, in_time, sent},
        ("H48.148.01", "received"): {own, unrouted, bare, with_slip},
        ("H48.148.01", "by_others"): {late, in_time, sent},
        ("H48.148.01", "late_paper"): {late},
        ("H48.148.01", "late_routing"): {unrouted},
        ("H48.148.01", "at_once"): {bare, with_slip},
        ("H48.148.01", "no_slip"): {bare},
    }


def test_each_figure_opens_its_dossiers(client, cast, codes):
    an = sign_in(client, cast, "an")
    page = an.get(PAGE, NOVEMBER).content.decode()
    opened = {}
    for link in re.findall(r'href="(/so-lieu/phi-dia-gioi/ho-so/[^"]+)"', page):
        html = an.get(link.replace("&amp;", "&")).content.decode()
        by, measure = re.search(r"by=([^&]+)&amp;measure=(\w+)", link).groups()
        opened[by, measure] = set(re.findall(r'class="row-link" href="/ho-so/([^/]+)/"', html))
    assert opened == codes


def test_the_share_on_the_spot_is_of_the_procedures_that_arose_at_the_counter(client, cast, codes):
    other = stage.publish_procedure(code="2.000002", name="Thủ tục khác")
    file_and_accept(stage.intake(cast, version_id=other.pk), by=cast.lan, at=AT)
    stage.publish_procedure(code="2.000003", name="Thủ tục không phát sinh")
    for code in ("1.000689", "2.000003"):
        set_on_the_spot(code, counter_ids=[cast.counter.pk], decision="QĐ 12/2026", by=cast.quan, at=NOW)
    of, offices = scope("H48", date(2026, 11, 1), date(2026, 11, 30), snapshot.present()), snapshot.present()
    found = {
        d.code: (d.arisen, d.on_the_spot) for d in doors(of, date(2026, 11, 1), date(2026, 11, 30), offices, at=NOW)
    }
    assert found == {"H48.148.01": (2, 1), "H48.01": (1, 0)}
    html = sign_in(client, cast, "an").get(PAGE, NOVEMBER).content.decode()
    assert "50,00 %" in html and "ít nhất 20 %" in html and "phát sinh ít nhất một hồ sơ" in html


def test_the_back_office_marks_a_procedure_at_a_counter_and_ends_the_mark_with_its_date(client, cast):
    quan, address = sign_in(client, cast, "quan"), "/quan-tri/thu-tuc/1.000689/tai-cho/"
    assert "Trung tâm Phục vụ hành chính công xã Ba Tơ" in quan.get(address).content.decode()
    sent = {"key": "press-0001", "counters": [cast.counter.pk], "decision": "QĐ 12/2026"}
    html = quan.post(address, sent, follow=True).content.decode()
    assert "QĐ 12/2026" in html
    set_on_the_spot("1.000689", counter_ids=[], decision="QĐ 13/2026", by=cast.quan, at=NOW)
    row = OnTheSpot.objects.get()
    assert (row.valid_from, row.valid_to) == (NOW.date(), NOW.date())


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"code": "9.999999"}, "Không có thủ tục 9.999999."),
        ({"decision": " "}, "Cần ghi văn bản quy định giải quyết tại chỗ."),
        ({"decision": "x" * 301}, "Chỉ ghi nhiều nhất 300 ký tự."),
        ({"counter": "commune"}, "Ủy ban nhân dân xã Ba Tơ không phải nơi tiếp nhận."),
        ({"counter": None}, "Không có gì thay đổi."),
    ],
)
def test_a_bad_mark_is_refused_in_a_sentence(cast, changes, said):
    place = changes.get("counter", "counter")
    ids = [getattr(cast, place).pk] if place else []
    with pytest.raises(Refused) as refused:
        set_on_the_spot(
            changes.get("code", "1.000689"), counter_ids=ids, decision=changes.get("decision", "QĐ 12"), by=cast.quan,
            at=NOW,
        )  # fmt: skip
    assert str(refused.value) == said
