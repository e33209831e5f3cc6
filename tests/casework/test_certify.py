"""Certifications: a row of the book is a dossier returned at once, with its fee; what was mistaken keeps its number."""

import pytest

from motcua.casework import rebuild
from motcua.casework.certify import Request, certify, void_certified
from motcua.casework.reads.fees import fees_of
from motcua.certification.models import Certified
from motcua.certification.rules import Counts
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.payments.models import Entry
from motcua.payments.rules import Paid, Receipt
from tests import cast as stage
from tests.casework.test_statements import statements
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
LATER = moment("2026-11-02 10:00")
PERSON = stage.citizen(number="", no_number_reason="Không yêu cầu", phone="", address="")


@pytest.fixture
def cast():
    cast = stage.enter()
    papers = [{"name": "Bản chính", "originals": 1}]
    stage.publish_procedure(code="2.000815", name="Chứng thực bản sao từ bản chính", components=papers)
    return cast


def certified(cast, *, at=AT, by="lan", **changes):
    values = {"kind": "copy", "requester": PERSON, "content": "Bằng tốt nghiệp", "signer": "Đinh Văn Sơn",
              "counts": Counts(1, 3, 2), "paid": Paid(0)}  # fmt: skip
    return certify(Request(**(values | changes)), counter_id=cast.counter.pk, by=cast.actor(by), at=at)


def test_a_request_is_a_row_of_the_book_and_a_dossier_that_is_returned_and_paid(cast):
    row = certified(cast)
    assert (row.number, row.year, row.fee, row.agency) == (1, 2026, 12_000, cast.commune)
    assert (row.dossier.status, row.dossier.returned_at) == (10, AT)
    result = row.dossier.results.get()
    assert (result.copies, result.serial, result.number) == (3, "1", "1/2026")
    fees = fees_of(row.dossier)
    assert (fees.due.total, fees.left) == (12_000, 0)
    assert [str(d) for c in rebuild.differences() for d in c.found] == []


def test_numbers_run_without_gaps_and_a_refusal_takes_none(cast):
    certified(cast)
    for wrong in ({"counts": Counts(pages=0)}, {"signer": " "}, {"content": ""}, {"kind": "signature"},
                  {"paid": Paid(0, receipt=Receipt("A", "1"), paid_at=LATER)}):  # fmt: skip
        with pytest.raises(Refused):
            certified(cast, **wrong)
    assert certified(cast).number == 2
    assert certified(cast, at=moment("2027-01-05 09:00")).number == 1


def test_a_mistaken_row_keeps_its_number_and_takes_its_dossier_and_money_out(cast):
    row = certified(cast)
    void_certified(row.pk, reason="Gõ nhầm số bản", by=cast.lan, at=LATER)
    row.refresh_from_db()
    assert (row.voided_at, row.void_reason) == (LATER, "Gõ nhầm số bản")
    assert Dossier.objects.get().voided_at == LATER
    assert [e.kind for e in Entry.objects.order_by("n")] == ["paid", "cancelled"]
    assert [str(d) for c in rebuild.differences() for d in c.found] == []
    assert certified(cast, at=LATER).number == 2
    with pytest.raises(Refused, match="Dòng số 1 của sổ đã hủy"):
        void_certified(row.pk, reason="Lại hủy", by=cast.lan, at=LATER)


def test_only_who_received_it_that_day_or_the_head_voids_a_row_and_with_a_reason(cast):
    row = certified(cast)
    with pytest.raises(Refused, match="Cần ghi lý do hủy"):
        void_certified(row.pk, reason=" ", by=cast.lan, at=LATER)
    for who in ("cuc", "minh", "tuyet"):
        with pytest.raises(Refused):
            void_certified(row.pk, reason="x", by=cast.actor(who), at=LATER)
    void_certified(row.pk, reason="x", by=cast.hanh, at=moment("2026-11-09 09:00"))
    assert Certified.objects.get().voided_at is not None


def test_a_row_costs_the_verbs_of_which_it_is_made(cast):
    for n in range(2):  # the second time everything is warm
        done = statements(lambda n=n: certified(cast, at=moment(f"2026-11-02 11:0{n}")))
    assert len(done) <= 4 * 12, len(done)
    row = Certified.objects.last()
    done = statements(lambda: void_certified(row.pk, reason="x", by=cast.lan, at=LATER.replace(hour=12)))
    assert len(done) <= 12, "\n".join(done)
