"""Office hours in the back office: set with an end, put right by new rows, withdrawn, each seen before it is made."""

from datetime import date

import pytest

from motcua.offices import snapshot
from motcua.offices.calendars import calendar_for
from motcua.offices.models import CalendarChange, OfficeHours
from tests import cast as stage
from tests.cast import moment
from tests.web.office_pages import SUMMER, address, error_at, looked, press, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# The clock of these tests stands at Monday 2 March 2026, 08:00.


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


def test_summer_hours_have_an_end_and_lie_on_top_of_the_others(quan, cast):
    assert "từ 16/04/2026 đến hết 15/10/2026" in text_of(looked(quan, "office_hours", cast.commune.pk, **SUMMER))
    press(quan, address("office_hours", cast.commune.pk), **SUMMER)
    found = calendar_for(snapshot.present(), cast.commune.pk, known_at=moment("2026-03-02 09:00"))
    days = [date(2026, 4, 13), date(2026, 4, 20), date(2026, 10, 12), date(2026, 10, 19)]
    usual, summer = ((420, 690), (810, 1020)), ((390, 660), (810, 1020))
    assert [found.hours_on(day) for day in days] == [usual, summer, summer, usual]
    assert "đến hết 15/10/2026" in text_of(quan.get(address("agency", cast.commune.pk)))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"until": "15/04/2026"}, "until", "từ ngày đầu"),
        ({"day": "01/03/2026"}, "day", "sớm nhất từ hôm nay"),
        ({"day": "01/10/2026", "until": "31/10/2026"}, "day", "chồng lên những ngày này"),
        ({"mon": "11:30–07:00"}, "mon", "không phải là một khoảng giờ"),
        ({"mon": "07:00–12:00, 11:30–17:00"}, "mon", "chồng nhau"),
    ],
)
def test_hours_that_cannot_be_are_said_at_their_field(quan, cast, changes, field, said):
    press(quan, address("office_hours", cast.commune.pk), **SUMMER)
    answer = looked(quan, "office_hours", cast.commune.pk, **(SUMMER | changes))
    assert answer.status_code == 422 and said in error_at(answer, field)


def test_hours_are_withdrawn_and_those_below_count_again(quan, cast):
    press(quan, address("office_hours", cast.commune.pk), **SUMMER)
    row = OfficeHours.objects.get(agency=cast.commune)
    assert "Lịch sẽ thay đổi" in text_of(quan.get(address("hours_withdraw", row.pk)))
    press(quan, address("hours_withdraw", row.pk), key="another-key")
    found = calendar_for(snapshot.present(), cast.commune.pk, known_at=moment("2026-03-02 09:00"))
    assert found.hours_on(date(2026, 4, 20)) == ((420, 690), (810, 1020))


# Hours put right

CORRECTION = {**SUMMER, "day": "16/04/2026", "mon": "06:00–11:00, 13:30–17:00"}


@pytest.fixture
def summer(quan, cast):
    press(quan, address("office_hours", cast.commune.pk), **SUMMER)
    return OfficeHours.objects.get(agency=cast.commune)


def monday_hours(cast, day):
    calendar = calendar_for(snapshot.present(), cast.commune.pk, known_at=moment("2026-03-02 09:00"))
    return calendar.hours_on(day)


def test_hours_are_put_right_by_a_new_row_and_the_old_one_stays_to_be_seen(quan, cast, summer):
    assert f'href="{address("hours_edit", summer.pk)}"' in quan.get(address("agency", cast.commune.pk)).content.decode()
    page = quan.get(address("hours_edit", summer.pk)).content.decode()
    assert 'value="16/04/2026"' in page and 'value="15/10/2026"' in page and "06:30–11:00" in page
    assert "Lịch sẽ thay đổi" in text_of(looked(quan, "hours_edit", summer.pk, **CORRECTION))
    assert OfficeHours.objects.filter(agency=cast.commune).count() == 1
    press(quan, address("hours_edit", summer.pk), key="another-key", **CORRECTION)
    summer.refresh_from_db()
    assert summer.withdrawn_at is not None
    assert monday_hours(cast, date(2026, 4, 20)) == ((360, 660), (810, 1020))
    assert quan.get(address("hours_edit", summer.pk)).status_code == 404


def test_the_hours_of_all_years_are_put_right_with_those_that_follow_in_place(quan, cast):
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "07:00–11:30, 13:30–17:00")
    press(quan, address("office_hours", cast.province.pk), day="01/06/2026", **week)
    first = OfficeHours.objects.filter(agency=cast.province).earliest("valid_from")
    begun = f"{first.valid_from:%d/%m/%Y}"
    answer = press(
        quan, address("hours_edit", first.pk), key="another-key", day=begun, **(week | {"mon": "08:00–12:00"})
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert monday_hours(cast, date(2026, 5, 18)) == ((480, 720),)
    assert monday_hours(cast, date(2026, 6, 8)) == ((420, 690), (810, 1020))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({}, "mon", "Chưa sửa gì"),
        ({"day": "01/03/2026"}, "day", "sớm nhất từ hôm nay"),
        ({"until": "01/04/2026"}, "until", "từ ngày đầu"),
        ({"mon": "07:00–12:00, 11:30–17:00"}, "mon", "chồng nhau"),
        ({"day": "01/11/2026", "until": "20/12/2026"}, "day", "chồng lên những ngày này"),
    ],
)
def test_a_correction_that_cannot_be_is_said_at_its_field(quan, cast, summer, changes, field, said):
    winter = SUMMER | {"day": "01/12/2026", "until": "31/12/2026"}
    press(quan, address("office_hours", cast.commune.pk), key="another-key", **winter)
    answer = looked(quan, "hours_edit", summer.pk, **(SUMMER | changes))
    assert answer.status_code == 422 and said in error_at(answer, field)


def test_hours_that_apply_already_keep_their_first_day_and_the_only_ones_their_openness(quan, cast):
    row = OfficeHours.objects.get(agency=cast.province)
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "07:00–11:00")
    later = looked(quan, "hours_edit", row.pk, day="01/04/2026", **week)
    assert "giữ nguyên ngày bắt đầu" in error_at(later, "day")
    ended = looked(quan, "hours_edit", row.pk, day=f"{row.valid_from:%d/%m/%Y}", until="31/12/2026", **week)
    assert "không có ngày kết thúc" in error_at(ended, "until")


def test_a_correction_of_hours_is_taken_back(quan, cast, summer):
    press(quan, address("hours_edit", summer.pk), key="another-key", **CORRECTION)
    change = CalendarChange.objects.latest("pk")
    press(quan, address("change_undo", change.pk), key="a-third-key")
    assert monday_hours(cast, date(2026, 4, 20)) == ((390, 660), (810, 1020))


def test_the_only_hours_stay(quan, cast):
    row = OfficeHours.objects.get(agency=cast.province)
    assert "giờ làm việc duy nhất" in quan.get(address("hours_withdraw", row.pk)).content.decode()
