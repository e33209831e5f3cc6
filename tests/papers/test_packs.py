"""Rule packs: the forms of a circular are data with dates, and the next circular is a new folder."""

import shutil
from datetime import date

import pytest

from motcua.kernel.sentences import Refused
from motcua.papers import packs
from motcua.papers.rendering import render
from tests.papers.slips import CONTENT, text_of

NEXT = "tt-09-2027"


@pytest.fixture
def both(tmp_path):
    """A folder with today's pack and one of a circular to come, which renames form 01 and prints it on A4."""
    shutil.copytree(packs.pack("tt-03-2025").folder, tmp_path / "tt-03-2025")
    folder = shutil.copytree(packs.pack("tt-03-2025").folder, tmp_path / NEXT)
    toml = (folder / "pack.toml").read_text(encoding="utf-8")
    for old, new in {
        'code = "tt-03-2025"': f'code = "{NEXT}"',
        "valid_from = 2025-09-15": "valid_from = 2027-03-01",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả": "Giấy hẹn kiểu mới",
        'papers = ["A5", "A4", "A4x2"]  # B-89': 'papers = ["A4"]  # B-89',
    }.items():
        assert old in toml
        toml = toml.replace(old, new)
    (folder / "pack.toml").write_text(toml, encoding="utf-8")
    return tmp_path


def test_today_the_forms_of_circular_03_of_2025_are_in_force():
    assert packs.pack_on(date(2026, 11, 23)).code == "tt-03-2025"


def test_a_pack_holds_from_its_first_day():
    assert packs.pack_on(date(2025, 9, 15)).code == "tt-03-2025"


def test_a_day_before_any_pack_is_refused_by_its_date():
    with pytest.raises(Refused, match="31/12/2018"):
        packs.pack_on(date(2018, 12, 31))


def test_a_dossier_of_2021_gets_the_forms_of_its_time():
    forms = packs.pack_on(date(2021, 5, 4)).forms
    assert packs.pack_on(date(2025, 9, 14)).forms is forms
    assert sorted(forms) == ["01", "02", "03"]
    printed = text_of(render("tt-01-2018", "01", CONTENT))
    assert "Thông tư số 01/2018/TT-VPCP" in printed and "03/2025" not in printed


def test_forms_have_the_names_the_law_gives_them():
    forms = packs.pack("tt-03-2025").forms
    assert {number: form.title for number, form in forms.items()} == {
        "01": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "03": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
        "04": "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        "05": "Thông báo dừng giải quyết hồ sơ",
        "06": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
        "07": "Sổ theo dõi hồ sơ",
    }


def test_only_the_two_letters_of_the_agency_need_a_leader():
    forms = packs.pack("tt-03-2025").forms.values()
    assert [form.number for form in forms if form.needs_leader] == ["04", "05"]


def test_numbers_below_ten_have_a_leading_zero():
    assert packs.pack("tt-03-2025").form("02").numbered(5) == "05/HDHS"


def test_a_letter_carries_the_symbol_of_its_agency():
    assert packs.pack("tt-03-2025").form("05").numbered(112, symbol="TTPVHCC") == "112/TB-TTPVHCC"


def test_an_unknown_pack_is_refused():
    with pytest.raises(Refused, match="tt-99-1999"):
        packs.pack("tt-99-1999")


def test_a_form_the_circular_does_not_have_is_refused():
    with pytest.raises(Refused, match="không có Mẫu số 99"):
        packs.pack("tt-03-2025").form("99")


@pytest.mark.parametrize(
    ("day", "code"), [(date(2027, 2, 28), "tt-03-2025"), (date(2027, 3, 1), NEXT), (date(2030, 1, 1), NEXT)]
)
def test_the_next_circular_rules_from_its_own_first_day(both, day, code):
    assert packs.pack_on(day, root=both).code == code


def test_a_pack_that_ended_no_longer_holds_on_its_last_date(tmp_path):
    folder = shutil.copytree(packs.pack("tt-03-2025").folder, tmp_path / "tt-03-2025")
    toml = (folder / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text("valid_to = 2027-03-01\n" + toml, encoding="utf-8")
    assert packs.pack_on(date(2027, 2, 28), root=tmp_path).code == "tt-03-2025"
    with pytest.raises(Refused):
        packs.pack_on(date(2027, 3, 1), root=tmp_path)


def test_an_old_slip_is_printed_by_its_own_pack_after_the_next_circular(both):
    assert render("tt-03-2025", "01", CONTENT, root=both) == render("tt-03-2025", "01", CONTENT)


def test_a_new_slip_is_printed_by_the_new_circular(both):
    code = packs.pack_on(date(2027, 3, 1), root=both).code
    assert "GIẤY HẸN KIỂU MỚI" in text_of(render(code, "01", CONTENT, root=both))


def test_a_pack_that_requires_an_unnamed_field_is_a_fault_of_the_installation(tmp_path):
    folder = shutil.copytree(packs.pack("tt-03-2025").folder, tmp_path / "tt-03-2025")
    toml = (folder / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(toml.replace('place = "địa danh"\n', ""), encoding="utf-8")
    with pytest.raises(ValueError, match=r"rule pack tt-03-2025.*place"):
        packs.pack("tt-03-2025", root=tmp_path)
