"""Importing agencies: a line goes in whole or not at all, and a line that leans on a refused one is refused too."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.utils import translation
from django.utils.translation import gettext

from motcua.casework.file import file_and_accept
from motcua.casework.imports.report import Report
from motcua.casework.imports.units import COLUMNS, import_units
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.offices.models import Agency
from tests import cast as stage
from tests.cast import BEGINNING, moment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
HEADER = ",".join(COLUMNS) + "\n"


def unit(code: str, name: str = "Cơ quan", **more: str) -> dict[str, str]:
    row = {"code": code, "name": name, "kind": "department", "level": "province", "opened_on": "2025-07-01"}
    return row | more


ROOT = unit("H48", "Ủy ban nhân dân tỉnh Quảng Ngãi", kind="province_committee", opened_on="2021-01-01")
WARD = unit("H48.158", "Ủy ban nhân dân phường Kon Tum", kind="commune_committee", level="commune", parent_code="H48")


def sheet(*rows: dict[str, str]) -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def take_in(*rows: dict[str, str], day: date = TODAY) -> Report:
    return import_units(sheet(*rows), day=day, by="test", at=moment("2026-11-20 08:00"), origin="import")


def refusals(report: Report) -> dict[int, str]:
    return {line.n: str(line.reason) for line in report.refused}


def agency(code: str) -> Agency:
    return Agency.objects.get(code=code, valid_to=None)


def test_agencies_are_opened_with_parent_place_and_dates() -> None:
    report = take_in(ROOT, WARD | {"short_name": "UBND phường Kon Tum", "place_code": "23293"})
    ward = agency("H48.158")
    assert (report.new, report.refused) == (2, [])
    assert (ward.name, ward.short_name, ward.kind) == (WARD["name"], "UBND phường Kon Tum", "commune_committee")
    assert (ward.level.code, ward.parent.code, ward.place_code) == ("commune", "H48", "23293")
    assert ward.valid_from == date(2025, 7, 1)


def test_a_code_of_the_old_style_is_the_same_agency() -> None:
    take_in(ROOT, unit("H48.14"))
    assert take_in(unit("000.00.14.H48")).unchanged == 1


def test_an_agency_without_a_day_is_open_from_the_day_of_import() -> None:
    take_in(ROOT | {"opened_on": ""})
    assert agency("H48").valid_from == TODAY


def test_the_same_file_changes_nothing() -> None:
    take_in(ROOT, WARD)
    written = Event.objects.count()
    report = take_in(ROOT, WARD)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)
    assert Event.objects.count() == written


def test_a_name_is_put_right() -> None:
    take_in(ROOT, WARD)
    report = take_in(ROOT, WARD | {"name": "Ủy ban nhân dân phường Kon Tum mới"})
    assert (report.changed, report.unchanged) == (1, 1)
    assert agency("H48.158").name == "Ủy ban nhân dân phường Kon Tum mới"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "office"},
        {"level": "province"},
        {"parent_code": ""},
        {"place_code": "1"},
        {"opened_on": "2025-07-02"},
    ],
)
def test_what_would_make_it_another_agency_is_refused(change: dict[str, str]) -> None:
    take_in(ROOT, WARD)
    report = take_in(ROOT, WARD | change)
    assert next(iter(change)) in refusals(report)[3]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": ""}, "mã"),
        ({"code": "???"}, "???"),
        ({"name": ""}, "tên"),
        ({"name": "x" * 201}, "name"),
        ({"kind": "sở"}, "sở"),
        ({"level": "huyện"}, "huyện"),
        ({"opened_on": "01/07/2025"}, "01/07/2025"),
        ({"opened_on": "2025-02-30"}, "2025-02-30"),
        ({"opened_on": "20250701"}, "20250701"),
        ({"closed_on": "2025-07-01"}, "kết thúc"),
        ({"opened_on": "", "closed_on": "2025-08-01"}, "kết thúc"),
        ({"closed_on": "2026-12-01"}, "tương lai"),
        ({"successor_code": "H48"}, "kế tiếp"),
        ({"parent_code": "H49"}, "H49"),
        ({"parent_code": "H48.158"}, "chính nó"),
        ({"closed_on": "2026-01-01", "successor_code": "H99"}, "H99"),
    ],
)
def test_a_bad_line_is_refused_with_its_reason_and_the_others_go_in(change: dict[str, str], why: str) -> None:
    report = take_in(ROOT, WARD | change, unit("H48.14", parent_code="H48"))
    assert why in refusals(report)[3]
    assert report.new == 2
    assert set(Agency.objects.values_list("code", flat=True)) == {"H48", "H48.14"}


def test_a_line_under_a_refused_one_is_refused_and_nothing_is_left_of_either() -> None:
    report = take_in(ROOT, unit("H48.20", kind="?"), unit("H48.20.01", parent_code="H48.20"))
    assert set(refusals(report)) == {3, 4}
    assert set(Agency.objects.values_list("code", flat=True)) == {"H48"}


def test_a_closed_one_whose_successor_is_refused_is_not_opened_either() -> None:
    old = unit("H34", closed_on="2025-07-01", successor_code="H50", opened_on="2021-01-01")
    report = take_in(old, unit("H50", level="?"))
    assert set(refusals(report)) == {2, 3}
    assert not Agency.objects.exists()


def test_a_code_twice_in_a_file_is_taken_once() -> None:
    report = take_in(ROOT, WARD, WARD | {"name": "Khác"})
    assert refusals(report) == {4: "Mã H48.158 đã có ở dòng 3."}


def test_history_is_entered_closed_with_its_successor_in_a_later_line() -> None:
    old = unit("H34", "Ủy ban nhân dân tỉnh Kon Tum", kind="province_committee", opened_on="2021-01-01")
    below = unit("H34.01", "Sở cũ", parent_code="H34", opened_on="2021-01-01")
    closing = {"closed_on": "2025-07-01", "successor_code": "H48"}
    report = take_in(old | closing, below | closing, ROOT)
    ended = Agency.objects.get(code="H34.01")
    assert (report.new, report.refused) == (3, [])
    assert (ended.valid_to, ended.successor.code, ended.parent.code) == (date(2025, 7, 1), "H48", "H34")
    assert take_in(old | closing, below | closing, ROOT).unchanged == 3


def test_a_code_given_again_after_its_agency_closed_is_another_agency() -> None:
    take_in(ROOT, WARD | {"opened_on": "2021-01-01", "closed_on": "2025-07-01", "successor_code": "H48"})
    assert take_in(WARD | {"name": "Phường mới"}).new == 1
    assert Agency.objects.filter(code="H48.158").count() == 2


def test_closing_an_agency_passes_on_what_it_has_open() -> None:
    cast = stage.enter()
    d = file_and_accept(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 09:00"))
    new = unit("H48.190", "Ủy ban nhân dân xã Ba Vinh", kind="commune_committee", level="commune", parent_code="H48")
    closed = {
        "code": "H48.148",
        "name": cast.commune.name,
        "kind": "commune_committee",
        "level": "commune",
        "parent_code": "H48",
        "opened_on": BEGINNING.date().isoformat(),
        "closed_on": "2026-11-20",
        "successor_code": "H48.190",
    }
    report = take_in(new | {"opened_on": "2026-11-01"}, closed)
    assert (report.new, report.changed, report.refused) == (1, 1, [])
    assert Dossier.objects.get(code=d.code).competent.code == "H48.190"


def test_an_agency_that_cannot_be_closed_stays_as_it_was() -> None:
    cast = stage.enter()
    closed = {
        "code": "H48.148",
        "name": "Tên khác",
        "kind": "commune_committee",
        "level": "commune",
        "parent_code": "H48",
        "opened_on": BEGINNING.date().isoformat(),
        "closed_on": "2026-11-20",
    }
    report = take_in(closed)
    assert set(refusals(report)) == {2}
    assert agency("H48.148").name == cast.commune.name


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "trống"),
        ("code,name\nH48,Tỉnh\n".encode(), "short_name, kind, level, parent_code"),
        (HEADER.encode().replace(b"\n", b",code\n"), "code"),
        (b"\xff\xfe" + HEADER.encode("utf-16-le"), "UTF-8"),
        (b'"code,name\n', "CSV"),
    ],
)
def test_a_file_whose_header_cannot_be_used_is_refused_as_a_whole(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        import_units(content, day=TODAY, by="test", at=BEGINNING)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"H48,T\xff,,department,province,,,,,\n", "UTF-8"),
        (b"H48,T,department\n", "3"),
        (b'H48,"T,,department,province,,,,,\n', "CSV"),
        (b"H48,T\x00,,department,province,,,,,\n", "NUL"),
    ],
)
def test_an_unreadable_line_is_refused_by_its_number(line: bytes, why: str) -> None:
    report = import_units(HEADER.encode() + line + sheet(ROOT).split(b"\r\n")[1], day=TODAY, by="t", at=BEGINNING)
    assert why in refusals(report)[2]
    assert report.new == 1


def test_further_columns_are_passed_over() -> None:
    content = HEADER.strip().encode() + b",note\nH48,T,,department,province,,,2021-01-01,,,x\n"
    assert import_units(content, day=TODAY, by="t", at=BEGINNING).new == 1


@pytest.mark.parametrize(
    ("row", "english"),
    [
        (
            b"H48.5,T,,department,province,H48.9,,,,\n",
            "The parent agency H48.9 is in no line above",
        ),
        (b"H48.5,T,,department,province,,,2021-01-01,2022-01-01,H48.9\n", "There is no successor agency H48.9."),
        (b"H48.5,T,,department,galaxy,,,,,\n", "There is no level “galaxy”."),
    ],
)
def test_every_refusal_can_be_said_in_english(row: bytes, english: str) -> None:
    (line,) = import_units(HEADER.encode() + row, day=TODAY, by="t", at=BEGINNING).refused
    with translation.override("en"):
        assert line.reason.translated(gettext).startswith(english)
