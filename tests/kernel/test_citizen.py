"""The citizen number and the card."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import card, citizen
from motcua.kernel.birth_provinces import BIRTH_PROVINCES
from motcua.kernel.sentences import Refused

TODAY = date(2026, 11, 21)
CARD = "051190001234|212345678|Y Rỗi|05031990|Nữ|Thôn Đắk Rơ Gia, xã Đắk Tô, Quảng Ngãi|28062021"


@given(
    place=st.sampled_from(sorted(BIRTH_PROVINCES)),
    year=st.integers(1900, 2399),
    female=st.booleans(),
    rest=st.text(alphabet="0123456789", min_size=6, max_size=6),
)
def test_the_digits_say_place_sex_and_year(place: str, year: int, female: bool, rest: str) -> None:
    number = f"{place}{(year - 1900) // 100 * 2 + female}{year % 100:02d}{rest}"
    read = citizen.parse(number)
    assert read == citizen.CitizenNumber(number, year, "Nữ" if female else "Nam", BIRTH_PROVINCES[place])


def test_the_table_has_the_63_provinces_that_gave_numbers() -> None:
    assert len(BIRTH_PROVINCES) == len(set(BIRTH_PROVINCES.values())) == 63


def test_a_place_code_from_100_on_is_a_birth_abroad() -> None:
    assert citizen.parse("101090001234").province == "Nước ngoài"


@pytest.mark.parametrize(
    "text", [" 051 090 001 234 ", "051.090.001.234", "\ufeff051090001234\r\n", "051090\u200b001234"]
)
def test_spaces_and_dots_between_the_digits_do_no_harm(text: str) -> None:
    assert citizen.parse(text).number == "051090001234"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có số định danh"),
        ("05109000123", "số này có 11"),
        ("0510900012345", "số này có 13"),
        ("212345678", "chứng minh nhân dân 9 chữ số"),
        ("05109000123O", "chỉ gồm chữ số"),
        ("٠51090001234", "chỉ gồm chữ số"),
        ("003090001234", "“003” không phải mã tỉnh"),
        ("051227001234", "năm sinh là 2027, chưa tới"),
    ],
)
def test_each_fault_of_a_number_has_its_own_sentence(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        citizen.parse(text, today=TODAY, field="applicant_number")
    assert refusal.value.field == "applicant_number"


def test_a_child_of_this_year_has_a_valid_number() -> None:
    assert citizen.parse("051226001234", today=TODAY).birth_year == 2026


def test_a_card_gives_its_seven_fields() -> None:
    assert card.parse(CARD, today=TODAY) == card.Card(
        number="051190001234",
        old_number="212345678",
        name="Y Rỗi",
        birth_date="1990-03-05",
        sex="Nữ",
        address="Thôn Đắk Rơ Gia, xã Đắk Tô, Quảng Ngãi",
        issued="2021-06-28",
    )


@pytest.mark.parametrize(
    "text",
    [
        CARD + "\r\n",
        "\ufeff" + CARD,
        unicodedata.normalize("NFD", CARD),
        CARD.replace("|", " | "),
        CARD + "|Nguyễn Văn A||thêm",
        f"{CARD}\n{CARD}\n",
    ],
    ids=["line end", "byte-order mark", "NFD", "spaces", "more fields", "scanned twice"],
)
def test_how_the_scanner_typed_a_card_does_not_matter(text: str) -> None:
    assert card.parse(text) == card.parse(CARD)


def test_an_old_number_and_an_issue_date_may_be_missing() -> None:
    read = card.parse("051190001234||Y|05031990|Nữ|Đắk Tô")
    assert (read.old_number, read.issued, read.name) == (None, None, "Y")


@pytest.mark.parametrize("born", ["00001990", "1990"])
def test_a_birth_date_may_be_a_year(born: str) -> None:
    assert card.parse(CARD.replace("05031990", born)).birth_date == "1990"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có nội dung thẻ"),
        (" \n ", "Chưa có nội dung thẻ"),
        ("051190001234", "ở đây có 1;"),
        (CARD + "\n" + CARD.replace("Y Rỗi", "A Nhất"), "nhiều lần quét"),
        (CARD.replace("051190001234", "05119000123"), "số này có 11"),
        (CARD.replace("212345678", "21234"), "9 hoặc 12 chữ số"),
        (CARD.replace("Y Rỗi", ""), "Chưa có họ tên"),
        (CARD.replace("05031990", "31021990"), "Ngày sinh trên thẻ “31021990”"),
        (CARD.replace("05031990", "05031991"), "trên thẻ là 1991 nhưng theo số định danh là 1990"),
        (CARD.replace("Nữ", "X"), "Nam hoặc Nữ, ở đây là “X”"),
        (CARD.replace("28062021", "00062021"), "Ngày cấp trên thẻ"),
        (CARD.replace("28062021", "28061989"), "trước ngày sinh"),
    ],
)
def test_each_fault_of_a_card_has_its_own_sentence(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        card.parse(text)
    assert refusal.value.field == "card"


@given(st.text() | st.lists(st.text(max_size=12), min_size=6, max_size=8).map("|".join))
def test_no_text_breaks_the_reading_of_a_card(text: str) -> None:
    try:
        card.parse(text, today=TODAY)
    except Refused as refusal:
        assert str(refusal)
