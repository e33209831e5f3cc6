"""Backup and restore: everything comes back, nothing broken goes in, and nobody has to stop working for it."""

import io
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from motcua.cli import archive
from tests.cli.houses import SERVER, House, drop_databases, lived_house, new_database, new_house
from tests.cli.terminal import complaint

CHANGE = """
from motcua.casework.file import file
from motcua.catalogue.models import ProcedureVersion
from motcua.offices.models import Agency
from motcua.accounts.models import Account
from motcua.casework.intake import Intake
from motcua.offices import queries
from tests import cast as stage
lan = queries.actor(Account.objects.get(username="lan"), day=stage.moment("2026-11-20 09:00").date())
places = {a.code: a.pk for a in Agency.objects.all()}
def one_more():
    intake = Intake(ProcedureVersion.objects.get().pk, places["H48.148.01"], places["H48.148"], stage.citizen())
    return file(intake, by=lan, at=stage.moment("2026-11-20 09:00")).code
"""
"""Lets the code after it file dossiers in a house that lived."""

PAPER = b"%PDF-1.4 giay khai sinh"


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> tuple[House, str]:
    """An installation in which something happened, and a backup of it. Tests leave it as it is."""
    house = lived_house(tmp_path_factory.mktemp("lived") / "data")
    file = str(house.data.parent / "backup.tar.gz")
    house.says("backup", file)
    yield house, file
    drop_databases()


@pytest.fixture
def backup(lived) -> str:
    return lived[1]


@pytest.fixture
def house(lived, tmp_path) -> House:
    """A copy of the installation, to be changed."""
    return lived[0].copy(tmp_path / "data")


@pytest.fixture
def empty(lived, tmp_path) -> House:
    return new_house(tmp_path / "empty")


def manifest_of(file: str) -> dict:
    with open(file, "rb") as opened:
        return dict(archive.check(opened, name=file))


def parts_of(file: str) -> dict[str, str]:
    """The sum of each part; editions differ from restore to restore."""
    return {k: v for k, v in manifest_of(file)["parts"].items() if not k.startswith("tables/offices.edition")}


def test_everything_comes_back_in_an_empty_installation_and_work_goes_on(lived, empty):
    said = empty.says("restore", lived[1])
    assert "Nhật ký nguyên vẹn" in said
    assert empty.contents() == lived[0].contents()
    assert empty.says("journal", "rebuild", "--check") == "12 hồ sơ, 0 khác biệt\n"
    (file,) = (path for path in (empty.data / "files").rglob("*") if path.is_file())
    assert file.read_bytes() == PAPER
    key = empty.data / "secret-key"
    assert key.read_bytes() == (lived[0].data / "secret-key").read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert empty.python(f"{CHANGE}\nprint(one_more())") == "H48.148-261120-0001\n"


@pytest.mark.postgresql
@pytest.mark.skipif(not SERVER, reason="needs PostgreSQL")
def test_a_backup_of_one_database_can_be_restored_to_the_other(lived, backup, tmp_path):
    plain = House(tmp_path / "sqlite")
    plain.says("restore", backup)
    plain.says("backup", str(tmp_path / "plain.tar.gz"))
    assert parts_of(str(tmp_path / "plain.tar.gz")) == parts_of(backup)
    again = House(tmp_path / "again", new_database())
    again.says("restore", str(tmp_path / "plain.tar.gz"))
    assert again.contents() == lived[0].contents()


def test_an_installation_in_use_is_not_replaced_unasked(house, backup):
    before = house.contents()
    refused = house.motcua("restore", backup)
    assert refused.returncode == 2
    assert "đang có 12 hồ sơ, 1 thủ tục, 5 cơ quan, 11 tài khoản" in (said := complaint(refused))
    assert "--replace" in said
    assert house.contents() == before


def test_with_replace_it_is_as_it_was_and_all_must_sign_in_again(house, lived, backup):
    """A number that was lost is not given again: a process may still hold in memory what it meant."""
    look = "\nfrom motcua.dossiers.models import Dossier\nprint(Dossier.objects.get(code=one_more()).pk)"
    lost = int(house.python(CHANGE + look))
    house.sql(f"UPDATE dossiers_dossier SET filed_at = '2999-01-01 00:00:00' WHERE id = {lost}")
    before = house.sql("SELECT n FROM offices_edition")
    assert house.sql("SELECT count(*) FROM django_session") == [(1,)]
    said = house.says("restore", backup, "--replace")
    assert "Thay 13 hồ sơ" in said and "mất 1 hồ sơ nộp sau đó" in said
    assert house.contents() == lived[0].contents()
    assert house.sql("SELECT count(*) FROM django_session") == [(0,)]
    assert house.sql("SELECT n FROM offices_edition") not in (before, lived[0].sql("SELECT n FROM offices_edition"))
    assert int(house.python(CHANGE + look)) > lost


@pytest.mark.parametrize("damage", ["cut", "flipped", "other"])
def test_a_broken_file_is_refused_and_nothing_is_touched(house, backup, tmp_path, damage):
    content = bytearray(Path(backup).read_bytes())
    if damage == "cut":
        del content[len(content) * 2 // 3 :]
    elif damage == "flipped":
        content[len(content) // 2] ^= 0xFF
    else:
        content = bytearray("không phải bản sao lưu".encode())
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(content)
    before = house.contents()
    refused = house.motcua("restore", str(broken), "--replace")
    assert refused.returncode == 2 and str(broken) in complaint(refused)
    assert house.contents() == before


def test_a_backup_of_other_tables_is_refused_by_its_version(house, backup, tmp_path):
    file = str(tmp_path / "older.tar.gz")
    with open(backup, "rb") as old, open(file, "wb") as new:
        writer = archive.Writer(new)
        for part in archive.parts(old, name=backup):
            content = part.content.read()
            if part.name == archive.MANIFEST:
                manifest = json.loads(content)
            elif part.name.startswith("files/"):
                writer.file(part.name[6:], io.BytesIO(content), part.size)
            else:
                writer.part(part.name, content)
        writer.finish({**manifest, "migrations": manifest["migrations"][:-1], "motcua": "0.0.9"})
    refused = house.motcua("restore", file, "--replace")
    assert refused.returncode == 2 and "do Motcua 0.0.9 tạo ra" in complaint(refused)


STOP_HERE = """
import sys, time
from motcua.cli import main, tables
begun = tables.insert
def insert(table, rows):
    begun(table, rows)
    if table.name == "dossiers.dossier":
        print("half", flush=True)
        time.sleep(60)
tables.insert = insert
raise SystemExit(main.main(["restore", sys.argv[1] if len(sys.argv) > 1 else FILE, "--replace"]))
"""


def test_a_kill_in_the_middle_leaves_the_old_state(house, backup):
    house.sql("UPDATE accounts_account SET full_name = 'Nguyễn Văn Khác'")
    before = house.contents()
    process = house.popen(f"FILE = {backup!r}\n{STOP_HERE}", stdout=subprocess.PIPE)
    assert any(line == b"half\n" for line in process.stdout)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert house.contents() == before
    assert "Nhật ký nguyên vẹn" in house.says("restore", backup, "--replace")
    assert house.contents() != before


WRITE_ON = f"""{CHANGE}
import time
from motcua.casework.jobs import anchor
from django.db import OperationalError, transaction
print("begun", flush=True)
for n in range(100000):
    time.sleep(0.02)
    with transaction.atomic():
        one_more()
    if n % 10 == 0:
        try:
            with transaction.atomic():
                anchor({{}}, stage.moment("2026-11-20 09:00"))
        except OperationalError:
            pass
"""


def test_others_go_on_working_meanwhile_and_both_are_whole(house, empty, tmp_path):
    """A process files dossiers without a break: backups are of one moment, a restore falls between two verbs."""
    writer = house.popen(WRITE_ON, stdout=subprocess.PIPE)
    try:
        assert writer.stdout.readline() == b"begun\n"
        file = str(tmp_path / "meanwhile.tar.gz")
        house.says("backup", file)
        ((counted,),) = house.sql("SELECT count(*) FROM dossiers_dossier")
        house.says("restore", file, "--replace")
        assert writer.poll() is None
        time.sleep(1)
        assert writer.poll() is None, "the restore broke another's verb"
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert "Nhật ký nguyên vẹn" in house.says("journal", "verify", "--all-anchors")
    assert " 0 khác biệt" in house.says("journal", "rebuild", "--check")
    empty.says("restore", file)
    assert 12 < empty.sql("SELECT count(*) FROM dossiers_dossier")[0][0] < counted
    assert " 0 khác biệt" in empty.says("journal", "rebuild", "--check")


def test_a_lost_file_is_named_and_the_rest_is_kept(house, empty, tmp_path):
    shutil.rmtree(house.data / "files")
    file = str(tmp_path / "lossy.tar.gz")
    done = house.motcua("backup", file)
    assert done.returncode == 1 and "1 tệp đã mất hoặc hỏng" in done.stderr.decode()
    assert len(manifest_of(file)["stored"]["lost"]) == 1
    assert "Đã khôi phục" in empty.says("restore", file)


def test_a_file_that_was_half_written_is_mended_by_a_restore(house, backup):
    (path,) = (p for p in (house.data / "files").rglob("*") if p.is_file())
    path.write_bytes(b"%PDF")
    house.says("restore", backup, "--replace")
    assert path.read_bytes() == PAPER


def test_the_key_of_the_environment_is_neither_kept_nor_replaced(house, empty, tmp_path):
    file = str(tmp_path / "keyless.tar.gz")
    key = {"MOTCUA_SECRET_KEY": "x" * 50}
    assert house.motcua("backup", file, env=key).returncode == 0
    assert "secret-key" not in manifest_of(file)["parts"]
    assert empty.motcua("restore", file, env=key).returncode == 0
    assert not (empty.data / "secret-key").exists()


def test_a_backup_is_for_its_owner_only_and_leaves_no_trace_when_it_fails(house, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "b.tar.gz"
    house.says("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    house.says("backup", str(file))
    assert os.listdir(folder) == ["b.tar.gz"]


@pytest.mark.parametrize(
    "words", [("backup", "{}/none/b"), ("backup", "{}"), ("restore", "{}/none"), ("restore", "{}")]
)
def test_a_place_that_cannot_be_used_is_told_in_one_line(lived, tmp_path, words):
    done = lived[0].motcua(*(word.format(tmp_path) for word in words))
    assert done.returncode == 2 and str(tmp_path) in complaint(done)


def answers_within(seconds: float, url: str) -> bool:
    """Whether `url` answers in the end; the server that is just stopping may take a question and never answer it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=seconds) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.2)
    return False


def test_a_running_motcua_begins_anew_with_what_was_restored(house, backup):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_"))} | house.env
    env |= {"MOTCUA_DATA": str(house.data), "MOTCUA_PORT": "0", "MOTCUA_DEMO": "0", "MOTCUA_WEB_PROCESSES": "1"}
    command = [sys.executable, "-m", "motcua.cli.main", "run"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        try:
            address = next(line for line in running.stdout if b"http://" in line).decode().split()[4]
            said = house.says("restore", backup, "--replace")
            assert "tự khởi động lại" in said
            assert any("khởi động lại máy chủ web".encode() in line for line in running.stdout)
            assert answers_within(30, f"{address}healthz")
        finally:
            running.terminate()
            running.wait(timeout=10)
