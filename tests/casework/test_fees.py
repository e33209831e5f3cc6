"""Money at the counter: what is due, what was paid, what was entered wrongly and put right, and what is refused."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.casework import rebuild
from motcua.casework.fees import assess, cancel_payment, pay, refund, settle
from motcua.casework.fees_due import Said
from motcua.casework.file import file_and_accept
from motcua.casework.reads.fees import fees_of
from motcua.casework.void import void
from motcua.catalogue.charges import Kind, Per
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.payments.models import Assessment, Entry
from motcua.payments.rules import Money, Paid, Receipt, Way
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.casework.money import POOR, costing, paid
from tests.casework.refusals import refusal
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-02 09:00")
LATER = moment("2026-11-02 10:00")


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def code(cast):
    return costing(cast, at=AT).code


def fees(code):
    return fees_of(Dossier.objects.select_related("version").get(code=code))


def differences(code):
    return [str(d) for row in rebuild.differences() if row.code == code for d in row.found]


def test_the_charges_of_the_procedure_are_due_without_anybody_saying_so(code):
    now = fees(code)
    assert (now.known, now.due, now.left) == (True, Money(8_000, 3_000), 11_000)
    assert Assessment.objects.count() == 0


def test_more_copies_cost_more(cast, code):
    assess(code, Said({Per.COPY: 4}), by=cast.lan, at=AT)
    assert fees(code).due == Money(8_000, 12_000)


def test_an_exemption_takes_off_what_it_is_for_and_names_its_basis(cast, code):
    assess(code, Said(ground=POOR), by=cast.lan, at=AT)
    now = fees(code)
    assert now.due == Money(0, 3_000)
    line = now.lines[0]
    assert (line.percent, line.ground, line.basis) == (100, POOR, "Điều 5 Nghị quyết 12/2024/NQ-HĐND")


def test_what_is_said_again_stands_in_place_of_what_was_said(cast, code):
    assess(code, Said(ground=POOR), by=cast.lan, at=AT)
    assess(code, Said(ground="Người cao tuổi"), by=cast.lan, at=LATER)
    assert fees(code).due == Money(4_000, 3_000)
    assert Event.objects.filter(kind="fees.assessed").count() == 2 and differences(code) == []


def test_where_the_catalogue_has_no_amount_one_is_typed(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    assert fees(code).known is False
    assess(code, Said(amount=50_000, name="Phí thẩm định", kind=Kind.CHARGE), by=cast.lan, at=AT)
    assert fees(code).due == Money(0, 50_000)


def test_an_exemption_that_is_typed_names_who_has_it_and_why(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    with refusal("Không thu thì phải ghi đối tượng được miễn và căn cứ.", field="ground"):
        assess(code, Said(amount=0), by=cast.lan, at=AT)
    with refusal("Cần ghi căn cứ của việc miễn.", field="basis"):
        assess(code, Said(amount=0, ground="Trẻ em"), by=cast.lan, at=AT)
    assess(code, Said(amount=0, ground="Trẻ em", basis="Điều 10"), by=cast.lan, at=AT)
    assert (fees(code).due.total, fees(code).lines[0].ground) == (0, "Trẻ em")


@pytest.mark.parametrize(
    "said, field, sentence",
    [
        (Said(ground="Ai cũng được"), "ground",
         "Thủ tục không có mức miễn, giảm cho “Ai cũng được”. Hãy chọn lại đối tượng."),
        (Said({Per.COPY: -1}), "quantity", "Số lượng phải từ 0 đến 9999."),
        (Said(amount=5), "amount", "Mức thu của thủ tục này đã có trong danh mục, không ghi tay được."),
    ],
)  # fmt: skip
def test_what_the_procedure_does_not_know_is_not_said(cast, code, said, field, sentence):
    with refusal(sentence, field=field):
        assess(code, said, by=cast.lan, at=AT)


def test_a_payment_stands_with_its_receipt_in_the_till_and_in_the_journal(cast, code):
    paid(cast, code, at=LATER, way=Way.TRANSFER, paid_at=AT)
    (entry,) = fees(code).entries
    assert (entry.money, entry.way, entry.symbol, entry.number) == (
        Money(8_000, 3_000),
        "transfer",
        "AA/26P",
        "0000123",
    )
    assert (entry.by, entry.counter, entry.paid_at, entry.at) == (cast.people["lan"], cast.counter, AT, LATER)
    assert fees(code).left == 0 and differences(code) == []
    assert Event.objects.get(kind="fees.paid").by == cast.lan.ref


def test_what_is_paid_in_parts_goes_to_fees_first(cast, code):
    paid(cast, code, at=AT, amount=5_000, number="1")
    paid(cast, code, at=LATER, amount=6_000, number="2")
    assert [e.money for e in fees(code).entries] == [Money(5_000, 0), Money(3_000, 3_000)]


@pytest.mark.parametrize(
    "paying, field, sentence",
    [
        ({"amount": 11_001}, "amount", "Chỉ còn phải thu 11.000 ₫, không thu 11.001 ₫ được. Hãy xem lại số tiền."),
        ({"amount": 0}, "amount", "Số tiền phải lớn hơn 0."),
        ({"amount": -5}, "amount", "Số tiền không được âm; hãy ghi số đồng từ 0 trở lên."),
        ({"paid_at": LATER + timedelta(minutes=1)}, "paid_at",
         "Lúc nộp tiền không được ở tương lai: 10:01 02/11/2026."),
    ],
)  # fmt: skip
def test_a_payment_that_cannot_be_is_refused_and_nothing_is_kept(cast, code, paying, field, sentence):
    with refusal(sentence, field=field):
        paid(cast, code, at=LATER, **paying)
    assert not Entry.objects.exists()


def test_nothing_is_paid_twice(cast, code):
    paid(cast, code, at=AT)
    with refusal("Hồ sơ không còn khoản nào phải thu.", field="amount"):
        paid(cast, code, at=LATER, number="124")


def test_nothing_is_paid_while_nobody_knows_what_is_due(cast):
    code = file_and_accept(stage.intake(cast), by=cast.lan, at=AT).code
    with refusal("Chưa rõ số tiền phải thu của hồ sơ này. Hãy tính phí, lệ phí trước.", field="amount"):
        paid(cast, code, at=LATER)


def test_a_receipt_stands_for_one_payment_of_the_counter(cast, code):
    paid(cast, code, at=AT)
    other = costing_again(cast)
    with pytest.raises(Refused, match="Biên lai AA/26P 123 đã được ghi cho một lần thu khác") as no:
        paid(cast, other, at=LATER, number="123", by="cuc")
    assert no.value.field == "receipt"


def costing_again(cast):
    version = Dossier.objects.latest("pk").version_id
    return file_and_accept(stage.intake(cast, version_id=version), by=cast.cuc, at=AT).code


def test_payments_without_a_receipt_yet_are_no_twins(cast, code):
    paid(cast, code, at=AT, amount=5_000, number="")
    paid(cast, code, at=LATER, amount=6_000, number="")
    assert fees(code).left == 0


def test_a_wrong_payment_is_cancelled_by_another_entry_and_its_receipt_is_free_again(cast, code):
    paid(cast, code, at=AT, amount=10_000)
    cancel_payment(code, 1, by=cast.hanh, at=LATER, reason="Gõ nhầm số tiền")
    assert (fees(code).left, [e.kind for e in fees(code).entries]) == (11_000, ["paid", "cancelled"])
    paid(cast, code, at=LATER)
    assert fees(code).left == 0 and differences(code) == []
    with refusal("Hồ sơ không có lần thu số 1 còn hiệu lực.", field="n"):
        cancel_payment(code, 1, by=cast.lan, at=LATER, reason="Lại hủy")


def test_what_is_right_comes_with_the_cancelling_in_one_press(cast, code):
    paid(cast, code, at=AT, amount=10_000)
    right = Paid(11_000, Way.TRANSFER, Receipt("AA/26P", "0000123"))
    cancel_payment(code, 1, by=cast.lan, at=LATER, reason="Gõ nhầm", instead=right)
    assert [(e.kind, e.money.total, e.way) for e in fees(code).entries] == [
        ("paid", 10_000, "cash"), ("cancelled", 10_000, "cash"), ("paid", 11_000, "transfer"),
    ]  # fmt: skip
    assert [e.serial for e in Entry.objects.order_by("serial")] == [1, 2, 3]
    assert Entry.objects.filter(cancelled_at__isnull=False).get().n == 1 and differences(code) == []
    check_all()


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_cancelled_or_given_back_without_a_reason(cast, code, reason):
    paid(cast, code, at=AT)
    with refusal("Cần ghi lý do.", field="reason"):
        cancel_payment(code, 1, by=cast.lan, at=LATER, reason=reason)
    with refusal("Cần ghi lý do.", field="reason"):
        refund(code, 1, by=cast.lan, at=LATER, amount=1, reason=reason)


def test_money_is_given_back_in_parts_but_never_more_than_came(cast, code):
    paid(cast, code, at=AT)
    refund(code, 1, by=cast.lan, at=LATER, amount=9_000, reason="Nộp nhầm")
    with refusal("Lần thu này chỉ còn 2.000 ₫ để hoàn trả.", field="amount"):
        refund(code, 1, by=cast.lan, at=LATER, amount=2_001, reason="Nộp nhầm")
    with refusal("Lần thu số 1 đã hoàn trả một phần nên không hủy được; hãy hoàn trả phần còn lại.", field="n"):
        cancel_payment(code, 1, by=cast.lan, at=LATER, reason="Gõ nhầm")
    refund(code, 1, by=cast.lan, at=LATER, amount=2_000, reason="Nộp nhầm", way=Way.TRANSFER)
    assert [e.money for e in fees(code).entries] == [Money(8_000, 3_000), Money(8_000, 1_000), Money(0, 2_000)]
    assert fees(code).paid == Money() and differences(code) == []


def test_a_dossier_whose_money_is_kept_is_not_voided(cast, code):
    paid(cast, code, at=AT)
    with refusal("Hồ sơ còn giữ 11.000 ₫ đã thu. Hãy hủy lần thu hoặc hoàn trả trước khi hủy hồ sơ."):
        void(code, by=cast.hanh, at=LATER, reason="Ghi trùng")
    refund(code, 1, by=cast.lan, at=LATER, amount=11_000, reason="Ghi trùng")
    assert void(code, by=cast.hanh, at=LATER, reason="Ghi trùng").voided_at == LATER


def test_strangers_take_no_money(cast, code):
    for name in ("minh", "tuyet", "hanh"):
        with pytest.raises(Refused, match="công chức tiếp nhận"):
            paid(cast, code, at=LATER, by=name)


def test_what_is_due_and_its_payment_come_in_one_press(cast, code):
    settle(code, Said(ground=POOR), Paid(0, receipt=Receipt("AA/26P", "7")), by=cast.lan, at=AT)
    assert (fees(code).due.total, fees(code).paid.total, differences(code)) == (3_000, 3_000, [])


@pytest.mark.parametrize("spoil", ["fee", "cancelled_at", "delete", "assessment"])
def test_a_till_that_says_something_else_than_the_journal_is_found(cast, code, spoil):
    assess(code, Said(ground=POOR), by=cast.lan, at=AT)
    paid(cast, code, at=AT, amount=3_000)
    if spoil == "delete":
        Entry.objects.all().delete()
    elif spoil == "assessment":
        Assessment.objects.update(charge=2_000)
    else:
        Entry.objects.update(**{spoil: 1 if spoil == "fee" else LATER})
    assert len(differences(code)) == 1


ACTS = st.lists(st.tuples(st.sampled_from(["pay", "cancel", "refund", "ground"]), st.integers(1, 12)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_whatever_is_done_what_is_kept_is_never_below_zero_and_the_journal_agrees(cast, acts):
    code = costing_fresh(cast)
    for n, (act, k) in enumerate(acts, 1):
        at = AT + timedelta(minutes=n)
        try:
            if act == "pay":
                pay(code, Paid(k * 1_000, Way.CASH if k % 2 else Way.TRANSFER), by=cast.lan, at=at)
            elif act == "cancel":
                cancel_payment(code, k, by=cast.lan, at=at, reason="x")
            elif act == "refund":
                refund(code, k, by=cast.lan, at=at, amount=k * 500, reason="x")
            else:
                assess(code, Said({Per.COPY: k}, POOR if k % 2 else ""), by=cast.lan, at=at)
        except Refused:
            pass
    now = fees(code)
    assert now.paid.fee >= 0 and now.paid.charge >= 0
    assert now.left == now.due.total - now.paid.total
    assert [e.n for e in now.entries] == list(range(1, len(now.entries) + 1))
    assert differences(code) == []


def costing_fresh(cast):
    found = Dossier.objects.filter(version__procedure__code="1.000656").last()
    if found is None:
        return costing(cast, at=AT).code
    return file_and_accept(stage.intake(cast, version_id=found.version_id), by=cast.lan, at=AT).code
