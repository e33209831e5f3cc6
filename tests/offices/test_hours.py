"""Office hours and special days as typed: what makes no sense is refused with a sentence, and nothing is written."""

from datetime import date, time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from motcua.kernel.sentences import Refused
from motcua.offices import actions, snapshot
from motcua.offices.actions import carry_out
from motcua.offices.calendar_changes import Plan
from motcua.offices.calendars import pieces
from motcua.offices.models import CounterHours, OfficeHours, SpecialDay
from tests import cast as stage
from tests.cast import moment

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 12, 1), moment("2026-11-02 08:00")
NOT_HOURS = "Giờ làm việc phải ghi như 07:00–11:30."
NONSENSE = [
    ({}, "Cần ít nhất một buổi làm việc trong tuần."),
    ({"mon": []}, "Cần ít nhất một buổi làm việc trong tuần."),
    ({"mon": [["7h", "11h"]]}, NOT_HOURS),
    ({"mon": [["07:00"]]}, NOT_HOURS),
    ({"mon": [["07:00", ""]]}, NOT_HOURS),
    ({"mon": [["07:61", "11:30"]]}, NOT_HOURS),
    ({"mon": [["-1:00", "11:30"]]}, NOT_HOURS),
    ({"mon": [["07:00", "24:00"]]}, "Giờ làm việc phải nằm trong khoảng 00:00 đến 23:59."),
    (
        {"mon": [["11:30", "07:00"]]},
        "Giờ làm việc thứ Hai có giờ đóng cửa 07:00 không sau giờ mở cửa 11:30.",
    ),
    (
        {"tue": [["07:00", "07:00"]]},
        "Giờ làm việc thứ Ba có giờ đóng cửa 07:00 không sau giờ mở cửa 07:00.",
    ),
    (
        {"wed": [["07:00", "12:00"], ["11:30", "17:00"]]},
        "Giờ làm việc thứ Tư có hai khoảng chồng nhau lúc 11:30.",
    ),
    ({"monday": [["07:00", "11:30"]]}, "Không có thứ “monday”; hãy ghi mon, tue, wed, thu, fri, sat hoặc sun."),
]


@pytest.fixture
def cast():
    return stage.enter()


def refusal(act) -> Refused:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value


def office(cast, weekdays=stage.WEEK, day=DAY):
    return actions.set_office_hours(agency_id=cast.commune.pk, weekdays=weekdays, day=day, by="test", at=AT)


def counter(cast, weekdays=stage.WEEK, day=DAY):
    return actions.set_counter_hours(agency_id=cast.counter.pk, weekdays=weekdays, day=day, by="test", at=AT)


@pytest.mark.parametrize("weekdays, sentence", NONSENSE)
def test_office_hours_that_make_no_sense_are_refused(cast, weekdays, sentence):
    assert str(refusal(lambda: office(cast, weekdays))) == sentence
    assert not OfficeHours.objects.filter(agency=cast.commune).exists()


@pytest.mark.parametrize("weekdays", [w for w, sentence in NONSENSE if sentence == NOT_HOURS])
def test_counter_hours_are_written_as_hours_too(cast, weekdays):
    assert str(refusal(lambda: counter(cast, weekdays))) == "Giờ mở quầy phải ghi như 07:00–11:30."


def test_new_hours_overwrite_nothing_and_decide_from_their_day_on(cast):
    first, second = office(cast, day=date(2026, 11, 16)), office(cast)
    first.refresh_from_db()
    assert (first.valid_from, first.valid_to) == (date(2026, 11, 16), None)
    found = [p for p in pieces(snapshot.present(), cast.commune.pk, known_at=AT) if p.row.agency_id == cast.commune.pk]
    assert [(p.row.pk, p.pattern.from_, p.pattern.to) for p in found] == [
        (first.pk, date(2026, 11, 16), DAY - timedelta(days=1)),
        (second.pk, DAY, None),
    ]


@pytest.mark.parametrize("day", [DAY, date(2026, 11, 30)])
def test_hours_are_entered_in_the_order_of_their_days(cast, day):
    office(cast)
    refused = refusal(lambda: office(cast, day=day))
    assert (str(refused), refused.field) == ("Đã có giờ làm việc bắt đầu từ ngày này hoặc sau đó.", "day")


def test_counter_hours_are_entered_in_the_order_of_their_days_too(cast):
    counter(cast)
    assert str(refusal(lambda: counter(cast))) == "Đã có giờ mở quầy bắt đầu từ ngày này hoặc sau đó."
    assert CounterHours.objects.count() == 1


def test_hours_that_ended_only_because_later_ones_began_lose_their_end(cast):
    """The migration of rows that were written when later hours still overwrote the end of the ones before."""
    migration = import_module("motcua.offices.migrations.0005_hours_without_end")
    first, second = office(cast, day=date(2026, 11, 16)), office(cast)
    OfficeHours.objects.filter(pk=first.pk).update(valid_to=second.valid_from)
    migration.take_ends_away(apps, None)
    assert not OfficeHours.objects.filter(agency=cast.commune, valid_to__isnull=False).exists()
    migration.put_ends_back(apps, None)
    assert OfficeHours.objects.get(pk=first.pk).valid_to == DAY
    assert OfficeHours.objects.get(pk=second.pk).valid_to is None


# Special days


def special(cast, day=date(2026, 12, 24), kind="holiday", as_weekday="", agency=None) -> SpecialDay:
    return SpecialDay(day=day, kind=kind, as_weekday=as_weekday, name="Ngày nghỉ", agency=agency or cast.province)


def entered(*rows) -> None:
    actions.set_special_days(rows, by="test", at=AT)


def test_a_day_is_entered_once(cast):
    entered(special(cast))
    refused = refusal(lambda: entered(special(cast, kind="closure")))
    assert refused.field == "day"
    assert str(refused) == "Ngày 24/12/2026 đã có trong lịch. Hãy bỏ dòng cũ trước khi ghi dòng mới."


def test_a_day_cannot_be_known_from_a_moment_to_come(cast):
    row = special(cast)
    row.known_from = AT + timedelta(minutes=1)
    assert refusal(lambda: entered(row)).field == "known_from"
    assert not SpecialDay.objects.filter(day=row.day).exists()


def test_the_database_knows_a_part_of_a_day_only_of_a_closure(cast):
    for kind, span in (("holiday", (time(13, 30), time(17))), ("closure", (time(17), time(13, 30)))):
        row = special(cast, kind=kind)
        row.known_from, (row.closed_from, row.closed_to) = AT, span
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_day_twice_in_one_list_is_refused_whole(cast):
    before = SpecialDay.objects.count()
    refused = refusal(lambda: entered(special(cast, date(2026, 12, 25)), special(cast), special(cast)))
    assert str(refused) == "Ngày 24/12/2026 đã có trong lịch. Hãy bỏ dòng cũ trước khi ghi dòng mới."
    assert SpecialDay.objects.count() == before


def test_the_same_day_of_another_agency_is_another_day(cast):
    entered(special(cast), special(cast, agency=cast.commune))


def test_one_bad_day_leaves_the_whole_list_out(cast):
    before = SpecialDay.objects.count()
    refusal(lambda: entered(special(cast), special(cast, date(2026, 11, 24))))
    assert SpecialDay.objects.count() == before


@pytest.mark.parametrize("as_weekday", ["", "friday"])
def test_a_worked_day_says_whose_hours_it_has(cast, as_weekday):
    row = special(cast, date(2026, 12, 26), kind="working", as_weekday=as_weekday)
    assert str(refusal(lambda: entered(row))).startswith(f"Không có thứ “{as_weekday}”")


def test_the_database_knows_a_worked_day_only_with_its_weekday(cast):
    for kind, as_weekday in (("working", ""), ("holiday", "fri")):
        row = special(cast, kind=kind, as_weekday=as_weekday)
        row.known_from = AT
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_withdrawing_twice_is_refused_and_keeps_the_first_moment(cast):
    entered(special(cast))
    row = SpecialDay.objects.get(day=date(2026, 12, 24))
    carry_out(Plan(row.agency_id, days_out=[row]), by="test", at=AT)
    again = refusal(lambda: carry_out(Plan(row.agency_id, days_out=[row]), by="test", at=moment("2026-11-03 08:00")))
    assert "vừa được người khác thay đổi" in str(again)
    row.refresh_from_db()
    assert row.withdrawn_at == AT
