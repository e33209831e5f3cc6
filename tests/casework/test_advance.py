"""Steps of the internal process: on to the next, back to an earlier one, taken and handed over."""

from datetime import date

import pytest

from motcua.casework.advance import advance, send_back
from motcua.casework.ask_supplement import propose_supplement
from motcua.casework.file import file, file_and_accept
from motcua.casework.resolve import resolve
from motcua.casework.take import hand_over, take
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.states import Status
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS, ITEMS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
NEEDS_RESULT = "Bước này cần thông tin của kết quả: loại, số ký hiệu, ngày, người ký."
GONE = "Việc này đã được hoàn thành. Hãy tải lại trang để thấy bước hiện tại."


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def at_step(cast, code, n: int) -> str:
    """Bring the dossier to row `n` of its process (2: the specialist, 3: the signer, 4: the clerk, 5: the counter)."""
    for _ in range(n - 2):
        ACTS["advance"](cast, code, AT)
    return code


def item(code) -> WorkItem:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False)


def result(**changes):
    return stage.result(**({"issued_on": AT.date()} | changes))


# Forward


def test_the_first_act_of_the_desk_begins_processing(cast, code):
    assert Dossier.objects.get(code=code).state is Status.ACCEPTED
    advance(code, by=cast.minh, at=AT)
    assert Dossier.objects.get(code=code).state is Status.IN_PROCESS
    check_all()


def test_a_step_of_somebody_else_is_not_advanced(cast, code):
    assert refused(lambda: advance(code, by=cast.son, at=AT)) == (
        "Việc này thuộc vị trí khác trong quy trình của hồ sơ.",
        None,
    )


def test_a_step_that_was_done_meanwhile_is_said_so(cast, code):
    old = item(code)
    advance(code, by=cast.minh, at=AT)
    assert refused(lambda: advance(code, by=cast.nhat, at=AT, item_id=old.pk)) == (GONE, None)


def test_the_work_of_another_dossier_is_not_this_ones(cast, code):
    other = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    assert refused(lambda: advance(code, by=cast.minh, at=AT, item_id=item(other).pk)) == (GONE, None)


def test_before_acceptance_there_is_nothing_to_advance(cast):
    filed = file(stage.intake(cast), by=cast.lan, at=AT).code
    assert refused(lambda: advance(filed, by=cast.lan, at=AT)) == (
        "Hồ sơ đang ở trạng thái “Mới đăng ký” nên không thực hiện được “Chuyển bước”.",
        None,
    )


def test_the_return_is_not_advanced_but_done(cast, code):
    at_step(cast, code, 5)
    assert refused(lambda: advance(code, by=cast.lan, at=AT)) == (
        "Bước trả kết quả kết thúc khi trả kết quả cho người nộp hồ sơ.",
        None,
    )


def test_a_proposal_is_issued_or_given_back_not_advanced(cast, code):
    propose_supplement(code, by=cast.minh, at=AT, items=ITEMS)
    side = WorkItem.objects.get(kind="supplement")
    assert refused(lambda: advance(code, by=cast.lan, at=AT, item_id=side.pk)) == (
        "Đề xuất bổ sung được phát hành hoặc trả lại, không chuyển bước.",
        None,
    )


def test_a_long_note_is_said_so(cast, code):
    assert refused(lambda: advance(code, by=cast.minh, at=AT, note="x" * 2001))[1] == "note"


# The step that issues the result


def test_issuing_needs_the_result(cast, code):
    at_step(cast, code, 4)
    assert refused(lambda: advance(code, by=cast.roi, at=AT)) == (NEEDS_RESULT, "number")


@pytest.mark.parametrize(
    "changes, field, sentence",
    [
        ({"kind": " "}, "kind", "Kết quả còn thiếu loại."),
        ({"number": ""}, "number", "Kết quả còn thiếu số, ký hiệu."),
        ({"signer": ""}, "signer", "Kết quả còn thiếu người ký."),
        ({"outcome": "maybe"}, "outcome", "Kết quả là giải quyết hoặc từ chối giải quyết."),
        ({"outcome": "refused"}, "reason", "Từ chối giải quyết cần có lý do."),
        ({"capacity": "XX."}, "capacity", "Thẩm quyền ký không hợp lệ."),
        ({"copies": 0}, "copies", "Số bản của kết quả phải từ 1 đến 999."),
        ({"issued_on": date(2026, 11, 3)}, "issued_on", "Ngày của kết quả ở tương lai."),
        ({"issued_on": date(2026, 11, 1)}, "issued_on", "Ngày của kết quả trước ngày nộp hồ sơ."),
        ({"number": "x" * 81}, "number", "“xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” dài quá 80 ký tự. Hãy ghi ngắn lại."),
    ],
)
def test_a_result_that_cannot_be(cast, code, changes, field, sentence):
    at_step(cast, code, 4)
    assert refused(lambda: advance(code, by=cast.roi, at=AT, result=result(**changes))) == (sentence, field)


def test_a_refusal_after_acceptance_is_a_result_with_its_reason(cast, code):
    at_step(cast, code, 4)
    advance(code, by=cast.roi, at=AT, result=result(outcome="refused", reason="Không đủ điều kiện"))
    d = resolve(code, by=cast.lan, at=AT)
    assert (d.state, d.outcome) == (Status.FINISHED, "refused")
    check_all()


# Back


@pytest.mark.parametrize("to_step", [0, 1, 3, 4, 9, -1])
def test_back_is_to_an_earlier_step_after_the_reception(cast, code, to_step):
    at_step(cast, code, 3)
    assert refused(lambda: send_back(code, by=cast.son, at=AT, to_step=to_step, note="Xem lại")) == (
        "Chỉ trả lại được một bước trước đó, sau bước tiếp nhận.",
        "to_step",
    )


def test_back_needs_a_reason(cast, code):
    at_step(cast, code, 3)
    assert refused(lambda: send_back(code, by=cast.son, at=AT, to_step=2, note=" ")) == (
        "Cần ghi lý do trả lại.",
        "note",
    )


def test_the_first_step_of_the_desk_has_nowhere_to_go_back_to(cast, code):
    take(code, by=cast.minh, at=AT)
    assert refused(lambda: send_back(code, by=cast.minh, at=AT, to_step=1, note="x"))[1] == "to_step"


def test_a_proposal_goes_nowhere_back(cast, code):
    propose_supplement(code, by=cast.minh, at=AT, items=ITEMS)
    side = WorkItem.objects.get(kind="supplement")
    assert refused(lambda: send_back(code, by=cast.lan, at=AT, to_step=2, note="x", item_id=side.pk)) == (
        "Việc này không nằm trong quy trình nên không trả lại được.",
        None,
    )


def test_what_was_sent_back_before_the_issue_loses_its_result(cast, code):
    at_step(cast, code, 5)
    send_back(code, by=cast.lan, at=AT, to_step=3, note="Sai tên")
    assert Result.objects.get().replaced
    assert item(code).kind == "sign"
    ACTS["advance"](cast, code, AT)
    ACTS["advance"](cast, code, AT)
    assert list(Result.objects.order_by("n").values_list("n", "replaced")) == [(1, True), (2, False)]
    check_all()


# Whose it is


def test_taking_twice_is_said_so(cast, code):
    take(code, by=cast.minh, at=AT)
    assert refused(lambda: take(code, by=cast.minh, at=AT)) == ("Anh/Chị đang giữ việc này rồi.", None)
    assert refused(lambda: take(code, by=cast.nhat, at=AT)) == (
        "Việc này người khác đang giữ. Hãy đề nghị họ bàn giao.",
        None,
    )


def test_work_is_handed_to_who_can_do_it(cast, code):
    take(code, by=cast.minh, at=AT)
    assert refused(lambda: hand_over(code, by=cast.minh, at=AT, to=cast.roi.account_id)) == (
        "Người nhận bàn giao không có vị trí này tại nơi đang giữ việc.",
        "to",
    )
    hand_over(code, by=cast.minh, at=AT, to=cast.nhat.account_id)
    assert item(code).assignee_id == cast.nhat.account_id


def test_work_is_not_handed_to_who_is_shut_out(cast, code):
    cast.people["nhat"].is_active = False
    cast.people["nhat"].save()
    take(code, by=cast.minh, at=AT)
    assert refused(lambda: hand_over(code, by=cast.minh, at=AT, to=cast.nhat.account_id))[1] == "to"


def test_work_is_not_handed_to_who_has_it(cast, code):
    take(code, by=cast.minh, at=AT)
    assert refused(lambda: hand_over(code, by=cast.minh, at=AT, to=cast.minh.account_id)) == (
        "Việc đã ở đúng người này rồi.",
        "to",
    )


def test_the_leader_gives_work_to_another_and_a_colleague_does_not(cast, code):
    take(code, by=cast.minh, at=AT)
    assert refused(lambda: hand_over(code, by=cast.nhat, at=AT, to=cast.nhat.account_id))[0].startswith("Việc này")
    hand_over(code, by=cast.son, at=AT, to=cast.nhat.account_id)
    assert item(code).assignee_id == cast.nhat.account_id


def test_work_given_back_is_everybodys_again(cast, code):
    take(code, by=cast.minh, at=AT)
    hand_over(code, by=cast.minh, at=AT, to=None)
    advance(code, by=cast.nhat, at=AT)
    check_all()
