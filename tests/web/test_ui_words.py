"""How moments, money and sentences are written on pages."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.template import engines
from django.utils import translation

from motcua.kernel.sentences import Refused, Sentence
from motcua.web.ui import words

FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)  # 17:00 in Viet Nam


def shown(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


def test_a_moment_is_shown_on_the_clocks_of_viet_nam():
    assert words.moment(FRIDAY) == "17:00 27/11/2026"


def test_a_date_has_no_time_of_day():
    assert words.moment(date(2026, 11, 27)) == words.day(FRIDAY) == "27/11/2026"


def test_a_moment_late_in_the_evening_of_utc_is_the_next_day_here():
    assert words.day(datetime(2026, 11, 27, 18, 30, tzinfo=UTC)) == "28/11/2026"


def test_an_appointment_is_said_with_its_weekday():
    assert words.weekday_moment(FRIDAY) == "17:00 thứ Sáu 27/11/2026"
    assert words.weekday_moment(date(2026, 11, 29)) == "Chủ nhật 29/11/2026"


def test_a_time_of_day_needs_no_date():
    assert words.clock(time(7, 30)) == "07:30"


@pytest.mark.parametrize(
    "write", [words.day, words.clock, words.moment, words.weekday_moment, words.money, words.number]
)
def test_nothing_is_written_for_nothing(write):
    assert write(None) == ""


def test_money_parts_its_thousands_and_never_leaves_its_sign_behind():
    assert words.money(1234567) == "1.234.567\u00a0₫"


def test_a_zero_is_written_because_null_is_not_zero():
    assert words.number(0) == "0"


def test_counts_are_parted_as_each_language_does():
    assert words.number(1234567) == "1.234.567"
    with translation.override("en"):
        assert words.number(1234567) == "1,234,567"
        assert words.money(1234567) == "1.234.567\u00a0₫"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (200, "3 giờ 20 phút"),
        (60, "1 giờ"),
        (0, "0 phút"),
        (-125, "−2 giờ 5 phút"),
        (timedelta(hours=26), "26 giờ"),
    ],
)
def test_a_length_of_time_is_told_in_hours_and_minutes(length, text):
    assert words.duration(length) == text


def test_a_sentence_is_said_with_its_values():
    assert words.say(Sentence("Hồ sơ {code} đã kết thúc.", {"code": "H48"})) == "Hồ sơ H48 đã kết thúc."


def test_a_refusal_says_its_sentence():
    assert words.say(Refused("Số {n} không hợp lệ.", n=5)) == "Số 5 không hợp lệ."


def test_a_sentence_with_markup_in_its_values_is_escaped_on_the_page():
    assert shown("{{ s|sentence }}", s=Sentence("Tên {n}.", {"n": "<b>"})) == "Tên &lt;b&gt;."


def test_masks_cover_names_and_numbers():
    assert shown("{{ n|mask_name }} {{ d|mask_number }}", n="Y Rỗi", d="051090001234") == "Y.R*** ********1234"


def test_masks_write_nothing_for_nothing():
    assert shown("{{ n|mask_name }}{{ n|mask_number }}{{ n|mask_phone }}", n=None) == ""
