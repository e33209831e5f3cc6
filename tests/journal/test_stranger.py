"""The stranger's program stands alone: one file, the standard library, any Python since 3.9, two languages."""

import ast
import re
import shutil
import subprocess
import sys
import tracemalloc

import pytest
from babel.messages.pofile import read_po

from motcua.journal import export
from motcua.journal.verify import Seen, faults
from tests.journal import stranger
from tests.journal.chains import exported, journal

pytestmark = pytest.mark.either_database

ROOT = stranger.FILE.parents[1]
SOURCE = stranger.FILE.read_text(encoding="utf-8")
WHOLE = exported(journal([3, 2], anchored_after=[4]))


def pythons():
    """Every Python on this machine that the program is meant for."""
    named = filter(None, (shutil.which(f"python3.{n}") for n in (9, 10, 12, 13, 14)))
    asked = [
        subprocess.run([python, "-c", "import sys; print(sys.executable)"], capture_output=True) for python in named
    ]
    return [sys.executable, *(done.stdout.decode().strip() for done in asked if done.returncode == 0)]


def run(tmp_path, *words, content=WHOLE, python=sys.executable):
    """The program as a stranger runs it: copied elsewhere, with nothing but Python."""
    program = shutil.copy(stranger.FILE, tmp_path)
    file = tmp_path / "export.jsonl"
    file.write_bytes(content)
    command = [python, "-I", "-S", program, str(file), *words]
    return subprocess.run(command, cwd=tmp_path, env={"LC_ALL": "C"}, capture_output=True, timeout=60)


def test_it_is_written_for_python_3_9_and_imports_the_standard_library_alone():
    tree = ast.parse(SOURCE, feature_version=(3, 9))
    imported = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    imported += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imported and set(imported) <= sys.stdlib_module_names


@pytest.mark.parametrize("python", pythons())
def test_a_whole_export_ends_with_0_and_one_line(tmp_path, python):
    done = run(tmp_path, python=python)
    assert (done.returncode, done.stderr) == (0, b"")
    digest = journal([3, 2], anchored_after=[4])[0].digest
    assert done.stdout.decode() == (
        f"Nhật ký nguyên vẹn: 5 sự kiện trong 2 chuỗi, 1 lần niêm (tính lại 1; lần mới nhất số 1: {digest}).\n"
    )


def test_faults_end_with_1_and_a_line_each(tmp_path):
    done = run(tmp_path, content=WHOLE.replace(b'"by":"account:1"', b'"by":"account:2"', 1))
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "hồ sơ H48-1: sự kiện 1 đã bị sửa.",
        "Tệp không còn đúng như khi xuất (sai tổng kiểm tra sha256).",
    ]
    assert done.stderr.decode() == "verify_journal: nhật ký không nguyên vẹn: 2 chỗ sai\n"


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b'{"format":"x"}\n'])
def test_what_is_no_export_ends_with_2_and_one_line(tmp_path, content):
    done = run(tmp_path, content=content)
    said = "verify_journal: Tệp này không phải là bản xuất nhật ký của Motcua.\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", said)


def test_a_file_that_is_not_there_ends_with_2_and_one_line(tmp_path):
    done = subprocess.run([sys.executable, "-I", stranger.FILE, tmp_path / "none"], capture_output=True)
    assert done.returncode == 2 and done.stderr.decode().count("\n") == 1


def test_it_speaks_english_when_asked(tmp_path):
    done = run(tmp_path, "--en", "--published", "0" * 64, content=WHOLE[: len(WHOLE) // 2])
    assert done.returncode == 1
    assert f"No seal has the digest {'0' * 64}; seals were dropped or changed." in done.stdout.decode()
    assert re.search(r"^The file is cut off after line \d+: there is no closing line\.$", done.stdout.decode(), re.M)


def test_a_fault_is_one_line_whatever_the_file_says(tmp_path):
    nasty = WHOLE.replace(b'"code":"H48-1"', b'"code":"H48\\n\\u001b[31m"').replace(b"account:1", b"account:2")
    done = run(tmp_path, content=nasty)
    assert done.returncode == 1 and b"\x1b" not in done.stdout
    assert all(line.endswith(".") for line in done.stdout.decode().splitlines())


def test_every_sentence_is_that_of_motcua_in_both_languages():
    """But for those of its own command line, and two whose named places differ."""
    with open(ROOT / "motcua" / "locale" / "en" / "LC_MESSAGES" / "django.po", "rb") as written:
        english = {message.id: message.string for message in read_po(written, locale="en") if message.id}
    own = {"whole", "summary", "newest", "erased", "faults", "no file", "stream", "dropped many"}
    for key, (said, translated) in stranger.program.TEXTS.items():
        assert key in own or english[said] == translated, key


def peak(check, lines) -> int:
    """The most memory in bytes that the check held at a time."""
    tracemalloc.start()
    check(iter(lines))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def strange(lines):
    stranger.program.Verifier(lambda *words, **values: None).file(lines)


def ours(lines):
    for _ in faults(export.read(lines), Seen()):
        pass


@pytest.mark.parametrize("check", [strange, ours])
def test_a_longer_journal_takes_no_more_memory(check):
    """Neither more streams nor longer ones: ten times the events within a few kilobytes of the same peak."""
    few, wide, long = (exported(journal(lengths)).splitlines(True) for lengths in ([10] * 10, [10] * 100, [100] * 10))
    peak(check, few)
    allowed = peak(check, few) + 8_000
    assert peak(check, wide) < allowed and peak(check, long) < allowed
