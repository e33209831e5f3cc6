"""Telephone numbers."""

import pytest

from motcua.kernel import phone
from motcua.kernel.sentences import Refused


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678", "(+84) 0912345678"]
)
def test_a_mobile_number_is_stored_in_one_form(text: str) -> None:
    assert phone.parse(text) == phone.Phone("+84912345678", "0912 345 678", mobile=True)


def test_a_landline_is_valid_but_gets_no_messages() -> None:
    assert phone.parse("0255 382 2222") == phone.Phone("+842553822222", "0255 3822 222", mobile=False)


def test_a_number_from_abroad_is_shown_in_its_international_form() -> None:
    assert phone.parse("+1 650-253-0000").shown == "+1 650-253-0000"


def test_a_stored_number_is_shown_as_people_write_it() -> None:
    assert phone.shown("+84912345678") == "0912 345 678"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có số điện thoại"),
        ("không có", "chỉ gồm chữ số"),
        ("0912345678; 0913000111", "chỉ gồm chữ số"),
        ("091234567", "thiếu chữ số"),
        ("+8491234567", "thiếu chữ số"),
        ("09123456789", "thừa chữ số"),
        ("01234567890", "Đầu số 0123 đã đổi thành 083"),
        ("+841234567890", "Đầu số 0123 đã đổi thành 083"),
        ("0000000000", "Không có số điện thoại nào như vậy"),
        ("1" * 40, "thừa chữ số"),
    ],
)
def test_each_fault_of_a_phone_number_has_its_own_sentence(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        phone.parse(text)
    assert refusal.value.field == "phone"
