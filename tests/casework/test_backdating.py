"""A step recorded after it happened: with evidence, not too far, and beyond a day only with a second person."""

from datetime import timedelta

import pytest

from motcua.casework.accept import accept
from motcua.casework.advance import advance, send_back
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.backdating import Claim
from motcua.casework.decide_claim import decide_claim
from motcua.casework.end import stop, withdraw
from motcua.casework.file import file, file_and_accept, file_and_ask, file_and_refuse
from motcua.casework.hold import hold, release
from motcua.casework.reads.claims import how_many, waiting
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.refuse import refuse
from motcua.casework.reopen import reopen
from motcua.casework.resolve import resolve, result_at_once
from motcua.casework.return_result import return_result
from motcua.casework.take import hand_over, take
from motcua.deadlines.models import LateEntry
from motcua.dossiers.models import Attachment, Dossier
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.offices import snapshot
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.casework.acts import ACTS, ITEMS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment
from tests.files.contents import DOCX, PDF

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 09:00")
WEDNESDAY = moment("2026-11-04 16:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code


def claim(text="2026-11-04 08:00", **changes):
    return Claim(**{"happened_at": moment(text), "reason": "Mất mạng", "paper": "Phiếu 7"} | changes)


def advanced(cast, code, given, at=WEDNESDAY):
    return advance(code, by=cast.minh, at=at, claim=given)


def last_facts():
    return read_facts(Event.objects.order_by("-pk").first().facts)


# What a claim must show


def test_a_claim_without_evidence_is_refused(cast, code):
    assert refused(lambda: advanced(cast, code, claim(paper=" "))) == (
        "Bước ghi lùi ngày cần có bằng chứng: bản chụp giấy đã ký, hoặc số của phiếu giấy.",
        "evidence",
    )


def test_evidence_that_is_no_scan_is_refused(cast, code):
    words = store(name="so.docx", content=DOCX, at=WEDNESDAY)
    assert refused(lambda: advanced(cast, code, claim(scan=words))) == (
        "Bằng chứng ghi lùi ngày phải là bản chụp: tệp PDF hoặc ảnh.",
        "scan",
    )


def test_the_scan_lies_with_the_dossier_as_evidence(cast, code):
    scan = store(name="phieu.pdf", content=PDF, at=WEDNESDAY)
    advanced(cast, code, claim(paper="", scan=scan))
    assert Attachment.objects.get().kind == "evidence"
    assert LateEntry.objects.get().scan == scan
    check_all()


def test_a_step_is_not_before_the_one_before_it_even_if_that_was_recorded_late_too(cast, code):
    advanced(cast, code, claim("2026-11-03 10:00"))
    late = WEDNESDAY + timedelta(minutes=5)
    early = claim("2026-11-03 09:59")
    assert refused(lambda: advance(code, by=cast.son, at=late, claim=early)) == (
        "Thời điểm thực hiện không thể trước khi bước này bắt đầu (10:00 03/11/2026).",
        "happened_at",
    )
    advance(code, by=cast.son, at=late, claim=claim("2026-11-03 10:30"))
    assert list(LateEntry.objects.values_list("days", flat=True)) == [1, 1]


def test_a_hold_does_not_end_before_it_begins(cast, code):
    hold(code, by=cast.minh, at=MONDAY, ground="other", reason="Chờ", basis="Điều 5", claim=claim("2026-11-02 09:00"))
    before = claim("2026-11-02 08:59")
    assert refused(lambda: release(code, by=cast.minh, at=WEDNESDAY, claim=before)) == (
        "Lần tạm dừng không thể kết thúc lúc 08:59 02/11/2026, trước khi bắt đầu lúc 09:00 02/11/2026.",
        "happened_at",
    )


def test_a_hold_that_is_said_to_have_begun_earlier_may_end_before_it_was_recorded(cast, code):
    begun = claim("2026-11-03 10:00")
    hold(code, by=cast.minh, at=WEDNESDAY, ground="other", reason="Chờ", basis="Điều 5", claim=begun)
    release(code, by=cast.minh, at=WEDNESDAY, claim=claim("2026-11-03 11:00"))
    assert list(LateEntry.objects.values_list("happened_at", flat=True)) == [
        begun.happened_at,
        moment("2026-11-03 11:00"),
    ]


def test_a_step_after_the_begin_of_a_hold_bars_an_earlier_end_in_its_own_words(cast, code):
    hold(code, by=cast.minh, at=MONDAY, ground="other", reason="Chờ", basis="Điều 5")
    advance(code, by=cast.minh, at=MONDAY + timedelta(hours=1))
    early = claim("2026-11-02 09:30")
    said, field = refused(lambda: release(code, by=cast.minh, at=WEDNESDAY, claim=early))
    assert (said, field) == (
        "Thời điểm thực hiện không thể trước khi bước này bắt đầu (10:00 02/11/2026).",
        "happened_at",
    )


def test_a_machine_whose_clock_is_behind_does_not_end_a_hold_before_it_began(cast, code):
    hold(code, by=cast.minh, at=WEDNESDAY, ground="other", reason="Chờ", basis="Điều 5")
    behind = WEDNESDAY - timedelta(minutes=3)
    assert refused(lambda: release(code, by=cast.minh, at=behind)) == (
        "Lần tạm dừng không thể kết thúc lúc 15:57 04/11/2026, trước khi bắt đầu lúc 16:00 04/11/2026.",
        None,
    )


def test_no_further_back_than_the_rules_allow(cast, code):
    at = moment("2026-11-10 09:00")
    assert refused(lambda: advanced(cast, code, claim("2026-11-02 10:00"), at=at)) == (
        "Chỉ được ghi lùi tối đa 5 ngày làm việc.",
        "happened_at",
    )


# The second person


def test_up_to_a_day_back_nobody_else_is_needed(cast, code):
    advanced(cast, code, claim("2026-11-03 16:00"))
    assert (last_facts()["claim_days"], last_facts()["claim_waits"]) == (1, 0)
    assert refused(lambda: decide_claim(code, by=cast.son, at=WEDNESDAY, approve=True))[0].startswith("Không có lần")


@pytest.fixture
def far(cast, code):
    advanced(cast, code, claim("2026-11-02 10:00"))
    assert (last_facts()["claim_days"], last_facts()["claim_waits"]) == (2, 1)
    return code


def test_further_back_it_waits_for_another_who_holds_the_right(cast, far):
    assert refused(lambda: decide_claim(far, by=cast.minh, at=WEDNESDAY, approve=True))[0].startswith("Việc này thuộc")
    event = LateEntry.objects.get().event_n
    decide_claim(far, by=cast.son, at=WEDNESDAY, approve=True)
    assert Event.objects.order_by("-pk").first().kind == "claim.approved"
    assert (last_facts()["claim_of"], last_facts()["claim_approved"]) == (event, 1)
    entry = LateEntry.objects.get()
    assert (entry.approved, entry.decided_by, entry.decided_at) == (True, cast.people["son"], WEDNESDAY)
    check_all()


def test_a_rejection_says_why_and_stands(cast, far):
    assert refused(lambda: decide_claim(far, by=cast.son, at=WEDNESDAY, approve=False, note=" ")) == (
        "Cần ghi lý do không duyệt.",
        "note",
    )
    decide_claim(far, by=cast.hanh, at=WEDNESDAY, approve=False, note="Phiếu không khớp")
    assert last_facts()["claim_approved"] == 0
    assert refused(lambda: decide_claim(far, by=cast.son, at=WEDNESDAY, approve=True))[0].startswith("Không có lần")


def test_nobody_approves_their_own_claim(cast, code):
    advance(code, by=cast.minh, at=MONDAY)
    advance(code, by=cast.son, at=WEDNESDAY, claim=claim("2026-11-02 10:00"))
    assert refused(lambda: decide_claim(code, by=cast.son, at=WEDNESDAY, approve=True)) == (
        "Người ghi lùi ngày không tự duyệt được. Cần một người khác có thẩm quyền.",
        None,
    )


def test_leaders_see_what_waits_for_them_and_others_nothing(cast, far):
    def facts(name):
        return Facts(by=cast.actor(name), day=WEDNESDAY.date(), offices=snapshot.present())

    row = waiting(facts("son"))[0]
    assert (row.code, row.days, row.paper, row.by) == (far, 2, "Phiếu 7", "Lê Văn Minh")
    assert [how_many(facts(name)) for name in ("son", "hanh", "minh", "lan")] == [1, 1, 0, 0]


# Nothing is overwritten


def test_due_date_and_finish_stay_by_the_record(cast, code):
    before = Dossier.objects.get(code=code).due_at
    for n, verb in enumerate(("advance", "advance", "advance")):
        ACTS[verb](cast, code, MONDAY + timedelta(minutes=n + 1))
    late = moment("2026-11-06 09:00")  # due on Thursday the 5th
    d = resolve(code, by=cast.lan, at=late, claim=claim("2026-11-05 16:00"))
    assert (d.finished_at, d.due_at) == (late, before)
    assert Event.objects.get(kind="dossier.resolved").happened_at == moment("2026-11-05 16:00")


# Every step can say it

LATE = moment("2026-11-03 08:00")
STEPS = {
    "accept": (["file"], lambda c, code, given: accept(code, by=c.lan, at=LATE, claim=given)),
    "refuse": (["file"], lambda c, code, given: refuse(code, by=c.lan, at=LATE, reasons=["Sai nơi"], claim=given)),
    "send_back": (
        ["advance"],
        lambda c, code, given: send_back(code, by=c.son, at=LATE, to_step=2, note="Xem lại", claim=given),
    ),
    "propose": ([], lambda c, code, given: propose_supplement(code, by=c.minh, at=LATE, items=ITEMS, claim=given)),
    "ask": (["propose_supplement"], lambda c, code, given: ask_supplement(code, by=c.lan, at=LATE, claim=given)),
    "receive": (
        ["propose_supplement", "ask_supplement"],
        lambda c, code, given: receive_supplement(code, by=c.lan, at=LATE, claim=given),
    ),
    "hold": (
        [],
        lambda c, code, given: hold(
            code, by=c.minh, at=LATE, ground="other", reason="Chờ", basis="Điều 5", claim=given
        ),
    ),
    "release": (["hold_other"], lambda c, code, given: release(code, by=c.minh, at=LATE, claim=given)),
    "withdraw": ([], lambda c, code, given: withdraw(code, by=c.lan, at=LATE, request="Đơn", claim=given)),
    "stop": ([], lambda c, code, given: stop(code, by=c.son, at=LATE, reason="Đơn", basis="Điều 21", claim=given)),
    "return": (
        ["advance", "advance", "advance", "resolve"],
        lambda c, code, given: return_result(code, by=c.lan, at=LATE, claim=given),
    ),
    "take": ([], lambda c, code, given: take(code, by=c.minh, at=LATE, claim=given)),
    "hand_over": (["take"], lambda c, code, given: hand_over(code, by=c.minh, at=LATE, to=None, claim=given)),
    "reopen": (
        ["advance", "advance", "advance", "resolve", "return_result"],
        lambda c, code, given: reopen(code, by=c.hanh, at=LATE, reason="Sai tên đệm", claim=given),
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_say_when_it_really_happened(cast, step):
    before, act = STEPS[step]
    begin = file if before == ["file"] else file_and_accept
    code = begin(stage.intake(cast), by=cast.lan, at=MONDAY).code
    for n, verb in enumerate(v for v in before if v != "file"):
        ACTS[verb](cast, code, MONDAY + timedelta(minutes=n + 1))
    really = moment("2026-11-02 16:30")
    act(cast, code, claim("2026-11-02 16:30"))
    event = Event.objects.order_by("-pk").first()
    assert (event.happened_at, event.recorded_at) == (really, LATE)
    assert read_facts(event.facts)["claim_days"] == 1
    entry = LateEntry.objects.get()
    assert (entry.event_n, entry.happened_at) == (event.n, really)
    check_all()


def test_a_reception_can_say_it_too(cast):
    file_and_accept(stage.intake(cast), by=cast.lan, at=LATE, claim=claim("2026-11-02 16:30"))
    moments = set(Event.objects.filter(kind__startswith="dossier.").values_list("kind", "happened_at"))
    really = moment("2026-11-02 16:30")
    assert moments == {("dossier.filed", really), ("dossier.accepted", really)}
    assert Dossier.objects.get().accepted_at == LATE
    assert LateEntry.objects.get().event_n == 2
    check_all()


# One act of several verbs is one claim

AT_ONCE = {
    "file": (lambda c, given: file(stage.intake(c), by=c.lan, at=LATE, claim=given), "dossier.filed"),
    "ask": (
        lambda c, given: file_and_ask(stage.intake(c), by=c.lan, at=LATE, items=ITEMS, claim=given),
        "supplement.asked",
    ),
    "refuse": (
        lambda c, given: file_and_refuse(stage.intake(c), by=c.lan, at=LATE, reasons=["Sai nơi"], claim=given),
        "dossier.refused",
    ),
    "result": (
        lambda c, given: result_at_once(
            stage.intake(c), by=c.lan, at=LATE, result=stage.result(issued_on=really().date()), claim=given
        ),
        "dossier.resolved",
    ),
}


def really():
    return moment("2026-11-02 16:30")


@pytest.mark.parametrize("name", AT_ONCE)
def test_an_act_of_several_verbs_happened_at_one_moment_and_is_counted_once(cast, name):
    act, kind = AT_ONCE[name]
    act(cast, claim("2026-11-02 16:30"))
    events = Event.objects.filter(stream=Dossier.objects.get().stream)
    assert set(events.values_list("happened_at", flat=True)) == {really()}
    entry = LateEntry.objects.get()
    assert entry.event_n == events.get(kind=kind).n
    assert [e.kind for e in events if "claim_days" in read_facts(e.facts)] == [kind]
    check_all()


@pytest.mark.parametrize("name", AT_ONCE)
def test_an_act_of_several_verbs_without_evidence_writes_nothing(cast, name):
    assert refused(lambda: AT_ONCE[name][0](cast, claim("2026-11-02 16:30", paper="")))[1] == "evidence"
    assert not Dossier.objects.exists()


def test_a_result_is_not_dated_before_the_day_when_the_dossier_is_said_to_have_been_filed(cast):
    result = stage.result(issued_on=moment("2026-11-01 09:00").date())
    given = {"by": cast.lan, "at": LATE, "result": result, "claim": claim("2026-11-02 16:30")}
    assert refused(lambda: result_at_once(stage.intake(cast), **given)) == (
        "Ngày của kết quả trước ngày nộp hồ sơ.",
        "issued_on",
    )


# Taking work is no step before which nothing can have happened, unless it says itself when it was


def test_what_was_done_before_the_work_was_taken_in_the_system_can_be_said(cast, code):
    take(code, by=cast.minh, at=WEDNESDAY)
    advanced(cast, code, claim("2026-11-04 08:00"), at=WEDNESDAY + timedelta(minutes=5))
    assert LateEntry.objects.get().happened_at == moment("2026-11-04 08:00")


def test_a_step_is_not_before_the_moment_at_which_the_work_is_said_to_have_been_taken(cast, code):
    take(code, by=cast.minh, at=WEDNESDAY, claim=claim("2026-11-04 08:00"))
    early = claim("2026-11-04 07:59")
    assert refused(lambda: advanced(cast, code, early, at=WEDNESDAY + timedelta(minutes=5)))[1] == "happened_at"


@pytest.mark.parametrize("step", ["take", "hand_over", "reopen"])
@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"text": "2026-11-02 08:59"}, "happened_at"),
        ({"text": "2026-11-03 08:01"}, "happened_at"),
        ({"reason": " "}, "late_reason"),
        ({"paper": ""}, "evidence"),
    ],
)
def test_a_claim_that_cannot_be_leaves_the_step_undone(cast, step, wrong, field):
    before, act = STEPS[step]
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code
    for verb in before:
        ACTS[verb](cast, code, MONDAY)
    events = Event.objects.count()
    assert refused(lambda: act(cast, code, claim(**wrong)))[1] == field
    assert (Event.objects.count(), LateEntry.objects.count()) == (events, 0)
