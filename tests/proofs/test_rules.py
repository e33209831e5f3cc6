"""Codes are six digits of the installation's key; limits count what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.proofs.rules import DAY, LIMITS, QUARTER, code_of, digest_of, over


@given(st.binary(min_size=1), st.integers(min_value=1), st.text())
def test_a_code_is_six_digits_and_made_again_the_same(secret, proof, salt):
    code = code_of(secret, proof=proof, salt=salt)
    assert len(code) == 6 and code.isdigit() and code.isascii()
    assert code == code_of(secret, proof=proof, salt=salt)


def test_codes_differ_by_key_proof_and_salt():
    codes = {code_of(k, proof=n, salt=s) for k in (b"a", b"b") for n in (1, 2) for s in ("x", "y")}
    assert len(codes) == 8


def test_codes_are_spread_over_all_numbers():
    codes = [int(code_of(b"key", proof=n, salt="s")) for n in range(4000)]
    assert len(set(codes)) > 3950
    assert all(300 < sum(code // 100_000 == first for code in codes) < 500 for first in range(10))


@given(st.text(), st.text())
def test_a_digest_tells_texts_apart_and_kinds_too(one, other):
    assert (digest_of(b"k", "contact", one) == digest_of(b"k", "contact", other)) == (one == other)
    assert digest_of(b"k", "contact", one) != digest_of(b"l", "contact", one)
    assert digest_of(b"k", "contact", one) != digest_of(b"k", "caller", one)


@given(st.lists(st.integers(0, 300), min_size=len(LIMITS), max_size=len(LIMITS)))
def test_a_limit_is_overstepped_by_one_more_than_it_allows(numbers):
    limit = over(dict(enumerate(numbers)))
    broken = [one for one, n in zip(LIMITS, numbers, strict=True) if n > one.most]
    assert (limit is None) == (not broken)
    if limit is not None:
        assert limit in broken and limit.within == max(one.within for one in broken)


@pytest.mark.parametrize("by", ["contact", "dossier", "caller"])
def test_each_is_limited_by_the_quarter_hour_and_by_the_day(by):
    assert [limit.within for limit in LIMITS if limit.by == by] == [QUARTER, DAY]
