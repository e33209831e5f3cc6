"""Codes of agencies, procedures and dossiers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel import agency_code, dossier_code, procedure_code
from motcua.kernel.sentences import Refused

two, three = st.integers(0, 99).map("{:02d}".format), st.integers(0, 999).map("{:03d}".format)
level_1 = st.tuples(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXY"), two).map("".join)
old_codes = st.tuples(three, two, two, level_1).map(".".join)


@given(old_codes)
def test_an_old_code_survives_the_way_to_the_new_style_and_back(old: str) -> None:
    read = agency_code.parse(old)
    assert read.old_code == old
    assert agency_code.parse(read.code) == read


@given(old_codes)
def test_a_new_code_never_ends_in_a_zero_group(old: str) -> None:
    groups = agency_code.parse(old).code.split(".")
    assert len(groups) == 1 or set(groups[-1]) != {"0"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("000.00.14.H56", "H56.14"),
        ("000.00.00.H56", "H56"),
        ("000.12.14.H56", "H56.14.12"),
        ("001.00.14.H56", "H56.14.00.001"),
        ("000.12.00.H56", "H56.00.12"),
        ("000.00.01.G09", "G09.01"),
    ],
)
@pytest.mark.parametrize("given_old", [True, False])
def test_both_styles_name_the_same_agency(old: str, new: str, given_old: bool) -> None:
    assert agency_code.parse(old if given_old else new) == agency_code.AgencyCode(new, old)


@pytest.mark.parametrize("code", ["H26.161", "H56.14.01.001.02", "H56.A1", "Z99", "Z0100112437"])
def test_what_the_old_style_cannot_write_has_no_old_code(code: str) -> None:
    assert agency_code.parse(code) == agency_code.AgencyCode(code, None)


def test_case_and_spaces_around_a_code_do_not_matter() -> None:
    assert agency_code.parse(" h56.14 \n").code == "H56.14"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Chưa có mã"),
        ("00.14.H56", "đúng bốn nhóm"),
        ("0000.00.14.H56", "đúng bốn nhóm"),
        ("14.H5", "không phải mã định danh"),
        ("H5", "không phải mã định danh"),
        ("H56..14", "không phải mã định danh"),
        ("H56.", "không phải mã định danh"),
        ("H56.Đ1", "không phải mã định danh"),
        ("H56.٠١", "không phải mã định danh"),
        ("0100112437", "không phải mã định danh"),
        ("H56." + "1" * 32, "dài quá 35"),
    ],
)
def test_each_fault_of_an_agency_code_has_its_own_sentence(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        agency_code.parse(text)


def test_a_procedure_of_the_catalogue_has_no_agency() -> None:
    assert procedure_code.parse(" 1.004203") == procedure_code.ProcedureCode("1.004203", "1.004203", None)


def test_a_local_variant_names_its_agency() -> None:
    read = procedure_code.parse("1.004616.000.00.00.h56")
    assert (read.code, read.national) == ("1.004616.000.00.00.H56", "1.004616")
    assert read.agency == agency_code.AgencyCode("H56", "000.00.00.H56")


@pytest.mark.parametrize(
    "text", ["", "1004203", "1.00420", "0.004203", "1.004203.", "2.000815.01", "1.004616.H56", "x"]
)
def test_what_is_no_procedure_code_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        procedure_code.parse(text)


def test_a_dossier_code_grows_past_its_width() -> None:
    made = [
        dossier_code.format_code(dossier_code.DEFAULT_PATTERN, agency="H48.14", day=date(2026, 11, 21), n=n)
        for n in (12, 9999, 10000)
    ]
    assert made == ["H48.14-261121-0012", "H48.14-261121-9999", "H48.14-261121-10000"]


series = st.tuples(old_codes.map(lambda c: agency_code.parse(c).code), st.dates(), st.integers(1, 10**7))


@pytest.mark.parametrize("pattern", [dossier_code.DEFAULT_PATTERN, "{agency}-{yyyymmdd}-{n:07d}"])
def test_different_series_never_share_a_code(pattern: str) -> None:
    @given(series, series)
    def hold(one, other) -> None:
        codes = {
            dossier_code.format_code(dossier_code.check_pattern(pattern), agency=agency, day=day, n=n)
            for agency, day, n in (one, other)
        }
        years = {one[1].year % 100, other[1].year % 100} if "{yymmdd}" in pattern else {one[1].year, other[1].year}
        same = one[0] == other[0] and one[1].timetuple()[1:3] == other[1].timetuple()[1:3] and len(years) == 1
        assert (len(codes) == 1) == (same and one[2] == other[2])

    hold()


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{",
        "{agency}-{n:04d}",
        "{agency}{yymmdd}{n:04d}",
        "{agency}-{yymmdd}-{n:04d}-{n}",
        "{agency.__class__}-{yymmdd}-{n}",
        "{agency!r}-{yymmdd}-{n}",
        "{agency}-{yymmdd}-{n:>9}",
        "{agency}-{yymmdd}-{n:099d}",
        "Mã {agency}-{yymmdd}-{n}",
        "{0}-{1}-{2}",
    ],
)
def test_a_pattern_that_could_mix_up_dossiers_is_refused(pattern: str) -> None:
    with pytest.raises(Refused, match=r"\{n:04d\}"):
        dossier_code.check_pattern(pattern)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" h48.14–261121-0012\n", "H48.14-261121-0012"),
        ("H48.14 - 261121 - 0012", "H48.14-261121-0012"),
        ("000.00.14.H56-210203-0001", "000.00.14.H56-210203-0001"),
        ("G09.20-20260609-0092637", "G09.20-20260609-0092637"),
        ("Nguyễn Văn An", None),
        ("khai sinh", None),
        ("", None),
        ("1" * 65, None),
        ("H48';--1", None),
    ],
)
def test_a_code_is_recognised_however_it_is_typed(text: str, code: str | None) -> None:
    assert dossier_code.looks_like_code(text) == code


@given(old_codes, st.dates(), st.integers(1, 10**8))
def test_every_code_we_make_is_recognised(agency: str, day: date, n: int) -> None:
    code = dossier_code.format_code(dossier_code.DEFAULT_PATTERN, agency=agency, day=day, n=n)
    assert dossier_code.looks_like_code(code.lower()) == code
