"""The result is ready, handed over, given at once, reopened; and when a step claims to have happened before."""

from datetime import date, timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.backdating import Claim
from motcua.casework.file import file_and_accept
from motcua.casework.reopen import reopen
from motcua.casework.resolve import resolve, result_at_once
from motcua.casework.return_result import return_result
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.papers.models import Slip
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all, facts
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 09:00")
TUESDAY = moment("2026-11-03 09:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code


def at_step(cast, code, n: int, at=MONDAY) -> str:
    for _ in range(n - 2):
        ACTS["advance"](cast, code, at)
    return code


def result(**changes):
    return stage.result(**({"issued_on": MONDAY.date()} | changes))


def last_event(code) -> Event:
    return Event.objects.filter(stream=Dossier.objects.get(code=code).stream).order_by("-n").first()


# The finish


@pytest.mark.parametrize("n, name", [(2, "minh"), (3, "son")])
def test_there_is_no_result_before_the_step_that_issues_it(cast, code, n, name):
    at_step(cast, code, n)
    assert refused(lambda: resolve(code, by=cast.actor(name), at=MONDAY, result=result(electronic=True))) == (
        "Hồ sơ chưa đến bước phát hành kết quả.",
        None,
    )


@pytest.mark.parametrize("given", [None, "paper"])
def test_a_result_on_paper_is_finished_when_the_counter_has_it(cast, code, given):
    at_step(cast, code, 4)
    assert refused(lambda: resolve(code, by=cast.roi, at=MONDAY, result=given and result())) == (
        "Kết quả giấy được chuyển về Bộ phận Một cửa; chỉ kết quả điện tử kết thúc ở bước này.",
        "electronic",
    )
    advance(code, by=cast.roi, at=MONDAY, result=result())
    assert Dossier.objects.get(code=code).state is Status.IN_PROCESS
    assert resolve(code, by=cast.lan, at=TUESDAY).finished_at == TUESDAY


def test_an_electronic_result_finishes_with_its_release(cast, code):
    at_step(cast, code, 4)
    d = resolve(code, by=cast.roi, at=MONDAY, result=result(electronic=True))
    assert (d.state, d.finished_at, d.outcome) == (Status.FINISHED, MONDAY, "granted")
    check_all()


def test_a_finish_happens_once(cast, code):
    at_step(cast, code, 5)
    resolve(code, by=cast.lan, at=MONDAY)
    assert refused(lambda: resolve(code, by=cast.lan, at=MONDAY)) == (
        "Hồ sơ đang ở trạng thái “Đã xử lý xong” nên không thực hiện được “Có kết quả”.",
        None,
    )


# The return


def test_what_is_not_finished_is_not_returned(cast, code):
    assert refused(lambda: return_result(code, by=cast.lan, at=MONDAY)) == (
        "Hồ sơ đang ở trạng thái “Được tiếp nhận” nên không thực hiện được “Trả kết quả”.",
        None,
    )


def test_a_result_is_returned_once_and_by_the_counter(cast, code):
    at_step(cast, code, 5)
    resolve(code, by=cast.lan, at=MONDAY)
    assert refused(lambda: return_result(code, by=cast.minh, at=MONDAY))[0].startswith("Việc này thuộc công chức")
    assert return_result(code, by=cast.cuc, at=TUESDAY, returned_to="Nguyễn Thị Bé").returned_at == TUESDAY
    assert Result.objects.get().returned_to == "Nguyễn Thị Bé"
    assert refused(lambda: return_result(code, by=cast.lan, at=TUESDAY)) == (
        "Hồ sơ đang ở trạng thái “Đã trả kết quả” nên không thực hiện được “Trả kết quả”.",
        None,
    )
    check_all()


# At once


def test_a_result_at_once_is_1_2_4_9_10_at_one_moment(cast):
    d = result_at_once(stage.intake(cast), by=cast.lan, at=MONDAY, result=result())
    events = list(Event.objects.filter(stream=d.stream).order_by("n"))
    assert [facts(e)["status"] for e in events if "status" in facts(e)] == [1, 2, 4, 9, 10]
    assert {e.happened_at for e in events} == {e.recorded_at for e in events} == {MONDAY}
    assert not Slip.objects.exists()
    check_all()


def test_a_result_at_once_prints_a_receipt_when_asked(cast):
    result_at_once(stage.intake(cast), by=cast.lan, at=MONDAY, result=result(), receipt=True)
    assert Slip.objects.get().form == "01"


def test_a_result_at_once_that_cannot_be_leaves_nothing_of_the_reception(cast):
    act = refused(lambda: result_at_once(stage.intake(cast), by=cast.lan, at=MONDAY, result=result(number="")))
    assert act == ("Kết quả còn thiếu số, ký hiệu.", "number")


def test_a_result_at_once_of_an_incomplete_dossier_is_refused(cast):
    act = refused(lambda: result_at_once(stage.intake(cast, papers=()), by=cast.lan, at=MONDAY, result=result()))
    assert act[1] == "papers"


# Reopened


def finished(cast, code, at=MONDAY):
    at_step(cast, code, 5, at)
    resolve(code, by=cast.lan, at=at)


def test_mending_keeps_the_due_date_and_has_three_working_days(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00")).code
    finished(cast, code, moment("2026-11-20 09:00"))
    due = Dossier.objects.get(code=code).due_at
    d = reopen(code, by=cast.hanh, at=moment("2026-11-23 10:00"), reason="Sai tên đệm")
    item = WorkItem.objects.get(dossier=d, closed_at__isnull=True)
    assert (d.state, d.due_at, d.corrections, d.outcome) == (Status.IN_PROCESS, due, 1, "")
    assert (item.kind, item.due_at) == ("process", moment("2026-11-27 17:00"))  # the 24th is a day off
    assert Result.objects.get().replaced
    check_all()


def test_a_returned_result_can_be_mended_too(cast, code):
    finished(cast, code)
    return_result(code, by=cast.lan, at=MONDAY)
    reopen(code, by=cast.son, at=TUESDAY, reason="Sai tên đệm")
    at_step(cast, code, 5, TUESDAY)
    resolve(code, by=cast.lan, at=TUESDAY)
    assert return_result(code, by=cast.lan, at=TUESDAY).state is Status.RETURNED
    assert Result.objects.filter(replaced=False).get().n == 2
    check_all()


def test_mending_says_what_was_wrong_and_is_decided_by_a_head(cast, code):
    finished(cast, code)
    assert refused(lambda: reopen(code, by=cast.hanh, at=TUESDAY, reason="  ")) == (
        "Cần ghi sai sót nào cần sửa.",
        "reason",
    )
    assert refused(lambda: reopen(code, by=cast.lan, at=TUESDAY, reason="x")) == (
        "Việc này thuộc người đứng đầu Bộ phận Một cửa nơi nhận hồ sơ.",
        None,
    )


def test_what_is_not_finished_is_not_reopened(cast, code):
    assert refused(lambda: reopen(code, by=cast.hanh, at=TUESDAY, reason="x")) == (
        "Hồ sơ đang ở trạng thái “Được tiếp nhận” nên không thực hiện được “Mở lại để sửa sai”.",
        None,
    )


# Recorded later than it happened


def claimed(cast, code, happened_at, *, at, reason="Mất điện"):
    return advance(code, by=cast.minh, at=at, claim=Claim(happened_at, reason, "Phiếu 7"))


@pytest.mark.parametrize(
    "happened, reason, field, sentence",
    [
        ("2026-11-02 15:00", " ", "late_reason", "Bước ghi lùi ngày cần có lý do."),
        ("2026-11-03 09:01", "Mất điện", "happened_at", "Thời điểm thực hiện không thể ở tương lai."),
        (
            "2026-11-02 08:59",
            "Mất điện",
            "happened_at",
            "Thời điểm thực hiện không thể trước khi bước này bắt đầu (09:00 02/11/2026).",
        ),
    ],
)
def test_a_claim_that_cannot_be(cast, code, happened, reason, field, sentence):
    act = refused(lambda: claimed(cast, code, moment(happened), at=TUESDAY, reason=reason))
    assert act == (sentence, field)


def test_a_claim_reaches_back_five_working_days(cast, code):
    happened = moment("2026-11-02 10:00")
    assert refused(lambda: claimed(cast, code, happened, at=moment("2026-11-10 08:00"))) == (
        "Chỉ được ghi lùi tối đa 5 ngày làm việc.",
        "happened_at",
    )
    claimed(cast, code, happened, at=moment("2026-11-09 16:00"))


def test_a_claim_stands_in_the_journal_and_moves_no_date(cast, code):
    happened = moment("2026-11-02 15:00")
    claimed(cast, code, happened, at=TUESDAY)
    event = last_event(code)
    assert (event.happened_at, event.recorded_at) == (happened, TUESDAY)
    assert "Mất điện" in event.payload.body
    assert WorkItem.objects.get(closed_at__isnull=True).opened_at == TUESDAY


def test_the_finish_counts_when_it_is_recorded_whatever_is_claimed(cast, code):
    at_step(cast, code, 5)
    d = resolve(code, by=cast.lan, at=TUESDAY, claim=Claim(moment("2026-11-02 16:00"), "Mất mạng", "Phiếu 7"))
    assert d.finished_at == TUESDAY
    assert last_event(code).happened_at == moment("2026-11-02 16:00")


def test_a_return_cannot_have_happened_before_the_finish(cast, code):
    at_step(cast, code, 5)
    resolve(code, by=cast.lan, at=TUESDAY)
    claim = Claim(TUESDAY - timedelta(minutes=1), "Ghi sau", "Phiếu 7")
    assert refused(lambda: return_result(code, by=cast.lan, at=moment("2026-11-04 09:00"), claim=claim)) == (
        "Thời điểm thực hiện không thể trước khi bước này bắt đầu (09:00 03/11/2026).",
        "happened_at",
    )
    claim = Claim(TUESDAY + timedelta(minutes=1), "Ghi sau", "Phiếu 7")
    return_result(code, by=cast.lan, at=moment("2026-11-04 09:00"), claim=claim)


def test_the_day_of_a_result_is_a_local_day(cast, code):
    """Half past midnight here is still yesterday in UTC."""
    at_step(cast, code, 4)
    early = moment("2026-11-03 00:30")
    resolve(code, by=cast.roi, at=early, result=result(issued_on=date(2026, 11, 3), electronic=True))
