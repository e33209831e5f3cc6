"""Fifteen days without the supplement asked for: closing is proposed to the counter, and nothing closes by itself."""

import pytest

from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.end import stop
from motcua.casework.file import file, file_and_accept
from motcua.casework.reads.heaps import Heap, counts, heap
from motcua.casework.unanswered import reason_to_stop
from motcua.dossiers.models import Dossier, SupplementRequest
from motcua.dossiers.states import Status
from motcua.journal.models import Event
from motcua.journal.rules import read_facts
from motcua.offices import snapshot
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 09:00")
LAST = moment("2026-11-17 16:00")  # the fifteenth day after Monday the 2nd
LAPSED = moment("2026-11-18 08:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code
    propose_supplement(code, by=cast.minh, at=MONDAY, items=ITEMS)
    ask_supplement(code, by=cast.lan, at=MONDAY)
    return code


def unanswered(cast, at):
    facts = Facts(by=cast.lan, day=at.date(), offices=snapshot.present())
    found = [row.code for row in heap(Heap.UNANSWERED, facts, cast.counter.pk, at=at)[:10]]
    assert counts(facts, cast.counter.pk, at=at)[Heap.UNANSWERED] == len(found)
    return found


def closed(code, by, at):
    reason, basis = reason_to_stop(SupplementRequest.objects.get(dossier__code=code), at=at)
    return stop(code, by=by, at=at, reason=reason, basis=basis)


def test_it_lies_on_its_heap_from_the_sixteenth_day_on_and_stays_open(cast, code):
    assert unanswered(cast, LAST) == []
    assert unanswered(cast, LAPSED) == [code]
    assert Dossier.objects.get(code=code).state is Status.SUPPLEMENT


def test_then_the_counter_may_close_it_with_the_reason_as_drafted(cast, code):
    d = closed(code, cast.lan, LAPSED)
    assert (d.state, d.ended_at) == (Status.STOPPED, LAPSED)
    slip = Slip.objects.get(form="05").content
    said = "Quá 15 ngày kể từ ngày gửi yêu cầu bổ sung (02/11/2026) mà người nộp chưa bổ sung hồ sơ."
    assert slip["reasons"] == [said]
    assert slip["legal_basis"] == "Điều 19 khoản 5 Nghị định 118/2025/NĐ-CP"
    last = read_facts(Event.objects.filter(kind="dossier.stopped").get().facts)
    assert last["unanswered"] == 1
    assert unanswered(cast, LAPSED) == []
    check_all()


def test_before_that_only_a_leader_stops_and_it_is_not_counted_as_unanswered(cast, code):
    assert refused(lambda: closed(code, cast.lan, LAST)) == ("Việc này thuộc lãnh đạo của cơ quan giải quyết.", None)
    closed(code, cast.son, LAST)
    assert "unanswered" not in read_facts(Event.objects.filter(kind="dossier.stopped").get().facts)


def test_what_was_asked_before_acceptance_is_proposed_too(cast):
    code = file(stage.intake(cast), by=cast.lan, at=MONDAY).code
    ask_supplement(code, by=cast.lan, at=MONDAY, items=ITEMS)
    assert unanswered(cast, LAPSED) == [code]
    assert closed(code, cast.lan, LAPSED).state is Status.STOPPED
    check_all()
