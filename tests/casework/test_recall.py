"""Work that was passed on is taken back, as long as nobody has begun it; no time is won and no trace is lost."""

import json

import pytest

from motcua.casework.advance import advance
from motcua.casework.attribution import attributions
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.reads.dossier import whole
from motcua.casework.reads.lateness import of_dossier
from motcua.casework.rebuild import differences
from motcua.casework.recall import recall
from motcua.casework.take import hand_over, take
from motcua.dossiers.models import Dossier, Result
from motcua.journal.models import Event
from motcua.offices import snapshot
from motcua.policy.facts import Facts
from motcua.workflow.models import PaperSignature, WorkItem
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
NOON = moment("2026-11-02 11:00")
TOO_LATE = "Bước sau đã có người nhận việc nên không thu hồi được nữa. Hãy đề nghị họ trả lại."
NOT_THEIRS = "Chỉ người đã chuyển hoặc trả lại bước này được thu hồi."
NOTHING = "Bước hiện tại không do chuyển bước hay trả lại mà có nên không có gì để thu hồi."


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def item(code) -> WorkItem:
    return WorkItem.objects.get(dossier__code=code, closed_at__isnull=True, step__isnull=False)


def test_the_step_goes_on_with_who_recalled_it_and_with_the_limit_that_it_had(cast, code):
    before = item(code)
    advance(code, by=cast.minh, at=NOON, note="Đủ điều kiện")
    recall(code, by=cast.minh, at=moment("2026-11-03 08:00"))
    again = item(code)
    assert (again.pk, again.kind, again.assignee_id) == (before.pk, "process", cast.minh.account_id)
    assert (again.opened_at, again.due_at) == (before.opened_at, before.due_at)
    assert (again.taken_at, again.outcome, again.note) == (moment("2026-11-03 08:00"), "", "")
    check_all()


def test_who_had_taken_the_step_has_had_it_since_then(cast, code):
    take(code, by=cast.minh, at=AT)
    advance(code, by=cast.minh, at=NOON)
    recall(code, by=cast.minh, at=moment("2026-11-03 08:00"))
    assert item(code).taken_at == AT


def test_the_work_that_was_recalled_ends_as_such_with_its_reason(cast, code):
    advance(code, by=cast.minh, at=NOON)
    opened = item(code)
    recall(code, by=cast.minh, at=moment("2026-11-02 14:00"), note=" Thiếu giấy ")
    opened.refresh_from_db()
    assert (opened.outcome, opened.closed_by_id, opened.note) == ("recalled", cast.minh.account_id, "Thiếu giấy")


def test_a_recall_is_an_event_of_its_own_and_the_act_stays_in_the_journal(cast, code):
    advance(code, by=cast.minh, at=NOON)
    recall(code, by=cast.minh, at=moment("2026-11-02 14:00"), note="Thiếu giấy")
    events = Event.objects.filter(stream=Dossier.objects.get(code=code).stream).order_by("n")
    assert [e.kind for e in events][-2:] == ["work.advanced", "work.recalled"]
    said = json.loads(events.last().payload.body)
    assert said == {"step": "Ký duyệt", "to": "Thụ lý", "withdrawn": "", "note": "Thiếu giấy"}
    assert all(not compared.found for compared in differences())


def test_what_was_sent_back_is_recalled_too(cast, code):
    ACTS["advance"](cast, code, AT)
    before = item(code)
    ACTS["send_back"](cast, code, NOON)
    recall(code, by=cast.son, at=moment("2026-11-02 14:00"))
    assert (item(code).pk, item(code).due_at) == (before.pk, before.due_at)
    assert WorkItem.objects.filter(dossier__code=code).last().outcome == "recalled"
    check_all()


def test_the_result_that_the_act_entered_counts_no_more(cast, code):
    for _ in range(3):
        ACTS["advance"](cast, code, AT)
    recall(code, by=cast.roi, at=NOON)
    assert Result.objects.get().replaced
    said = json.loads(Event.objects.get(kind="work.recalled").payload.body)
    assert said["withdrawn"] == Result.objects.get().number
    ACTS["advance"](cast, code, moment("2026-11-02 14:00"))
    assert list(Result.objects.order_by("n").values_list("n", "replaced")) == [(1, True), (2, False)]
    check_all()


def test_the_result_that_the_act_withdrew_counts_again(cast, code):
    for _ in range(3):
        ACTS["advance"](cast, code, AT)
    ACTS["send_back"](cast, code, NOON)
    recall(code, by=cast.lan, at=moment("2026-11-02 14:00"))
    assert not Result.objects.get().replaced
    ACTS["resolve"](cast, code, moment("2026-11-02 15:00"))
    check_all()


def test_a_result_withdrawn_earlier_stays_withdrawn(cast, code):
    for _ in range(3):
        ACTS["advance"](cast, code, AT)
    for minute, verb in enumerate(("send_back", "advance", "recall")):
        ACTS[verb](cast, code, moment(f"2026-11-02 10:0{minute}"))
    assert Result.objects.get().replaced


def test_recalling_undoes_one_act_after_the_other(cast, code):
    advance(code, by=cast.minh, at=NOON)
    advance(code, by=cast.son, at=moment("2026-11-02 14:00"))
    recall(code, by=cast.son, at=moment("2026-11-02 15:00"))
    assert refused(lambda: recall(code, by=cast.minh, at=moment("2026-11-02 15:30"))) == (TOO_LATE, None)
    hand_over(code, by=cast.son, at=moment("2026-11-02 16:00"), to=None)
    recall(code, by=cast.minh, at=moment("2026-11-02 16:30"))
    assert item(code).kind == "process"
    check_all()


# Too late, or not theirs


def test_what_somebody_has_taken_stays_with_them(cast, code):
    advance(code, by=cast.minh, at=NOON)
    take(code, by=cast.son, at=NOON)
    assert refused(lambda: recall(code, by=cast.minh, at=NOON)) == (TOO_LATE, None)


def test_only_who_did_it_recalls_it(cast, code):
    advance(code, by=cast.minh, at=NOON)
    for other in (cast.nhat, cast.son):
        assert refused(lambda other=other: recall(code, by=other, at=NOON)) == (NOT_THEIRS, None)


def test_work_that_was_done_meanwhile_is_said_so(cast, code):
    advance(code, by=cast.minh, at=NOON)
    opened = item(code)
    advance(code, by=cast.son, at=moment("2026-11-02 14:00"))
    for given in ({"item_id": opened.pk}, {}):
        sentence, _ = refused(lambda given=given: recall(code, by=cast.minh, at=moment("2026-11-02 15:00"), **given))
        assert sentence == (
            "Việc này đã được hoàn thành. Hãy tải lại trang để thấy bước hiện tại." if given else NOT_THEIRS
        )


def test_a_reception_is_not_recalled(cast, code):
    take(code, by=cast.minh, at=AT)
    hand_over(code, by=cast.minh, at=AT, to=None)
    assert refused(lambda: recall(code, by=cast.lan, at=NOON)) == (
        "Việc tiếp nhận không thu hồi được. Hãy sửa thông tin hồ sơ, hoặc hủy hồ sơ ghi nhầm.",
        None,
    )


def test_a_recall_is_not_recalled(cast, code):
    advance(code, by=cast.minh, at=NOON)
    recall(code, by=cast.minh, at=NOON)
    assert refused(lambda: recall(code, by=cast.minh, at=NOON))[0] != ""
    assert item(code).kind == "process"


def test_a_dossier_that_is_mended_was_not_passed_on_by_anybody(cast, code):
    for minute, verb in enumerate(("advance", "advance", "advance", "resolve", "reopen")):
        ACTS[verb](cast, code, moment(f"2026-11-02 10:0{minute}"))
    assert refused(lambda: recall(code, by=cast.lan, at=NOON)) == (NOTHING, None)


@pytest.mark.parametrize("ending, state", [("stop", "Dừng xử lý"), ("withdraw", "Công dân yêu cầu rút hồ sơ")])
def test_a_dossier_that_ended_is_not_recalled(cast, code, ending, state):
    ACTS["advance"](cast, code, AT)
    ACTS[ending](cast, code, AT)
    assert refused(lambda: recall(code, by=cast.minh, at=NOON)) == (
        f"Hồ sơ đang ở trạng thái “{state}” nên không thực hiện được “Thu hồi việc đã chuyển”.",
        None,
    )


def test_a_finished_dossier_is_not_recalled(cast, code):
    for verb in ("advance", "advance", "resolve_electronic"):
        ACTS[verb](cast, code, AT)
    assert "Đã xử lý xong" in refused(lambda: recall(code, by=cast.roi, at=NOON))[0]


def test_before_acceptance_there_is_nothing_to_recall(cast):
    code = file(stage.intake(cast), by=cast.lan, at=AT).code
    assert "Mới đăng ký" in refused(lambda: recall(code, by=cast.lan, at=NOON))[0]


# Time


def test_a_clock_that_stood_meanwhile_moves_the_limit_of_the_step_on(cast, code):
    before = item(code).due_at
    advance(code, by=cast.minh, at=AT)
    hold(code, by=cast.minh, at=moment("2026-11-02 10:00"), ground="other", reason="Chờ", basis="Điều 5")
    release(code, by=cast.minh, at=moment("2026-11-03 10:00"))
    recall(code, by=cast.minh, at=moment("2026-11-03 10:30"))
    assert (before, item(code).due_at) == (moment("2026-11-03 17:00"), moment("2026-11-04 17:00"))


def test_the_time_of_a_recalled_piece_of_work_lies_with_who_recalled_it(cast, code):
    """The signer's step lay open for a week and was recalled: all of that is the specialist's."""
    advance(code, by=cast.minh, at=NOON)
    recall(code, by=cast.minh, at=moment("2026-11-09 09:00"))
    for minute, verb in enumerate(("advance", "advance", "advance", "resolve")):
        ACTS[verb](cast, code, moment(f"2026-11-09 09:1{minute}"))
    dossier = Dossier.objects.get(code=code)
    facts = Facts(by=cast.son, day=AT.date(), offices=snapshot.present())
    seen, _ = of_dossier(whole(code, facts, at=moment("2026-11-09 10:00")))
    dues, ends = {dossier.pk: dossier.due_at}, {dossier.pk: dossier.finished_at}
    bulk, _ = attributions(dues, ends, set(), snapshot.present())[dossier.pk]
    assert seen == bulk
    assert (seen.worst.n, seen.worst.person) == (2, cast.minh.account_id)
    assert {share.n: share.used for share in seen.shares}[3] == 1
    assert {share.n: share.used for share in seen.shares}[2] == 40 * 60 + 10


def test_what_was_recorded_for_a_leader_from_signed_paper_is_not_recalled(cast, code):
    """The paper is signed: it is not undone by who recorded it, nor by a signer who did."""
    ACTS["advance"](cast, code, AT)
    signed = item(code)
    ACTS["advance"](cast, code, NOON)
    PaperSignature.objects.create(item=signed, signer=cast.people["son"], number="12/QĐ-UBND")
    sentence, _ = refused(lambda: recall(code, by=cast.son, at=moment("2026-11-02 14:00")))
    assert sentence == ("Bước này được ghi thay theo văn bản đã ký nên không thu hồi được. Hãy đề nghị trả lại bước.")
