"""Importing procedures: what can be read is published, what is missing is said, nothing goes in by half."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from motcua.casework.imports.competence import Directory
from motcua.casework.imports.procedures import import_procedures
from motcua.catalogue import actions as catalogue
from motcua.catalogue.actions import Outcome
from motcua.catalogue.models import Competence, Component, Procedure, ProcedureVersion
from motcua.catalogue.published import Published, read
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from tests import cast as stage
from tests.casework.procedure_files import GOOD, counts, limits, lines, refusals, take_in, version_of
from tests.cast import BEGINNING, procedure_line

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b'{"code": "1.000002", "name": "T\xff"}', "UTF-8"),
        (b'{"code": "1.000002", "name": ', "JSON"),
        (b'["1.000002", "name"]', "đối tượng"),
        (b'{"name": "Thi\xe1\xba\xbfu m\xc3\xa3"}', "mã thủ tục"),
        (b'{"code": "  ", "name": "x"}', "mã thủ tục"),
        (b'{"code": "mot", "name": "x"}', "mã thủ tục"),
        (b'{"code": "1.000002"}', "tên"),
        (b'{"code": "1.000002", "name": " "}', "tên"),
        (b'{"code": "1.000002", "name": ["x"]}', "name"),
        (b'{"code": "1.000002", "name": "x", "components": "giay"}', "components"),
        (b'{"code": "1.000002", "name": "x\\u0000"}', "NUL"),
        (b'{"code": "1.000002", "name": "x\\ud800"}', "Unicode"),
        (b'{"code": "1.000002", "name": "x", "sets": NaN}', "JSON"),
        (b'{"code": "1.000002", "name": "x", "sets": 1e999}', "JSON"),
        (b'{"code": "1.000002", "name": "x", "note": ' + b"[" * 500 + b"]" * 500 + b"}", "JSON"),
        (b'{"code": "1.000002", "name": "x", "note": ' + b"[" * 90_000 + b"]" * 90_000 + b"}", "JSON"),
        (b'{"code": "1.000002", "name": "x", "sets": ' + b"9" * 9_000 + b"}", "JSON"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_reason_and_the_others_go_in(bad: bytes, why: str) -> None:
    report = take_in(GOOD + bad + b"\n" + lines({"code": "1.000003"}))
    assert counts(report) == (2, 0, 0, 1)
    assert why in refusals(report)[2]
    assert set(Procedure.objects.values_list("code", flat=True)) == {"1.000001", "1.000003"}


def test_a_code_that_stands_twice_is_taken_once() -> None:
    report = take_in(lines({"code": "1.000001"}, {"code": "1.000001", "name": "Khác"}))
    assert refusals(report) == {2: "Mã 1.000001 đã có ở dòng 1."}
    assert version_of("1.000001").name == procedure_line()["name"]


def test_a_byte_order_mark_and_windows_line_ends_are_passed_over() -> None:
    report = take_in(b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert counts(report) == (1, 0, 0, 0)


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="trống"):
        take_in(content)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"limit": None}, "thời hạn giải quyết"),
        ({"limit": {"amount": 3, "unit": None, "text": "3"}}, "thời hạn giải quyết"),
        ({"limit": {"amount": 0, "unit": "day"}}, "thời hạn giải quyết"),
        ({"limit": {"amount": "ba", "unit": "day"}}, "thời hạn giải quyết"),
        ({"limit": {"amount": 3, "unit": "tuần"}}, "thời hạn giải quyết"),
        ({"limit": {"amount": [3], "unit": ["day"]}}, "thời hạn giải quyết"),
        ({"agency": None, "authority": ""}, "cơ quan thực hiện"),
        ({"components": []}, "thành phần hồ sơ"),
        ({"components": [{"name": "Lưu ý", "remark": True}]}, "thành phần hồ sơ"),
    ],
)
def test_a_line_without_limit_agency_or_papers_is_published_and_not_receivable(change, missing: str) -> None:
    report = take_in(lines({"code": "1.000001"} | change))
    assert (report.new, report.receivable, report.published_only) == (1, 0, 1)
    assert report.missing == {missing: 1}
    version = version_of("1.000001")
    assert (version.receivable, version.missing) == (False, [missing])


def test_equal_content_changes_nothing() -> None:
    take_in(GOOD)
    written = Event.objects.count()
    report = take_in(GOOD, day=BEGINNING.date() + timedelta(days=9))
    assert counts(report) == (0, 0, 1, 0)
    assert Event.objects.count() == written
    assert version_of("1.000001").valid_from == BEGINNING.date()


def test_other_content_is_a_new_version_in_force_from_the_day_of_import() -> None:
    take_in(GOOD)
    day = BEGINNING.date() + timedelta(days=9)
    report = take_in(lines({"code": "1.000001", "fee_text": "8.000 đồng"}), day=day)
    assert counts(report) == (0, 1, 0, 0)
    old, new = ProcedureVersion.objects.filter(procedure__code="1.000001").order_by("n")
    assert (old.n, old.valid_to, old.fee_text) == (1, day, "Miễn lệ phí")
    assert (new.n, new.valid_from, new.valid_to, new.fee_text) == (2, day, None, "8.000 đồng")


def test_another_limit_of_the_supplement_is_another_version() -> None:
    line = lines({"code": "1.000001", "limit": None})
    row = {"code": "1.000001", "amount": "3", "unit": "working_day", "text": "03 ngày", "source": "Điều 22"}
    assert take_in(line, limits=limits(row)).new == 1
    assert take_in(line, limits=limits(row)).unchanged == 1
    assert take_in(line, limits=limits(row | {"amount": "5"})).changed == 1


@pytest.mark.parametrize(
    ("amount", "unit", "stored"),
    [
        (1.5, "working_day", (12, "working_hour")),
        (0.5, "working_day", (4, "working_hour")),
        (2, "working_day", (2, "working_day")),
        (4, "hour", (4, "working_hour")),
        (10, "day", (10, "day")),
        (2, "month", (2, "month")),
        (1, "same_day", (1, "same_day")),
    ],
)
def test_hours_are_working_hours_and_a_fraction_of_a_working_day_becomes_hours(amount, unit, stored) -> None:
    take_in(lines({"code": "1.000001", "limit": {"amount": amount, "unit": unit, "text": ""}}))
    version = version_of("1.000001")
    assert (version.limit_amount, version.limit_unit) == stored


def test_the_supplement_gives_the_limit_that_a_line_lacks_with_its_source() -> None:
    row = {"code": "1.000001", "amount": "1.5", "unit": "working_day", "text": "Một ngày rưỡi", "source": "Điều 22"}
    report = take_in(lines({"code": "1.000001", "limit": None}), limits=limits(row))
    version = version_of("1.000001")
    assert (report.receivable, report.limits_used) == (1, 1)
    assert (version.limit_amount, version.limit_unit, version.limit_text) == (12, "working_hour", "Một ngày rưỡi")
    assert version.published["limit"]["source"] == "Điều 22"


def test_bad_rows_of_the_supplement_are_named_and_unused_ones_listed() -> None:
    rows = [
        {"code": "1.000009", "amount": "3", "unit": "working_day"},
        {"code": "1.000001", "amount": "ba", "unit": "working_day"},
        {"code": "1.000001", "amount": "3", "unit": "tuần"},
        {"code": "1.000001", "amount": "", "unit": ""},
        {"code": "", "amount": "3", "unit": "day"},
    ]
    report = take_in(lines({"code": "1.000001", "limit": None}), limits=limits(*rows))
    assert [line.n for line in report.refused_limits] == [3, 4, 5, 6]
    assert report.limits_unused == ["1.000009"]
    assert report.receivable == 0


def test_a_supplement_without_a_column_is_refused_as_a_whole() -> None:
    with pytest.raises(Refused, match="amount"):
        take_in(GOOD, limits=b"code,name,unit,text,source,note\n")
    assert not Procedure.objects.exists()


def test_publishing_many_is_publishing_one_after_another() -> None:
    """The same lines twice, under codes that begin with 1 by one and with 9 together: the same rows and events."""

    def batch(first: str, fee: str) -> list[Published]:
        return [read(procedure_line(code=f"{first}.00000{n}", fee_text=f"{fee} {n}")) for n in range(1, 4)]

    def publish(first: str, fee: str) -> list[Outcome]:
        if first == "9":
            return [o for _, o in catalogue.publish_many(batch("9", fee), day=BEGINNING.date(), by="t", at=BEGINNING)]
        return [catalogue.publish(p, day=BEGINNING.date(), by="t", at=BEGINNING)[1] for p in batch("1", fee)]

    def rows(first: str) -> list[tuple[Any, ...]]:
        mine = ProcedureVersion.objects.filter(procedure__code__startswith=first).order_by("procedure__code", "n")
        said = mine.values_list("n", "valid_from", "valid_to", "name", "fee_text", "receivable", "limit_amount")
        papers = [list(v.components.values_list("n", "name", "originals", "copies", "required")) for v in mine]
        return list(zip(said, papers, strict=True))

    def events(first: str) -> list[Any]:
        streams = Procedure.objects.filter(code__startswith=first).order_by("code").values_list("stream", "chain_n")
        return [(list(Event.objects.filter(stream=s).values_list("n", "kind", "by")), n) for s, n in streams]

    for fee in ("Phí", "Phí", "Lệ phí"):
        assert publish("1", fee) == publish("9", fee)
    assert rows("1") == rows("9") and len(rows("1")) == 6
    assert events("1") == events("9") and [n for _, n in events("1")] == [2, 2, 2]


def test_publishing_says_what_became_of_each_line_in_order() -> None:
    take_in(lines({"code": "1.000001"}, {"code": "1.000002"}))
    batch = [
        read(procedure_line(code="1.000003")),
        read(procedure_line(code="1.000001")),
        read(procedure_line(code="1.000002", name="Tên khác")),
    ]
    outcomes = [
        (v.procedure.code, o) for v, o in catalogue.publish_many(batch, day=BEGINNING.date(), by="t", at=BEGINNING)
    ]
    assert outcomes == [
        ("1.000003", Outcome.NEW),
        ("1.000001", Outcome.UNCHANGED),
        ("1.000002", Outcome.CHANGED),
    ]


def test_the_number_of_statements_hardly_grows_with_the_lines(django_assert_max_num_queries) -> None:
    batch = lines(*({"code": f"1.{n:06d}"} for n in range(1, 81)))
    with django_assert_max_num_queries(45):
        take_in(batch)


# Competence


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Sở Tư pháp", {"department"}),
        ("SỞ TƯ PHÁP.", {"department"}),
        ("Sở Tư pháp; Ủy ban nhân dân xã Ba Tơ", {"department", "commune"}),
        ("Sở Tư pháp, Sở Y tế", {"department"}),
        ("Ủy ban nhân dân cấp xã", {"commune_committee"}),
        ("Uỷ ban nhân dân cấp xã", {"commune_committee"}),
        ("UBND cấp xã", {"commune_committee"}),
        ("UBND xã, phường, thị trấn", {"commune_committee"}),
        ("Ủy ban Nhân dân xã, phường, thị trấn.", {"commune_committee"}),
        ("Chủ tịch UBND cấp xã", {"commune_committee"}),
        ("Sở Tư pháp, Uỷ ban Nhân dân cấp xã, phường, thị trấn", {"department", "commune_committee"}),
        ("Ủy ban nhân dân cấp tỉnh", {"province_committee"}),
        ("Chủ tịch ủy ban nhân dân cấp tỉnh", {"province_committee"}),
        ("Ủy ban nhân dân tỉnh Quảng Ngãi", {"province"}),
        ("Ủy ban nhân dân xã Ba Tơ", {"commune"}),
        ("Sở Tư pháp tỉnh Gia Lai", set()),
        ("Ủy ban nhân dân cấp huyện", set()),
        ("Bộ Tài chính", set()),
        ("", set()),
    ],
)
def test_the_agency_text_is_understood_or_left_open(text: str, meant: set[str]) -> None:
    cast = stage.enter()
    agencies = [cast.province, cast.centre, cast.department, cast.commune, cast.counter]
    names = {
        (a.pk, ""): who
        for a, who in zip(agencies, ("province", "centre", "department", "commune", "counter"), strict=True)
    }
    found = Directory(agencies).competent(text)
    assert {names.get(who, who[1]) for who in found} == meant


def test_competences_are_set_and_those_unclear_are_listed() -> None:
    cast = stage.enter()
    report = take_in(
        lines(
            {"code": "1.000001", "agency": "Sở Tư pháp"},
            {"code": "1.000002", "agency": "Ủy ban nhân dân cấp xã"},
            {"code": "1.000003", "agency": "Cục Hàng không Việt Nam"},
            {"code": "1.000004", "agency": "Cục Hàng không Việt Nam", "limit": None},
        )
    )
    assert report.without_agency == ["1.000003"]
    said = Competence.objects.filter(procedure__code__startswith="1.00000").order_by("procedure__code")
    assert list(said.values_list("procedure__code", "agency_id", "agency_kind")) == [
        ("1.000001", cast.department.pk, ""),
        ("1.000002", None, "commune_committee"),
    ]


def test_competence_is_found_at_the_next_import_once_the_agency_is_there() -> None:
    line = lines({"code": "1.000001", "agency": "Sở Tư pháp"})
    assert take_in(line).without_agency == ["1.000001"]
    cast = stage.enter()
    report = take_in(line)
    assert (report.unchanged, report.without_agency) == (1, [])
    assert Competence.objects.get(procedure__code="1.000001").agency_id == cast.department.pk


def test_competences_once_there_are_left_alone_by_equal_content() -> None:
    cast = stage.enter()
    take_in(lines({"code": "1.000001", "agency": "Sở Tư pháp"}))
    catalogue.set_competences(Procedure.objects.get(code="1.000001"), agencies=[cast.province], kinds=[])
    report = take_in(lines({"code": "1.000001", "agency": "Sở Tư pháp"}))
    assert report.without_agency == []
    assert Competence.objects.get(procedure__code="1.000001").agency_id == cast.province.pk


# The real file, where it is at hand


@pytest.mark.skipif(not (REAL / "procedures.jsonl").exists(), reason="the published file is not in the repository")
def test_the_published_file_goes_in_whole() -> None:
    published = [json.loads(line) for line in (REAL / "procedures.jsonl").read_text(encoding="utf-8").splitlines()]
    report = take_in(
        (REAL / "procedures.jsonl").read_bytes(), limits=(REAL / "limits_core_supplement.csv").read_bytes()
    )
    assert counts(report) == (len(published), 0, 0, 0)
    assert (report.limits_used, report.limits_unused, report.refused_limits) == (13, [], [])
    given = sum(1 for p in published if p["limit"]["amount"] and p["limit"]["unit"])
    assert report.missing["thời hạn giải quyết"] == len(published) - given - 13
    assert report.receivable + report.published_only == len(published)
    assert Component.objects.count() == sum(len(p["components"]) for p in published)


def test_a_long_import_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr("motcua.catalogue.actions.versions.TOGETHER", 2)
    lines = [json.dumps(procedure_line(code=f"2.{n:06}")) for n in range(1, 6)]
    heard = []
    import_procedures(
        "\n".join(lines).encode(),
        day=BEGINNING.date(),
        by="test",
        at=BEGINNING,
        told=lambda done, of: heard.append((done, of)),
    )
    assert heard == [(2, 5), (4, 5), (5, 5)]
    assert ProcedureVersion.objects.filter(procedure__code__startswith="2.").count() == 5
