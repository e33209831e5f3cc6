"""The parts of the search that need no database: syllables, slips, sayings, readings."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.finding.asking import Known
from motcua.catalogue.finding.codes import Text
from motcua.catalogue.finding.everyday import SHIPPED, Everyday, Saying, dictionary
from motcua.catalogue.finding.index import Index
from motcua.catalogue.finding.spelling import Speller, one_slip
from motcua.catalogue.finding.syllables import from_keys, marks, syllables

WORDS = st.text(string.ascii_lowercase, min_size=2, max_size=8)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Đăng ký", ("dang", "ki")), ("đăng kí", ("dang", "ki")), ("Y’Rỗi", ("iroi",)), ("", ())],
)
def test_syllables_are_folded_and_y_is_i(text, found):
    assert syllables(text) == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [("ddawng", "dang"), ("kys", "ki"), ("hoon", "hon"), ("keets", "ket"), ("d9a8ng", "dang"), ("hon", None),
     ("123", None), ("đăng", None), ("zzz", None)],
)  # fmt: skip
def test_raw_keys_of_an_input_method_are_read_back(keys, found):
    assert from_keys(keys) == found


def test_the_place_of_a_tone_does_not_matter_but_the_tone_does():
    assert marks("hoà") == marks("hòa")
    assert marks("ký") == marks("kí")
    assert marks("thuê") != marks("thuế") and marks("đa") != marks("da")


@given(WORDS, st.data())
def test_one_slip_is_found_whichever_it_is(word, data):
    i = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    changed = data.draw(
        st.sampled_from(
            [
                word[:i] + word[i + 1 :],
                word[:i] + letter + word[i:],
                word[:i] + letter + word[i + 1 :],
                word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :],
            ]
        )
    )
    near = Speller([word]).near(changed)
    assert near == ([word] if changed != word and len(changed) > 1 else [])


@given(WORDS, WORDS)
def test_a_slip_works_both_ways(a, b):
    assert one_slip(a, b) == one_slip(b, a)
    assert not one_slip(a, a)


def test_words_written_together_are_taken_apart_with_fewest_pieces():
    speller = Speller(["khai", "sinh", "kha", "is", "in"])
    assert speller.parted("khaisinh") == ["khai", "sinh"]
    assert speller.parted("khaisinhx") == []


def known(*sayings: tuple[tuple[str, ...], Saying]) -> Known:
    return Known(Speller(["so", "do", "dat", "lam", "dang", "ki"]), {("dang", "ki"): 3}, Everyday(dict(sayings)))


def test_a_saying_is_read_as_each_of_its_terms_the_first_the_likeliest():
    said = known((("so", "do"), Saying((marks("sổ"), marks("đỏ")), (("dat",), ("ki",)))))
    readings = said.readings("sổ đỏ")
    assert [list(r.slots) for r in readings] == [[{"dat": 1.0}], [{"ki": 1.0}]]
    assert readings[0].weight > readings[1].weight


def test_other_accents_than_the_saying_has_are_read_as_they_stand_first():
    said = known((("so", "do"), Saying((marks("sổ"), marks("đỏ")), (("dat",),))))
    assert list(said.readings("sơ đồ")[0].slots) == [{"so": 1.0}, {"do": 1.0}]


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others():
    said = known((("lam",), Saying((marks("làm"),), ())))
    assert list(said.readings("làm đất")[0].slots) == [{"dat": 1.0}]
    assert list(said.readings("làm")[0].slots) == [{"lam": 1.0}]


def test_no_code_of_a_procedure_stands_in_the_dictionary():
    assert not any(c.isdigit() and "." in word for word in SHIPPED.read_text(encoding="utf-8").split() for c in word)


def test_every_meaning_of_the_dictionary_says_something():
    assert all(term for saying in dictionary().sayings.values() for term in saying.means)


def test_rare_words_count_more_than_common_ones():
    names = ["Cấp giấy phép xây dựng", "Cấp giấy phép lái xe", "Cấp giấy phép quảng cáo", "Cấp giấy phép khoan giếng"]
    index = Index([Text(f"1.{n:06}", name) for n, name in enumerate(names)], Everyday({}))
    assert index.search("giấy phép khoan")[0][0] == 3


def test_names_come_before_fields_and_fields_before_papers():
    texts = [
        Text("1.000001", "Cấp lại bản đồ", rest=["Sơ đồ thửa đất"]),
        Text("1.000002", "Cấp lại bản vẽ", "Thửa đất"),
        Text("1.000003", "Tách thửa đất"),
    ]
    index = Index(texts, Everyday({}))
    assert index.search("tách thửa đất")[0][0] == 2
    assert [n for n, _ in Index(texts[:2], Everyday({})).search("thửa")] == [1]
    assert [n for n, _ in Index(texts[:1], Everyday({})).search("thửa đất")] == [0]


def test_a_long_common_list_is_found_whole_even_if_not_all_is_looked_at():
    texts = [Text(f"1.{n:06}", f"Cấp giấy chứng nhận số {'một ' * (n % 7)}") for n in range(1500)]
    found = Index(texts, Everyday({})).search("giấy chứng nhận")
    assert len(found) == 1500
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@given(st.text(max_size=60))
def test_whatever_is_typed_the_search_answers_with_scores_from_0_to_1(text):
    assert all(0 < score <= 1 for _, score in INDEX.search(text, typing=True))


INDEX = Index([Text("1.000001", "Đăng ký khai sinh", "Hộ tịch"), Text("1.000002", "Cấp đổi sổ đỏ")], dictionary())
