"""Which place an address means, and who is made responsible for places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.offices.areas import nearest, words


@pytest.mark.parametrize(
    ("address", "places", "found"),
    [
        ("Thôn 1, xã Ba Tơ", ["Thôn 1", "Thôn 2"], "Thôn 1"),
        ("Thôn 10, xã Ba Tơ", ["Thôn 1"], None),
        ("thôn 01 xã ba tơ", ["Thôn 1"], "Thôn 1"),
        ("12 Trần Hưng Đạo, TDP 3, phường Nghĩa Lộ", ["Tổ dân phố 3"], "Tổ dân phố 3"),
        ("Thôn 1, xã Ba Tơ", ["xã Ba Tơ", "Thôn 1"], "Thôn 1"),
        ("xã Ba Tơ, tỉnh Quảng Ngãi", ["xã Ba Tơ", "Thôn 1"], "xã Ba Tơ"),
        ("Thôn Làng Teng, xã Ba Thành", ["Thôn Làng", "Thôn Làng Teng"], "Thôn Làng Teng"),
        ("Plei Y'Rỗi", ["Plei Y’Rỗi"], "Plei Y’Rỗi"),
        ("Tổ 1 thôn 2", ["Thôn 1"], None),
        ("", ["Thôn 1"], None),
        ("Thôn 1", [], None),
    ],
)
def test_an_address_means_the_place_that_it_names_first(address, places, found):
    known = {words(place): place for place in places}
    place = nearest(known, words(address))
    assert (known[place] if place else None) == found


@given(st.lists(st.sampled_from(["Thôn 1", "Thôn 2", "xã Ba Tơ", "Tổ 3"]), min_size=1), st.text(max_size=20))
def test_a_place_that_is_found_is_named_by_the_address(places, more):
    known = [words(place) for place in places]
    address = words(f"{more}, {places[0]}")
    found = nearest(known, address)
    assert found in known
    assert " ".join(found) in " ".join(address)


def test_a_place_without_words_is_nowhere():
    assert nearest([()], words("Thôn 1")) is None
