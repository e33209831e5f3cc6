"""Folding for search and the order of names."""

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.kernel.folding import APOSTROPHES, fold, index_terms, initials, sort_key, terms

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
HIGHLANDS = "ƀčĕĭŏŭñ"
words = st.text(alphabet=VIETNAMESE + HIGHLANDS + VIETNAMESE.upper() + "ƀčĕŏñ".upper() + " '’", max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("Nguyễn Thị Ướt", "nguyen thi uot"),
        ("Ƀuôn Čư Ñĕ Kŏ", "buon cu ne ko"),
        ("H48.14-261121-0012", "h48.14-261121-0012"),
        ("  Quảng\tNgãi\n", "quang ngai"),
    ],
)
def test_folding_leaves_plain_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(words)
def test_folding_vietnamese_gives_ascii(text: str) -> None:
    assert fold(text).isascii()


@given(st.text())
@example("\u212a \u1d2c \u0130")  # signs that hide capitals or marks
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(words)
def test_the_two_ways_to_encode_a_letter_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(words)
def test_capitals_fold_like_small_letters(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_every_apostrophe_is_the_same_apostrophe(mark: str) -> None:
    assert fold(f"Y{mark}Rỗi") == "yroi"
    assert terms(f"Y{mark}Rỗi") == ["y", "roi"]


def test_a_stroke_written_as_a_mark_of_its_own_is_dropped() -> None:
    assert fold("b\u0335uon") == "buon"


def test_terms_part_at_apostrophes_hyphens_and_dots() -> None:
    assert terms("Bà Rịa-Vũng Tàu, H’Hen. 1.004203") == ["ba", "ria", "vung", "tau", "h", "hen", "1", "004203"]


@pytest.mark.parametrize("typed", ["h hen", "H’Hen", "hhen", "hen"])
def test_a_name_with_an_apostrophe_is_found_however_it_is_typed(typed: str) -> None:
    stored = index_terms("H’Hen Niê")
    assert all(any(word.startswith(term) for word in stored) for term in terms(typed))


@given(words)
def test_what_is_indexed_holds_what_is_asked(text: str) -> None:
    assert set(terms(text)) <= set(index_terms(text))


def test_initials_are_those_of_the_folded_words() -> None:
    assert initials("Đăng ký khai sinh") == "dkks"


ALPHABET = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
NAMES = ["An", "Ân", "Âu", "Ba Ba", "Bà", "Bùi Văn A", "Bùi Văn Ă", "Bụi Văn A", "Dũng", "Đạt", "Y Rỗi"]
OTHER_LETTERS = ["9", "b", "ƀ", "c", "č", "d", "e", "ĕ", "ê", "f", "n", "ñ", "o", "ŏ", "ô", "w"]


@pytest.mark.parametrize("ordered", [ALPHABET, TONES, NAMES, OTHER_LETTERS])
def test_sorting_follows_the_vietnamese_dictionary(ordered: list[str]) -> None:
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


@given(st.text(alphabet=VIETNAMESE + " ", max_size=20), st.text(alphabet=VIETNAMESE + " ", max_size=20))
def test_only_text_alike_but_for_spaces_has_one_sort_key(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one.split() == other.split())


@given(st.text())
@example("\u212a \u1d2c \u0130")
def test_a_sort_key_is_safe_in_any_collation(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
