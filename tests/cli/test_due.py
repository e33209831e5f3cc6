"""`motcua due` from outside: the due moment with its lines and 0, or one sentence and 2."""

import json
import subprocess
import sys

import pytest

from tests.cli.terminal import complaint, motcua

pytestmark = pytest.mark.either_database

GIVEN = ("due", "--accepted", "2026-02-13T15:30", "--limit", "3wd")
SUMMER = {
    "office_hours": [
        {"from": "2026-01-01", "to": None, "weekdays": {"mon": [["07:30", "11:30"]], "sat": [["08:00", "10:00"]]}}
    ],
    "off": ["2026-02-16"],
    "working": {"2026-02-18": "sat"},
}


def asked(tmp_path, *words):
    done = motcua(*words, data=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


def test_the_example_of_the_contract(tmp_path):
    answer = asked(tmp_path, *GIVEN, "--json")
    assert answer["due"] == "2026-02-25T17:00:00+07:00"
    assert answer["lines"][-1]["text"] == "Hạn trả kết quả: 17:00 thứ Tư 25/02/2026."


def test_json_is_utf8_without_escapes(tmp_path):
    assert "Tiếp nhận đủ hồ sơ".encode() in motcua(*GIVEN, "--json", data=tmp_path, env={"LC_ALL": "C"}).stdout


def test_without_json_the_lines_are_plain_text(tmp_path):
    done = motcua(*GIVEN, data=tmp_path)
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[-1] == "Hạn trả kết quả: 17:00 thứ Tư 25/02/2026."


def test_no_data_folder_is_made(tmp_path):
    motcua(*GIVEN, data=tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_django_is_not_loaded():
    asking = "import sys, motcua.cli.due; print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asking], capture_output=True, check=True).stdout == b"False\n"


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("8wh", "2026-02-23T15:30:00+07:00"),
        ("3wd", "2026-02-25T17:00:00+07:00"),
        ("10d", "2026-02-23T17:00:00+07:00"),
        ("2mo", "2026-04-13T17:00:00+07:00"),
        ("1sd", "2026-02-23T17:00:00+07:00"),
    ],
)
def test_every_unit_of_the_contract(tmp_path, limit, due):
    assert asked(tmp_path, "due", "--accepted", "2026-02-13T15:30", "--limit", limit, "--json")["due"] == due


def test_a_calendar_of_ones_own(tmp_path):
    file = tmp_path / "lịch.json"
    file.write_text(json.dumps(SUMMER), encoding="utf-8")
    answer = asked(tmp_path, *GIVEN, "--calendar", str(file), "--json")
    # Saturday 14, the worked Wednesday 18 (in Saturday's stead), Saturday 21 with its own close; Monday 16 is off.
    assert answer["due"] == "2026-02-21T10:00:00+07:00"


def test_holds_may_be_repeated(tmp_path):
    holds = ("--hold", "2026-02-23T08:00..2026-02-24T08:00", "--hold", "2026-02-25T08:00..2026-02-26T08:00")
    assert asked(tmp_path, *GIVEN, *holds, "--json")["due"] == "2026-02-27T17:00:00+07:00"


def test_an_open_hold_has_no_due_moment_but_says_what_is_left(tmp_path):
    answer = asked(tmp_path, *GIVEN, "--hold", "2026-02-24T08:00..", "--json")
    assert answer["due"] is None
    assert answer["paused"] == {"text": "1 ngày làm việc", "amount": 1, "unit": "working_day"}


@pytest.mark.parametrize(
    "accepted", ["2026-02-13T08:30Z", "2026-02-13T08:30:00+00:00", "2026-02-13 15:30", "2026-02-13T15:30:00.5"]
)
def test_other_ways_to_write_the_moment(tmp_path, accepted):
    answer = asked(tmp_path, "due", "--accepted", accepted, "--limit", "1sd", "--json")
    assert answer["lines"][0]["from"] == "2026-02-13T15:30:00+07:00"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--accepted", "13/02/2026", "--limit", "3wd"), "13/02/2026"),
        (("--accepted", "2026-02-30T08:00", "--limit", "3wd"), "2026-02-30"),
        (("--accepted", "2026-02-13T25:00", "--limit", "3wd"), "2026-02-13T25:00"),
        (("--accepted", "2026-W07-5", "--limit", "3wd"), "2026-W07-5"),
        (("--accepted", "0001-01-01T00:00+10:00", "--limit", "3wd"), "Năm 1 "),
        (("--accepted", "9999-12-31T23:59-10:00", "--limit", "3wd"), "9999"),
        (("--accepted", "2026-02-13T15:30", "--limit", "3tuần"), "3tuần"),
        (("--accepted", "2026-02-13T15:30", "--limit", "0wd"), "ngày làm việc"),
        (("--accepted", "2026-02-13T15:30", "--limit", "-3wd"), "--limit"),
        (("--accepted", "2026-02-13T15:30", "--limit", "99999999999999999999wd"), "2500"),
        (("--accepted", "2026-02-13T15:30"), "--limit"),
        (("--limit", "3wd"), "--accepted"),
        ((), "--accepted"),
        ((*GIVEN[1:], "--hold", "2026-02-24T08:00"), "2026-02-24T08:00"),
        ((*GIVEN[1:], "--hold", ".."), "--hold"),
        ((*GIVEN[1:], "--hold", "2026-02-24T08:00..2026-02-23T08:00"), "23/02/2026"),
        ((*GIVEN[1:], "--hold", "2026-02-24T08:00..x..y"), "x..y"),
        ((*GIVEN[1:], "--calendar", "không-có.json"), "không-có.json"),
        ((*GIVEN[1:], "--calendar", "."), "."),
        ((*GIVEN[1:], "--lịch", "x"), "--lịch"),
        (("--accepted", "2026-02-13T15:30 Asia/Hanoi", "--limit", "3wd"), "Asia/Hanoi"),
        (("--accepted", "2026-02-13T15:30+25:00", "--limit", "3wd"), "+25:00"),
        ((*GIVEN[1:], "--hold", "2026-02-24T08:00[Mars/Base]..2026-02-25T08:00"), "[Mars/Base]"),
    ],
)
def test_bad_input_ends_in_one_sentence_and_exit_code_2(tmp_path, words, named):
    done = motcua("due", *words, data=tmp_path)
    assert done.returncode == 2
    assert named in complaint(done)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"{", b"[]", b'{"office_hours": [{}]}', b"\x00" * 5_000_001])
def test_an_unreadable_calendar_ends_in_one_sentence_and_exit_code_2(tmp_path, content):
    (tmp_path / "calendar.json").write_bytes(content)
    done = motcua(*GIVEN, "--calendar", str(tmp_path / "calendar.json"), data=tmp_path)
    assert done.returncode == 2
    assert complaint(done)


def test_a_calendar_without_working_days_ahead_ends_in_one_sentence(tmp_path):
    (tmp_path / "calendar.json").write_text(
        json.dumps(SUMMER | {"office_hours": [SUMMER["office_hours"][0] | {"to": "2026-02-01"}]})
    )
    done = motcua(*GIVEN, "--calendar", str(tmp_path / "calendar.json"), data=tmp_path)
    assert done.returncode == 2
    assert "không có ngày làm việc nào" in complaint(done)


def test_words_that_are_not_utf8_end_in_one_sentence(tmp_path):
    done = motcua("due", "--accepted", b"\xff", "--limit", "3wd", data=tmp_path)
    assert done.returncode == 2
    assert complaint(done)


ASKED = (
    "due",
    "--accepted",
    "2026-03-02T09:00",
    "--limit",
    "5wd",
    "--supplement",
    "2026-03-03T09:00..2026-03-10T10:00",
)


def test_a_supplement_asked_for_in_time_makes_the_limit_count_anew_and_the_national_clock_subtracts_it(tmp_path):
    assert asked(tmp_path, *ASKED, "--json")["due"] == "2026-03-17T17:00:00+07:00"
    assert asked(tmp_path, *ASKED, "--clock", "national", "--json")["due"] == "2026-03-16T17:00:00+07:00"


def test_the_national_clock_says_that_a_second_request_counts_as_late(tmp_path):
    again = ("--supplement", "2026-03-11T09:00..2026-03-12T10:00", "--clock", "national", "--json")
    assert asked(tmp_path, *ASKED, *again)["counts_late"] is True


def test_the_acceptance_clock_needs_no_limit(tmp_path):
    answer = asked(tmp_path, "due", "--accepted", "2026-03-02T20:00", "--clock", "acceptance", "--json")
    assert (answer["clock"], answer["due"]) == ("acceptance", "2026-03-03T17:00:00+07:00")


LATE_NEWS = {
    "office_hours": [{"from": "2026-01-01", "to": None, "weekdays": {"mon": [["07:30", "11:30"]]}}],
    "off": [{"date": "2026-03-09", "known_from": "2026-03-04T09:00"}],
    "working": {"2026-03-14": {"as": "mon", "known_from": "2026-03-04"}},
}


@pytest.mark.parametrize(
    "known, day", [((), "09"), (("--known-at", "2026-03-04T08:59"), "09"), (("--known-at", "2026-03-04T09:00"), "14")]
)
def test_a_day_counts_as_the_calendar_was_known(tmp_path, known, day):
    calendar = tmp_path / "calendar.json"
    calendar.write_text(json.dumps(LATE_NEWS), encoding="utf-8")
    words = ("due", "--accepted", "2026-03-02T09:00", "--limit", "1wd", "--calendar", str(calendar), *known, "--json")
    assert asked(tmp_path, *words)["due"] == f"2026-03-{day}T11:30:00+07:00"


@pytest.mark.parametrize(
    "words, named",
    [
        (("--supplement", "2026-03-03T09:00"), "lần bổ sung"),
        (("--supplement", "2026-03-03T09:00..2026-03-02T10:00"), "trước khi yêu cầu"),
        (("--supplement", "2026-03-01T09:00..2026-03-02T10:00"), "trước khi tiếp nhận"),
        (("--clock", "acceptance", "--hold", "2026-03-03T09:00.."), "trước khi tiếp nhận"),
        (("--known-at", "hôm qua"), "known-at"),
    ],
)
def test_what_the_clocks_cannot_use_ends_in_one_sentence_and_exit_code_2(tmp_path, words, named):
    done = motcua("due", "--accepted", "2026-03-02T09:00", "--limit", "5wd", *words, data=tmp_path)
    assert (done.returncode, named in complaint(done)) == (2, True)


def test_a_limit_is_asked_for_by_every_other_clock(tmp_path):
    done = motcua("due", "--accepted", "2026-03-02T09:00", data=tmp_path)
    assert (done.returncode, "--limit" in complaint(done)) == (2, True)
