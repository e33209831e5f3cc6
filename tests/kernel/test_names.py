"""Names are taken as they are."""

import unicodedata

import pytest

from motcua.kernel import names
from motcua.kernel.sentences import Refused


@pytest.mark.parametrize("name", ["Y", "A Nhất", "Y’Rỗi", "H'Hen Niê", "Ƀăn Čĕ Ñŏ", "Jean-Luc d’Arc", "Nguyễn Văn An"])
def test_a_name_is_kept_letter_by_letter(name: str) -> None:
    assert names.parse(name) == name


def test_a_name_is_stored_in_one_spelling() -> None:
    assert names.parse(unicodedata.normalize("NFD", " \ufeffNguyễn\u00a0 Văn\tAn\u200b ")) == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có họ tên"),
        (" \u200b ", "Chưa có họ tên"),
        ("Nguyễn Văn 2", "chữ số “2”"),
        ("An²", "chữ số"),
        ("An\x00", "ký tự điều khiển"),
        ("An\udcff", "ký tự điều khiển"),
        ("<b>An", "ký tự “<”"),
        ("An|", "ký tự “|”"),
        ("’", "chưa có chữ cái"),
        ("A" * 201, "dài quá 200"),
    ],
)
def test_what_is_no_name_is_refused_in_a_sentence_of_its_own(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        names.parse(text)
    assert refusal.value.field == "name"


def test_the_name_of_a_body_may_have_digits_and_signs() -> None:
    assert names.parse_body(" Công ty TNHH 36 & Con\n") == "Công ty TNHH 36 & Con"


@pytest.mark.parametrize(("text", "said"), [("", "Chưa có tên"), ("A\x00", "ký tự điều khiển"), ("A" * 201, "quá 200")])
def test_what_is_no_name_of_a_body_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        names.parse_body(text)
