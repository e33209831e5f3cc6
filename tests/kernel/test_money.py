"""Money: shown, read and written in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import money
from motcua.kernel.sentences import Refused

amounts = st.integers(0, money.LARGEST) | st.integers(0, 10_000) | st.integers(0, 999).map(lambda n: n * 10**6 + n)

DIGITS = {w: n for n, w in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])} | {
    "mốt": 1,
    "lăm": 5,
}


def read_words(words: list[str]) -> int:
    """An independent reader: every word adds to, or multiplies, what was read since the last larger unit."""
    total = group = digit = 0
    for word in words:
        if word in DIGITS:
            digit = DIGITS[word]
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group += 10
        elif word in ("nghìn", "triệu"):
            total, group, digit = total + (group + digit) * {"nghìn": 10**3, "triệu": 10**6}[word], 0, 0
        elif word == "tỷ":
            total, group, digit = (total + group + digit) * 10**9, 0, 0
        else:
            assert word == "lẻ"
    return total + group + digit


@given(amounts)
def test_the_words_say_the_amount(amount: int) -> None:
    words = money.in_words(amount).lower().split()
    assert words.pop() == "đồng"
    assert read_words(words) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi bốn đồng"),
        (55, "Năm mươi lăm đồng"),
        (101, "Một trăm lẻ một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (1_005, "Một nghìn không trăm lẻ năm đồng"),
        (8_000, "Tám nghìn đồng"),
        (1_021_000, "Một triệu không trăm hai mươi mốt nghìn đồng"),
        (1_000_000_001, "Một tỷ không trăm lẻ một đồng"),
        (1_200_000_000_000, "Một nghìn hai trăm tỷ đồng"),
        (1_000_500_000_000, "Một nghìn tỷ năm trăm triệu đồng"),
    ],
)
def test_words_follow_usage(amount: int, words: str) -> None:
    assert money.in_words(amount) == words


def test_money_is_shown_with_dots_and_the_sign() -> None:
    assert money.shown(1234567) == "1.234.567 ₫"


@given(amounts)
def test_what_is_shown_can_be_read_again(amount: int) -> None:
    assert money.parse(money.shown(amount)) == amount


@pytest.mark.parametrize(
    "text",
    ["8.000 đồng", "8,000", "8000", "8 000 ₫", "8.000đ", "8.000 Đồng", "8,000 VNĐ", "8000vnd", " 8.000\u00a0₫\n"],
)
def test_money_is_read_as_people_type_it(text: str) -> None:
    assert money.parse(text) == 8000


@pytest.mark.parametrize(
    "text", ["", "đồng", "tám nghìn", "8.00", "8,5 đồng", "1.234,567", "1.23.456", "-8000", "8e3", "٨", "1" * 16]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        money.parse(text, field="fee")
    assert refusal.value.field == "fee"


def test_a_fraction_is_told_apart_from_nonsense() -> None:
    with pytest.raises(Refused, match="không có phần lẻ"):
        money.parse("8.000,50")


@pytest.mark.parametrize("say", [money.shown, money.in_words])
def test_a_negative_amount_is_refused(say) -> None:
    with pytest.raises(Refused, match="không được âm"):
        say(-1)
