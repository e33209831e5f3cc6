"""Several people at one dossier at the same moment: one act after the other, each seeing what the one before did."""

from datetime import timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.amend import Amendment, amend
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.end import withdraw
from motcua.casework.file import file_and_accept
from motcua.casework.hold import hold
from motcua.casework.reroute import reroute
from motcua.casework.take import take
from motcua.casework.void import void
from motcua.catalogue import actions as catalogue_actions
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.casework.branching import branching
from tests.casework.consistency import check_all
from tests.cast import moment
from tests.concurrency.conftest import behind, together

AT = moment("2026-11-02 08:00")
LATER = AT + timedelta(minutes=10)


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def kinds(code: str) -> list[str]:
    stream = Dossier.objects.get(code=code).stream
    return list(Event.objects.filter(stream=stream).order_by("n").values_list("kind", flat=True))


def one_won(ended: list[object]) -> str:
    """The sentence that the loser got, asserted that there is one winner and nothing unexpected."""
    refused = [e for e in ended if isinstance(e, Refused)]
    assert len(refused) == len(ended) - 1, ended
    assert sum(isinstance(e, Dossier) for e in ended) == 1, ended
    assert len({str(e) for e in refused}) == 1
    return str(refused[0])


def paused(*, by, code, ground="other"):
    return hold(code, by=by, at=LATER, ground=ground, reason="Chờ xác minh", basis="Điều 5 Luật Hộ tịch")


def test_of_two_officers_completing_one_piece_of_work_one_wins_and_the_other_is_told(cast, code):
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True)
    ended = together([lambda by=by: advance(code, by=by, at=LATER, item_id=item.pk) for by in (cast.minh, cast.nhat)])
    assert one_won(ended) == "Việc này đã được hoàn thành. Hãy tải lại trang để thấy bước hiện tại."
    assert kinds(code).count("work.advanced") == 1
    assert WorkItem.objects.filter(dossier__code=code, kind="sign").count() == 1
    check_all()


def test_of_two_officers_taking_one_piece_of_work_one_has_it(cast, code):
    ended = together([lambda by=by: take(code, by=by, at=LATER) for by in (cast.minh, cast.nhat)])
    assert one_won(ended) == "Việc này người khác đang giữ. Hãy đề nghị họ bàn giao."
    assert kinds(code).count("work.taken") == 1
    check_all()


def test_of_two_who_hand_a_dossier_on_at_one_moment_one_wins_and_the_other_is_told(cast, code):
    procedure = cast.version.procedure
    catalogue_actions.set_competences(procedure, agencies=[cast.department], kinds=["commune_committee"])
    on = {"at": LATER, "to": cast.department.pk, "reason": "Có yếu tố nước ngoài"}
    ended = together([lambda by=by: reroute(code, by=by, **on) for by in (cast.minh, cast.nhat)])
    assert one_won(ended) == "Việc này thuộc người thụ lý hoặc lãnh đạo của cơ quan giải quyết."
    assert kinds(code).count("dossier.rerouted") == 1
    check_all()


def test_two_ends_at_one_moment_are_one_end(cast, code):
    ended = together(
        [
            lambda: withdraw(code, by=cast.lan, at=LATER, request="Đơn xin rút"),
            lambda: void(code, by=cast.lan, at=LATER, reason="Nhập trùng"),
        ]
    )
    assert sum(isinstance(e, Refused) for e in ended) == 1
    assert len({"dossier.withdrawn", "dossier.voided"} & set(kinds(code))) == 1
    check_all()


def test_a_verb_that_waited_for_a_void_is_told_of_it(cast, code):
    ended = behind(
        lambda: void(code, by=cast.lan, at=LATER, reason="Nhập trùng"),
        lambda: advance(code, by=cast.minh, at=LATER),
    )
    assert str(ended[1]) == f"Hồ sơ {code} đã bị hủy do ghi nhầm."
    assert kinds(code)[-1] == "dossier.voided"
    check_all()


def test_a_void_that_waited_for_a_verb_voids_what_the_verb_left(cast, code):
    ended = behind(
        lambda: advance(code, by=cast.minh, at=LATER),
        lambda: void(code, by=cast.lan, at=LATER, reason="Nhập trùng"),
    )
    assert [type(e) for e in ended] == [Dossier, Dossier]
    assert not WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True).exists()
    check_all()


def test_two_pauses_at_one_moment_are_one_pause_and_one_sentence(cast, code):
    ended = behind(lambda: paused(code=code, by=cast.minh), lambda: paused(code=code, by=cast.nhat))
    assert one_won(ended) == "Thời hạn của hồ sơ đang tạm dừng rồi. Hãy cho tính tiếp trước."
    assert Hold.objects.filter(dossier__code=code).count() == 1
    check_all()


def test_a_pause_that_was_begun_just_before_the_end_ends_with_it(cast, code):
    behind(
        lambda: paused(code=code, by=cast.minh),
        lambda: withdraw(code, by=cast.lan, at=LATER, request="Đơn xin rút"),
    )
    assert Dossier.objects.get(code=code).ended_at == LATER
    assert Hold.objects.get(dossier__code=code).ended_at == LATER
    check_all()


def test_a_request_is_not_issued_on_top_of_a_pause_of_the_same_moment(cast, code):
    propose_supplement(code, by=cast.minh, at=AT, items=ITEMS)
    ended = behind(lambda: paused(code=code, by=cast.nhat), lambda: ask_supplement(code, by=cast.lan, at=LATER))
    assert one_won(ended) == "Thời hạn của hồ sơ đang tạm dừng rồi. Hãy cho tính tiếp trước."
    check_all()


def test_a_verb_that_waited_for_a_change_of_procedure_goes_on_with_the_new_one(cast, code):
    other = stage.publish_procedure(code="1.000690", name="Thủ tục khác")
    change = Amendment(version_id=other.pk, papers=stage.all_papers())
    ended = behind(
        lambda: amend(code, change, by=cast.lan, at=LATER, reason="Chọn nhầm thủ tục"),
        lambda: take(code, by=cast.minh, at=LATER),
    )
    assert [type(e) for e in ended] == [Dossier, Dossier], ended
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True)
    assert (item.kind, item.assignee_id) == ("process", cast.minh.account_id)
    check_all()


@pytest.mark.parametrize("_round", range(5))
def test_two_branches_that_are_done_at_the_same_instant_open_the_next_step_once(cast, _round):
    branching(cast)
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    items = {item.step.node: item.pk for item in WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True)}
    examined, given = items["examine"], items["opinion"]
    ended = together(
        [
            lambda: advance(code, by=cast.minh, at=LATER, item_id=examined),
            lambda: advance(code, by=cast.roi, at=LATER, item_id=given),
        ]
    )
    assert all(isinstance(e, Dossier) for e in ended), ended
    still = WorkItem.objects.filter(dossier__code=code, closed_at__isnull=True)
    assert [item.step.node for item in still] == ["gather"]
    check_all()
