"""The clocks of real dossiers: what the page says, what the journal says and what the audit computes is one thing."""

from datetime import date, timedelta

import pytest

from motcua.casework.accept import accept
from motcua.casework.ask_supplement import ask_supplement, propose_supplement
from motcua.casework.deadline_audit import audit
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold, release
from motcua.casework.office.days import DaysData, enter_days
from motcua.casework.reads.explanation import explained
from motcua.casework.receive_supplement import receive_supplement
from motcua.deadlines.clocks import Clock
from motcua.dossiers.models import Dossier
from motcua.kernel.explanation_lines import LineKind
from motcua.offices import snapshot
from tests import cast as stage
from tests.casework.acts import ITEMS
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def differences():
    return [audited for audited in audit(snapshot.present()) if audited.differs]


def supplemented(cast, code, *, asked, answered):
    propose_supplement(code, by=cast.minh, at=asked, items=ITEMS)
    ask_supplement(code, by=cast.lan, at=asked + timedelta(minutes=5))
    receive_supplement(code, by=cast.lan, at=answered)


def test_an_audit_finds_nothing_where_a_dossier_was_held_and_asked_to_supplement(cast, code):
    supplemented(cast, code, asked=moment("2026-11-03 09:00"), answered=moment("2026-11-10 09:00"))
    hold(code, by=cast.minh, at=moment("2026-11-11 09:00"), ground="financial", reason="Thuế", basis="Điều 1")
    release(code, by=cast.minh, at=moment("2026-11-13 09:00"))
    assert differences() == []
    assert Dossier.objects.get().due_at == explained(code, snapshot.present()).readings[Clock.LEGAL].due.moment


def test_the_explanation_of_a_restart_tells_acceptance_question_and_answer(cast, code):
    supplemented(cast, code, asked=moment("2026-11-03 09:00"), answered=moment("2026-11-10 09:00"))
    readings = explained(code, snapshot.present()).readings
    kinds = [line.kind for line in readings[Clock.LEGAL].due.lines]
    assert kinds[:2] == [LineKind.ACCEPTED, LineKind.RESTARTED]
    assert "09:05 thứ Ba 03/11/2026" in readings[Clock.LEGAL].due.lines[1].text
    assert readings[Clock.NATIONAL].due.moment < readings[Clock.LEGAL].due.moment


def test_a_due_date_that_somebody_changed_in_the_table_is_named(cast, code):
    Dossier.objects.update(due_at=moment("2027-01-04 17:00"))
    [found] = differences()
    assert (found.code, found.stored) == (code, moment("2027-01-04 17:00"))
    assert found.told == found.computed != found.stored


def test_a_day_off_announced_after_acceptance_is_no_difference(cast, code):
    promised = Dossier.objects.get().due_at
    storm = DaysData(cast.province.pk, date(2026, 11, 4), "closure", "Bão", basis="Công điện")
    enter_days(storm, by=cast.quan, at=AT + timedelta(hours=1))
    assert differences() == []
    assert Dossier.objects.get().due_at == promised


def test_what_is_not_accepted_is_not_audited_and_runs_only_the_clocks_of_its_answer(cast):
    direct = file(stage.intake(cast), by=cast.lan, at=AT)
    online = file(stage.intake(cast, channel="online"), by=cast.lan, at=AT)
    assert list(audit(snapshot.present())) == []
    assert set(explained(direct.code, snapshot.present()).readings) == {Clock.NOTICE}
    assert set(explained(online.code, snapshot.present()).readings) == {Clock.ACCEPTANCE, Clock.NOTICE}


def test_an_accepted_online_dossier_runs_the_clock_of_its_answer_and_one_on_paper_that_of_its_transfer(cast):
    online = file(stage.intake(cast, channel="online"), by=cast.lan, at=AT)
    accept(online.code, by=cast.lan, at=AT + timedelta(hours=1), papers=stage.all_papers())
    assert set(explained(online.code, snapshot.present()).readings) == set(Clock) - {Clock.TRANSFER, Clock.ANSWER}
    paper = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    assert set(explained(paper.code, snapshot.present()).readings) == set(Clock) - {Clock.ACCEPTANCE, Clock.ANSWER}


def test_the_clocks_of_one_act_know_when_it_was_done(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    propose_supplement(code, by=cast.minh, at=AT + timedelta(hours=1), items=ITEMS)
    ask_supplement(code, by=cast.lan, at=AT + timedelta(hours=2))
    readings = explained(code, snapshot.present()).readings
    assert (readings[Clock.TRANSFER].met, readings[Clock.NOTICE].met, readings[Clock.ANSWER].met) == (
        AT + timedelta(hours=1),
        AT + timedelta(hours=2),
        None,
    )
    receive_supplement(code, by=cast.lan, at=AT + timedelta(days=3))
    assert explained(code, snapshot.present()).readings[Clock.ANSWER].met == AT + timedelta(days=3)


def test_an_unknown_code_explains_nothing(cast):
    assert explained("H48.14-261102-9999", snapshot.present()) is None
