"""Voiding what was entered by mistake, and the two ends without a result: by whom, with what reason, what is left."""

import pytest

from motcua.casework.advance import advance
from motcua.casework.amend import Amendment, amend
from motcua.casework.ask_supplement import propose_supplement
from motcua.casework.end import stop, withdraw
from motcua.casework.file import file, file_and_accept
from motcua.casework.void import void
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
EVENING = moment("2026-11-02 23:59")
TOMORROW = moment("2026-11-03 00:00")
RECEIVER = "Chỉ người đã nhận hồ sơ, trong ngày nhận, được hủy; sau đó là người đứng đầu Bộ phận Một cửa."


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def voided(cast, code, *, by, at=AT, reason="Nhập trùng", **rest):
    return void(code, by=by, at=at, reason=reason, **rest)


def test_who_received_it_voids_it_the_same_day(cast, code):
    d = voided(cast, code, by=cast.lan, at=EVENING)
    assert (d.voided_at, d.void_reason) == (EVENING, "Nhập trùng")
    assert not WorkItem.objects.filter(dossier=d, closed_at__isnull=True).exists()
    check_all()


@pytest.mark.parametrize("name", ["cuc", "minh", "son", "quan", "tuyet"])
def test_a_stranger_does_not(cast, code, name):
    assert refused(lambda: voided(cast, code, by=cast.actor(name))) == (RECEIVER, None)


def test_the_next_day_the_receiver_does_not_and_the_head_does(cast, code):
    assert refused(lambda: voided(cast, code, by=cast.lan, at=TOMORROW)) == (RECEIVER, None)
    voided(cast, code, by=cast.hanh, at=TOMORROW)
    check_all()


def test_voiding_needs_a_reason(cast, code):
    assert refused(lambda: voided(cast, code, by=cast.lan, reason=" ")) == ("Cần ghi lý do hủy.", "reason")
    assert refused(lambda: voided(cast, code, by=cast.lan, reason="x" * 501))[1] == "void_reason"


def test_the_right_one_must_exist_and_be_another(cast, code):
    assert refused(lambda: voided(cast, code, by=cast.lan, replaced_by="H48.148-261102-0099")) == (
        "Không tìm thấy hồ sơ đúng H48.148-261102-0099.",
        "replaced_by",
    )
    assert refused(lambda: voided(cast, code, by=cast.lan, replaced_by=f" {code} ")) == (
        "Mã hồ sơ đúng phải khác mã hồ sơ bị hủy.",
        "replaced_by",
    )


def test_the_right_one_is_not_itself_void(cast, code):
    other = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    voided(cast, other, by=cast.lan)
    assert refused(lambda: voided(cast, code, by=cast.lan, replaced_by=other))[1] == "replaced_by"


def test_a_void_code_stays_used_and_names_the_right_one(cast, code):
    other = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    assert voided(cast, other, by=cast.lan, replaced_by=code).replaced_by == code
    assert file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code == "H48.148-261102-0003"


def test_nothing_more_is_done_with_a_void_dossier(cast, code):
    voided(cast, code, by=cast.lan)
    sentence = (f"Hồ sơ {code} đã bị hủy do ghi nhầm.", None)
    assert refused(lambda: voided(cast, code, by=cast.lan)) == sentence
    assert refused(lambda: advance(code, by=cast.minh, at=AT)) == sentence
    assert refused(lambda: amend(code, Amendment(sets=2), by=cast.lan, at=AT, reason="x")) == sentence


def test_a_proposal_ends_with_the_dossier(cast, code):
    propose_supplement(code, by=cast.minh, at=AT, items=ITEMS)
    voided(cast, code, by=cast.lan)
    check_all()


# Withdrawn and stopped


def test_a_withdrawal_cites_the_request(cast, code):
    assert refused(lambda: withdraw(code, by=cast.lan, at=AT, request=" ")) == ("Cần ghi lý do.", "reason")
    d = withdraw(code, by=cast.lan, at=AT, request="Đơn ngày 02/11/2026")
    assert (d.state, d.ended_at) == (Status.WITHDRAWN, AT)
    slip = Slip.objects.get(form="05")
    assert slip.content["reasons"] == ["Đơn ngày 02/11/2026"]
    assert slip.content["signer"]["name"] == "Đinh Văn Sơn"
    check_all()


def test_a_withdrawal_is_taken_by_the_counter(cast, code):
    assert refused(lambda: withdraw(code, by=cast.minh, at=AT, request="x"))[0].startswith("Việc này thuộc công chức")


@pytest.mark.parametrize(
    "changes, field, sentence",
    [
        ({"basis": ""}, "basis", "Dừng giải quyết cần có căn cứ pháp lý."),
        ({"reason": ""}, "reason", "Cần ghi lý do."),
    ],
)
def test_a_stop_shows_its_ground(cast, code, changes, field, sentence):
    values = {"reason": "Quá 15 ngày", "basis": "Điều 19"} | changes
    assert refused(lambda: stop(code, by=cast.son, at=AT, **values)) == (sentence, field)


def test_a_stop_is_the_leaders(cast, code):
    assert refused(lambda: stop(code, by=cast.minh, at=AT, reason="x", basis="y")) == (
        "Việc này thuộc lãnh đạo của cơ quan giải quyết.",
        None,
    )


def test_before_acceptance_there_is_nothing_to_stop(cast):
    filed = file(stage.intake(cast), by=cast.lan, at=AT).code
    assert refused(lambda: stop(filed, by=cast.son, at=AT, reason="x", basis="y")) == (
        "Hồ sơ đang ở trạng thái “Mới đăng ký” nên không thực hiện được “Dừng giải quyết”.",
        None,
    )


def test_what_ended_does_not_end_again(cast, code):
    withdraw(code, by=cast.lan, at=AT, request="Đơn")
    assert refused(lambda: withdraw(code, by=cast.lan, at=AT, request="Đơn")) == (
        "Hồ sơ đang ở trạng thái “Công dân yêu cầu rút hồ sơ” nên không thực hiện được “Rút hồ sơ”.",
        None,
    )
    assert Dossier.objects.get(code=code).state is Status.WITHDRAWN
