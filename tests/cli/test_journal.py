"""`motcua journal` at a terminal: what it prints, how it ends, and files that are there whole or not at all."""

import json
import os
import re
import stat
import subprocess
import sys

import pytest

from tests.cli.houses import House, drop_databases, lived_house
from tests.cli.terminal import complaint
from tests.journal import stranger

WHOLE = (
    r"Nhật ký nguyên vẹn: \d+ sự kiện trong \d+ chuỗi, 1 lần niêm \(tính lại 1; lần mới nhất số 1: [0-9a-f]{64}\)\.\n"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> House:
    """An installation in which something happened. Tests that change it put back what they changed."""
    made = lived_house(tmp_path_factory.mktemp("journal") / "data")
    yield made
    drop_databases()


@pytest.fixture(scope="module")
def export(house) -> bytes:
    file = house.data.parent / "journal.jsonl"
    assert re.fullmatch(
        r"Đã xuất \d+ sự kiện của \d+ chuỗi và 1 lần niêm vào .+\n", house.says("journal", "export", str(file))
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file.read_bytes()


def verified(house, tmp_path, content: bytes):
    file = tmp_path / "export.jsonl"
    file.write_bytes(content)
    return house.motcua("journal", "verify", str(file))


def test_a_whole_journal_is_told_in_one_line_with_the_digest_to_compare(house, export, tmp_path):
    in_database = house.says("journal", "verify", "--all-anchors")
    assert re.fullmatch(WHOLE, in_database)
    done = verified(house, tmp_path, export)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, in_database, b"")
    assert stranger.counted(export)[2] == 1


def test_an_export_without_payloads_names_nobody_and_is_whole(house, export, tmp_path):
    file = tmp_path / "bare.jsonl"
    house.says("journal", "export", str(file), "--without-payloads")
    bare = file.read_bytes()
    for word in ("Phạm Văn Đồng Xuân", "051090001234", "+84905123456", "lan"):
        assert f'"{word}'.encode() not in bare and (word == "lan" or word.encode() in export)
    assert verified(house, tmp_path, bare).returncode == 0
    assert stranger.said(bare) == []


def test_the_verifier_for_strangers_is_written_out_and_says_the_same(house, export, tmp_path):
    program, file = tmp_path / "verify_journal.py", tmp_path / "export.jsonl"
    house.says("journal", "verifier", str(program))
    for content in (export, export[: len(export) // 2], export.replace(b'"n":2', b'"n":9', 1)):
        done = verified(house, tmp_path, content)
        theirs = subprocess.run([sys.executable, "-I", program, file], capture_output=True)
        assert (theirs.returncode, theirs.stdout) == (done.returncode, done.stdout)
        assert theirs.stderr.replace(b"verify_journal:", b"motcua:") == done.stderr


def test_an_anchor_that_was_published_and_is_gone_exits_1(house, export, tmp_path):
    line = json.loads(next(line for line in export.splitlines() if b'"record":"anchor"' in line))
    assert house.says("journal", "verify", "--published", line["digest"])
    done = house.motcua("journal", "verify", "--published", "0" * 64)
    assert done.returncode == 1 and done.stdout.decode().startswith(f"Không có lần niêm nào mang mã {'0' * 64};")


def test_a_dossier_that_is_gone_with_all_its_rows_is_missed_by_the_anchor(house, tmp_path):
    """Row, events and payloads deleted past everybody's back, in the database and in a later export of it."""
    robbed = house.copy(tmp_path / "robbed")
    robbed.python("from tests.journal.robbery import take_away; take_away('H48.148-261102-0003')")
    said = robbed.motcua("journal", "verify").stdout.decode()
    assert re.fullmatch(r"Lần niêm 1: niêm (\d+) chuỗi, nay còn \d+; có chuỗi đã bị bỏ hoặc thêm vào\.\n", said)
    file = tmp_path / "later.jsonl"
    robbed.says("journal", "export", str(file))
    assert stranger.said(file.read_bytes()) == [said.strip()]


def test_faults_in_the_database_are_a_line_each_and_exit_1(house):
    ((pk, before),) = house.sql("SELECT id, facts FROM journal_event WHERE kind = 'dossier.filed' ORDER BY id LIMIT 1")
    house.sql(f"UPDATE journal_event SET facts = '{{}}' WHERE id = {pk}")
    try:
        done = house.motcua("journal", "verify")
        compared = house.motcua("journal", "rebuild", "--check")
    finally:
        house.sql(f"UPDATE journal_event SET facts = '{before}' WHERE id = {pk}")
    assert done.returncode == 1
    assert done.stdout.decode() == "hồ sơ H48.148-261102-0001: sự kiện 1 đã bị sửa.\n"
    assert done.stderr.decode() == "motcua: nhật ký không nguyên vẹn: 1 chỗ sai\n"
    assert compared.returncode == 1
    assert compared.stdout.decode().startswith("H48.148-261102-0001: ")


def test_journal_and_tables_agree(house):
    assert house.says("journal", "rebuild", "--check") == "12 hồ sơ, 0 khác biệt\n"


MUTATIONS = {
    "status": "UPDATE dossiers_dossier SET status = 4 WHERE code = '{code}' AND status = 2",
    "due_at": "UPDATE dossiers_dossier SET due_at = '2027-01-04 10:00:00+00' WHERE code = '{code}'",
    "work": "UPDATE workflow_workitem SET role = 'signer' WHERE closed_at IS NULL AND dossier_id = {id}",
    "holds": "UPDATE deadlines_hold SET begun_at = '2026-11-02 00:00:00+00' WHERE dossier_id = {id}",
    "slips": "UPDATE papers_slip SET serial = 9999 WHERE form = '01' AND dossier_id = {id}",
}
WITH = {
    "status": "status = 2",
    "due_at": "due_at IS NOT NULL",
    "work": "id IN (SELECT dossier_id FROM workflow_workitem WHERE closed_at IS NULL AND role = 'specialist')",
    "holds": "id IN (SELECT dossier_id FROM deadlines_hold)",
    "slips": "id IN (SELECT dossier_id FROM papers_slip WHERE form = '01')",
}


@pytest.mark.parametrize("what", MUTATIONS)
def test_what_was_written_past_the_journal_is_named(house, tmp_path, what):
    """Status, due date, work item, hold and number of a slip: one of each changed in the tables. Columns of lists that
    do not follow from the dossier any more are named too."""
    changed = house.copy(tmp_path / "changed")
    pk, code = changed.sql(f"SELECT id, code FROM dossiers_dossier WHERE {WITH[what]} ORDER BY id LIMIT 1")[0]
    changed.sql(MUTATIONS[what].format(id=pk, code=code))
    done = changed.motcua("journal", "rebuild", "--check")
    assert done.returncode == 1
    first, *others = done.stdout.decode().splitlines()
    assert re.fullmatch(rf"{code}: {what}: nhật ký .+, bảng .+", first)
    assert all(line.startswith(f"{code}: v") for line in others)
    assert done.stderr.decode() == f"motcua: 12 hồ sơ, {1 + len(others)} khác biệt\n"
    assert changed.motcua("journal", "verify").returncode == 0


def test_an_export_that_was_cut_exits_1_and_says_where(house, export, tmp_path):
    done = verified(house, tmp_path, export[: len(export) // 2])
    assert done.returncode == 1
    lines = export[: len(export) // 2].count(b"\n") + 1
    assert f"Tệp bị cắt ngang sau dòng {lines}: không có dòng kết thúc.\n" in done.stdout.decode()


def test_a_dropped_line_of_an_export_exits_1_and_names_the_event(house, export, tmp_path):
    lines = export.splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if b'"kind":"dossier.accepted"' in line)
    done = verified(house, tmp_path, b"".join(lines[:at] + lines[at + 1 :]))
    assert done.returncode == 1 and re.search(r"^hồ sơ \S+: mất sự kiện 2\.$", done.stdout.decode(), re.M)


def test_a_fault_is_one_line_whatever_the_file_says(house, export, tmp_path):
    nasty = export.replace(b'"code":"H48.148-261102-0001"', b'"code":"H48\\n\\u001b[31m"')
    done = verified(house, tmp_path, nasty.replace(b'"dossier.filed"', b'"dossier.voided"'))
    assert done.returncode == 1 and b"\x1b" not in done.stdout
    assert all(line.endswith((".", ")")) for line in done.stdout.decode().splitlines())


@pytest.mark.parametrize("content", [b"", b"\x00\xff", "chữ\n".encode(), b'{"format":"x"}\n'])
def test_what_is_no_export_exits_2_with_one_line(house, tmp_path, content):
    done = verified(house, tmp_path, content)
    assert done.returncode == 2 and "không phải là bản xuất nhật ký" in complaint(done)


def test_a_file_that_is_not_there_exits_2_with_one_line(house, tmp_path):
    done = house.motcua("journal", "verify", str(tmp_path / "none"))
    assert done.returncode == 2 and "không có tệp" in complaint(done)


@pytest.mark.parametrize(
    "words", [("journal",), ("journal", "rebuild"), ("journal", "export"), ("journal", "verify", "a", "b")]
)
def test_a_wrong_line_exits_2_and_points_to_the_help(house, words):
    done = house.motcua(*words)
    assert done.returncode == 2 and "--help" in complaint(done)


def test_an_export_that_cannot_be_written_leaves_what_was_there(house, tmp_path):
    place = tmp_path / "there"
    place.mkdir()
    done = house.motcua("journal", "export", str(place))
    assert done.returncode == 2 and str(place) in complaint(done)
    assert os.listdir(tmp_path) == ["there"]
    done = house.motcua("journal", "export", "/dev/null")
    assert done.returncode == 2 and "không phải là tệp thường" in complaint(done)
