"""How amounts are shared out and what a receipt is known by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.sentences import Refused
from motcua.payments.rules import Entered, Money, receipt, receipt_of, shared_out, signed, summed

SUM = st.integers(0, 10_000_000)
MONEY = st.builds(Money, SUM, SUM)


@given(MONEY, st.data())
def test_what_is_paid_goes_to_fees_first_and_never_beyond_what_is_due(left, data):
    amount = data.draw(st.integers(0, left.total))
    shared = shared_out(amount, left)
    assert shared.total == amount
    assert 0 <= shared.fee <= left.fee and 0 <= shared.charge <= left.charge
    assert shared.charge == 0 or shared.fee == left.fee


@given(st.lists(st.tuples(st.sampled_from(Entered), MONEY)))
def test_a_till_is_what_came_in_less_what_went_out_again(entries):
    came = sum(money.total for kind, money in entries if kind is Entered.PAID)
    went = sum(money.total for kind, money in entries if kind is not Entered.PAID)
    assert summed(entries).total == came - went
    assert all(signed(kind, money).total in (money.total, -money.total) for kind, money in entries)


@pytest.mark.parametrize(
    "typed, symbol, number",
    [
        ("AA/26P 0000123", "AA/26P", "0000123"),
        ("  aa/26p   123 ", "AA/26P", "123"),
        ("", "", ""),
        ("KH 01 7", "KH01", "7"),
    ],
)
def test_a_receipt_is_read_from_one_line(typed, symbol, number):
    found = receipt_of(typed)
    assert (found.symbol, found.number) == (symbol, number)


def test_zeros_before_a_number_and_small_letters_make_no_other_receipt():
    assert receipt("AA/26P", "0000123").key == receipt("aa/26p", "123").key == "AA/26P 123"
    assert receipt("AA/26P", "1230").key != receipt("AA/26P", "123").key


@pytest.mark.parametrize(
    "symbol, number, said",
    [
        ("AA/26P", "", "cả ký hiệu và số"),
        ("", "12", "cả ký hiệu và số"),
        ("A" * 31, "1", "dài quá 30"),
        ("A", "1" * 31, "dài quá 30"),
    ],
)
def test_half_a_receipt_is_none(symbol, number, said):
    with pytest.raises(Refused, match=said):
        receipt(symbol, number)
