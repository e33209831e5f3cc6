"""Tax codes."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from motcua.kernel import tax
from motcua.kernel.sentences import Refused

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
first_nine = st.text(alphabet="0123456789", min_size=9, max_size=9).filter(lambda n: n[2:] != "0000000")


def check_digit(nine: str) -> int:
    """The formula of rules.md 7, apart from the library that the code uses; 10 means that no such code is given out."""
    return 10 - sum(int(d) * w for d, w in zip(nine, WEIGHTS, strict=True)) % 11


@given(first_nine)
def test_a_code_with_the_right_check_digit_is_an_enterprise(nine: str) -> None:
    assume(check_digit(nine) < 10)
    number = f"{nine}{check_digit(nine)}"
    assert tax.parse(number) == tax.TaxCode(number, "enterprise")


@given(first_nine, st.integers(0, 9))
def test_any_other_check_digit_is_refused(nine: str, last: int) -> None:
    assume(last != check_digit(nine))
    with pytest.raises(Refused, match="chữ số kiểm tra"):
        tax.parse(f"{nine}{last}")


@pytest.mark.parametrize("text", ["0100112437-001", "0100112437001", "0100112437 – 001", "01.00.112.437-001"])
def test_a_branch_is_written_with_a_dash(text: str) -> None:
    assert tax.parse(text) == tax.TaxCode("0100112437-001", "branch")


def test_a_citizen_number_is_a_personal_tax_code() -> None:
    assert tax.parse("051090001234") == tax.TaxCode("051090001234", "personal")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có mã số thuế"),
        ("-", "Chưa có mã số thuế"),
        ("01001l2437", "chỉ gồm chữ số"),
        ("010011243", "mã này có 9 chữ số"),
        ("0100112437-01", "mã này có 12 chữ số"),
        ("0100112437-000", "toàn số 0"),
        ("003090001234", "không phải mã tỉnh"),
    ],
)
def test_each_fault_of_a_tax_code_has_its_own_sentence(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        tax.parse(text)
    assert refusal.value.field == "tax_code"
