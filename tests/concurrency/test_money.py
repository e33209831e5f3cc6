"""Two officers at one dossier's money, one till or one book at the same moment: paid once, numbered once, in order."""

from datetime import date

from django.db import connection

from motcua.casework.certify import Request, certify
from motcua.casework.close_till import close_till
from motcua.certification.models import Certified
from motcua.certification.rules import Counts
from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.payments.models import Closing, Entry
from motcua.payments.rules import Paid
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.money import costing, paid
from tests.cast import moment
from tests.concurrency.conftest import behind, together

AT, EVENING = moment("2026-11-02 09:00"), moment("2026-11-02 16:45")
DAY, DUE = date(2026, 11, 2), 11_000
PERSON = stage.citizen(number="", no_number_reason="Không yêu cầu", phone="", address="")


def writers() -> int:
    return 12 if connection.vendor == "postgresql" else 5


def refusals(ended) -> int:
    return sum(isinstance(one, Refused) for one in ended)


def test_two_officers_who_take_the_same_due_at_once_take_it_once(cast):
    code = costing(cast, at=AT).code
    ended = together([lambda n=n: paid(cast, code, at=AT, amount=DUE, number=str(n)) for n in range(2)])
    assert refusals(ended) == 1
    assert Entry.objects.get().money.total == DUE
    check_all()


def test_a_receipt_of_a_book_is_used_once_however_many_reach_for_it(cast):
    codes = [costing(cast, at=AT).code for _ in range(writers())]
    ended = together([lambda code=code: paid(cast, code, at=AT, amount=DUE, number="7") for code in codes])
    assert refusals(ended) == len(codes) - 1, ended
    assert Entry.objects.count() == 1


def test_the_serials_of_a_till_run_without_gap_or_repetition(cast):
    codes = [costing(cast, at=AT).code for _ in range(writers())]
    together(
        [lambda n=n, code=code: paid(cast, code, at=AT, amount=DUE, number=str(n)) for n, code in enumerate(codes)]
    )
    assert sorted(Entry.objects.values_list("serial", flat=True)) == list(range(1, len(codes) + 1))
    check_all()


def test_certifications_at_one_moment_get_consecutive_numbers_and_a_refusal_takes_none(cast):
    papers = [{"name": "Bản chính", "originals": 1}]
    stage.publish_procedure(code="2.000815", name="Chứng thực bản sao từ bản chính", components=papers)

    def one(counts: Counts):
        asked = Request(
            kind="copy", requester=PERSON, content="Bằng tốt nghiệp", signer="Đinh Văn Sơn", counts=counts, paid=Paid(0)
        )
        return certify(asked, counter_id=cast.counter.pk, by=cast.lan, at=AT)

    n = writers()
    wrong = Counts(0, 0, 0)
    ended = together([lambda i=i: one(wrong if i % 3 == 2 else Counts(1, 1, 1)) for i in range(n)])
    good = n - n // 3
    assert refusals(ended) == n // 3, ended
    assert sorted(Certified.objects.values_list("number", flat=True)) == list(range(1, good + 1))
    assert Dossier.objects.count() == good


def close(cast):
    return close_till(
        counter_id=cast.counter.pk, account_id=cast.people["lan"].pk, day=DAY, counted=DUE, by=cast.lan, at=EVENING
    )


def test_a_payment_that_comes_while_its_till_is_closed_stands_on_the_next_day(cast):
    codes = [costing(cast, at=AT).code for _ in range(2)]
    paid(cast, codes[0], at=AT, amount=DUE, number="1")
    ended = behind(lambda: close(cast), lambda: paid(cast, codes[1], at=EVENING, amount=DUE, number="2"))
    assert not any(isinstance(one, BaseException) for one in ended), ended
    assert Closing.objects.get().entries == Entry.objects.filter(day=DAY).count() == 1
    assert Entry.objects.exclude(day=DAY).get().day > DAY
    check_all()


def test_a_closing_that_comes_while_a_payment_is_recorded_counts_it(cast):
    codes = [costing(cast, at=AT).code for _ in range(2)]
    paid(cast, codes[0], at=AT, amount=DUE, number="1")
    ended = behind(lambda: paid(cast, codes[1], at=EVENING, amount=DUE, number="2"), lambda: close(cast))
    assert isinstance(ended[1], Refused) and ended[1].field == "reason", "22.000 ₫ stand there, 11.000 ₫ were counted"
    assert not Closing.objects.exists() and Entry.objects.filter(day=DAY).count() == 2
    check_all()
