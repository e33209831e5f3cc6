"""Facts follow the journal; figures from rollups, from facts and by brute force are the same in each case."""

from datetime import date, timedelta

import pytest

from motcua.casework.backdating import Claim
from motcua.casework.change_case import Evidence, change_case
from motcua.casework.decide_claim import decide_claim
from motcua.casework.file import file, file_and_accept
from motcua.casework.resolve import resolve
from motcua.dossiers.models import Dossier
from motcua.journal.actions import Entry, append
from motcua.journal.models import Event, Payload
from motcua.journal.rules import canonical, read_facts
from motcua.kernel.sentences import Refused
from motcua.supervision import actions
from motcua.supervision.actions import following
from motcua.supervision.lives import IDLE
from motcua.supervision.models import Fact, Progress
from motcua.supervision.periods import TICK
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.supervision.figures import by_facts, by_force, by_rollups, everything, from_scratch, totals, view

AT = moment("2026-11-02 09:00")
BEGIN = date(2026, 11, 2)


@pytest.fixture
def cast(db):
    return stage.enter()


def accepted(cast, at=AT, **changes):
    return file_and_accept(stage.intake(cast, **changes), by=cast.lan, at=at)


def lived(cast, code, *verbs, at):
    for verb in verbs:
        ACTS[verb](cast, code, at)


RESOLVED = ("take", "advance", "advance", "advance", "resolve")


def projected(at):
    actions.project(at=at)
    return everything()


def test_a_letter_of_apology_parts_the_late_ones_before_and_after_their_end(cast):
    silent, told = accepted(cast).code, accepted(cast).code
    wrote, ended = moment("2026-11-17 15:00"), moment("2026-11-25 09:00")
    lived(cast, told, "apologise", at=wrote)
    for code in (silent, told):
        lived(cast, code, *RESOLVED, at=ended)
    later = ended + timedelta(hours=1)
    projected(later)
    for as_of, expected in {
        wrote - timedelta(hours=1): {"overdue": 2, "overdue_silent": 2},
        ended - timedelta(hours=1): {"overdue": 2, "overdue_apologised": 1, "overdue_silent": 1},
        later: {"resolved_late": 2, "late_apologised": 1, "late_silent": 1},
    }.items():
        asked = view("2026-11-01", "2026-11-30", as_of)
        (row,) = by_rollups(asked).values()
        assert expected.items() <= row.items()
        assert by_rollups(asked) == by_facts(asked) == by_force(asked)


def test_what_is_received_regardless_of_boundary_and_online_is_counted_by_its_class(cast):
    full = stage.publish_procedure(code="1.000777", name="Chứng thực chữ ký", field="Chứng thực", online="full")
    accepted(cast, version_id=full.pk, channel="online")
    accepted(cast, channel="online")
    stage.begun(cast, ["afar"], at=AT)
    asked = view("2026-11-01", "2026-11-30", AT + timedelta(hours=1))
    projected(asked.as_of)
    assert totals(asked) | {"open": 0, "in_time": 0} == {
        "accepted": 3, "direct": 1, "online": 2, "online_full": 1, "crossed": 1, "open": 0, "in_time": 0,
    }  # fmt: skip
    assert by_rollups(asked) == by_facts(asked) == by_force(asked)


def test_a_dossier_is_new_in_its_period_and_carried_over_in_the_next(cast):
    code = accepted(cast).code
    later = moment("2026-12-03 10:00")
    lived(cast, code, *RESOLVED, at=later)
    projected(later)
    assert totals(view("2026-11-01", "2026-11-30", later)) == {
        "accepted": 1, "direct": 1, "open": 1, "overdue": 1,
    }  # fmt: skip
    assert totals(view("2026-12-01", "2026-12-31", later)) == {"carried": 1, "closed": 1, "resolved_late": 1}
    assert totals(view("2027-01-01", "2027-01-31", later + timedelta(days=60))) == {}


def test_a_dossier_due_on_the_last_day_of_the_period_is_in_time_at_its_end(cast):
    """Three working days from Monday: due on Thursday 5 November (rules.md 1.11: the period's end is the finish)."""
    accepted(cast)
    now = moment("2026-11-20 09:00")
    projected(now)
    assert "overdue" not in totals(view("2026-11-01", "2026-11-05", now))
    assert totals(view("2026-11-01", "2026-11-06", now))["overdue"] == 1


def test_an_earlier_moment_shows_what_was_known_then(cast):
    code = accepted(cast).code
    lived(cast, code, *RESOLVED, at=AT + timedelta(days=1))
    now = AT + timedelta(days=10)
    projected(now)
    assert totals(view("2026-11-01", "2026-11-30", now))["closed"] == 1
    assert totals(view("2026-11-01", "2026-11-30", AT + timedelta(hours=1))) == {
        "accepted": 1, "direct": 1, "open": 1, "in_time": 1,
    }  # fmt: skip


def test_a_dossier_is_late_by_the_unit_of_its_case(cast):
    """By its own 3 working days it would be late from midnight on; by 12 working hours it is by the minute."""
    version = stage.procedure_in_cases()
    code = accepted(cast, at=moment("2026-11-02 08:00"), version_id=version.pk).code
    at = moment("2026-11-02 10:00")
    change_case(code, by=cast.son, at=at, to=2, ground="Đủ giấy tờ bản chính", evidence=Evidence("12/TB"))
    lived(cast, code, *RESOLVED, at=moment("2026-11-03 14:30"))
    projected(moment("2026-11-04 08:00"))
    asked = view("2026-11-02", "2026-11-03", moment("2026-11-04 08:00"))
    assert by_force(asked) == by_facts(asked) == by_rollups(asked)
    assert totals(asked)["resolved_late"] == 1


def test_a_void_takes_a_dossier_out_from_the_moment_it_was_recorded(cast):
    code = accepted(cast).code
    voided = AT + timedelta(days=2)
    lived(cast, code, "void", at=voided)
    now = AT + timedelta(days=10)
    projected(now)
    assert totals(view("2026-11-01", "2026-11-30", now)) == {}
    assert totals(view("2026-11-01", "2026-11-30", voided)) == {}
    assert totals(view("2026-11-01", "2026-11-30", voided - TICK))["accepted"] == 1


def test_a_result_that_is_mended_is_not_counted_anew(cast):
    code = accepted(cast).code
    lived(cast, code, *RESOLVED, at=AT + timedelta(days=1))
    lived(cast, code, "reopen", at=AT + timedelta(days=40))
    now = AT + timedelta(days=45)
    projected(now)
    assert totals(view("2026-11-01", "2026-11-30", now)) == {
        "accepted": 1, "direct": 1, "closed": 1, "resolved_early": 1,
    }  # fmt: skip
    assert totals(view("2026-12-01", "2026-12-31", now)) == {}
    assert Fact.objects.get().reopened_at == AT + timedelta(days=40)


def test_a_step_entered_late_stays_late_and_is_counted_as_late_entry(cast):
    code = accepted(cast).code
    lived(cast, code, *RESOLVED[:-1], at=AT)
    late = moment("2026-11-06 08:00")
    claim = Claim(moment("2026-11-05 16:00"), "Mất mạng", "Phiếu 7")
    resolve(code, by=cast.lan, at=late, claim=claim)
    projected(late)
    found = totals(view("2026-11-01", "2026-11-30", late))
    assert (found["resolved_late"], found["late_entry"]) == (1, 1)


@pytest.mark.parametrize("approve", [True, False])
def test_a_step_entered_days_late_counts_as_late_entry_once_a_second_person_approved(cast, approve):
    code = accepted(cast).code
    lived(cast, code, *RESOLVED[:-1], at=AT)
    late, decided = moment("2026-11-09 08:00"), moment("2026-12-02 08:00")
    resolve(code, by=cast.lan, at=late, claim=Claim(moment("2026-11-05 16:00"), "Mất mạng", "Phiếu 7"))
    projected(late)
    before, after = view("2026-11-01", "2026-11-30", late), view("2026-11-01", "2026-11-30", decided)
    assert (totals(before)["resolved_late"], totals(before).get("late_entry")) == (1, None)
    decide_claim(code, by=cast.hanh, at=decided, approve=approve, note="Đã xem phiếu")
    projected(decided)
    assert totals(after).get("late_entry") == (1 if approve else None)
    for asked in (before, after):
        assert by_rollups(asked) == by_facts(asked) == by_force(asked)
    assert "late_entry" not in totals(before), "what was told then is told again"


def test_while_the_applicant_is_waited_for_a_dossier_is_in_time_and_waits(cast):
    code = accepted(cast).code
    lived(cast, code, "propose_supplement", "ask_supplement", at=AT + timedelta(hours=1))
    now = AT + timedelta(days=20)
    projected(now)
    found = totals(view("2026-11-01", "2026-11-30", now))
    assert {k: found[k] for k in ("open", "in_time", "waiting", "waiting_in_time")} == dict.fromkeys(
        ("open", "in_time", "waiting", "waiting_in_time"), 1
    )
    assert "overdue" not in found


def test_what_was_filed_but_not_accepted_stands_outside(cast):
    code = file(stage.intake(cast), by=cast.lan, at=AT).code
    lived(cast, code, "refuse", at=AT)
    file(stage.intake(cast), by=cast.lan, at=AT)
    projected(AT)
    assert totals(view("2026-11-01", "2026-11-30", AT)) == {}


def test_projecting_twice_changes_nothing(cast):
    accepted(cast)
    first = projected(AT)
    assert projected(AT + timedelta(hours=1)) == first
    Progress.objects.update(through=0)
    assert projected(AT + timedelta(hours=2)) == first


def test_facts_thrown_away_come_back_the_same(cast):
    for n in range(5):
        code = accepted(cast, at=AT + timedelta(minutes=n)).code
        lived(cast, code, *RESOLVED[:n], at=AT + timedelta(days=n))
    first = projected(AT + timedelta(days=9))
    assert len(first[0]) == 5
    assert from_scratch(AT + timedelta(days=9)) == first


def test_facts_of_many_dossiers_are_followed_in_pieces(cast, monkeypatch):
    monkeypatch.setattr(following, "EVENTS", 3)
    for n in range(4):
        accepted(cast, at=AT + timedelta(minutes=n))
    first = projected(AT + timedelta(days=1))
    monkeypatch.setattr(following, "FAR_BEHIND", -1)
    monkeypatch.setattr(following, "DOSSIERS", 3)
    monkeypatch.setattr(following, "PIECES", 1)
    Progress.objects.update(through=0)
    assert projected(AT + timedelta(days=1)) == first
    assert from_scratch(AT + timedelta(days=1)) == first


def test_no_event_that_is_passed_over_says_anything_that_counts(cast):
    code = accepted(cast).code
    lived(cast, code, "take", "hand_over", "take", "advance", "recall", "advance", "send_back", at=AT)
    lived(cast, code, "consult", "answer_consultation", "consult", "withdraw_consultation", at=AT)
    lived(cast, code, "propose_supplement", "drop_supplement", at=AT)
    lived(cast, code, "keep_originals", "give_back", at=AT)
    lived(cast, code, *RESOLVED[1:], "post_result", "result_came_back", "remind", "return_result", at=AT)
    lived(cast, code, "reopen", "settle_wrong_result", at=AT)
    for code, mended in ((accepted(cast).code, "cancel_payment"), (accepted(cast).code, "refund")):
        lived(cast, code, "assess", "pay", mended, at=AT)
    idle = Event.objects.filter(kind__in=IDLE)
    assert set(idle.values_list("kind", flat=True)) >= set(IDLE) - {"paper.added", "contact.shown"}
    for facts in map(read_facts, idle.values_list("facts", flat=True)):
        assert facts.keys() <= {
            "opened",
            "closed",
            "status",
            "returned_at",
            "transfer_late",
            "claim_days",
            "claim_waits",
            "due_fees",
            "till",
        }
        assert facts.get("status") in (None, 4, 10), "nor does one that waits, is accepted or ends"


def test_a_journal_of_version_0_1_is_counted_by_its_payloads(cast):
    """There procedure, agency and channel stood in the payload; where it was erased the row of the dossier tells."""
    for n, erased in enumerate((False, True)):
        dossier = accepted(cast, at=AT + timedelta(minutes=n), channel="online")
        _as_of_old(dossier, erased=erased)
    projected(AT + timedelta(hours=1))
    asked = view("2026-11-01", "2026-11-30", AT + timedelta(hours=1))
    assert by_rollups(asked) == {
        ("H48.148", "Hộ tịch"): {"accepted": 2, "online": 2, "online_other": 2, "open": 2, "in_time": 2}
    }


def _as_of_old(dossier, *, erased):
    filed = Event.objects.get(stream=dossier.stream, n=1)
    facts = read_facts(filed.facts)
    said = {name: facts.pop(name) for name in ("procedure", "version", "receiving", "competent", "channel")}
    Event.objects.filter(pk=filed.pk).update(facts=canonical(facts))
    Payload.objects.filter(pk=filed.pk).update(body="" if erased else canonical(said), salt="" if erased else "x")


def test_a_dossier_whose_journal_cannot_be_read_is_named(cast):
    dossier = accepted(cast)
    Event.objects.filter(stream=dossier.stream, n=2).update(facts="{")
    with pytest.raises(Refused, match=dossier.code):
        actions.project(at=AT)


def test_events_written_with_one_clock_behind_the_other_count_in_their_order(cast):
    """Of two servers one clock is slow: the resolution carries an earlier moment than the acceptance before it."""
    code = accepted(cast).code
    dossier = Dossier.objects.get(code=code)
    early = AT - timedelta(seconds=2)
    append(dossier, [Entry("dossier.withdrawn", {}, {"status": 7, "ended_at": "x"})], by="test", at=early)
    now = AT + timedelta(days=1)
    projected(now)
    for as_of in (early, AT - TICK, AT, now):
        asked = view("2026-11-02", "2026-11-02", as_of)
        assert by_rollups(asked) == by_facts(asked) == by_force(asked)
    assert totals(view("2026-11-02", "2026-11-02", AT)) == {
        "accepted": 1, "direct": 1, "closed": 1, "withdrawn_early": 1,
    }  # fmt: skip
