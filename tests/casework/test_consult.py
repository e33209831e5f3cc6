"""Asking another agency beside the process: its own clock, its answer in words, and what becomes of it unanswered."""

from datetime import date, timedelta

import pytest

from motcua.casework.advance import advance
from motcua.casework.close_agency import close_agency
from motcua.casework.consult import HANDLERS, answer_consultation, consult, withdraw_consultation
from motcua.casework.end import withdraw
from motcua.casework.file import file_and_accept
from motcua.casework.reads.consultations import asked_of
from motcua.casework.reads.dossier import whole
from motcua.casework.reads.pointers import is_visible
from motcua.casework.reads.verbs import possible
from motcua.casework.resolve import resolve
from motcua.casework.take import take
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.notifications.models import Message
from motcua.offices import actions as office_actions
from motcua.offices import queries as office_queries
from motcua.offices import snapshot
from motcua.offices.roles import Role
from motcua.outbox.models import Job
from motcua.policy.facts import Facts
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.asking import open_
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 08:00")
DAY = date(2026, 10, 1)
LATER = AT + timedelta(hours=2)
OVER = moment("2026-11-05 08:00")  # after the two working days to answer
ASKED = {"agency": "H48.05", "question": "Có vướng mắc về pháp lý không?", "days": 2}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code


@pytest.fixture
def asked(cast, code):
    consult(code, by=cast.minh, at=AT, **ASKED)
    return code


def answer(cast, code, *, at=LATER, **changes):
    given = {"verdict": "agree", "answer": "Không vướng mắc."} | changes
    return answer_consultation(code, by=cast.quang, at=at, **given)


def facts(cast, who):
    return Facts(by=cast.actor(who), day=AT.date(), offices=snapshot.present())


def question(code) -> WorkItem:
    return WorkItem.objects.get(dossier__code=code, kind="consult")


def told(code):
    """The one question of the dossier as its page tells it."""
    dossier = Dossier.objects.get(code=code)
    [one] = asked_of(dossier, list(WorkItem.objects.filter(dossier=dossier).select_related("agency")))
    return one


def test_the_question_lies_at_the_agency_with_a_limit_of_its_own_calendar(cast, code):
    week = {day: [["08:00", "10:00"]] for day in ("mon", "tue", "wed")}
    office_actions.set_office_hours(agency_id=cast.department.pk, weekdays=week, day=DAY, by="test", at=stage.BEGINNING)
    consult(code, by=cast.minh, at=AT, **ASKED)
    item = question(code)
    assert (item.agency_id, item.role, item.due_at) == (cast.department.pk, "specialist", moment("2026-11-04 10:00"))
    check_all()


def test_the_limit_of_the_dossier_goes_on_meanwhile(cast, code):
    before = Dossier.objects.get(code=code).due_at
    consult(code, by=cast.minh, at=AT, **ASKED)
    assert Dossier.objects.get(code=code).due_at == before


def test_who_is_asked_sees_the_dossier_and_nobody_saw_it_before(cast, code):
    assert not is_visible(code, facts(cast, "quang"))
    consult(code, by=cast.minh, at=AT, **ASKED)
    assert is_visible(code, facts(cast, "quang"))
    assert possible(whole(code, facts(cast, "quang"), at=AT))["answer_consultation"].why_not is None


def test_an_answer_is_told_with_who_gave_it_and_how_they_stand_to_it(cast, asked):
    answer(cast, asked, verdict="conditions")
    one = told(asked)
    assert (one.agency, one.question, one.answer, one.verdict, one.answered_by, one.item_id) == (
        "Sở Tư pháp", ASKED["question"], "Không vướng mắc.", "conditions", "Võ Quang", None,
    )  # fmt: skip
    assert not one.is_late(OVER)
    check_all()


def test_an_answer_after_its_limit_is_taken_and_says_that_it_is_late(cast, asked):
    answer(cast, asked, at=OVER)
    assert told(asked).is_late(OVER)
    assert Event.objects.get(kind="consultation.answered").facts.find('"consultation_late":1') > 0


def test_the_dossier_waits_while_an_answer_may_come_in_time(cast, asked):
    with pytest.raises(Refused, match="Còn chờ ý kiến của Sở Tư pháp"):
        advance(asked, by=cast.minh, at=LATER)
    reason = possible(whole(asked, facts(cast, "minh"), at=LATER))["advance"].why_not
    assert "Còn chờ ý kiến của Sở Tư pháp" in str(reason)
    assert "hạn 17:00 04/11/2026" in str(reason)
    answer(cast, asked)
    assert possible(whole(asked, facts(cast, "minh"), at=LATER))["advance"].why_not is None
    advance(asked, by=cast.minh, at=LATER)


def test_after_the_limit_the_dossier_goes_on_and_says_who_was_silent(cast, asked):
    advance(asked, by=cast.minh, at=OVER)
    assert '"unanswered":"Sở Tư pháp"' in Event.objects.select_related("payload").get(kind="work.advanced").payload.body
    assert question(asked).outcome == "ended"
    one = told(asked)
    assert one.ended_at == OVER and one.is_late(OVER)
    with pytest.raises(Refused, match="Không có câu hỏi nào"):
        answer(cast, asked, at=OVER)
    check_all()


def test_the_result_too_waits_for_the_answers(cast, code):
    advance(code, by=cast.minh, at=AT)
    advance(code, by=cast.son, at=AT)
    consult(code, by=cast.son, at=AT, **ASKED)
    electronic = stage.result(issued_on=AT.date(), electronic=True)
    with pytest.raises(Refused, match="Còn chờ ý kiến"):
        resolve(code, by=cast.roi, at=LATER, result=electronic)
    resolve(code, by=cast.roi, at=OVER, result=electronic)
    check_all()


def test_a_question_is_taken_back_with_its_reason(cast, asked):
    withdraw_consultation(asked, by=cast.minh, at=LATER, note="Đã có văn bản")
    assert told(asked).ended_at == LATER and not told(asked).is_late(OVER)
    advance(asked, by=cast.minh, at=LATER)
    check_all()


def test_a_dossier_that_ends_leaves_no_question_open(cast, asked):
    withdraw(asked, by=cast.lan, at=LATER, request="Đơn rút")
    assert not WorkItem.objects.filter(closed_at__isnull=True).exists()
    check_all()


def test_who_took_the_place_of_the_agency_that_was_asked_answers_for_it(cast, asked):
    heir = open_("H48.09", "Sở Nội vụ và Tư pháp")
    close_agency(agency_id=cast.department.pk, successor_id=heir.pk, on=AT.date(), by=cast.quan, at=LATER)
    cast._actors.clear()
    assert told(asked).item_id == question(asked).pk
    at = AT + timedelta(days=1)
    by = office_queries.actor(cast.people["quang"], day=at.date())
    answer_consultation(asked, by=by, at=at, verdict="agree", answer="Không vướng mắc.")
    one = told(asked)
    assert (one.agency, one.verdict, one.item_id) == ("Sở Tư pháp", "agree", None)
    check_all()


def test_taking_a_question_does_not_begin_the_processing(cast, asked):
    take(asked, by=cast.quang, at=LATER, item_id=question(asked).pk)
    assert Dossier.objects.get(code=asked).status == 2
    answer(cast, asked)


def test_who_does_the_step_still_sees_their_own_step_first(cast, asked):
    assert whole(asked, facts(cast, "minh"), at=AT).item.kind == "process"
    assert whole(asked, facts(cast, "quang"), at=AT).item.kind == "consult"


def test_several_agencies_are_asked_at_once_and_one_only_once(cast, asked):
    office_actions.give_post(
        account=cast.people["nhat"],
        agency=cast.province,
        role=Role.SIGNER,
        day=DAY,
        by="test",
        at=AT,
    )
    consult(asked, by=cast.minh, at=AT, **ASKED | {"agency": "H48"})
    with pytest.raises(Refused, match="Đang chờ ý kiến của Sở Tư pháp"):
        consult(asked, by=cast.minh, at=AT, **ASKED)
    assert WorkItem.objects.filter(kind="consult").count() == 2
    check_all()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"agency": "H99"}, "agency", "Không có cơ quan nào mang mã “H99”"),
        ({"agency": "H48.148"}, "agency", "đang giải quyết hồ sơ này"),
        ({"agency": "H48.148.01"}, "agency", "đang giải quyết hồ sơ này"),
        ({"agency": "H48.01"}, "agency", "Chưa có ai ở"),
        ({"question": "  "}, "question", "Cần ghi nội dung hỏi"),
        ({"question": "x" * 2001}, "question", "nhiều nhất 2000 ký tự"),
        ({"days": 0}, "days", "từ 1 đến 30"),
        ({"days": 31}, "days", "từ 1 đến 30"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(cast, code, changes, field, said):
    with pytest.raises(Refused, match=said) as refused:
        consult(code, by=cast.minh, at=AT, **ASKED | changes)
    assert refused.value.field == field
    assert not WorkItem.objects.filter(kind="consult").exists()


@pytest.mark.parametrize(("changes", "field"), [({"verdict": "maybe"}, "verdict"), ({"answer": " "}, "answer")])
def test_an_answer_that_says_nothing_is_refused_at_its_field(cast, asked, changes, field):
    with pytest.raises(Refused) as refused:
        answer(cast, asked, **changes)
    assert refused.value.field == field
    assert question(asked).closed_at is None


def test_nobody_answers_for_another_agency(cast, asked):
    with pytest.raises(Refused, match="vị trí khác"):
        answer_consultation(asked, by=cast.minh, at=LATER, verdict="agree", answer="Được")


def test_who_may_answer_is_told_and_who_asked_hears_of_the_answer(cast, asked):
    run_due(AT)
    assert people_told("consultation.asked") == ["quang"]
    answer(cast, asked)
    run_due(LATER)
    assert people_told("consultation.answered") == ["minh", "nhat"]


def test_who_asked_is_told_when_the_limit_is_over_without_an_answer(cast, asked):
    run_due(OVER)
    assert people_told("consultation.waited") == ["minh"]


def test_who_was_answered_hears_of_no_limit(cast, asked):
    answer(cast, asked)
    run_due(OVER)
    assert people_told("consultation.waited") == []


def people_told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def run_due(at):
    """Do the jobs of questions whose time has come."""
    for job in Job.objects.filter(kind__in=HANDLERS, due_at__lte=at).order_by("due_at", "pk"):
        HANDLERS[job.kind](job.payload, at)
        job.delete()
