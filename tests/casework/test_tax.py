"""The hand-shake with the tax office: what a notice stops, what a proof lets go on, and what comes twice or amiss."""

from datetime import date
from types import SimpleNamespace

import pytest

from motcua.casework.file import file_and_accept
from motcua.casework.hold import release
from motcua.casework.tax import ask_tax, refuse_message, take_notice, take_proof, withdraw_notice
from motcua.casework.tax_messages import Notice, Proof
from motcua.casework.tax_told import HANDLERS
from motcua.correspondence.models import Exchanged
from motcua.correspondence.rules import Kind
from motcua.deadlines.models import Hold
from motcua.dossiers.models import Attachment, Dossier
from motcua.dossiers.states import Status
from motcua.files.actions import store
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.notifications.models import Message
from motcua.outbox.models import Job
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.casework.consistency import check_all
from tests.cast import moment

pytestmark = pytest.mark.django_db
MONDAY = moment("2026-11-02 09:00")  # 3 working days: due on Thursday the 5th at 17:00
SENT = moment("2026-11-03 08:00")
TUESDAY = moment("2026-11-03 10:00")
NEXT_TUESDAY = moment("2026-11-10 10:00")  # five working days later
DUE = moment("2026-11-05 17:00")
PUT_OFF = moment("2026-11-12 17:00")
NOTICE = Notice("12/TB-CCT", date(2026, 11, 3), 8_500_000, date(2026, 12, 3), "Thuế cơ sở 3", "Kho bạc")
PROOF = Proof("12/TB-CCT", "0045678", 8_500_000, moment("2026-11-10 09:30"))


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code
    ask_tax(code, by=cast.minh, at=SENT, parcel="Thửa 12, tờ bản đồ 3, xã Ba Tơ, 250 m²")
    return code


@pytest.fixture
def office(cast):
    """The system of the tax office, for the whole province."""
    return stage.tax_office(cast)


def there(code) -> SimpleNamespace:
    dossier = Dossier.objects.get(code=code)
    rows = {m.message_id: m.state for m in Exchanged.objects.filter(dossier=dossier).exclude(kind="slip")}
    return SimpleNamespace(status=dossier.state, due=dossier.due_at, rows=rows)


def events(code) -> list[str]:
    return list(Event.objects.filter(stream=Dossier.objects.get(code=code).stream).values_list("kind", flat=True))


def noticed(code, by, notice=NOTICE, *, at=TUESDAY, message="n1", **more):
    return take_notice(code, notice, by=by, at=at, message=message, **more)


def paid(code, by, proof=PROOF, *, at=NEXT_TUESDAY, message="p1", **more):
    return take_proof(code, proof, by=by, at=at, message=message, **more)


def test_the_time_from_notice_to_proof_is_not_counted(cast, code, office):
    noticed(code, office)
    assert there(code) == SimpleNamespace(status=Status.FINANCIAL, due=None, rows={"n1": "open"})
    paid(code, office)
    assert there(code) == SimpleNamespace(status=Status.IN_PROCESS, due=PUT_OFF, rows={"n1": "paid", "p1": "done"})
    assert events(code)[-4:] == ["tax.noticed", "hold.begun", "tax.paid", "hold.ended"]
    check_all()


def told(what: str) -> set[str]:
    for job in Job.objects.filter(kind="tax.tell", done_at__isnull=True):
        HANDLERS[job.kind](job.payload, job.due_at)
    return set(Message.objects.filter(kind=what).values_list("recipient__username", flat=True))


def test_who_holds_the_dossier_is_told_when_it_stands_and_when_it_goes_on(cast, code, office):
    ACTS["take"](cast, code, SENT)
    noticed(code, office)
    assert told("tax.stopped") == {"minh"}
    noticed(code, office, Notice("13/TB", date(2026, 11, 3), 200), message="n2")
    paid(code, office)
    assert told("tax.settled") == set()
    paid(code, cast.minh, Proof("13/TB", "9", 200, TUESDAY), message="p2")
    assert told("tax.settled") == set()  # Minh did it himself


def test_who_may_take_the_work_is_told_while_nobody_has_it(cast, code, office):
    noticed(code, office)
    paid(code, office)
    assert told("tax.settled") == {"minh", "nhat"}


def test_the_hold_cites_the_notice(code, office):
    noticed(code, office)
    hold = Hold.objects.get()
    assert hold.ground == "financial"
    assert hold.basis == "Thông báo số 12/TB-CCT ngày 03/11/2026 của Thuế cơ sở 3"
    assert "8.500.000 ₫" in hold.reason and "03/12/2026" in hold.reason


def test_the_slip_is_promised_to_be_sent_and_waits_until_it_is_answered(cast, code, office):
    slip = Exchanged.objects.get(kind="slip")
    assert Job.objects.get(kind="tax.send").payload == {"message": slip.message_id}
    assert (slip.state, slip.settled_at, slip.body["dossier"]) == ("promised", None, code)
    assert slip.body["parties"][0]["number"] == "051090001234"
    noticed(code, office)
    slip.refresh_from_db()
    assert (slip.state, slip.settled_at) == ("answered", TUESDAY)


def test_a_slip_on_paper_is_not_sent_from_here(cast, code):
    Job.objects.all().delete()
    ask_tax(code, by=cast.minh, at=TUESDAY, parcel="Thửa 13", by_hand=True)
    assert not Job.objects.filter(kind="tax.send").exists()
    assert list(Exchanged.objects.values_list("state", flat=True)) == ["replaced", "sent"]


@pytest.mark.parametrize("message", ["n1", "another id"])
def test_the_same_notice_twice_changes_nothing(code, office, message):
    noticed(code, office)
    before, said = there(code), events(code)
    noticed(code, office, at=NEXT_TUESDAY, message=message)
    assert (there(code), events(code)) == (before, said)


def test_one_id_for_two_contents_is_refused(code, office):
    noticed(code, office)
    with pytest.raises(Refused, match="Mã thông điệp"):
        noticed(code, office, Notice("13/TB", date(2026, 11, 3), 1))


def test_the_same_number_with_another_amount_is_refused(code, office):
    noticed(code, office)
    with pytest.raises(Refused, match="đã có ở hồ sơ này"):
        noticed(code, office, Notice("12/TB-CCT", date(2026, 11, 3), 1), message="n2")


def test_the_same_proof_twice_ends_one_hold(code, office):
    noticed(code, office)
    paid(code, office)
    before = events(code)
    paid(code, office, at=moment("2026-11-11 10:00"))
    assert events(code) == before


def test_a_proof_before_its_notice_is_refused_and_may_come_again(code, office):
    with pytest.raises(Refused, match="chưa có thông báo số 12/TB-CCT"):
        paid(code, office, at=NEXT_TUESDAY)
    why = {"by": office, "at": NEXT_TUESDAY, "reason": "Chưa có thông báo"}
    refuse_message(code, kind=Kind.PROOF, message="p1", body={"receipt": "0045678"}, **why)
    assert there(code).rows == {"p1": "refused"}
    noticed(code, office)
    paid(code, office)
    assert there(code).rows == {"n1": "paid", "p1": "done"}
    check_all()


def test_less_than_the_whole_sum_leaves_the_dossier_waiting_for_the_rest(code, office):
    noticed(code, office)
    paid(code, office, Proof("12/TB-CCT", "1", 8_000_000, TUESDAY))
    assert there(code).status is Status.FINANCIAL
    paid(code, office, Proof("12/TB-CCT", "2", 500_000, TUESDAY), message="p2")
    assert there(code).status is Status.IN_PROCESS


def test_a_receipt_counts_once(code, office):
    noticed(code, office)
    paid(code, office, Proof("12/TB-CCT", "1", 8_000_000, TUESDAY))
    with pytest.raises(Refused, match="đã được ghi"):
        paid(code, office, Proof("12/TB-CCT", "1", 500_000, TUESDAY), message="p2")


def test_of_two_notices_both_must_be_paid(code, office):
    noticed(code, office)
    noticed(code, office, Notice("13/TB", date(2026, 11, 3), 200), message="n2")
    paid(code, office)
    assert there(code).status is Status.FINANCIAL
    paid(code, office, Proof("13/TB", "9", 200, TUESDAY), message="p2")
    assert there(code).status is Status.IN_PROCESS
    assert Hold.objects.count() == 1


def test_a_notice_of_nothing_due_stops_nothing(code, office):
    noticed(code, office, Notice("12/TB-CCT", date(2026, 11, 3), 0))
    assert there(code) == SimpleNamespace(status=Status.ACCEPTED, due=DUE, rows={"n1": "nothing_due"})


def test_a_withdrawn_notice_lets_the_dossier_go_on(code, office):
    noticed(code, office)
    withdraw_notice(code, "12/TB-CCT", by=office, at=NEXT_TUESDAY, reason="Sai người nộp", message="w1")
    assert there(code) == SimpleNamespace(status=Status.IN_PROCESS, due=PUT_OFF, rows={"n1": "withdrawn", "w1": "done"})
    with pytest.raises(Refused, match="không còn chờ nộp: đã thu hồi"):
        paid(code, office)
    check_all()


def test_what_was_paid_of_a_replaced_notice_counts_for_the_new_one(code, office):
    noticed(code, office)
    paid(code, office, Proof("12/TB-CCT", "1", 5_000_000, TUESDAY), at=moment("2026-11-04 10:00"))
    lower = Notice("14/TB", date(2026, 11, 4), 6_000_000, replaces="12/TB-CCT")
    noticed(code, office, lower, message="n2", at=moment("2026-11-05 10:00"))
    assert there(code).status is Status.FINANCIAL
    with pytest.raises(Refused, match="đã thay thế"):
        paid(code, office, Proof("12/TB-CCT", "2", 1_000_000, TUESDAY), message="p2")
    paid(code, office, Proof("14/TB", "2", 1_000_000, TUESDAY), message="p3")
    assert there(code).rows == {"n1": "replaced", "p1": "done", "n2": "paid", "p3": "done"}
    assert there(code).status is Status.IN_PROCESS


def test_a_notice_that_replaces_none_is_refused(code, office):
    with pytest.raises(Refused, match="để thay thế"):
        noticed(code, office, Notice("14/TB", date(2026, 11, 3), 1, replaces="12/TB-CCT"))


def test_only_what_was_asked_for_is_answered_by_message(cast, office):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code
    with pytest.raises(Refused, match="chưa được chuyển thông tin"):
        noticed(code, office)
    noticed(code, cast.minh, message="")
    assert there(code).status is Status.FINANCIAL


def test_a_paper_is_typed_with_its_scan(cast, code):
    scan = store(name="tb.pdf", content=b"%PDF-1.4\n%%EOF\n", at=TUESDAY)
    noticed(code, cast.lan, message="", scan=scan)
    paid(code, cast.minh, message="", scan=scan)
    assert list(Attachment.objects.values_list("kind", "name")) == [
        ("evidence", "Thông báo của cơ quan thuế"),
        ("evidence", "Chứng từ nộp tiền"),
    ]
    assert set(Exchanged.objects.exclude(kind="slip").values_list("by_hand", flat=True)) == {True}
    assert there(code).due == PUT_OFF


def test_what_a_person_let_go_on_already_stays_as_it_is(cast, code, office):
    noticed(code, office)
    release(code, by=cast.minh, at=moment("2026-11-09 10:00"), note="Có giấy nộp tiền")
    paid(code, office)
    assert events(code)[-1] == "tax.paid"


def test_an_ended_dossier_takes_no_notice(cast, code, office):
    ACTS["withdraw"](cast, code, TUESDAY)
    with pytest.raises(Refused, match="Công dân yêu cầu rút hồ sơ"):
        noticed(code, office)


def test_the_system_of_the_tax_office_does_nothing_else(cast, code, office):
    with pytest.raises(Refused):
        ask_tax(code, by=office, at=TUESDAY, parcel="Thửa 12")
    with pytest.raises(Refused):
        release(code, by=office, at=TUESDAY)


def test_a_tax_office_of_another_place_is_refused(cast, code):
    elsewhere = stage.tax_office(cast, at=cast.department, name="thue-khac")
    with pytest.raises(Refused, match="thụ lý"):
        noticed(code, elsewhere)


@pytest.mark.parametrize(
    "notice, field",
    [
        (Notice(" ", date(2026, 11, 3), 1), "number"),
        (Notice("1", date(2026, 11, 4), 1), "issued_on"),
        (Notice("1", date(2026, 11, 3), -1), "amount"),
        (Notice("1", date(2026, 11, 3), 1, date(2026, 11, 2)), "pay_by"),
        (Notice("1" * 81, date(2026, 11, 3), 1), "number"),
        (Notice("1", date(2026, 11, 3), 1, office="x" * 151), "office"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_at_its_field(code, office, notice, field):
    with pytest.raises(Refused) as refused:
        noticed(code, office, notice)
    assert refused.value.field == field
    assert there(code).status is Status.ACCEPTED


@pytest.mark.parametrize(
    "proof, field",
    [
        (Proof("12/TB-CCT", "", 1, TUESDAY), "receipt"),
        (Proof("12/TB-CCT", "1", 0, TUESDAY), "amount"),
        (Proof("12/TB-CCT", "1", 1, moment("2026-11-10 10:01")), "paid_at"),
    ],
)
def test_a_proof_that_cannot_be_is_refused_at_its_field(code, office, proof, field):
    noticed(code, office)
    with pytest.raises(Refused) as refused:
        paid(code, office, proof)
    assert refused.value.field == field


@pytest.mark.parametrize("parcel", ["", "  ", "x" * 501])
def test_a_slip_says_which_parcel(cast, code, parcel):
    with pytest.raises(Refused) as refused:
        ask_tax(code, by=cast.minh, at=TUESDAY, parcel=parcel)
    assert refused.value.field == "parcel"


def test_an_id_is_known_by_its_dossier(cast, code, office):
    other = file_and_accept(stage.intake(cast), by=cast.lan, at=MONDAY).code
    ask_tax(other, by=cast.minh, at=SENT, parcel="Thửa 13")
    noticed(code, office)
    noticed(other, office)
    assert there(code) == there(other) == SimpleNamespace(status=Status.FINANCIAL, due=None, rows={"n1": "open"})
