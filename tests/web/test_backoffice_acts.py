"""What an administrator does in the back office: each act once, bad input at its field, nothing half-done."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from motcua.accounts.models import Account
from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.offices import actions as office_actions
from motcua.offices.actions import AgencyData
from motcua.offices.models import Agency, CounterHours, OfficeHours, Post, SpecialDay, Unit
from motcua.outbox.actions import Promise, promise
from motcua.outbox.models import Job
from tests import cast as stage
from tests.cast import moment
from tests.web.office_pages import OFFICER, address, error_at, press, sign_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2026, 3, 2)
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "07:00–11:30, 13:30–17:00") | {"sat": "", "sun": ""}


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def quan(client, cast):
    return sign_in(client, cast, "quan")


@pytest.fixture
def neighbour(cast):
    data = AgencyData("H48.149", "Ủy ban nhân dân xã Ba Vì", "commune_committee", "commune", parent_code="H48")
    return office_actions.open_agency(data, by="test", at=stage.BEGINNING, day=date(2026, 1, 1))


# Agencies

NEW_AGENCY = {
    "name": "Ủy ban nhân dân xã Ba Dinh",
    "code": "H48.150",
    "kind": "commune_committee",
    "level": "commune",
    "parent_code": "H48 · Ủy ban nhân dân tỉnh Quảng Ngãi",
    "opened_on": "01/03/2026",
}


def test_an_agency_is_opened_under_the_one_chosen(quan, cast):
    answer = press(quan, address("agency_new"), **NEW_AGENCY)
    agency = Agency.objects.get(code="H48.150")
    assert answer["Location"] == address("agency", agency.pk)
    assert (agency.parent_id, agency.valid_from) == (cast.province.pk, date(2026, 3, 1))
    assert "Đã mở Ủy ban nhân dân xã Ba Dinh" in text_of(quan.get(answer["Location"]))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "bắt buộc"),
        ({"code": "H48.148"}, "code", "đang được dùng"),
        ({"code": "14.H48"}, "code", "bốn nhóm"),
        ({"parent_code": "xyz"}, "parent_code", "không phải mã"),
        ({"parent_code": "H99"}, "parent_code", "danh sách gợi ý"),
        ({"opened_on": "31/02/2026"}, "opened_on", "không phải là một ngày"),
        ({"opened_on": "01/03/0226"}, "opened_on", "kiểm tra lại năm"),
        ({"place_code": "x1"}, "place_code", "chữ số"),
        ({"kind": "palace"}, "kind", "palace"),
    ],
)
def test_an_agency_that_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(quan, cast, changes, field, said):
    answer = press(quan, address("agency_new"), **(NEW_AGENCY | changes))
    assert answer.status_code == 422
    assert said in error_at(answer, field)
    assert not Agency.objects.filter(code="H48.150").exists()
    if "name" not in changes:
        assert 'value="Ủy ban nhân dân xã Ba Dinh"' in answer.content.decode()


def test_a_second_press_opens_nothing_more_and_leads_to_the_same_page(quan, cast):
    first = press(quan, address("agency_new"), **NEW_AGENCY)
    second = press(quan, address("agency_new"), **NEW_AGENCY)
    assert first["Location"] == second["Location"]
    assert Agency.objects.filter(code="H48.150").count() == 1


def test_a_refused_form_may_be_sent_again_with_the_same_key(quan, cast):
    assert press(quan, address("agency_new"), **(NEW_AGENCY | {"code": "H48.148"})).status_code == 422
    assert press(quan, address("agency_new"), **NEW_AGENCY).status_code == 302


def test_without_a_key_nothing_is_done(quan, cast):
    assert press(quan, address("agency_new"), key="", **NEW_AGENCY).status_code == 422
    assert not Agency.objects.filter(code="H48.150").exists()


def test_address_and_telephone_are_put_right(quan, cast):
    values = {"name": cast.commune.name, "short_name": "UBND xã Ba Tơ", "address": "Thôn 1", "phone": "0255 3822 123"}
    press(quan, address("agency_edit", cast.commune.pk), **values)
    page = text_of(quan.get(address("agency", cast.commune.pk)))
    assert "Thôn 1" in page and "Sửa thông tin cơ quan" in page and "Tên ngắn: UBND xã Ba Tơ" in page


def test_divisions_are_founded_and_ended_in_place(quan, cast):
    press(quan, address("unit_add", cast.commune.pk), name="Phòng Kinh tế")
    unit = Unit.objects.get()
    assert "Phòng Kinh tế" in text_of(quan.get(address("agency", cast.commune.pk)))
    press(quan, address("unit_end", cast.commune.pk, unit.pk), key="another-key")
    assert not Unit.objects.exists()


def test_a_division_of_another_agency_is_not_there(quan, cast, neighbour):
    unit = office_actions.open_unit(agency_id=cast.commune.pk, name="Phòng Kinh tế", day=TODAY)
    assert press(quan, address("unit_end", neighbour.pk, unit.pk)).status_code == 404


def test_a_refusal_of_a_button_is_a_page_with_the_reason(quan, cast):
    answer = press(quan, address("unit_add", cast.commune.pk), name="")
    assert answer.status_code == 409 and "Chưa có tên" in text_of(answer)


# Closing


def test_before_closing_one_sees_what_will_move_and_where(quan, cast, neighbour):
    file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-02-27 09:00"))
    bare = text_of(quan.get(address("agency_close", cast.commune.pk)))
    assert "Hồ sơ chưa xong 1" in bare and "4 vị trí của 4 người" in bare and "2. Xác nhận" not in bare
    asked = {"successor": "H48.149 · Ủy ban nhân dân xã Ba Vì", "on": "02/03/2026"}
    page = text_of(quan.get(address("agency_close", cast.commune.pk), asked))
    assert "2. Xác nhận" in page and "tiếp tục ở Ủy ban nhân dân xã Ba Vì" in page
    assert Agency.objects.get(pk=cast.commune.pk).valid_to is None


def test_an_agency_closes_with_its_successor_and_its_work_goes_on_there(quan, cast, neighbour):
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-02-27 09:00"))
    answer = press(quan, address("agency_close", cast.commune.pk), successor="H48.149", on="02/03/2026")
    assert answer["Location"] == address("agency", cast.commune.pk)
    assert Dossier.objects.get(pk=dossier.pk).competent_id == neighbour.pk
    assert "đã kết thúc" in text_of(quan.get(answer["Location"]))


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"successor": "", "on": "02/03/2026"}, "successor", "cần chọn cơ quan kế thừa"),
        ({"successor": "H48.148.01", "on": "02/03/2026"}, "successor", "danh sách gợi ý"),
        ({"successor": "H48.149", "on": "03/03/2026"}, "on", "hôm nay"),
        ({"successor": "H48.149", "on": ""}, "on", "bắt buộc"),
        ({"successor": "H48.149", "on": "01/01/2026"}, "on", "sau ngày bắt đầu"),
    ],
)
def test_a_closing_that_cannot_be_is_said_at_its_field(quan, cast, neighbour, values, field, said):
    answer = press(quan, address("agency_close", cast.commune.pk), **values)
    assert answer.status_code == 422 and said in error_at(answer, field)
    assert Agency.objects.get(pk=cast.commune.pk).valid_to is None
    assert Post.objects.filter(agency=cast.commune, valid_to__isnull=True).count() == 4


def test_a_second_press_of_closing_leads_to_the_closed_agency(quan, cast, neighbour):
    values = {"successor": "H48.149", "on": "02/03/2026"}
    press(quan, address("agency_close", cast.commune.pk), **values)
    assert press(quan, address("agency_close", cast.commune.pk), **values)["Location"] == address(
        "agency", cast.commune.pk
    )
    assert Event.objects.filter(stream=cast.commune.stream, kind="agency.closed").count() == 1


# Hours


@pytest.mark.parametrize("typed", ["07:00–11:30, 13:30–17:00", "7h-11h30; 13h30-17h", "7:00-11:30 và 13:30 - 17:00"])
def test_hours_are_read_as_people_write_them(quan, cast, typed):
    press(quan, address("office_hours", cast.commune.pk), day="09/03/2026", basis="QĐ 5", **(WEEK | {"mon": typed}))
    row = OfficeHours.objects.get(agency=cast.commune)
    assert row.weekdays["mon"] == [["07:00", "11:30"], ["13:30", "17:00"]]
    assert (row.valid_from, row.basis, "sat" in row.weekdays) == (date(2026, 3, 9), "QĐ 5", False)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"mon": "sáng"}, "mon", "chưa đọc được"),
        ({"mon": "11:30–07:00"}, "mon", "khoảng giờ"),
        ({"mon": "25:00–26:00"}, "mon", "khoảng giờ"),
        ({"mon": "07:00–11:30, 11:00–12:00"}, "mon", "chồng nhau"),
        (dict.fromkeys(WEEK, ""), "mon", "ít nhất một buổi"),
        ({"day": "01/03/2026"}, "day", "từ hôm nay"),
    ],
)
def test_hours_that_cannot_be_are_said_at_their_field(quan, cast, changes, field, said):
    answer = press(quan, address("office_hours", cast.commune.pk), **({"day": "09/03/2026"} | WEEK | changes))
    assert answer.status_code == 422 and said in error_at(answer, field)
    assert not OfficeHours.objects.filter(agency=cast.commune).exists()


def test_a_counter_opens_on_saturdays_without_moving_any_deadline(quan, cast):
    press(quan, address("counter_hours", cast.counter.pk), day="09/03/2026", **(WEEK | {"sat": "07:30–11:00"}))
    assert CounterHours.objects.get().weekdays["sat"] == [["07:30", "11:00"]]
    assert not OfficeHours.objects.filter(agency=cast.counter).exists()


def test_only_a_counter_has_counter_hours(quan, cast):
    assert quan.get(address("counter_hours", cast.commune.pk)).status_code == 404


# People

NEW_PERSON = {
    "full_name": "Nguyễn Thị Thu Hà",
    "username": "thu.ha",
    "phone": "0905 123 456",
    "agency": "H48.148",
    "role": "specialist",
    "day": "02/03/2026",
}


def password_on(answer):
    return re.search(r'class="one-time">([^<]+)<', answer.content.decode())[1]


def test_the_one_time_password_is_shown_once_and_opens_the_door_once(quan, cast, client):
    answer = press(quan, address("account_new"), **NEW_PERSON)
    password = password_on(answer)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    person = Account.objects.get(username="thu.ha")
    assert password not in quan.get(address("account", person.pk)).content.decode()
    quan.logout()
    client.post("/tai-khoan/dang-nhap/", {"username": "thu.ha", "password": password})
    assert client.get("/viec/")["Location"] == "/tai-khoan/mat-khau/"


def test_pressing_again_shows_no_password_any_more(quan, cast):
    press(quan, address("account_new"), **NEW_PERSON)
    again = press(quan, address("account_new"), **NEW_PERSON)
    assert again.status_code == 302 and Account.objects.filter(username="thu.ha").count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"username": "Lan"}, "username", "đã có người dùng"),
        ({"username": "thu hà"}, "username", "không dấu"),
        ({"full_name": "Hà 2"}, "full_name", "chữ số"),
        ({"phone": "12"}, "phone", ""),
        ({"email": "hà"}, "email", "không hợp lệ"),
        ({"agency": "H48.999"}, "agency", "danh sách gợi ý"),
        ({"unit": "Phòng Trăng"}, "unit", "không có phòng"),
        ({"role": ""}, "role", "bắt buộc"),
        ({"until": "02/03/2026"}, "until", "sau ngày bắt đầu"),
        ({"stand_in_for": "nobody"}, "stand_in_for", "Không có người"),
    ],
)
def test_a_person_who_cannot_be_is_said_at_the_field(quan, cast, changes, field, said):
    answer = press(quan, address("account_new"), **(NEW_PERSON | changes))
    assert answer.status_code == 422 and error_at(answer, field) and said in error_at(answer, field)
    assert not Account.objects.filter(full_name="Nguyễn Thị Thu Hà").exists()


def test_one_more_post_in_a_division_and_its_end(quan, cast):
    minh = cast.people["minh"].pk
    unit = office_actions.open_unit(agency_id=cast.commune.pk, name="Văn phòng", day=date(2026, 1, 1))
    values = {"agency": "H48.148", "unit": "văn phòng", "role": "clerk", "day": "02/03/2026", "until": "01/06/2026"}
    press(quan, address("post_new", minh), **values)
    post = Post.objects.get(account=minh, role="clerk")
    assert (post.unit_id, post.valid_to) == (unit.pk, date(2026, 6, 1))
    press(quan, address("post_end", minh, post.pk), key="another-key", day="01/04/2026")
    assert Post.objects.get(pk=post.pk).valid_to == date(2026, 4, 1)


def test_the_last_administrator_is_kept_and_the_page_says_why(quan, cast):
    me = cast.people["quan"].pk
    answer = press(quan, address("post_end", me, Post.objects.get(account=me).pk), day="02/03/2026")
    assert answer.status_code == 422 and "cuối cùng" in text_of(answer)
    assert press(quan, address("lock", me), key="another-key").status_code == 409


def test_contact_data_is_put_right(quan, cast):
    minh = cast.people["minh"]
    press(quan, address("account_edit", minh.pk), full_name="Lê Văn Minh", phone="0905 111 222", email="")
    assert Account.objects.get(pk=minh.pk).phone == "+84905111222"
    assert "Sửa thông tin liên hệ" in text_of(quan.get(address("account", minh.pk)))


def test_a_reset_password_is_shown_once_and_the_old_one_is_over(quan, cast):
    minh = cast.people["minh"].pk
    password = password_on(press(quan, address("password", minh)))
    person = Account.objects.get(pk=minh)
    assert person.check_password(password) and not person.check_password(stage.PASSWORD)
    again = press(quan, address("password", minh))
    assert again["Location"] == address("account", minh)
    assert Account.objects.get(pk=minh).check_password(password)


def test_who_is_locked_is_out_and_who_is_unlocked_is_in_again(quan, cast, client_of):
    minh = cast.people["minh"]
    theirs = client_of(minh)
    press(quan, address("lock", minh.pk))
    assert theirs.get("/viec/").status_code == 302
    assert "đã khóa" in text_of(quan.get(address("account", minh.pk)))
    press(quan, address("unlock", minh.pk), key="another-key")
    assert Account.objects.get(pk=minh.pk).is_active


@pytest.fixture
def client_of(db):
    def made(account):
        other = Client()
        other.force_login(account, backend=OFFICER)
        return other

    return made


# Calendar, procedures, jobs

DAYS = {"first": "30/04/2026", "last": "01/05/2026", "kind": "holiday", "name": "Nghỉ lễ", "agency": "H48"}


def test_days_off_are_entered_and_withdrawn(quan, cast):
    answer = press(quan, address("day_new"), **DAYS)
    assert "thứ Năm 30/04/2026 · Nghỉ lễ" in text_of(quan.get(answer["Location"]))
    row = SpecialDay.objects.get(day=date(2026, 4, 30))
    press(quan, address("day_withdraw", row.pk), key="another-key")
    assert SpecialDay.objects.get(pk=row.pk).withdrawn_at is not None


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"first": "24/11/2026", "last": ""}, "first", "đã có trong lịch"),
        ({"first": "30-4"}, "first", "không phải là một ngày"),
        ({"last": "29/04/2026"}, "last", "từ ngày đầu"),
        ({"kind": "working"}, "as_weekday", "thứ mấy"),
        ({"name": ""}, "name", "bắt buộc"),
        ({"agency": ""}, "agency", "bắt buộc"),
    ],
)
def test_days_that_cannot_be_are_said_at_their_field(quan, cast, changes, field, said):
    before = SpecialDay.objects.count()
    answer = press(quan, address("day_new"), **(DAYS | changes))
    assert answer.status_code == 422 and said in error_at(answer, field)
    assert SpecialDay.objects.count() == before


def test_who_decides_a_procedure_is_set_and_told_in_its_stream(quan, cast):
    values = {"kinds": ["province_committee"], "add": "H48.05"}
    press(quan, address("competence", "1.000689"), **values)
    procedure = cast.version.procedure
    assert set(procedure.competences.values_list("agency_id", "agency_kind")) == {
        (None, "province_committee"),
        (cast.department.pk, ""),
    }
    assert Event.objects.filter(stream=procedure.stream, kind="competence.set").exists()
    press(quan, address("competence", "1.000689"), key="another-key", agencies=[str(cast.department.pk)])
    assert list(procedure.competences.values_list("agency_id", flat=True)) == [cast.department.pk]


def test_a_counter_decides_nothing(quan, cast):
    answer = press(quan, address("competence", "1.000689"), add="H48.148.01")
    assert answer.status_code == 422 and "danh sách gợi ý" in error_at(answer, "add")


def test_a_dead_job_is_put_in_the_queue_again(quan, cast):
    promise([Promise("house.tidy")], at=stage.BEGINNING)
    Job.objects.update(dead_at=stage.BEGINNING, attempts=8, error="x")
    answer = press(quan, address("job_retry", Job.objects.get().pk))
    assert answer["Location"].endswith("?state=waiting")
    assert Job.objects.get().dead_at is None
    assert press(quan, address("job_retry", Job.objects.get().pk), key="another-key").status_code == 409


def test_a_form_of_another_site_does_nothing(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.people["quan"], backend=OFFICER)
    assert press(strict, address("lock", cast.people["minh"].pk)).status_code == 403
    assert Account.objects.get(pk=cast.people["minh"].pk).is_active


def test_an_administrator_whose_post_is_over_is_outside_at_once(quan, cast, clock):
    Post.objects.filter(account=cast.people["quan"]).update(valid_to=TODAY + timedelta(days=1))
    assert quan.get(address("home")).status_code == 200
    clock.shift(timedelta(days=1))
    sign_in(quan, cast, "quan")
    assert quan.get(address("home")).status_code == 404


def test_the_shares_at_which_an_agency_is_warned_are_set(quan, cast):
    page = address("warning_shares", cast.commune.pk)
    assert 'value="50"' in quan.get(page).content.decode()
    assert "phải lớn hơn" in error_at(press(quan, page, first="80", second="60"), "second")
    assert press(quan, page, first="30", second="60").status_code == 302
    assert 'value="30"' in quan.get(page).content.decode()
