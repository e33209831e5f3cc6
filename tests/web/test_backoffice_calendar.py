"""The calendar in the back office: each change is seen before it is made, told after it, and can be taken back."""

from datetime import date, time

import pytest

from motcua.casework.hold import hold
from motcua.dossiers.models import Dossier
from motcua.offices import snapshot
from motcua.offices.calendars import calendar_for
from motcua.offices.models import CalendarChange, SpecialDay
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.office_pages import SUMMER, accepted, address, error_at, looked, press, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
# The clock of these tests stands at Monday 2 March 2026, 08:00.
STORM = {"first": "04/03/2026", "kind": "closure", "name": "Nghỉ tránh bão", "basis": "CĐ 12", "agency": "H48.148"}
SWAP = {"off": "06/03/2026", "working": "14/03/2026", "basis": "TB 9441", "agency": "H48"}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


def held(cast, at="2026-03-02 07:40"):
    dossier = accepted(cast)
    hold(dossier.code, ground="other", reason="Chờ giám định", basis="NĐ 1", by=cast.minh, at=moment(at))
    return dossier


# The look before


def test_a_look_shows_who_keeps_the_printed_date_and_writes_nothing(quan, cast):
    dossier = accepted(cast)
    answer = looked(quan, "day_new", **STORM)
    page = text_of(answer)
    assert "1 giữ ngày hẹn đã in 0 sẽ có hạn mới" in page
    assert f"{dossier.code} Thủ tục đăng ký khai sinh" in page
    assert "17:00 05/03/2026 17:00 06/03/2026 giữ ngày đã in" in page
    assert not SpecialDay.objects.filter(day=date(2026, 3, 4)).exists()


def test_a_clock_that_stands_will_get_its_date_by_the_new_rows(quan, cast):
    held(cast)
    page = text_of(looked(quan, "day_new", **STORM))
    assert "0 giữ ngày hẹn đã in 1 sẽ có hạn mới 1 đồng hồ đang tạm dừng" in page
    assert "17:00 05/03/2026 17:00 06/03/2026 hạn mới, nếu tính tiếp lúc này" in page


def test_a_limit_that_will_count_anew_is_shown_as_if_it_were_answered_now(quan, cast):
    code = accepted(cast, "2026-03-02 07:20").code
    ACTS["propose_supplement"](cast, code, moment("2026-03-02 07:30"))
    ACTS["ask_supplement"](cast, code, moment("2026-03-02 07:40"))
    page = text_of(looked(quan, "day_new", **(STORM | {"first": "05/03/2026"})))
    assert "17:00 05/03/2026 17:00 06/03/2026 hạn mới, nếu tính tiếp lúc này" in page


def test_a_worked_saturday_brings_dates_nearer(quan, cast):
    accepted(cast, "2026-03-12 09:00")  # a later Thursday, so that Saturday the 14th is among its three days
    page = text_of(looked(quan, "swap_new", **(SWAP | {"off": "20/03/2026"})))
    assert "17:00 17/03/2026 17:00 16/03/2026 giữ ngày đã in" in page


def test_dossiers_that_the_change_does_not_reach_are_not_counted(quan, cast):
    accepted(cast)
    after_all_are_due = STORM | {"first": "06/03/2026"}
    assert "Không có hồ sơ đang giải quyết nào" in text_of(looked(quan, "day_new", **after_all_are_due))
    elsewhere = STORM | {"agency": "H48.05"}
    assert "Không có hồ sơ đang giải quyết nào" in text_of(looked(quan, "day_new", **elsewhere))


def test_only_who_may_open_a_dossier_gets_a_link_to_it(quan, cast):
    dossier = accepted(cast)
    assert f'href="/ho-so/{dossier.code}/"' not in looked(quan, "day_new", **STORM).content.decode()


def test_no_name_of_an_applicant_is_shown(quan, cast):
    accepted(cast)
    assert "Đồng Xuân" not in looked(quan, "day_new", **STORM).content.decode()


def test_what_was_typed_is_kept_on_the_way_back(quan, cast):
    page = looked(quan, "day_new", **STORM).content.decode()
    assert "?first=04%2F03%2F2026&amp;kind=closure" in page
    assert 'value="Nghỉ tránh bão"' in quan.get(address("day_new"), STORM).content.decode()


def test_what_was_confirmed_is_what_was_done(quan, cast):
    dossier = accepted(cast)
    answer = press(quan, address("day_new"), **STORM)
    page = text_of(quan.get(answer["Location"]))
    assert "thứ Tư 04/03/2026 · Nghỉ tránh bão" in page and "CĐ 12" in page and "Hồ Thị Quản ghi" in page
    assert Dossier.objects.get(code=dossier.code).due_at == moment("2026-03-05 17:00")
    assert accepted(cast, "2026-03-02 08:01").due_at == moment("2026-03-06 17:00")


# What may be entered


def test_a_swap_is_entered_as_one_and_the_day_worked_has_the_hours_of_the_day_off(quan, cast):
    press(quan, address("swap_new"), **SWAP)
    off, worked = SpecialDay.objects.filter(entered_in__isnull=False).order_by("day")
    assert (off.kind, worked.kind, worked.as_weekday) == ("lieu", "working", "fri")
    assert off.entered_in == worked.entered_in
    assert "làm bù ngày 14/03/2026" in off.name and off.basis == "TB 9441"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"working": "13/03/2026"}, "working", "vốn đã là ngày làm việc"),
        ({"off": "07/03/2026"}, "off", "vốn đã nghỉ"),
        ({"off": "24/11/2026"}, "off", "đã có trong lịch"),
        ({"working": "06/03/2026"}, "working", "hai ngày khác nhau"),
        ({"working": "31/02/2026"}, "working", "không phải là một ngày"),
    ],
)
def test_a_swap_of_the_wrong_days_is_said_at_its_field(quan, cast, changes, field, said):
    for answer in (looked(quan, "swap_new", **(SWAP | changes)), press(quan, address("swap_new"), **(SWAP | changes))):
        assert answer.status_code == 422 and said in error_at(answer, field)
    assert not CalendarChange.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"kind": "working", "as_weekday": "wed"}, "first", "vốn đã là ngày làm việc"),
        ({"first": "24/11/2026", "kind": "working", "as_weekday": "tue", "agency": "H48"}, "first", "vừa nghỉ vừa làm"),
        ({"closed_from": "13:30"}, "closed_to", "cần cả giờ bắt đầu"),
        ({"closed_from": "17:00", "closed_to": "13:30"}, "closed_to", "giờ kết thúc sau đó"),
        ({"closed_from": "25:00", "closed_to": "26:00"}, "closed_from", "không phải là giờ trong ngày"),
        ({"closed_from": "11:30", "closed_to": "13:30"}, "closed_from", "không có giờ làm việc nào"),
        ({"kind": "holiday", "closed_from": "13:30", "closed_to": "17:00"}, "closed_from", "đóng cửa"),
        ({"last": "03/03/2026"}, "last", "từ ngày đầu"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field_before_it_is_entered(quan, cast, changes, field, said):
    answer = looked(quan, "day_new", **(STORM | changes))
    assert answer.status_code == 422 and said in error_at(answer, field)


def test_an_agency_may_close_for_a_part_of_a_day(quan, cast):
    part = STORM | {"closed_from": "13h30", "closed_to": "17:00"}
    assert "từ 13:30 đến 17:00" in text_of(looked(quan, "day_new", **part))
    press(quan, address("day_new"), **part)
    row = SpecialDay.objects.get(day=date(2026, 3, 4))
    assert (row.closed_from, row.closed_to) == (time(13, 30), time(17))
    found = calendar_for(snapshot.present(), cast.commune.pk, known_at=moment("2026-03-02 09:00"))
    assert found.hours_on(date(2026, 3, 4)) == ((420, 690),)


def test_a_day_is_put_right_by_a_new_row_and_the_old_one_stays_to_be_seen(quan, cast):
    press(quan, address("day_new"), **STORM)
    old = SpecialDay.objects.get(day=date(2026, 3, 4))
    assert 'value="04/03/2026"' in quan.get(address("day_edit", old.pk)).content.decode()
    right = STORM | {"first": "05/03/2026"}
    assert "Lịch sẽ thay đổi" in text_of(looked(quan, "day_edit", old.pk, **right))
    press(quan, address("day_edit", old.pk), key="another-key", **right)
    old.refresh_from_db()
    assert old.withdrawn_at is not None and SpecialDay.objects.get(day=date(2026, 3, 5)).withdrawn_at is None
    assert quan.get(address("day_edit", old.pk)).status_code == 404


# The way back


def test_a_change_is_taken_back_and_both_stay_to_be_seen(quan, cast):
    first = press(quan, address("swap_new"), **SWAP)["Location"]
    change = CalendarChange.objects.get()
    assert "Hoàn tác thay đổi" in text_of(quan.get(address("change_undo", change.pk)))
    second = press(quan, address("change_undo", change.pk), key="another-key")["Location"]
    assert "Đã hoàn tác lúc" in text_of(quan.get(first))
    assert "Hoàn tác một thay đổi trước đó" in text_of(quan.get(second))
    assert not SpecialDay.objects.filter(entered_in=change, withdrawn_at__isnull=True).exists()
    assert "đã hoàn tác" in text_of(quan.get(address("calendar_changes")))


def test_undoing_a_withdrawal_enters_the_day_anew(quan, cast):
    row = SpecialDay.objects.get(day=date(2026, 11, 24))
    press(quan, address("day_withdraw", row.pk))
    press(quan, address("change_undo", CalendarChange.objects.get().pk), key="another-key")
    again = SpecialDay.objects.get(day=date(2026, 11, 24), withdrawn_at__isnull=True)
    assert again.pk != row.pk and again.name == row.name


def test_a_change_is_taken_back_once(quan, cast):
    press(quan, address("swap_new"), **SWAP)
    change = CalendarChange.objects.get()
    press(quan, address("change_undo", change.pk), key="another-key")
    answer = press(quan, address("change_undo", change.pk), key="a-third-key")
    assert "đã được hoàn tác rồi" in answer.content.decode()


def test_a_change_of_which_a_row_was_corrected_is_put_right_row_by_row(quan, cast):
    press(quan, address("swap_new"), **SWAP)
    press(quan, address("day_withdraw", SpecialDay.objects.get(day=date(2026, 3, 6)).pk), key="another-key")
    first = CalendarChange.objects.order_by("pk")[0]
    assert "sửa từng dòng" in quan.get(address("change_undo", first.pk)).content.decode()


# The year


def test_the_year_shows_each_special_day_in_its_month_with_words(quan, cast):
    press(quan, address("swap_new"), **SWAP)
    press(quan, address("day_new"), key="one-more-key", **(STORM | {"closed_from": "13:30", "closed_to": "17:00"}))
    page = quan.get(address("calendar"), {"nam": "2026", "co-quan": "H48.148"}).content.decode()
    assert page.count('<table class="month">') == 12
    for state, said in (("off", "Nghỉ hoán đổi"), ("worked", "Làm bù"), ("part", "Nghỉ tránh bão")):
        assert f'<td class="day-{state}">' in page and said in page


def test_the_year_of_an_agency_is_its_own(quan, cast):
    press(quan, address("day_new"), **STORM)
    own = quan.get(address("calendar"), {"nam": "2026", "co-quan": "H48.148 · Ủy ban nhân dân xã Ba Tơ"})
    other = quan.get(address("calendar"), {"nam": "2026", "co-quan": "H48.05"})
    assert "Nghỉ tránh bão" in text_of(own) and "Nghỉ tránh bão" not in text_of(other)


def test_the_year_costs_no_more_when_agencies_have_hours_of_their_own(quan, cast, django_assert_max_num_queries):
    for n, agency in enumerate((cast.commune, cast.department, cast.counter, cast.centre)):
        press(quan, address("office_hours", agency.pk), key=f"one-more-key-{n}", **SUMMER)
    snapshot.at_edition.cache_clear()
    snapshot.present()
    with django_assert_max_num_queries(8):
        page = text_of(quan.get(address("calendar"), {"nam": "2026"}))
    assert "Cơ quan trực thuộc có giờ riêng" in page and "Sở Tư pháp" in page


def test_an_agency_that_is_none_is_said(quan, cast):
    page = text_of(quan.get(address("calendar"), {"co-quan": "H99 <b>"}))
    assert "Không có cơ quan “H99 &lt;b&gt;”" in page and "Ủy ban nhân dân tỉnh Quảng Ngãi" in page


def test_a_preview_costs_the_same_however_many_dossiers_there_are(quan, cast, django_assert_max_num_queries):
    for minute in range(10, 22):
        accepted(cast, f"2026-03-02 07:{minute}")
    held(cast)
    looked(quan, "day_new", **STORM)
    with django_assert_max_num_queries(20):
        looked(quan, "day_new", **STORM)
