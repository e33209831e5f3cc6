"""Letters of apology: drafted before it is late, sent once, moving what was told and never the limit."""

from datetime import date, timedelta

import pytest

from motcua.casework.apologise import apologise
from motcua.casework.file import file, file_and_accept
from motcua.casework.hold import hold
from motcua.casework.reads.apologies import draft
from motcua.casework.reads.dossier import whole
from motcua.casework.reads.worklist import Question, Tab, worklist
from motcua.casework.reads.worklist_counts import counts
from motcua.catalogue.models import ProcedureVersion
from motcua.deadlines.models import Apology
from motcua.dossiers.models import Dossier
from motcua.kernel.calendars import Calendar
from motcua.offices import snapshot
from motcua.offices.calendars import calendar_for
from motcua.papers.models import Slip
from motcua.policy.facts import Facts
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.casework.refusals import refused
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")  # a Monday
CAUSE = "Cán bộ xác minh nghỉ ốm."


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


def limit(unit: str, amount: int) -> None:
    ProcedureVersion.objects.update(limit_unit=unit, limit_amount=amount)


def letter(cast, code, *, at, on=date(2026, 11, 30), by=None, cause=CAUSE):
    return apologise(code, by=by or cast.son, at=at, cause=cause, appointment_on=on)


def facts(cast, name="son", at=AT) -> Facts:
    return Facts(by=cast.actor(name), day=at.date(), offices=snapshot.present())


def wanting(cast, *, at, name="son") -> list[str]:
    return [row.code for row in worklist(facts(cast, name, at), Question(tab=Tab.APOLOGY), at=at)[:50]]


def test_the_letter_moves_the_appointment_and_not_the_legal_due_date(cast, code):
    due_at = Dossier.objects.get().due_at
    letter(cast, code, at=due_at - timedelta(days=1))
    d = Dossier.objects.get()
    assert (d.due_at, d.appointment) == (due_at, moment("2026-11-30 17:00"))
    assert not Apology.objects.get().late
    check_all()


def test_the_letter_is_form_04_with_the_old_day_the_cause_and_the_new_day(cast, code):
    letter(cast, code, at=moment("2026-11-03 08:00"))
    slip = Slip.objects.get(form="04")
    due_at = Dossier.objects.get().due_at
    assert slip.content["apology"]["cause"] == CAUSE
    assert slip.content["apology"]["appointment"] == "17 giờ 00, ngày 30/11/2026"
    assert f"{due_at.astimezone(AT.tzinfo):%d/%m/%Y}" in slip.content["apology"]["due"]
    assert slip.number.startswith("01/XL-")


def test_a_letter_after_the_due_date_is_sent_and_marked_as_late(cast, code):
    letter(cast, code, at=Dossier.objects.get().due_at + timedelta(minutes=1))
    assert Apology.objects.get().late


def test_only_one_letter_is_sent_for_a_delay(cast, code):
    letter(cast, code, at=moment("2026-11-03 08:00"))
    said, _ = refused(lambda: letter(cast, code, at=moment("2026-11-04 08:00"), on=date(2026, 12, 7)))
    assert "chỉ được hẹn lại một lần" in said


def test_after_an_error_of_the_agency_was_found_there_is_a_letter_for_that_error(cast, code):
    letter(cast, code, at=moment("2026-11-03 08:00"))
    at = moment("2026-11-04 08:00")
    for n, verb in enumerate(("advance", "advance", "advance", "resolve", "return_result", "reopen")):
        ACTS[verb](cast, code, at + timedelta(minutes=n))
    letter(cast, code, at=at + timedelta(hours=1), on=date(2026, 12, 7))
    assert [a.ground for a in Apology.objects.all()] == ["delay", "error"]
    said, _ = refused(lambda: letter(cast, code, at=at + timedelta(hours=2), on=date(2026, 12, 8)))
    assert "một lần" in said


@pytest.mark.parametrize(
    "on, field, why",
    [
        (date(2026, 11, 29), "appointment_on", "ngày nghỉ"),  # a Sunday
        (date(2026, 11, 2), "appointment_on", "sau ngày đã hẹn"),
    ],
)
def test_a_day_that_cannot_be_promised_is_refused_at_its_field(cast, code, on, field, why):
    said, at_field = refused(lambda: letter(cast, code, at=AT + timedelta(hours=1), on=on))
    assert why in said and at_field == field


def test_a_letter_without_cause_is_refused(cast, code):
    assert refused(lambda: letter(cast, code, at=AT + timedelta(hours=1), cause="  "))[1] == "cause"


def test_only_who_signs_for_the_competent_agency_sends_it(cast, code):
    said, _ = refused(lambda: letter(cast, code, at=AT + timedelta(hours=1), by=cast.minh))
    assert "lãnh đạo" in said


def test_while_the_clock_stands_there_is_no_day_to_move(cast, code):
    hold(code, by=cast.minh, at=AT + timedelta(hours=1), ground="other", reason="Chờ", basis="Điều 1")
    said, _ = refused(lambda: letter(cast, code, at=AT + timedelta(hours=2)))
    assert "tạm dừng" in said


def test_what_has_no_limit_is_never_late_and_needs_no_letter(cast):
    limit("none", 0)
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    said, _ = refused(lambda: letter(cast, code, at=AT + timedelta(hours=2)))
    assert "không có ngày hẹn" in said


def test_before_acceptance_there_is_nothing_to_apologise_for(cast):
    code = file(stage.intake(cast), by=cast.lan, at=AT).code
    said, _ = refused(lambda: letter(cast, code, at=AT + timedelta(hours=2)))
    assert "Mới đăng ký" in said


def ready_from(cast, code, calendar_day: str, clock: str) -> tuple[list[str], list[str]]:
    """Who wants a letter a minute before that moment, and at it."""
    at = moment(f"{calendar_day} {clock}")
    return wanting(cast, at=at - timedelta(minutes=1)), wanting(cast, at=at)


def test_a_draft_lies_ready_on_the_whole_day_before_the_last(cast, code):
    due_day = Dossier.objects.get().due_at.astimezone(AT.tzinfo).date()
    calendar: Calendar = _calendar(cast)
    before = max(d for d in _days_before(due_day) if calendar.is_working_day(d))
    assert ready_from(cast, code, f"{before}", "00:00") == ([], [code])


def _calendar(cast) -> Calendar:
    return calendar_for(snapshot.present(), cast.commune.pk, known_at=AT)


def _days_before(day: date) -> list[date]:
    return [day - timedelta(days=n) for n in range(1, 8)]


def test_a_draft_for_a_short_limit_lies_ready_when_a_quarter_is_left(cast):
    limit("working_hour", 8)
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-02 13:30")).code
    assert code in wanting(cast, at=Dossier.objects.get().due_at - timedelta(hours=2))
    assert wanting(cast, at=moment("2026-11-02 13:31")) == []


def test_who_was_written_to_is_off_the_list_and_who_is_late_without_a_letter_stays_on_it(cast, code):
    other = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    late = Dossier.objects.get(code=code).due_at + timedelta(days=1)
    assert wanting(cast, at=late) == [code, other]
    letter(cast, code, at=late)
    assert wanting(cast, at=late + timedelta(days=3)) == [other]
    assert counts(facts(cast, at=late), at=late).tabs[Tab.APOLOGY] == 1


def test_a_specialist_has_no_letters_to_sign(cast, code):
    late = Dossier.objects.get().due_at + timedelta(days=1)
    assert wanting(cast, at=late, name="minh") == []
    assert wanting(cast, at=late, name="an") == [code]  # who supervises the province watches


def test_the_draft_names_the_step_and_a_working_day_after_all_that_was_promised(cast, code):
    late = Dossier.objects.get().due_at + timedelta(hours=20)
    drafted = draft(whole(code, facts(cast, at=late), at=late))
    assert "Thẩm định" in str(drafted.cause) or "bước “" in str(drafted.cause)
    assert _calendar(cast).is_working_day(drafted.appointment_on)
    letter(cast, code, at=late, on=drafted.appointment_on, cause=str(drafted.cause))


def test_a_hold_after_the_letter_never_makes_the_appointment_nearer(cast, code):
    letter(cast, code, at=moment("2026-11-03 08:00"), on=date(2026, 11, 12))
    ACTS["hold_other"](cast, code, moment("2026-11-04 08:00"))
    ACTS["release"](cast, code, moment("2026-12-04 08:00"))
    d = Dossier.objects.get()
    assert d.appointment == d.due_at > moment("2026-12-04 08:00")
