"""Procedures from a spreadsheet: the template reads back, and whatever is askew is refused by sheet and row."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from motcua.casework.imports.procedure_columns import EXAMPLE, TABLES
from motcua.casework.imports.procedure_sheets import spreadsheet_lines
from motcua.casework.imports.procedure_template import SAMPLE, template
from motcua.casework.imports.workbook import pages
from motcua.catalogue.models import Component, HoldGround, LimitCase, ProcedureVersion
from motcua.catalogue.published import read
from motcua.kernel.sentences import Refused
from tests.casework.procedure_files import refusals, take_in, version_of

CODE = "2.000001"
PROCEDURES, PAPERS, CASES, HOLDS, CHARGES, REDUCTIONS = (table.name for table in TABLES)


def filled(**changes: Any) -> dict[str, list[list[Any]]]:
    """The sheets of the template with its example as a procedure of its own."""
    found = {}
    for table in TABLES:
        rows = [[CODE if c.key == "code" else said.get(c.key) for c in table.columns] for said in SAMPLE[table.name]]
        found[table.name] = [[column.heading for column in table.columns], *rows]
    return found | changes


def book(sheets: dict[str, list[list[Any]]], *, merge: tuple[str, str] | None = None) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for n, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(n, column, datetime.combine(value, datetime.min.time()), day)
                    elif isinstance(value, str):
                        page.write_string(n, column, value)
                    elif value is not None:
                        page.write_number(n, column, value)
            if merge is not None and merge[0] == name:
                page.merge_range(merge[1], "")
    return out.getvalue()


def column(table: str, key: str) -> int:
    columns = next(t.columns for t in TABLES if t.name == table)
    return next(n for n, c in enumerate(columns) if c.key == key)


def with_cell(table: str, key: str, value: Any, row: int = 1) -> dict[str, list[list[Any]]]:
    sheets = filled()
    sheets[table][row][column(table, key)] = value
    return sheets


def told(content: bytes) -> list[tuple[int, str]]:
    return [(line.n, str(line.reason)) for line in spreadsheet_lines(content).refused]


@pytest.mark.django_db
def test_what_is_filled_in_is_published_in_all_its_parts():
    report = take_in(book(filled()))
    assert (report.new, refusals(report)) == (1, {})
    version = version_of(CODE)
    assert (version.limit_amount, version.limit_unit, version.limit_channels) == (5, "working_day", ["direct"])
    assert (version.levels, version.channels, version.online) == (["commune"], ["direct", "online"], "full")
    assert version.limit_basis == "khoản 1 Điều 3 của văn bản ví dụ" and version.receivable
    papers = Component.objects.order_by("n").values_list("name", "originals", "copies", "required")
    assert list(papers) == [("Đơn đề nghị", 1, 0, True), ("Bản vẽ chỗ đặt bàn", 0, 1, False)]
    assert list(LimitCase.objects.values_list("name", "limit_channels")) == [("Nộp trực tuyến", ["online"])]
    assert HoldGround.objects.get().kind == "other"
    (charge,) = version.published["charges"]
    assert charge["amounts"] == [{"amount": 10_000, "from": "2026-01-01"}]
    assert charge["reductions"] == [{"percent": 100, "ground": "người cao tuổi"}]
    assert take_in(book(filled())).unchanged == 1


def test_the_template_holds_an_example_that_reads_and_is_passed_over():
    with pytest.raises(Refused, match="không có thủ tục nào"):
        spreadsheet_lines(template())
    named = {page.name: page for page in pages(template())}
    assert list(named) == ["Hướng dẫn", *(table.name for table in TABLES)]
    assert {row.cells[0] for table in TABLES for row in named[table.name].rows if row.n > 1} == {EXAMPLE}
    assert not any(page.merged for page in named.values())
    (line,) = spreadsheet_lines(book(filled())).lines
    assert read(line.values).missing == []


@pytest.mark.parametrize(
    ("table", "key", "value", "said"),
    [
        (PROCEDURES, "amount", "5", "Cột “Thời hạn” phải là ô kiểu số, không phải chữ hay ngày."),
        (PROCEDURES, "amount", date(2026, 1, 5), "phải là ô kiểu số"),
        (PROCEDURES, "code", 2.000001, "Cột “Mã thủ tục” phải là ô kiểu chữ"),
        (PROCEDURES, "code", "abc", "không phải mã thủ tục"),
        (PROCEDURES, "code", None, "Cột “Mã thủ tục” không được để trống."),
        (PROCEDURES, "name", None, "Cột “Tên thủ tục” không được để trống."),
        (PROCEDURES, "unit", "tuần", "không hiểu “tuần”. Chỉ dùng: "),
        (PROCEDURES, "channels", "trực tiếp; fax", "không hiểu “fax”"),
        (PROCEDURES, "sets", 1.5, "phải là số nguyên"),
        (PROCEDURES, "date", "01/01/2027", "phải là ô kiểu ngày"),
        (CHARGES, "from", 46000, "Cột “Từ ngày” phải là ô kiểu ngày, không phải chữ hay số."),
        (CHARGES, "from", "01/01/2026", "phải là ô kiểu ngày"),
        (CHARGES, "amount", "10.000", "phải là ô kiểu số"),
        (PAPERS, "code", "2.000009", "Không có thủ tục mã 2.000009 trong trang “Thủ tục”."),
        (PAPERS, "remark", "có", "chỉ đánh dấu x"),
        (REDUCTIONS, "name", "Lệ phí khác", "không có khoản thu nào tên như vậy"),
        (HOLDS, "basis", None, "Cột “Căn cứ pháp lý” không được để trống."),
    ],
)
def test_a_cell_that_cannot_be_is_refused_by_sheet_and_row(table, key, value, said):
    n, reason = next(row for row in told(book(with_cell(table, key, value))) if said in row[1])
    assert n == 2 and reason.startswith(f"trang “{table}”: ")


def test_shifted_unknown_and_missing_columns_are_refused_at_the_headings():
    shifted = filled()
    shifted[PAPERS] = [["", *row] for row in shifted[PAPERS]]
    assert told(book(shifted)) == [
        (1, "trang “Thành phần hồ sơ”: Cột 1 phải là “Mã thủ tục”; hãy giữ đúng các cột của tệp mẫu.")
    ]
    more = filled()
    more[CASES][0] = [*more[CASES][0], "Ghi thêm"]
    assert told(book(more)) == [(1, "trang “Trường hợp”: Có cột “Ghi thêm” mà tệp mẫu không có.")]
    beyond = filled()
    beyond[CASES][1] = [*beyond[CASES][1], "lạc"]
    assert "không có tiêu đề mà có nội dung" in told(book(beyond))[0][1]


def test_merged_cells_and_codes_that_stand_twice_are_refused():
    assert told(book(filled(), merge=(PAPERS, "A3:B3"))) == [(3, f"trang “{PAPERS}”: Có ô gộp; hãy bỏ gộp ô.")]
    twice = filled()
    twice[PROCEDURES].append(twice[PROCEDURES][1])
    assert told(book(twice)) == [(3, f"trang “{PROCEDURES}”: Mã {CODE} đã có ở dòng 2.")]


@pytest.mark.django_db
def test_where_one_row_is_refused_nothing_is_applied():
    sheets = filled()
    other = list(sheets[PROCEDURES][1])
    other[0], other[column(PROCEDURES, "amount")] = "2.000002", "5"
    sheets[PROCEDURES].append(other)
    report = take_in(book(sheets))
    assert report.taken == 0 and "kiểu số" in refusals(report)[3]
    assert not ProcedureVersion.objects.exists()


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({PAPERS: [["x"]]}, "thiếu trang “Thủ tục”"),
        (filled() | {"Trang lạ": [["x"]]}, "có trang “Trang lạ”"),
        ({PROCEDURES: filled()[PROCEDURES][:1]}, "không có thủ tục nào"),
    ],
)
def test_a_book_that_is_not_the_template_is_refused_as_a_whole(sheets, said):
    with pytest.raises(Refused, match=said):
        spreadsheet_lines(book(sheets))


def spoilt(**parts: bytes) -> bytes:
    """A good book with some of its parts put in place of others; `name` has two strokes for a slash."""
    out, good = BytesIO(), ZipFile(BytesIO(book(filled())))
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        new = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
        for info in good.infolist():
            made.writestr(info.filename, new.pop(info.filename, good.read(info.filename)))
        for name, content in new.items():
            made.writestr(name, content)
    return out.getvalue()


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "content",
    [
        spoilt(xl__sharedStrings=LAUGHS),
        spoilt(xl__workbook=b"<x"),
        spoilt(more=b"0" * (65 * 1024 * 1024)),
        book(filled())[:2000],
        b"PK\x03\x04" + b"\x00" * 50,
    ],
    ids=["entities", "no XML", "a bomb", "cut off", "no zip"],
)
def test_a_book_made_to_do_harm_is_refused_in_a_sentence(content):
    with pytest.raises(Refused):
        spreadsheet_lines(content)
