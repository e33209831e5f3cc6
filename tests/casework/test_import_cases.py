"""Importing the cases of a procedure, each with a limit of its own: from the table, the line or the supplement."""

from dataclasses import replace
from typing import Any

import pytest

from motcua.catalogue.models import LimitCase
from motcua.catalogue.published import read
from motcua.catalogue.queries import own_limit
from tests.casework.procedure_files import GOOD, counts, lines, refusals, take_in, version_of
from tests.cast import procedure_line

pytestmark = pytest.mark.django_db


TABLE = [
    {"channel": "online", "amount": 15, "unit": "day", "note": "- Trường hợp phải\nxác minh"},
    {"channel": "direct", "amount": 10, "unit": "day", "note": "Trường hợp thông thường"},
    {"channel": "direct", "amount": 15, "unit": "day", "note": "Trường hợp phải xác minh"},
    {"channel": "post", "amount": 20, "unit": "day", "note": None},
    {"channel": "online", "amount": 20, "unit": "day", "note": ""},
    {"channel": "direct", "amount": 1.5, "unit": "working_day", "note": "Trường hợp cấp lại"},
    {"channel": "direct", "amount": 7, "unit": None, "note": "Không có đơn vị"},
    {"channel": "direct", "amount": "ba", "unit": "day", "note": "Không phải là số"},
]
TEN_DAYS = {"amount": 10, "unit": "day", "text": "10 ngày"}


def cases_of(code: str) -> list[tuple[int, str, str, list[str]]]:
    rows = LimitCase.objects.filter(version=version_of(code))
    return [(case.n, case.name, str(own_limit(case).sentence()), case.limit_channels) for case in rows]


def test_rows_of_the_published_table_with_another_limit_are_cases_named_by_what_distinguishes_them() -> None:
    take_in(lines({"code": "1.000001", "limit": TEN_DAYS, "limits": TABLE}))
    assert cases_of("1.000001") == [
        (1, "Nộp qua dịch vụ bưu chính công ích, trực tuyến", "20 ngày", ["online", "post"]),
        (2, "Trường hợp phải xác minh", "15 ngày", ["direct", "online"]),
        (3, "Trường hợp cấp lại", "12 giờ làm việc", ["direct"]),
    ]
    assert version_of("1.000001").limit_channels == ["direct"]


def test_a_note_that_stands_at_several_limits_distinguishes_nothing() -> None:
    note = "Kể từ ngày nhận đủ hồ sơ"
    table = [
        {"channel": "direct", "amount": 10, "unit": "day", "note": note},
        {"channel": "online", "amount": 7, "unit": "day", "note": note},
    ]
    take_in(lines({"code": "1.000001", "limit": TEN_DAYS, "limits": table}))
    assert cases_of("1.000001") == [(1, "Nộp trực tuyến", "7 ngày", ["online"])]
    assert version_of("1.000001").limit_channels == ["direct", "post"]


def test_a_limit_that_the_table_gives_for_every_way_of_handing_in_is_for_all() -> None:
    table = [{"channel": c, "amount": n, "unit": "day", "note": when} for c in ("direct", "online", "post")
             for n, when in ((10, None), (15, "Trường hợp phải xác minh"))]  # fmt: skip
    take_in(lines({"code": "1.000001", "limit": TEN_DAYS, "limits": table}))
    assert cases_of("1.000001") == [(1, "Trường hợp phải xác minh", "15 ngày", [])]
    assert version_of("1.000001").limit_channels == []


def test_a_limit_that_came_with_the_supplement_is_for_all_whatever_the_table_says() -> None:
    table = [{"channel": "online", "amount": 5, "unit": "day", "note": None}]
    sheet = "code,name,amount,unit,text,source,note\n1.000001,x,3,working_day,03 ngày,Điều 25 Nghị định 1/2020,\n"
    take_in(lines({"code": "1.000001", "limit": None, "limits": table}), limits=sheet.encode())
    version = version_of("1.000001")
    assert (version.limit_channels, version.limit_basis) == ([], "Điều 25 Nghị định 1/2020")
    assert cases_of("1.000001") == [(1, "Nộp trực tuyến", "5 ngày", ["online"])]


def test_a_limit_says_what_gives_it_and_for_which_ways_of_handing_in() -> None:
    own = TEN_DAYS | {"legal_basis": "Điều 5 Luật Hộ tịch", "channels": ["direct", "post"]}
    online = {"name": "Nộp trực tuyến", "amount": 7, "unit": "day", "channels": ["online"], "legal_basis": "Điều 6"}
    take_in(lines({"code": "1.000001", "limit": own, "cases": [online]}))
    version, case = version_of("1.000001"), LimitCase.objects.get()
    assert (version.limit_basis, version.limit_channels) == ("Điều 5 Luật Hộ tịch", ["direct", "post"])
    assert (case.limit_basis, case.limit_channels) == ("Điều 6", ["online"])
    assert take_in(lines({"code": "1.000001", "limit": own | {"legal_basis": "Điều 7"}, "cases": [online]})).changed


@pytest.mark.parametrize(
    ("limit", "cases", "why"),
    [
        ({"channels": ["direct"]}, [], "Hồ sơ nộp trực tuyến chưa có thời hạn nào."),
        ({"channels": ["fax"]}, [], "Không có cách nộp “fax”."),
        ({"channels": "direct"}, [], "phải là danh sách chữ"),
        ({"legal_basis": "x" * 501}, [], "dài quá 500"),
        ({"legal_basis": 5}, [], "phải là chữ"),
        ({}, [{"name": "A", "amount": 1, "unit": "day", "channels": ["fax"]}], "Không có cách nộp “fax”."),
    ],
)
def test_a_limit_for_ways_of_handing_in_that_cannot_be_is_refused(limit: Any, cases: Any, why: str) -> None:
    report = take_in(GOOD + lines({"code": "1.000002", "limit": TEN_DAYS | limit, "cases": cases}))
    assert why in refusals(report)[2]


def test_without_a_limit_of_its_own_a_procedure_has_no_cases() -> None:
    take_in(lines({"code": "1.000001", "limit": None, "limits": TABLE}))
    assert cases_of("1.000001") == []


def test_cases_that_a_line_names_stand_in_place_of_those_of_its_table() -> None:
    cases = [{"name": "Có yếu tố nước ngoài", "amount": 30, "unit": "day"}]
    take_in(lines({"code": "1.000001", "limit": TEN_DAYS, "limits": TABLE, "cases": cases}))
    assert cases_of("1.000001") == [(1, "Có yếu tố nước ngoài", "30 ngày", [])]
    assert take_in(lines({"code": "1.000001", "limit": TEN_DAYS, "limits": TABLE, "cases": []})).changed == 1
    assert cases_of("1.000001") == []


def test_equal_content_with_cases_changes_nothing_and_another_limit_of_a_case_is_another_version() -> None:
    cases = [{"name": "Có yếu tố nước ngoài", "amount": 30, "unit": "day"}]
    line = lines({"code": "1.000001", "cases": cases})
    assert take_in(line).new == 1
    assert take_in(line).unchanged == 1
    assert take_in(lines({"code": "1.000001", "cases": [cases[0] | {"amount": 45}]})).changed == 1
    assert LimitCase.objects.count() == 2


def test_cases_count_in_the_digest_though_the_line_is_the_same() -> None:
    """What an earlier edition published from the same line had no cases: importing again brings them."""
    line = read(procedure_line(limit=TEN_DAYS, limits=TABLE))
    assert line.digest != replace(line, cases=()).digest


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ({"name": "", "amount": 3, "unit": "day"}, "phải có tên"),
        ({"name": "a" * 301, "amount": 3, "unit": "day"}, "300"),
        ({"amount": 3, "unit": "day"}, "phải có tên"),
        ({"name": ["x"], "amount": 3, "unit": "day"}, "phải có tên"),
        ({"name": "Cấp lại"}, "thiếu thời hạn"),
        ({"name": "Cấp lại", "amount": 3, "unit": "tuần"}, "tuần"),
        ({"name": "Cấp lại", "amount": 0, "unit": "day"}, "từ 1"),
        ({"name": "Cấp lại", "unit": "fixed_date"}, "cần có ngày"),
        ({"name": "KHÁC", "amount": 3, "unit": "day"}, "hai lần"),
        ("Cấp lại", "danh sách đối tượng"),
    ],
)
def test_a_line_with_a_case_that_cannot_be_is_refused(case: Any, why: str) -> None:
    report = take_in(GOOD + lines({"code": "1.000002", "cases": [{"name": "Khác", "amount": 9, "unit": "day"}, case]}))
    assert counts(report) == (1, 0, 0, 1)
    assert why in refusals(report)[2]


def test_a_supplement_gives_cases_beside_the_limit_and_bad_rows_are_named() -> None:
    header = "code,name,amount,unit,text,source,note,case\n"
    rows = [
        "1.000001,x,3,working_day,03 ngày,Điều 25,,",
        "1.000001,x,8,working_day,08 ngày,Điều 25,,Phải xác minh",
        "1.000001,x,tám,working_day,08 ngày,Điều 25,,Lập lại",
        "1.000001,x,9,working_day,09 ngày,Điều 25,,Phải xác minh",
    ]
    sheet = (header + "\n".join(rows) + "\n").encode()
    report = take_in(lines({"code": "1.000001", "limit": None, "limits": TABLE}), limits=sheet)
    assert cases_of("1.000001") == [(1, "Phải xác minh", "8 ngày làm việc", [])]
    assert version_of("1.000001").limit_text == "03 ngày"
    assert [line.n for line in report.refused_limits] == [4, 5]


def test_a_supplement_may_give_cases_alone() -> None:
    sheet = "code,name,amount,unit,text,source,note,case\n1.000001,x,8,working_day,,Điều 25,,Phải xác minh\n"
    take_in(lines({"code": "1.000001", "limit": TEN_DAYS}), limits=sheet.encode())
    assert cases_of("1.000001") == [(1, "Phải xác minh", "8 ngày làm việc", [])]
    assert version_of("1.000001").limit_text == "10 ngày"
