"""Records of the national database, in its own field names: taken as exported, nothing guessed. Invented data."""

import json
from typing import Any

import pytest

from motcua.casework.imports.national import line_of
from motcua.casework.imports.procedure_files import procedure_lines
from motcua.catalogue.models import Component, LimitCase
from motcua.catalogue.published import read
from motcua.catalogue.queries import own_limit
from motcua.kernel.sentences import Refused
from tests.casework.procedure_files import counts, refusals, take_in, version_of


def paper(name: str, originals: int = 1, copies: int = 0, **more: Any) -> dict[str, Any]:
    return {"name": name, "originalQty": originals, "copyQty": copies, "required": False, "attachments": [], **more}


def method(way: str, amount: Any, unit: str = "WORKING_DAY", **more: Any) -> dict[str, Any]:
    return {"submissionMethod": way, "processingTime": amount, "processingTimeUnit": unit, **more}


def record(**changes: Any) -> dict[str, Any]:
    return {
        "id": "00000000-0000-7000-8000-000000000001",
        "code": "9.000001",
        "codeNotation": "9.000001",
        "name": "Cấp giấy phép đặt bàn trà ở sân chung",
        "executionSteps": [{"name": "Bước 1", "description": "Nộp hồ sơ."}],
        "executionMethods": [
            method("ONLINE", 3, fees=[{"type": "FEE", "value": 0}]),
            method("DIRECT", 5, fees=[{"type": "FEE", "value": 20_000, "description": "Lệ phí cấp giấy"}]),
        ],
        "executionCases": [
            {"name": "Nếu bàn dài", "profileComponents": [paper("Bản vẽ", 0, 1)]},
            {"name": "", "profileComponents": [
                paper("Đơn", attachments=[{"fileName": "mau.docx"}]), paper("Lời dẫn", 0, 0)]},
        ],
        "isWard": True, "isProvince": False, "isMinistry": False,
        "categoriesDetails": [{"name": "Ví dụ", "code": "X"}],
        "departmentsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "executingAgencies": "Ủy ban nhân dân cấp xã",
        "legalBasisesDetails": [{"name": "Nghị định", "code": "00/2026/VĐ"}, {"name": "x", "code": "00/2026/VĐ"}],
        "resultsDetails": [{"name": "Giấy phép"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "cases": [{"name": "Bàn ở công viên", "processingDay": {"qty": 10, "type": "WORKING_DAY"}}],
        "procedureProposal": {"proposalNumber": "01/QĐ-VĐ", "decisionNumber": None},
        "createdAt": 1775836631278,
    } | changes  # fmt: skip


def lines(*records: Any) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


@pytest.mark.django_db
def test_a_record_is_taken_in_with_all_that_it_says():
    assert counts(take_in(lines(record()))) == (1, 0, 0, 0)
    version = version_of("9.000001")
    assert (str(own_limit(version).sentence()), version.limit_channels) == ("5 ngày làm việc", ["direct", "post"])
    cases = [(c.name, int(c.limit_amount or 0), c.limit_channels) for c in LimitCase.objects.order_by("n")]
    assert cases == [("Nộp trực tuyến", 3, ["online"]), ("Bàn ở công viên", 10, [])]
    assert (version.field, version.levels, version.channels) == ("Ví dụ", ["commune"], ["online", "direct"])
    assert (version.agency, version.result, version.legal_bases) == (
        "Ủy ban nhân dân cấp xã", "Giấy phép", ["00/2026/VĐ"],
    )  # fmt: skip
    papers = Component.objects.order_by("n").values_list("name", "group", "form", "required", "remark")
    assert list(papers) == [
        ("Bản vẽ", "Nếu bàn dài", "", False, False),
        ("Đơn", "", "mau.docx", True, False),
        ("Lời dẫn", "", "", False, True),
    ]
    assert version.receivable and version.fee_text == "Lệ phí cấp giấy: 20.000 đồng"
    assert counts(take_in(lines(record()))) == (0, 0, 1, 0)


def test_an_amount_of_nothing_is_no_promise_that_it_is_free():
    fees = line_of(record())["fees"]
    assert [fee["amount_vnd"] for fee in fees] == [None, 20_000]


@pytest.mark.parametrize("unit", ["", "YEAR"])
def test_a_number_without_a_known_unit_is_no_limit(unit):
    line = read(line_of(record(executionMethods=[method("DIRECT", 5, unit)], cases=[])))
    assert line.limit is None and line.limit_text == "5" and line.missing == ["thời hạn giải quyết"]


def test_a_case_of_the_procedures_own_name_distinguishes_nothing():
    same = {"name": record()["name"], "processingDay": {"qty": 10, "type": "WORKING_DAY"}}
    assert len(line_of(record(cases=[same]))["limits"]) == 2


@pytest.mark.parametrize(
    "content",
    [json.dumps(record(), indent=2).encode(), json.dumps([record()], indent=2).encode(), lines(record())],
    ids=["one object over lines", "a list", "lines"],
)
def test_a_record_a_list_and_lines_are_all_read(content):
    (line,) = procedure_lines(content).lines
    assert (line.n, line.values["code"]) == (1, "9.000001")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "abc"}, "không phải mã thủ tục"),
        ({"name": ""}, "Thiếu tên thủ tục."),
        ({"executionMethods": "5 ngày"}, "Mục “executionMethods” phải là danh sách đối tượng."),
        ({"executionMethods": [method("DIRECT", "năm")]}, "Mục “processingTime” phải là số."),
        ({"executionCases": [{"profileComponents": [paper("Đơn", "một")]}]}, "Mục “originalQty” phải là số."),
        ({"name": 5}, "Mục “name” phải là chữ."),
    ],
)
def test_a_record_that_cannot_be_is_refused_by_its_number_and_the_others_go_in(changes, said):
    report = take_in(lines(record(), record(code="9.000002") | changes))
    assert counts(report) == (1, 0, 0, 1) and said in refusals(report)[2]


def test_a_limit_for_one_way_alone_that_is_not_the_first_is_refused_nowhere():
    line = read(line_of(record(executionMethods=[method("POSTAL", 7), method("ONLINE", 7)], cases=[])))
    assert str(line.limit.sentence()) == "7 ngày làm việc" and line.cases == ()


def test_a_list_with_an_entry_that_is_no_record_is_told():
    sheet = procedure_lines(b"[1]")
    assert [(line.n, str(line.reason)) for line in sheet.refused] == [(1, "Không phải là một đối tượng JSON.")]
    with pytest.raises(Refused):
        procedure_lines(b"[]")
