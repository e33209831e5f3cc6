"""Stopping and running the legal clock: what is asked for, what the due date becomes, what a hold cannot do."""

from datetime import date

import pytest

from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.resolve import resolve
from motcua.casework.take import take
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.sentences import Refused
from motcua.offices import actions as office_actions
from motcua.offices.models import SpecialDay
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 09:00")  # 3 working days: due on Thursday the 5th at 17:00
TUESDAY = moment("2026-11-03 10:00")
DUE = moment("2026-11-05 17:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code


def stopped(cast, code, at=TUESDAY, **changes):
    values = {"ground": "other", "reason": "Chờ xác minh", "basis": "Điều 5 Luật Hộ tịch", "by": cast.minh}
    return hold(code, at=at, **(values | changes))


def due(code):
    return Dossier.objects.get(code=code).due_at


@pytest.mark.parametrize(
    "changes, field, sentence",
    [
        ({"basis": "  "}, "basis", "Tạm dừng thời hạn cần có lý do và căn cứ pháp lý."),
        ({"reason": ""}, "reason", "Tạm dừng thời hạn cần có lý do và căn cứ pháp lý."),
        ({"ground": "holiday"}, "ground", "Căn cứ tạm dừng không hợp lệ."),
    ],
)
def test_a_hold_must_show_its_ground(cast, code, changes, field, sentence):
    with pytest.raises(Refused) as refused:
        stopped(cast, code, **changes)
    assert (str(refused.value), refused.value.field) == (sentence, field)
    assert due(code) == DUE


def test_a_second_hold_is_refused(cast, code):
    stopped(cast, code)
    with pytest.raises(Refused) as refused:
        stopped(cast, code, at=moment("2026-11-03 11:00"))
    assert str(refused.value) == "Thời hạn của hồ sơ đang tạm dừng rồi. Hãy cho tính tiếp trước."
    assert Hold.objects.count() == 1


def test_a_clock_that_does_not_stand_cannot_be_let_run(cast, code):
    take(code, by=cast.minh, at=TUESDAY)
    with pytest.raises(Refused) as refused:
        release(code, by=cast.minh, at=TUESDAY)
    assert str(refused.value) == "Thời hạn của hồ sơ không bị tạm dừng."


def test_who_has_no_part_in_the_dossier_cannot_stop_it(cast, code):
    with pytest.raises(Refused) as refused:
        stopped(cast, code, by=cast.quang)
    assert str(refused.value) == "Việc này thuộc người thụ lý hoặc lãnh đạo của cơ quan giải quyết."


def test_before_acceptance_there_is_no_limit_to_stop(cast):
    filed = file(stage.intake(cast), by=cast.lan, at=MONDAY).code
    with pytest.raises(Refused) as refused:
        stopped(cast, filed, by=cast.lan)
    assert str(refused.value) == "Hồ sơ chưa được tiếp nhận nên chưa có thời hạn để tạm dừng."


def test_a_standing_clock_has_no_due_moment_and_then_the_days_that_were_left(cast, code):
    stopped(cast, code)
    assert due(code) is None
    release(code, by=cast.minh, at=moment("2026-11-05 08:00"))
    assert due(code) == moment("2026-11-09 17:00")  # Wednesday and Thursday do not count


def test_a_day_off_inside_a_hold_moves_nothing_by_itself(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-23 09:00")).code
    assert due(code) == moment("2026-11-27 17:00")  # the 24th is a day off
    stopped(cast, code, at=moment("2026-11-23 10:00"))
    release(code, by=cast.minh, at=moment("2026-11-25 10:00"))
    assert due(code) == moment("2026-11-30 17:00")  # only the 25th was a working day of the hold


def test_a_dossier_that_nobody_has_taken_yet_can_be_stopped_and_let_run(cast, code):
    stopped(cast, code)
    assert release(code, by=cast.minh, at=moment("2026-11-04 08:00")).state is Status.ACCEPTED
    assert due(code) == moment("2026-11-06 17:00")
    check_all()


def test_a_duty_to_pay_is_state_6_and_goes_back_to_processing(cast, code):
    assert stopped(cast, code, ground="financial").state is Status.FINANCIAL
    assert release(code, by=cast.lan, at=moment("2026-11-04 08:00")).state is Status.IN_PROCESS
    check_all()


def test_a_duty_to_pay_before_acceptance_goes_back_to_where_it_came_from(cast):
    filed = file(stage.intake(cast), by=cast.lan, at=MONDAY).code
    stopped(cast, filed, by=cast.lan, ground="financial")
    assert release(filed, by=cast.lan, at=TUESDAY).state is Status.FILED
    assert not Hold.objects.exists()


def test_a_hold_from_the_due_moment_on_revives_nothing(cast, code):
    stopped(cast, code, at=DUE)
    assert due(code) == DUE
    release(code, by=cast.minh, at=moment("2026-11-12 08:00"))
    assert due(code) == DUE
    check_all()


def test_a_day_off_entered_during_a_late_hold_revives_nothing_either(cast, code):
    stopped(cast, code, at=moment("2026-11-06 08:00"))
    holiday = SpecialDay(day=date(2026, 11, 5), kind="closure", name="Nghỉ tránh bão", agency=cast.commune)
    office_actions.set_special_days([holiday], by="test", at=moment("2026-11-06 09:00"))
    release(code, by=cast.minh, at=moment("2026-11-06 10:00"))
    assert due(code) == DUE
    check_all()


def test_the_step_at_hand_stands_still_with_its_dossier(cast, code):
    item = WorkItem.objects.get(dossier__code=code, closed_at__isnull=True)
    assert item.due_at == moment("2026-11-03 17:00")
    stopped(cast, code, at=moment("2026-11-02 10:00"))
    release(code, by=cast.minh, at=moment("2026-11-04 10:00"))
    item.refresh_from_db()
    assert item.due_at == moment("2026-11-05 17:00")


def test_a_result_during_a_hold_ends_it_and_is_judged_by_a_due_moment(cast, code):
    for verb in ("advance", "advance"):
        ACTS[verb](cast, code, TUESDAY)
    stopped(cast, code)
    done = resolve(
        code,
        by=cast.roi,
        at=moment("2026-11-04 16:00"),
        result=stage.result(issued_on=date(2026, 11, 4), electronic=True),
    )
    assert done.state is Status.FINISHED
    assert due(code) == moment("2026-11-06 17:00")
    assert Hold.objects.get().ended_at == moment("2026-11-04 16:00")
    check_all()


@pytest.mark.parametrize("verb", ["withdraw", "stop", "void"])
def test_an_end_during_a_hold_ends_the_hold(cast, code, verb):
    stopped(cast, code)
    ACTS[verb](cast, code, moment("2026-11-03 11:00"))
    assert Hold.objects.get().ended_at == moment("2026-11-03 11:00")
    check_all()
