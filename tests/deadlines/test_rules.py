"""The numbers that a decree leaves open: read from dated files, the one in force on a day."""

from datetime import date

import pytest

from motcua.deadlines.rules import PACKS, pack_on, packs
from motcua.kernel.sentences import Refused

CHANGED = {
    'code = "nd-118-2025"': 'code = "nd-mau"',
    "valid_from = 2018-06-21": "valid_from = 2027-01-01",
    "restart_within_working_days = 3": "restart_within_working_days = 5",
}


def following() -> str:
    """The next decree: the one of today with another day, name and number."""
    text = (PACKS / "nd-118-2025.toml").read_text(encoding="utf-8")
    for before, after in CHANGED.items():
        assert before in text
        text = text.replace(before, after)
    return text


@pytest.fixture
def folder(tmp_path):
    for path in PACKS.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "next.toml").write_text(following(), encoding="utf-8")
    return tmp_path


def test_today_the_decree_of_2025_is_in_force():
    pack = pack_on(date(2026, 11, 2))
    assert (pack.code, pack.restart_within_working_days, pack.correction_working_days) == ("nd-118-2025", 3, 3)
    assert "Điều 19" in pack.supplement_basis


def test_the_next_decree_is_another_file_from_its_day_on(folder):
    assert pack_on(date(2026, 12, 31), root=folder).restart_within_working_days == 3
    assert pack_on(date(2027, 1, 1), root=folder).restart_within_working_days == 5


def test_before_the_first_pack_nothing_is_invented():
    with pytest.raises(Refused) as refused:
        pack_on(date(2018, 6, 20))
    assert str(refused.value) == "Chưa có bộ quy tắc thời hạn cho ngày 20/06/2018."


def test_packs_come_in_order_of_their_days(folder):
    days = [pack.valid_from for pack in packs(folder)]
    assert days == sorted(days) and len(days) >= 2
