"""Running the office: agencies, divisions, hours, days, people and jobs; every refusal is a sentence at its field."""

from datetime import date, timedelta

import pytest

from motcua.accounts.actions import NewAccount
from motcua.accounts.models import Account
from motcua.casework.close_unit import close_unit
from motcua.casework.office import agencies, days, hours, jobs, staff
from motcua.casework.office.days import DaysData
from motcua.casework.office.hours import HoursData
from motcua.casework.office.staff import PostData
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices.actions import AgencyData
from motcua.offices.models import CounterHours, OfficeHours, Post, SpecialDay, Unit
from motcua.outbox.actions import Promise, promise
from motcua.outbox.models import Job
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
AT = moment("2026-11-20 09:00")
TODAY = AT.date()


@pytest.fixture
def cast():
    return stage.enter()


def agency_data(**changes):
    values = {"code": "H48.150", "name": "Ủy ban nhân dân xã Ba Dinh", "kind": "commune_committee", "level": "commune"}
    return AgencyData(**(values | {"parent_code": "H48"} | changes))


def field_of(refused) -> str | None:
    return refused.value.field


def test_an_agency_opens_under_its_parent_and_its_stream_tells(cast):
    agency = agencies.open_agency(agency_data(short_name="UBND xã Ba Dinh"), by=cast.quan, at=AT)
    assert (agency.parent_id, agency.valid_from) == (cast.province.pk, TODAY)
    assert Event.objects.get(stream=agency.stream).by == cast.quan.ref


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "H48.148"}, "code"),
        ({"code": "mã lạ"}, "code"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"kind": "palace"}, "kind"),
        ({"level": "moon"}, "level"),
        ({"parent_code": ""}, "parent_code"),
        ({"parent_code": "H48.999"}, "parent_code"),
        ({"opened_on": date(2020, 1, 1)}, "opened_on"),
        ({"phone": "gọi cô Lan"}, "phone"),
        ({"short_name": "x" * 81}, "short_name"),
    ],
)
def test_an_agency_that_cannot_be_is_refused_at_the_field(cast, changes, field):
    with pytest.raises(Refused) as refused:
        agencies.open_agency(agency_data(**changes), by=cast.quan, at=AT)
    assert field_of(refused) == field


def test_spelling_is_put_right_with_from_and_to_in_the_journal(cast):
    agencies.change_agency(
        agency_id=cast.commune.pk, name="Ủy ban nhân dân xã Ba Tơ", short_name="UBND xã Ba Tơ", address="Số 1",
        telephone="0255 3822 123", by=cast.quan, at=AT,
    )  # fmt: skip
    event = Event.objects.get(stream=cast.commune.stream, kind="agency.changed")
    assert '"to":"UBND xã Ba Tơ"' in event.payload.body


@pytest.mark.parametrize("name", ["an", "lan", "minh"])
def test_who_is_no_administrator_changes_nothing(cast, name):
    by = cast.actor(name)
    for act in (
        lambda: agencies.open_agency(agency_data(), by=by, at=AT),
        lambda: agencies.add_unit(agency_id=cast.commune.pk, name="Phòng Kinh tế", by=by, at=AT),
        lambda: days.enter_days(DaysData(cast.province.pk, date(2027, 1, 1), "holiday", "Tết"), by=by, at=AT),
        lambda: hours.set_office_hours(HoursData(cast.commune.pk, stage.WEEK, TODAY), by=by, at=AT),
        lambda: staff.reset_password(account_id=cast.people["roi"].pk, by=by, at=AT),
        lambda: staff.shut_out(account_id=cast.people["roi"].pk, by=by, at=AT),
        lambda: jobs.try_again(job_id=1, by=by, at=AT),
    ):
        with pytest.raises(Refused):
            act()


# Divisions


def test_a_division_is_founded_once_and_ended_when_empty(cast):
    unit = agencies.add_unit(agency_id=cast.commune.pk, name="Phòng Kinh tế", by=cast.quan, at=AT)
    with pytest.raises(Refused, match="đã có"):
        agencies.add_unit(agency_id=cast.commune.pk, name="Phòng Kinh tế", by=cast.quan, at=AT)
    close_unit(unit_id=unit.pk, on=TODAY + timedelta(days=10), by=cast.quan, at=AT)
    assert Unit.objects.get(pk=unit.pk).valid_to == TODAY + timedelta(days=10)


def test_a_division_with_people_is_not_ended(cast):
    unit = agencies.add_unit(agency_id=cast.commune.pk, name="Phòng Kinh tế", by=cast.quan, at=AT)
    Post.objects.filter(account=cast.people["minh"]).update(unit=unit)
    with pytest.raises(Refused, match="còn 1 vị trí"):
        close_unit(unit_id=unit.pk, on=TODAY, by=cast.quan, at=AT)


def test_a_division_founded_by_mistake_today_goes_without_trace_in_the_tree(cast):
    unit = agencies.add_unit(agency_id=cast.commune.pk, name="Phòng Kinh tê", by=cast.quan, at=AT)
    close_unit(unit_id=unit.pk, on=TODAY, by=cast.quan, at=AT)
    assert not Unit.objects.filter(pk=unit.pk).exists()
    assert Event.objects.filter(stream=cast.commune.stream, kind="unit.ended").exists()


# Hours and days


def test_new_office_hours_begin_today_or_later(cast):
    with pytest.raises(Refused) as refused:
        hours.set_office_hours(HoursData(cast.commune.pk, stage.WEEK, TODAY - timedelta(days=1)), by=cast.quan, at=AT)
    assert field_of(refused) == "day"
    hours.set_office_hours(HoursData(cast.commune.pk, stage.WEEK, TODAY, basis="QĐ 1"), by=cast.quan, at=AT)
    assert OfficeHours.objects.get(agency=cast.commune).known_from == AT


@pytest.mark.parametrize("week", [{}, {"mon": []}, {"mon": [["17:00", "07:00"]]}, {"mon": [["7h", "11h"]]}])
def test_senseless_hours_are_refused(cast, week):
    with pytest.raises(Refused):
        hours.set_office_hours(HoursData(cast.commune.pk, week, TODAY), by=cast.quan, at=AT)
    assert not OfficeHours.objects.filter(agency=cast.commune).exists()


def test_only_counters_have_counter_hours(cast):
    with pytest.raises(Refused, match="nơi tiếp nhận"):
        hours.set_counter_hours(agency_id=cast.commune.pk, week=stage.WEEK, day=TODAY, by=cast.quan, at=AT)
    hours.set_counter_hours(agency_id=cast.counter.pk, week=stage.WEEK, day=TODAY, by=cast.quan, at=AT)
    assert CounterHours.objects.get().agency_id == cast.counter.pk


def test_days_in_a_row_are_entered_at_once_and_withdrawn_one_by_one(cast):
    data = DaysData(cast.province.pk, date(2027, 2, 4), "holiday", "Tết", last=date(2027, 2, 10), basis="TB 1")
    assert days.enter_days(data, by=cast.quan, at=AT).entered_specialday.count() == 7
    row = SpecialDay.objects.get(day=date(2027, 2, 6))
    days.withdraw_day(row_id=row.pk, by=cast.quan, at=AT)
    assert SpecialDay.objects.get(pk=row.pk).withdrawn_at == AT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first": date(2026, 11, 24)}, "day"),
        ({"name": " "}, "name"),
        ({"kind": "party"}, "kind"),
        ({"kind": "working"}, "as_weekday"),
        ({"as_weekday": "fri"}, "as_weekday"),
        ({"last": date(2026, 12, 1)}, "last"),
        ({"last": date(2027, 12, 31)}, "last"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_the_field(cast, changes, field):
    values = {"agency_id": cast.province.pk, "first": date(2027, 1, 1), "kind": "holiday", "name": "Tết Dương lịch"}
    before = SpecialDay.objects.count()
    with pytest.raises(Refused) as refused:
        days.enter_days(DaysData(**(values | changes)), by=cast.quan, at=AT)
    assert field_of(refused) == field
    assert SpecialDay.objects.count() == before


# People


def new_person(**changes):
    values = {"username": "thu.ha", "full_name": "Nguyễn Thị Thu Hà", "phone": "0905 123 456"}
    return NewAccount(**(values | changes))


def post_data(cast, **changes):
    return PostData(**({"agency_id": cast.commune.pk, "role": "specialist", "day": TODAY} | changes))


def test_a_new_account_has_a_post_and_a_one_time_password(cast):
    account, password = staff.open_account(new_person(), post_data(cast), by=cast.quan, at=AT)
    assert account.must_change_password and account.check_password(password)
    assert (account.phone, account.posts.get().role) == ("+84905123456", "specialist")


@pytest.mark.parametrize(
    ("person", "post", "field"),
    [
        ({"username": "Thu Hà"}, {}, "username"),
        ({"username": "LAN"}, {}, "username"),
        ({"full_name": ""}, {}, "full_name"),
        ({"full_name": "Hà 2"}, {}, "full_name"),
        ({"email": "không có"}, {}, "email"),
        ({"phone": "123"}, {}, "phone"),
        ({}, {"role": "king"}, "role"),
        ({}, {"agency_id": 9999}, "agency"),
        ({}, {"unit_id": 9999}, "unit"),
        ({}, {"until": TODAY}, "to"),
        ({}, {"stand_in_for": "nobody"}, "stand_in_for"),
    ],
)
def test_a_person_who_cannot_be_entered_leaves_no_account(cast, person, post, field):
    with pytest.raises(Refused) as refused:
        staff.open_account(new_person(**person), post_data(cast, **post), by=cast.quan, at=AT)
    assert field_of(refused) == field
    assert not Account.objects.filter(username="thu.ha").exists()


def test_a_post_ends_from_a_day_on_and_not_before_today(cast):
    post = Post.objects.get(account=cast.people["minh"])
    with pytest.raises(Refused):
        staff.end_post(post_id=post.pk, day=TODAY - timedelta(days=1), by=cast.quan, at=AT)
    staff.end_post(post_id=post.pk, day=TODAY + timedelta(days=5), by=cast.quan, at=AT)
    assert Post.objects.get(pk=post.pk).valid_to == TODAY + timedelta(days=5)


def test_a_person_holds_a_post_once_but_several_different_ones(cast):
    minh = cast.people["minh"].pk
    with pytest.raises(Refused, match="đang giữ"):
        staff.give_post(account_id=minh, post=post_data(cast), by=cast.quan, at=AT)
    staff.give_post(account_id=minh, post=post_data(cast, role="clerk"), by=cast.quan, at=AT)
    assert Post.objects.filter(account_id=minh).count() == 2


def test_the_last_administrator_stays(cast):
    post = Post.objects.get(role="administrator")
    with pytest.raises(Refused, match="cuối cùng"):
        staff.end_post(post_id=post.pk, day=TODAY, by=cast.quan, at=AT)
    with pytest.raises(Refused, match="chính mình"):
        staff.shut_out(account_id=cast.people["quan"].pk, by=cast.quan, at=AT)
    staff.give_post(
        account_id=cast.people["an"].pk, post=post_data(cast, role="administrator", until=TODAY + timedelta(days=9)),
        by=cast.quan, at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="cuối cùng"):
        staff.end_post(post_id=post.pk, day=TODAY + timedelta(days=9), by=cast.quan, at=AT)
    staff.end_post(post_id=post.pk, day=TODAY + timedelta(days=8), by=cast.quan, at=AT)


def test_the_last_administrator_is_not_shut_out_by_an_ended_one(cast):
    staff.give_post(account_id=cast.people["an"].pk, post=post_data(cast, role="administrator"), by=cast.quan, at=AT)
    staff.shut_out(account_id=cast.people["an"].pk, by=cast.quan, at=AT)
    with pytest.raises(Refused, match="cuối cùng"):
        staff.end_post(post_id=Post.objects.get(account=cast.people["quan"]).pk, day=TODAY, by=cast.quan, at=AT)


def test_a_reset_password_is_told_once_and_ends_the_sessions(cast, client):
    minh = cast.people["minh"]
    client.force_login(minh, backend="motcua.accounts.backends.OfficerBackend")
    password = staff.reset_password(account_id=minh.pk, by=cast.quan, at=AT)
    assert Account.objects.get(pk=minh.pk).check_password(password)
    assert client.get("/viec/").status_code == 302
    assert password not in "".join(e.payload.body + e.facts for e in Event.objects.select_related("payload"))


def test_a_locked_account_is_out_at_its_next_request_and_in_again(cast, client):
    minh = cast.people["minh"]
    client.force_login(minh, backend="motcua.accounts.backends.OfficerBackend")
    staff.shut_out(account_id=minh.pk, by=cast.quan, at=AT)
    assert client.get("/viec/").status_code == 302
    staff.let_in(account_id=minh.pk, by=cast.quan, at=AT)
    assert Account.objects.get(pk=minh.pk).is_active


# Jobs


def test_a_dead_job_is_tried_again_unless_another_does_the_same(cast):
    promise([Promise("journal.anchor", key="a")], at=AT)
    Job.objects.update(dead_at=AT, attempts=8, error="Traceback")
    job = Job.objects.get()
    promise([Promise("journal.anchor", key="a")], at=AT)
    with pytest.raises(Refused, match="giống hệt"):
        jobs.try_again(job_id=job.pk, by=cast.quan, at=AT)
    Job.objects.exclude(pk=job.pk).update(done_at=AT)
    jobs.try_again(job_id=job.pk, by=cast.quan, at=AT)
    assert Job.objects.get(pk=job.pk).dead_at is None
    with pytest.raises(Refused, match="tải lại"):
        jobs.try_again(job_id=job.pk, by=cast.quan, at=AT)
