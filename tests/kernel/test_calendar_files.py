"""Calendar files: the shape of the contract is read, and every fault is named in a sentence."""

import json

import pytest

from motcua.kernel.calendar_files import calendar_from, demo_calendar, demo_calendar_bytes
from motcua.kernel.sentences import Refused
from tests.kernel.due_calendars import at

HOURS = {"from": "2026-01-01", "to": None, "weekdays": {"mon": [["07:30", "11:30"]], "fri": [["7:30", "11:00"]]}}


def read(**changes):
    return calendar_from(json.dumps({"office_hours": [HOURS], **changes}).encode())


def test_a_file_as_in_the_contract_is_read():
    calendar = read(off=["2026-01-05"], working={"2026-01-10": "fri"})
    days = [at(f"2026-01-{day:02d}T00:00").date() for day in (5, 10, 12)]
    assert [calendar.hours_on(day) for day in days] == [(), ((450, 660),), ((450, 690),)]


def test_off_and_working_may_be_left_out_and_unknown_keys_are_passed_over():
    assert read(notes={"2026-01-01": "Tết"}).is_working_day(at("2026-01-05T00:00").date())


def test_a_file_may_say_that_it_is_meant_in_the_time_of_viet_nam():
    assert read(timezone="Asia/Ho_Chi_Minh").is_working_day(at("2026-01-05T00:00").date())


def test_a_part_of_a_day_may_be_closed():
    calendar = read(closed={"2026-01-12": [["10:00", "12:00"]], "2026-01-19": {"spans": [["07:00", "12:00"]]}})
    days = [at(f"2026-01-{day}T00:00").date() for day in (12, 19)]
    assert [calendar.hours_on(day) for day in days] == [((450, 600),), ()]


def test_a_byte_order_mark_does_no_harm():
    assert calendar_from(b"\xef\xbb\xbf" + demo_calendar_bytes()).is_working_day(at("2026-03-02T00:00").date())


def test_every_special_day_of_the_demo_calendar_has_a_note():
    file = json.loads(demo_calendar_bytes())
    assert set(file["notes"]) == {*file["off"], *file["working"]}


def test_the_demo_calendar_is_read_once():
    assert demo_calendar() is demo_calendar()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"office_hours": []}',
        b'{"office_hours": {}}',
        b'{"office_hours": [1]}',
        b"[" * 100_000,
        b'{"office_hours": ' + b"1" * 5000 + b"}",
    ],
)
def test_what_is_no_calendar_file_is_refused(content):
    with pytest.raises(Refused):
        calendar_from(content)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"off": ["2026-02-30"]}, "2026-02-30"),
        ({"off": ["01/01/2026"]}, "01/01/2026"),
        ({"off": [20260101]}, "20260101"),
        ({"off": "2026-01-01"}, "off"),
        ({"working": ["2026-01-10"]}, "working"),
        ({"working": {"2026-01-10": "sán"}}, "sán"),
        ({"working": {"2026-01-10": None}}, "None"),
        ({"working": {"thứ Bảy": "fri"}}, "thứ Bảy"),
        ({"off": ["2026-01-10"], "working": {"2026-01-10": "fri"}}, "10/01/2026"),
        ({"office_hours": [HOURS | {"from": None}]}, "None"),
        ({"office_hours": [HOURS | {"to": "2025-12-31"}]}, "31/12/2025"),
        ({"office_hours": [HOURS, HOURS]}, "01/01/2026"),
        ({"office_hours": [HOURS | {"weekdays": None}]}, "weekdays"),
        ({"office_hours": [HOURS | {"weekdays": {"monday": []}}]}, "monday"),
        ({"office_hours": [HOURS | {"weekdays": {"mon": "07:30-11:30"}}]}, "mon"),
        ({"office_hours": [HOURS | {"weekdays": {"mon": [["07:30"]]}}]}, "07:30"),
        ({"office_hours": [HOURS | {"weekdays": {"mon": [["07:30", "24:00"]]}}]}, "24:00"),
        ({"office_hours": [HOURS | {"weekdays": {"mon": [["7h30", "11h"]]}}]}, "7h30"),
        ({"office_hours": [HOURS | {"weekdays": {"mon": [["11:30", "07:30"]]}}]}, "11:30"),
        ({"office_hours": [HOURS | {"weekdays": {"mon": [["07:30", "11:30"], ["11:00", "12:00"]]}}]}, "11:00"),
        ({"office_hours": [HOURS | {"weekdays": {"mon": [["{0}", "{x}"]]}}]}, "{0}"),
        ({"timezone": "Asia/Hanoi"}, "Asia/Hanoi"),
        ({"timezone": "Europe/Paris"}, "Europe/Paris"),
        ({"closed": ["2026-01-12"]}, "closed"),
        ({"closed": {"2026-01-12": "13:30"}}, "closed"),
        ({"closed": {"2026-01-12": [["11:30", "07:00"]]}}, "12/01/2026"),
        ({"closed": {"2026-01-12": {"spans": [["07:00", "11:30"]], "known_from": "soon"}}}, "soon"),
    ],
)
def test_the_sentence_names_what_is_wrong(changes, named):
    with pytest.raises(Refused) as refusal:
        read(**changes)
    assert named in str(refusal.value)
    assert "\n" not in str(refusal.value)
