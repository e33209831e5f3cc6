"""A step recorded after it happened: with evidence, not too far, and beyond a day only with a second person."""

from datetime import timedelta

import pytest

from motcua.casework.accept import accept
from motcua.casework.advance import advance, send_back
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.backdating import Claim
from motcua.casework.decide_claim import decide_claim
from motcua.casework.end import stop, withdraw
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.reads.claims import how_many, waiting
from motcua.casework.receive_supplement import receive_supplement
from motcua.casework.refuse import refuse
from motcua.casework.resolve import resolve
from motcua.casework.return_result import return_result
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
    assert refused(lambda: release(code, by=cast.minh, at=WEDNESDAY, claim=before))[1] == "happened_at"


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
