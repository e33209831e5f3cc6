"""What a certification costs: the tariff of TT 226/2016/TT-BTC, and what no tariff of pages may ever do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.certification.rules import MOST, Counts, fee_of, tariff_on
from motcua.kernel.sentences import Refused

TARIFF = tariff_on(date(2026, 11, 2))
COPY, SIGNATURE = TARIFF.kind("copy"), TARIFF.kind("signature")
N = st.integers(1, MOST)


@pytest.mark.parametrize(
    "pages, fee", [(1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (197, 199_000), (198, 200_000), (500, 200_000)]
)
def test_a_copy_costs_by_its_pages_up_to_the_most(pages, fee):
    assert fee_of(COPY, Counts(pages=pages)) == fee


def test_each_copy_of_each_document_is_paid_and_a_signature_by_the_case():
    assert fee_of(COPY, Counts(documents=2, copies=3, pages=4)) == 6 * 6_000
    assert fee_of(SIGNATURE, Counts(documents=2, pages=9)) == 20_000


@given(N, N, N)
def test_more_is_never_cheaper_and_no_copy_costs_more_than_the_most(documents, copies, pages):
    fee = fee_of(COPY, Counts(documents, copies, pages))
    assert fee <= 200_000 * documents * copies
    assert fee >= fee_of(COPY, Counts(documents, copies, max(1, pages - 1)))
    assert fee == documents * copies * fee_of(COPY, Counts(1, 1, pages))


@pytest.mark.parametrize("counts", [Counts(documents=0), Counts(copies=0), Counts(pages=0), Counts(pages=1_000)])
def test_a_count_that_cannot_be_is_refused(counts):
    with pytest.raises(Refused, match="từ 1 đến 999"):
        fee_of(COPY, counts)


def test_before_the_circular_there_is_no_tariff():
    with pytest.raises(Refused, match="31/12/2016"):
        tariff_on(date(2016, 12, 31))


def test_a_kind_that_nobody_knows_is_refused():
    with pytest.raises(Refused, match="Hãy chọn loại chứng thực"):
        TARIFF.kind("gold")
