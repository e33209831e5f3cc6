"""Receiving at a counter for whoever decides in the province: the page, the act that records the paper, the routing."""

import re
from datetime import date

import pytest

from motcua.dossiers.models import Dossier
from motcua.offices import actions as office_actions
from motcua.offices.actions import AgencyData
from motcua.papers.models import Slip
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, filled, signed_in
from tests.web.desk_driver import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock):
    """A province with nine communes, so that one has to look for the right one."""
    clock.move_to(moment("2026-11-20 09:00"))
    cast = stage.enter()
    for n, name in enumerate(("Ba Vì", "Trà Bồng", "Sơn Hà", "Mộ Đức", "Đức Phổ", "Lân Phong", "An Phú", "Bờ Y"), 200):
        data = AgencyData(
            code=f"H48.{n}", name=f"Ủy ban nhân dân xã {name}", kind="commune_committee", level="commune",
            parent_code="H48",
        )  # fmt: skip
        office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=date(2026, 1, 1))
    return cast


@pytest.fixture
def tuyet(client, cast):
    return signed_in(client, cast, "tuyet")


def options(html: str) -> list[str]:
    return re.findall(r"<option value=\"\d*\"[^>]*>([^<]+)</option>", html[html.index("Cơ quan giải quyết") :])


def sent(cast, **changes) -> dict:
    values = {"counter": cast.centre.pk, "terms-competent": cast.commune.pk, "terms-transfer": "paper"}
    return filled(cast, **{**values, **changes})


def test_where_several_decide_and_none_is_of_this_counter_one_must_be_chosen(tuyet, cast):
    html = tuyet.get(REFERENCE).content.decode()
    assert "Chọn cơ quan giải quyết" in html and "Chưa rõ cơ quan nào giải quyết" in html
    answer = tuyet.post(REFERENCE, sent(cast, **{"terms-competent": ""}))
    assert answer.status_code == 422 and not Dossier.objects.exists()
    assert "Hãy chọn cơ quan giải quyết, hoặc chọn là chưa rõ." in answer.content.decode()


def test_at_the_agencys_own_counter_it_is_chosen_already(client, cast):
    html = signed_in(client, cast, "lan").get(REFERENCE).content.decode()
    assert re.search(rf'<option value="{cast.commune.pk}" selected', html)
    assert options(html)[0] == "Ủy ban nhân dân xã Ba Tơ"


def test_typing_a_place_leaves_the_agencies_that_fit_and_chooses_the_only_one(tuyet, cast):
    html = tuyet.get(REFERENCE + "co-quan/", {"counter": cast.centre.pk, "terms-place": "duc pho"}).content.decode()
    assert re.findall(r">([^<]+)</option>", html) == ["Ủy ban nhân dân xã Đức Phổ", "Chưa rõ cơ quan nào giải quyết"]
    html = tuyet.get(REFERENCE + "co-quan/", {"counter": cast.centre.pk, "terms-place": "ba"}).content.decode()
    assert re.findall(r">([^<]+)</option>", html)[0] == "Chọn cơ quan giải quyết"


def test_without_javascript_the_button_narrows_the_choice_and_keeps_what_was_typed(tuyet, cast):
    html = tuyet.post(REFERENCE, sent(cast, do="look", **{"terms-place": "tra bong"})).content.decode()
    assert "Phạm Văn Đồng Xuân" in html
    assert "Ủy ban nhân dân xã Trà Bồng" in html and "Ủy ban nhân dân xã Sơn Hà" not in html


def test_the_receipt_follows_the_way_the_paper_goes(tuyet, cast):
    asked = {"counter": cast.centre.pk, "terms-competent": cast.commune.pk, "mode": "accept"}
    there = tuyet.get(REFERENCE + "xem-truoc/", asked | {"terms-transfer": "electronic"}).content.decode()
    paper = tuyet.get(REFERENCE + "xem-truoc/", asked | {"terms-transfer": "paper"}).content.decode()
    assert "26/11/2026" in there and "phi địa giới" in there
    assert "27/11/2026" in paper and "Hồ sơ giấy đến cơ quan giải quyết chậm nhất" in paper


def test_received_here_decided_there_the_receipt_is_printed_and_the_paper_comes(tuyet, cast):
    answer = tuyet.post(REFERENCE, sent(cast), follow=True)
    dossier = Dossier.objects.get()
    assert (dossier.transfer, dossier.receiving_id) == ("paper", cast.centre.pk)
    html = answer.content.decode()
    assert "phi địa giới" in html and "chậm nhất 17:00 thứ Hai 23/11/2026" in html
    assert Slip.objects.get().content["due"] == "17 giờ 00, ngày 27/11/2026"
    desk = Desk(cast, "2026-11-20 14:00")
    desk.do("lan", dossier.code, "nhan-chuyen-den")
    dossier.refresh_from_db()
    assert dossier.due_at == moment("2026-11-26 17:00")


def test_nobody_knows_who_decides_so_it_is_taken_down_routed_and_then_accepted(tuyet, cast):
    preview = tuyet.get(REFERENCE + "xem-truoc/", {"counter": cast.centre.pk, "terms-competent": 0}).content.decode()
    assert "Chưa hẹn ngày" in preview
    html = tuyet.post(REFERENCE, sent(cast, **{"terms-competent": 0}), follow=True).content.decode()
    assert "chưa rõ; phải xác định chậm nhất" in html and "Chưa in giấy hẹn" in html
    code = Dossier.objects.get().code
    desk = Desk(cast, "2026-11-20 10:00")
    desk.do("an", code, "xac-dinh-co-quan", to=cast.commune.pk, reason="Cư trú tại xã Ba Tơ", transfer="electronic")
    desk.do("tuyet", code, "tiep-nhan", **{f"paper.{n}.originals": 1 for n in (1, 2, 3)})
    dossier = Dossier.objects.get()
    assert (dossier.competent_id, dossier.transfer, dossier.status) == (cast.commune.pk, "electronic", 2)


def lay_unrouted(cast, at) -> str:
    return stage.begun(cast, ["unrouted"], at=at).code


def test_what_nobody_decides_yet_stands_in_a_queue_and_is_late_after_eight_hours(client, cast, clock):
    late, fresh = lay_unrouted(cast, moment("2026-11-18 10:00")), lay_unrouted(cast, moment("2026-11-20 08:00"))
    for who in ("an", "hanh"):
        html = Desk(cast, "2026-11-20 09:00").client(who).get("/viec/chua-ro-co-quan/").content.decode()
        assert re.findall(r"/ho-so/([^/]+)/xac-dinh-co-quan/", html) == [late, fresh]
        assert html.count("quá hạn") == 1
    html = signed_in(client, cast, "lan").get("/tiep-nhan/", {"viec": "unrouted"}).content.decode()
    assert late in html and fresh in html and html.count("xác định chậm nhất") == 2


def test_an_agencys_own_counter_sees_the_paper_that_is_on_its_way_until_it_came(client, cast):
    code = stage.begun(cast, ["afar"], at=moment("2026-11-20 08:00")).code
    lan = signed_in(client, cast, "lan")
    html = lan.get("/tiep-nhan/", {"viec": "travelling"}).content.decode()
    assert code in html and "phi địa giới" in html and "giấy đến chậm nhất" in html
    Desk(cast, "2026-11-20 08:30").do("lan", code, "nhan-chuyen-den")
    assert code not in lan.get("/tiep-nhan/", {"viec": "travelling"}).content.decode()


def test_lists_mark_what_another_counter_received_and_show_it_alone_where_asked(cast):
    afar = stage.begun(cast, ["afar"], at=moment("2026-11-20 08:00")).code
    own = stage.begun(cast, [], at=moment("2026-11-20 08:10")).code
    minh = Desk(cast, "2026-11-20 09:00").client("minh")
    for address in ("/viec/?tab=all", "/ho-so/?status=open"):
        html = minh.get(address).content.decode()
        assert afar in html and own in html and html.count("phi địa giới") == 1
        html = minh.get(address + "&afar=on").content.decode()
        assert afar in html and own not in html
