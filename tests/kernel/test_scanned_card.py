"""A card through a keyboard that changes letters: what was on it is filled in, and what is in doubt is said."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import card, scanned_card
from motcua.kernel.sentences import Refused
from motcua.kernel.typing_methods import is_syllable, telex, untangled, vni

TODAY = date(2026, 11, 19)
NAME, HOME = "Phạm Thị Đồng Xuân", "Tổ 4, phường Nghĩa Lộ, tỉnh Quảng Ngãi"
CARD = f"051190001234|212345678|{NAME}|02031990|Nữ|{HOME}|01072024"
TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "sfrxj", strict=True))
NAMES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Hoàng",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Văn",
    "Thị",
    "Đình",
    "Quốc",
    "Thúy",
    "Hòa",
    "Giang",
    "Quý",
    "Nghĩa",
    "Tuyết",
    "Nguyệt",
    "Khuê",
    "Uyên",
    "Oanh",
    "Yến",
    "Thượng",
    "Phước",
    "Trường",
    "Xuân",
    "Sơn",
    "Thảo",
    "Thiện",
    "Duyên",
    "Khiêm",
    "Chuyên",
    "Hương",
    "Tươi",
    "Đường",
    "Mỹ",
]
MARKS = {"â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "ă": "a8", "đ": "d9"}
TELEX = {"â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "ă": "aw", "đ": "dd"}


def keys(word: str, marks: dict[str, str], tones: dict[str, str]) -> str:
    """The keys that type a word: marks beside their letters, the tone after all."""
    typed, tone = "", ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((tones[c] for c in parts if c in tones), tone)
        plain = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        mark = marks.get(plain.lower(), plain.lower())
        typed += mark.capitalize() if plain.isupper() else mark
    return typed + tone


def by_telex(text: str) -> str:
    return " ".join(keys(word, TELEX, TONES) for word in text.split(" "))


def by_vni(text: str) -> str:
    tones = {tone: str(n) for tone, n in zip(TONES, range(1, 6), strict=True)}
    return " ".join(keys(word, MARKS, tones) for word in text.split(" "))


names = st.lists(st.sampled_from(NAMES), min_size=2, max_size=5).map(" ".join)


@pytest.mark.parametrize("word", NAMES)
def test_names_of_everyday_are_syllables(word: str) -> None:
    assert is_syllable(word) and untangled(word) == word


@pytest.mark.parametrize("word", ["Ksor", "Kpă", "Rmah", "Krông", "Siuh", "Kả", "Ngiêm", "Phac", "Wang"])
def test_what_vietnamese_does_not_spell_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@given(names)
def test_what_was_typed_by_telex_or_vni_is_read_as_it_was_meant(name: str) -> None:
    assert " ".join(map(telex, by_telex(name).split())) == name
    assert " ".join(map(vni, by_vni(name).split())) == name


@given(name=names, home=names, typed=st.sampled_from([by_telex, by_vni]))
def test_a_card_typed_key_by_key_is_recovered_and_to_be_compared(
    name: str, home: str, typed: Callable[[str], str]
) -> None:
    text = f"051190001234|212345678|{typed(name)}|02031990|{typed('Nữ')}|{typed(home)}|01072024"
    found = scanned_card.read(text, today=TODAY)
    assert (found.card.name, found.card.address, found.card.sex) == (name, home, "Nữ")
    assert found.doubts or typed(name) == name  # nothing was changed where no letter has a mark


@given(
    name=names,
    through=st.sampled_from(
        [
            lambda t: t,
            lambda t: unicodedata.normalize("NFD", t),
            lambda t: t.encode().decode("latin-1"),
            lambda t: t.replace("|", "~"),
            lambda t: t + "\r\n",
        ]
    ),
)
def test_a_code_page_a_layout_or_a_form_of_letters_changes_nothing(name: str, through: Callable[[str], str]) -> None:
    text = CARD.replace(NAME, name)
    assert scanned_card.read(through(text), today=TODAY) == scanned_card.Reading(card.parse(text, today=TODAY))


@given(number=st.integers(0, 999_999), old=st.integers(0, 999_999_999))
def test_numbers_typed_on_the_vietnamese_layout_of_windows_are_digits_again(number: int, old: int) -> None:
    row = str.maketrans("0123456789", "đăâêô\u0300\u0309\u0303\u0301\u0323")
    text = f"051190{number:06}|{old:09}|{NAME}|02031990|Nữ|Tổ dân phố|01072024"
    typed = "|".join(part.translate(row) if n in (0, 1, 3, 6) else part for n, part in enumerate(text.split("|")))
    found = scanned_card.read(typed, today=TODAY)
    assert found.card == card.parse(text, today=TODAY)
    assert [d.text for d in found.doubts] == [scanned_card.CHANGED]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Ksỏ H'Lan Vân", "Ksor H'Lan Vân"),
        ("Phaạm Thị DĐồng", "Phạm Thị Đồng"),
        ("pHẠM tHỊ đỒNG", "Phạm Thị Đồng"),
        ("Kpă H'Nhất", "Kpă H'Nhất"),
    ],
    ids=["a tone that was a letter", "letters not taken back", "the capitals' lock", "a name of Jrai"],
)
def test_a_name_that_shows_what_happened_to_it_is_put_right(typed: str, read: str) -> None:
    found = scanned_card.read(CARD.replace(NAME, typed), today=TODAY)
    assert found.card.name == read
    assert [d.text for d in found.doubts] == ([scanned_card.CHANGED] if typed != read else [])


def test_letters_that_lost_their_marks_are_said_and_the_rest_is_filled_in() -> None:
    found = scanned_card.read("051190001234||Pham Thi Dong|02031990|Nu|To 4, Nghia Lo|01072024", today=TODAY)
    assert (found.card.number, found.card.birth_date, found.card.sex) == ("051190001234", "1990-03-02", "Nữ")
    assert [d.text for d in found.doubts] == [scanned_card.LOST]


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("02031990", "02131990", "không phải ngày có thật"),
        ("01072024", "01070", "không phải ngày có thật"),
        ("212345678", "21234", "9 hoặc 12 chữ số"),
        ("05119000", "0511900", "phải có đúng 12 chữ số"),
        ("02031990", "02031991", "theo số định danh là 1990"),
        ("Nữ", "?", "lấy theo số định danh"),
    ],
)
def test_what_one_part_lacks_takes_nothing_from_the_others(wrong: str, right: str, said: str) -> None:
    found = scanned_card.read(CARD.replace(wrong, right), today=TODAY)
    assert (found.card.name, found.card.sex, found.card.address) == (NAME, "Nữ", HOME)
    assert [said in str(d) for d in found.doubts] == [True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("051190001234|212345678|Phạm|02031990|Nữ", "cần ít nhất 6 phần"),
        ("https://example.vn|b|c|d|e|f", "không phải mã QR của thẻ"),
    ],
)
def test_what_is_no_card_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        scanned_card.read(text, today=TODAY)


@given(st.text() | st.lists(st.text(max_size=12), min_size=6, max_size=8).map("|".join))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        assert isinstance(scanned_card.read(text, today=TODAY), scanned_card.Reading)
    except Refused as refusal:
        assert str(refusal)
