"""Masks never reveal what they hide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.masking import mask_name, mask_number, mask_phone

digits = st.text(alphabet="0123456789", max_size=20)


def test_a_citizen_number_keeps_its_last_four_digits() -> None:
    assert mask_number("051090001234") == "********1234"


@given(digits)
def test_a_masked_number_shows_at_most_four_digits_and_a_third(number: str) -> None:
    masked = mask_number(number)
    shown = masked.lstrip("*")
    assert len(masked) == len(number) and number.endswith(shown)
    assert len(shown) <= 4 and len(shown) * 3 <= len(number)


@given(digits)
def test_a_masked_phone_shows_at_most_three_digits(number: str) -> None:
    assert sum(c.isdigit() for c in mask_phone(number)) <= 3


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Văn An", "N.V.A***"),
        ("Y Rỗi", "Y.R***"),
        ("A Nhất", "A.N***"),
        ("Y", "Y***"),
        ("Rỗi", "R***"),
        ("H’Hen Niê", "H.N***"),
        ("Ñoa", "Ñ***"),
        ("’Rỗi", "R***"),
        ("", "***"),
    ],
)
def test_a_masked_name_is_its_initials(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.lists(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy", min_size=2, max_size=8), min_size=1, max_size=6))
def test_a_masked_name_shows_one_letter_a_word(words: list[str]) -> None:
    assert mask_name(" ".join(words)) == ".".join(word[0] for word in words) + "***"
