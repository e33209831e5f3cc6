"""Finding a procedure at the counter as clerks type."""

import re

import pytest

from motcua.casework.file import file_and_accept
from motcua.catalogue import actions as catalogue_actions
from tests import cast as stage
from tests.cast import moment
from tests.web.counter_forms import signed_in

pytestmark = pytest.mark.django_db
SEARCH = "/tiep-nhan/thu-tuc/"


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 09:00"))
    return stage.enter()


def found(answer) -> list[str]:
    """The codes of the procedures on a page, in order."""
    assert answer.status_code == 200
    return re.findall(r'<code class="code">(\d\.\d{6})</code>', answer.content.decode())


@pytest.mark.parametrize(
    "typed", ["khai sinh", "KHAI SINH", "Khái Sính", "dkks", "1.000689", "000689", "hộ tịch nhận cha"]
)
def test_a_procedure_is_found_without_accents_by_initials_and_by_code(lan, typed):
    assert found(lan.get(SEARCH, {"q": typed})) == ["1.000689"]


def test_the_row_tells_field_limit_and_fee(lan):
    html = lan.get(SEARCH, {"q": "dkks"}).content.decode()
    assert "Hộ tịch" in html and "3 ngày làm việc" in html and "Miễn lệ phí" in html


def test_the_shortest_name_that_can_be_received_comes_first(lan):
    stage.publish_procedure(code="1.000001", name="Đăng ký khai sinh")
    stage.publish_procedure(code="1.000002", name="Khai sinh", limit=None)
    assert found(lan.get(SEARCH, {"q": "khai sinh"})) == ["1.000001", "1.000689", "1.000002"]


def test_what_cannot_be_received_says_why_and_leads_nowhere(lan):
    stage.publish_procedure(code="1.000002", name="Khai tử", limit=None)
    html = lan.get(SEARCH, {"q": "khai tu"}).content.decode()
    assert "còn thiếu: thời hạn giải quyết" in html and "/tiep-nhan/thu-tuc/1.000002/" not in html


def test_a_procedure_handled_by_another_system_says_so(lan):
    version = stage.publish_procedure(code="1.000003", name="Kết hôn")
    type(version).objects.filter(pk=version.pk).update(authority_system="Hệ thống Bộ Tư pháp")
    html = lan.get(SEARCH, {"q": "ket hon"}).content.decode()
    assert "theo dõi hộ hệ thống khác" in html and "Hệ thống Bộ Tư pháp" in html
    assert "/tiep-nhan/thu-tuc/1.000003/" not in html


def test_a_counter_finds_what_others_decide_below_what_its_own_do(client, cast):
    own = stage.publish_procedure(code="2.000001", name="Thủ tục đăng ký khai sinh có yếu tố nước ngoài, rất dài")
    catalogue_actions.set_competences(own.procedure, agencies=[cast.department], kinds=[])
    html = signed_in(client, cast, "tuyet").get(SEARCH, {"q": "khai sinh"}).content.decode()
    assert re.findall(r'/tiep-nhan/thu-tuc/([0-9.]+)/"', html) == ["2.000001", "1.000689"]
    assert html.count("nơi khác giải quyết") == 1


def test_what_other_places_decide_is_named_only_when_nothing_is_found_here(client, cast):
    catalogue_actions.set_competences(cast.version.procedure, agencies=[], kinds=["ministry"])
    tuyet = signed_in(client, cast, "tuyet")
    html = tuyet.get(SEARCH, {"q": "dkks"}).content.decode()
    assert "Nơi khác giải quyết" in html and "do Ủy ban nhân dân cấp xã giải quyết" in html
    assert "/tiep-nhan/thu-tuc/1.000689/" not in html


def test_htmx_gets_the_list_alone(lan):
    html = lan.get(SEARCH, {"q": "dkks"}, headers={"HX-Request": "true"}).content.decode()
    assert "1.000689" in html and "<html" not in html


def test_a_long_list_has_pages(lan):
    for n in range(30):
        stage.publish_procedure(code=f"2.{n:06d}", name=f"Chứng thực bản sao loại {n}")
    assert len(found(lan.get(SEARCH, {"q": "chung thuc"}))) == 20
    assert len(found(lan.get(SEARCH, {"q": "chung thuc", "trang": 2}))) == 10


def test_the_code_of_a_dossier_typed_here_opens_the_dossier(lan, cast):
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 08:00"))
    assert lan.get(SEARCH, {"q": d.code.lower()})["Location"] == f"/ho-so/{d.code}/"


def test_markup_that_is_typed_stays_text(lan):
    html = lan.get(SEARCH, {"q": '"><script>x</script>'}).content.decode()
    assert "<script>x" not in html
