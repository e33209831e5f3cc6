"""The grounds on which a procedure lets its limit stand: published with a citation, chosen at the hold and kept."""

import pytest

from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.catalogue.models import HoldGround
from motcua.catalogue.published import read
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment
from tests.web.desk_driver import Desk, text_of

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = moment("2026-11-02 09:00"), moment("2026-11-03 10:00")
GROUNDS = [
    {"name": "Chờ cơ quan khác xác minh", "basis": "khoản 2 Điều 16 Luật Hộ tịch"},
    {"name": "Chờ nộp thuế", "basis": "khoản 3 Điều 18 Nghị định 101/2024/NĐ-CP", "kind": "financial"},
]


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    version = stage.publish_procedure(code="1.000656", holds=GROUNDS)
    return file_and_accept(stage.intake(cast, version_id=version.pk), by=cast.lan, at=MONDAY).code


def test_a_published_ground_gives_kind_name_and_citation(cast, code):
    hold(code, by=cast.minh, at=TUESDAY, published=1, reason=" Gửi Công an xã ")
    kept = Hold.objects.get()
    assert (kept.ground, kept.name, kept.basis) == ("other", GROUNDS[0]["name"], GROUNDS[0]["basis"])
    assert kept.reason == "Gửi Công an xã"
    assert Dossier.objects.get(code=code).due_at is None
    said = Event.objects.get(kind="hold.begun")
    assert GROUNDS[0]["name"] in said.payload.body and GROUNDS[0]["basis"] in said.payload.body
    check_all()


def test_without_a_word_more_the_name_is_the_reason_and_a_duty_to_pay_is_state_6(cast, code):
    hold(code, by=cast.minh, at=TUESDAY, published=2)
    assert Hold.objects.get().reason == "Chờ nộp thuế"
    assert Dossier.objects.get(code=code).state is Status.FINANCIAL
    release(code, by=cast.minh, at=moment("2026-11-04 10:00"))
    check_all()


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"published": 3}, "ground", "không có căn cứ tạm dừng số 3"),
        ({"published": 1, "basis": "Điều 9"}, "basis", "hãy để trống căn cứ pháp lý"),
        ({"published": 0}, "reason", "cần có lý do và căn cứ pháp lý"),
    ],
)
def test_what_is_no_ground_of_the_procedure_is_refused(cast, code, given, field, said):
    sentence, where = refused(lambda: hold(code, by=cast.minh, at=TUESDAY, **given))
    assert where == field and said in sentence
    assert not Hold.objects.exists()


def test_before_acceptance_only_a_duty_to_pay_can_be_waited_for(cast):
    version = stage.publish_procedure(code="1.000656", holds=GROUNDS)
    code = file(stage.intake(cast, version_id=version.pk), by=cast.lan, at=MONDAY).code
    assert "chưa được tiếp nhận" in refused(lambda: hold(code, by=cast.lan, at=MONDAY, published=1))[0]
    hold(code, by=cast.lan, at=MONDAY, published=2)
    assert Dossier.objects.get(code=code).state is Status.FINANCIAL


def test_a_dossier_goes_by_the_grounds_of_its_own_version(cast, code):
    stage.publish_procedure(code="1.000656", holds=[])
    hold(code, by=cast.minh, at=TUESDAY, published=1)
    assert Hold.objects.get().name == GROUNDS[0]["name"]
    assert HoldGround.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"name": "Chờ xác minh"}, "phải dẫn điều, khoản"),
        ({"basis": "Điều 5"}, "phải có tên"),
        ({"name": "CHỜ NỘP THUẾ", "basis": "Điều 5"}, "hai lần"),
        ({"name": "x", "basis": "y", "kind": "holiday"}, "không hợp lệ"),
        ({"name": "x" * 301, "basis": "y"}, "dài quá 300"),
        ({"name": 5, "basis": "y"}, "phải là chữ"),
    ],
)
def test_a_line_with_a_ground_that_cannot_be_is_refused(row, said):
    with pytest.raises(Refused, match=said):
        read(stage.procedure_line(holds=[*GROUNDS, row]))


@pytest.fixture
def desk(cast):
    return Desk(cast, "2026-11-03 10:00")


def test_the_page_offers_the_grounds_of_the_procedure_first_and_the_dossier_says_what_was_chosen(cast, code, desk):
    page = text_of(desk.open("minh", code, "tam-dung"))
    own, any_other = (page.index(f'name="ground" value="{value}"') for value in ("1", "financial"))
    assert own < any_other
    assert "Chờ cơ quan khác xác minh – khoản 2 Điều 16 Luật Hộ tịch" in page
    desk.do("minh", code, "tam-dung", ground="1", reason="", basis="")
    assert Hold.objects.get().name == GROUNDS[0]["name"]
    page = text_of(desk.get("minh", f"/ho-so/{code}/"))
    assert "căn cứ của thủ tục: Chờ cơ quan khác xác minh" in page
    assert "căn cứ: khoản 2 Điều 16 Luật Hộ tịch" in page


def test_before_acceptance_the_page_offers_only_duties_to_pay(cast, desk):
    version = stage.publish_procedure(code="1.000656", holds=GROUNDS)
    code = file(stage.intake(cast, version_id=version.pk), by=cast.lan, at=MONDAY).code
    choices = desk.open("lan", code, "tam-dung").context["form"].fields["ground"].choices
    assert [value for value, _ in choices] == ["2", "financial"]


def test_the_page_of_the_procedure_tells_everybody_when_its_limit_may_stand(cast, code, client):
    page = text_of(client.get("/thu-tuc/1.000656/"))
    assert "Khi nào thời hạn tạm dừng" in page and "khoản 3 Điều 18 Nghị định 101/2024/NĐ-CP" in page
