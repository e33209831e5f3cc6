"""The explanation of a due date, word for word, and its fields."""

import pytest

from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.sentences import Refused
from tests.kernel.due_calendars import CALENDARS, at, hold


def told(accepted, limit, *holds, calendar="demo"):
    limit = Limit.parse(limit) if isinstance(limit, str) else limit
    return due(at(accepted), limit, CALENDARS[calendar], [hold(text) for text in holds], explain=True).lines


def words(*asked, **options):
    return [line.text for line in told(*asked, **options)]


def test_working_days_over_tet():
    assert words("2026-02-13T15:30", "3wd") == [
        "Tiếp nhận đủ hồ sơ lúc 15:30 thứ Sáu 13/02/2026.",
        "Không tính ngày tiếp nhận; ngày làm việc đầu tiên được đếm là thứ Hai 23/02/2026.",
        "Không đếm 9 ngày không làm việc ở giữa, trong đó 5 ngày nghỉ lễ hoặc nghỉ bù: 16/02/2026–20/02/2026.",
        "Đủ thời hạn 3 ngày làm việc vào thứ Tư 25/02/2026.",
        "Hạn trả kết quả: 17:00 thứ Tư 25/02/2026.",
    ]


def test_hours_that_begin_outside_office_hours_with_a_hold():
    assert words("2026-03-06T17:30", "2wh", "2026-03-09T08:00..2026-03-09T09:00") == [
        "Tiếp nhận đủ hồ sơ lúc 17:30 thứ Sáu 06/03/2026.",
        "Tiếp nhận ngoài giờ làm việc: coi như nhận khi mở cửa, 07:00 thứ Hai 09/03/2026.",
        "Đủ thời hạn 2 giờ làm việc lúc 09:00 thứ Hai 09/03/2026.",
        "Tạm dừng từ 08:00 thứ Hai 09/03/2026 đến 09:00 thứ Hai 09/03/2026: cộng thêm 1 giờ làm việc.",
        "Hạn trả kết quả: 10:00 thứ Hai 09/03/2026.",
    ]


def test_hours_over_a_holiday_name_it():
    assert words("2026-11-23T16:00", "2wh")[2] == (
        "Không tính 38 giờ ngoài giờ làm việc ở giữa, kể cả ngày nghỉ lễ hoặc nghỉ bù: 24/11/2026."
    )


def test_same_day_before_and_after_three():
    assert words("2026-03-02T15:00", "1sd")[2] == "Trả trong ngày vì nhận không sau 15:00: thứ Hai 02/03/2026."
    assert words("2026-03-02T15:01", "1sd")[2] == (
        "Nhận sau 15:00 nên trả vào ngày làm việc kế tiếp: thứ Ba 03/03/2026."
    )


def test_a_short_month_that_ends_on_a_day_off():
    assert words("2026-01-31T09:00", "1mo")[2:4] == [
        "Đủ thời hạn 1 tháng: tháng 2 không có ngày 31 nên hết vào ngày cuối tháng, thứ Bảy 28/02/2026.",
        "Ngày cuối là thứ Bảy 28/02/2026, không làm việc, nên chuyển sang ngày làm việc kế tiếp: thứ Hai 02/03/2026.",
    ]


def test_holds_that_change_nothing_say_so():
    lines = words("2026-03-02T08:00", "1wd", "2026-03-02T09:00..2026-03-02T10:00", "2026-03-03T17:00..2026-03-05T08:00")
    assert lines[3:5] == [
        "Tạm dừng từ 09:00 thứ Hai 02/03/2026 đến 10:00 thứ Hai 02/03/2026: không làm hạn thay đổi.",
        "Lần tạm dừng từ 17:00 thứ Ba 03/03/2026 bắt đầu khi thời hạn đã hết nên không làm hạn thay đổi.",
    ]


def test_an_open_hold_says_what_is_left():
    assert words("2026-03-02T08:00", "3wd", "2026-03-03T09:00..")[-1] == (
        "Đang tạm dừng từ 09:00 thứ Ba 03/03/2026, còn lại 2 ngày làm việc; chưa có ngày hẹn trả."
    )


def test_a_fixed_date_an_agreement_and_no_limit():
    assert words("2026-03-02T08:00", Limit(None, Unit.FIXED_DATE, at("2026-03-31T00:00").date()))[1] == (
        "Ngày trả kết quả được ấn định: thứ Ba 31/03/2026."
    )
    assert words("2026-03-02T08:00", Limit(None, Unit.BY_AGREEMENT))[1].startswith("Thời hạn theo thỏa thuận")
    assert words("2026-03-02T08:00", Limit(None, Unit.NONE))[1].startswith("Thủ tục không quy định thời hạn")


def test_a_year_whose_holidays_are_not_entered_is_pointed_out():
    assert "Lịch chưa có ngày nghỉ lễ của năm 2028: hạn có thể phải tính lại." in words("2028-03-01T08:00", "3wd")
    assert not any("chưa có ngày nghỉ" in text for text in words("2028-03-01T08:00", "3wd", calendar="saturday"))


def test_days_passed_over_between_the_two_ends_of_the_year_are_all_named():
    assert told("2026-04-24T16:00", "3wd")[2].dates == tuple(
        at(f"{day}T00:00").date() for day in ("2026-04-27", "2026-04-30", "2026-05-01")
    )


def test_a_line_for_json_has_its_text_and_its_fields():
    line = told("2026-03-02T07:00", "8wh", "2026-03-02T16:00..2026-03-03T08:00")[4]
    assert line.as_dict() == {
        "text": "Tạm dừng từ 16:00 thứ Hai 02/03/2026 đến 08:00 thứ Ba 03/03/2026: cộng thêm 2 giờ làm việc.",
        "kind": "hold",
        "from": "2026-03-02T16:00:00+07:00",
        "to": "2026-03-03T08:00:00+07:00",
        "amount": 120,
        "unit": "working_minute",
        "minutes": 960,
    }


def test_sentences_can_be_translated_with_the_days_inside_them():
    line = told("2026-03-02T08:00", "1wd")[-1]
    english = {"Hạn trả kết quả: {time} {weekday} {date}.": "Due {weekday} {date} {time}.", "thứ Ba": "Tuesday"}
    assert line.sentence.translated(lambda text: english[text]) == "Due Tuesday 03/03/2026 17:00."


def test_a_hold_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused):
        hold("2026-03-03T08:00..2026-03-02T08:00")


def test_an_explanation_is_only_made_when_asked_for():
    assert due(at("2026-03-02T08:00"), Limit.parse("1wd"), CALENDARS["demo"]).lines == ()
