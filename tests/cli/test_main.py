"""The skeleton of the command line: the list, the endings, and data folders that look after themselves."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest

from motcua import __version__
from motcua.cli import failures
from motcua.cli.arguments import Parser, as_utf8
from motcua.cli.failures import ended_by
from motcua.cli.main import COMMANDS, main
from motcua.kernel.sentences import Refused
from tests.cli.terminal import complaint, motcua


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_every_command_is_listed_with_what_it_does(words, capsys) -> None:
    assert main(list(words)) == 0
    said = capsys.readouterr().out
    assert all(re.search(rf"^  {name} +{re.escape(command.says)}$", said, re.M) for name, command in COMMANDS.items())


def test_the_version_is_told(capsys) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"motcua {__version__}\n"


def test_an_unknown_command_names_the_known_ones(capsys) -> None:
    assert main(["nope"]) == 2
    said = capsys.readouterr().err
    assert "“nope”" in said and all(name in said for name in COMMANDS)


def test_commands_without_data_load_no_django() -> None:
    look = "import sys; from motcua.cli.main import main; main(['id', 'tax', '0']); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def race_to_start(around: dict[str, str]) -> list[tuple[bytes, int | None]]:
    """Start four commands that need data at one moment; what each complained of, and its exit code."""
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")} | around
    start = [sys.executable, "-c", "from motcua.cli.django_start import start; start()"]
    racers = [subprocess.Popen(start, env=env, stderr=subprocess.PIPE) for _ in range(4)]
    return [(racer.communicate()[1], racer.returncode) for racer in racers]


def test_an_empty_data_folder_is_made_and_migrated_once_by_four_processes_at_once(tmp_path) -> None:
    folder = tmp_path / "not" / "yet"
    assert race_to_start({"MOTCUA_DATA": str(folder)}) == [(b"", 0)] * 4
    with closing(sqlite3.connect(folder / "motcua.sqlite3")) as database:
        applied = database.execute("SELECT app, name FROM django_migrations").fetchall()
    assert applied and len(applied) == len(set(applied))


@pytest.mark.postgresql
@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="needs PostgreSQL")
def test_an_empty_postgresql_is_migrated_once_by_four_processes_at_once(tmp_path) -> None:
    server = urlsplit(os.environ["DATABASE_URL"])
    url = server._replace(path="/motcua_race").geturl()
    with psycopg.connect(server.geturl(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE motcua_race")
        try:
            assert race_to_start({"MOTCUA_DATA": str(tmp_path), "DATABASE_URL": url}) == [(b"", 0)] * 4
            with psycopg.connect(url) as database:
                applied = database.execute("SELECT app, name FROM django_migrations").fetchall()
        finally:
            admin.execute("DROP DATABASE motcua_race WITH (FORCE)")
    assert applied and len(applied) == len(set(applied))


def test_a_database_that_does_not_answer_is_told_in_one_line(tmp_path) -> None:
    done = motcua("prepare", data=tmp_path, env={"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"})
    assert done.returncode == 2
    assert "không mở được cơ sở dữ liệu" in complaint(done)


def test_a_database_file_that_cannot_be_opened_is_told_in_one_line(tmp_path) -> None:
    (tmp_path / "motcua.sqlite3").mkdir()
    done = motcua("prepare", data=tmp_path, env={"DATABASE_URL": ""})
    assert done.returncode == 2
    assert f"không mở được cơ sở dữ liệu trong {tmp_path}" in complaint(done)


def test_a_reader_that_has_gone_makes_no_noise(tmp_path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = motcua("--help", data=tmp_path, stdout=theirs)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_is_told_in_one_line(tmp_path) -> None:
    with open("/dev/full", "wb") as full:
        done = motcua("--help", data=tmp_path, stdout=full.fileno())
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert "đĩa đã đầy".encode() in done.stderr


def read_missing(tmp_path) -> None:
    (tmp_path / "none.json").read_text()


def read_folder(tmp_path) -> None:
    tmp_path.read_text()


def read_latin(tmp_path) -> None:
    (tmp_path / "latin").write_bytes(b"T\xean")
    (tmp_path / "latin").read_text(encoding="utf-8")


def interrupt(tmp_path) -> None:
    raise KeyboardInterrupt


def refuse(tmp_path) -> None:
    raise Refused("Không có\nthủ tục {code}.", code="\x1b[1m1.000001")


def leave_with_a_sentence(tmp_path) -> None:
    raise SystemExit("motcua: DATABASE_URL sai")


@pytest.mark.parametrize(
    ("act", "code", "said"),
    [
        (read_missing, 2, "không có tệp"),
        (read_folder, 2, "là thư mục"),
        (read_latin, 2, "không phải UTF-8 (sai từ byte thứ 2)"),
        (refuse, 2, "Không có thủ tục [1m1.000001."),
        (leave_with_a_sentence, 2, "motcua: DATABASE_URL sai"),
        (interrupt, 130, "đã dừng"),
    ],
)
def test_each_ending_is_one_line_and_a_code(tmp_path, capsys, act, code, said) -> None:
    try:
        act(tmp_path)
    except BaseException as error:
        assert ended_by(error) == code
    line = capsys.readouterr().err
    assert said in line and line.startswith("motcua: ") and line.count("\n") == 1


def test_an_unexpected_fault_gets_a_number_that_leads_to_its_traceback(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(failures, "DATA_DIR", tmp_path)
    assert ended_by(ZeroDivisionError("giữa chừng")) == 1
    line = capsys.readouterr().err
    number = re.search(r"số (E[0-9A-F]{8});", line)[1]
    log = tmp_path / failures.LOG_NAME
    assert f"{number} " in log.read_text(encoding="utf-8") and "ZeroDivisionError: giữa chừng" in log.read_text(
        encoding="utf-8"
    )
    assert log.stat().st_mode & 0o077 == 0
    assert line.count("\n") == 1


def test_where_the_log_cannot_be_written_the_line_says_so(tmp_path, capsys, monkeypatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(failures, "DATA_DIR", tmp_path / "file" / "data")
    assert ended_by(ZeroDivisionError()) == 1
    assert "không ghi được chi tiết" in capsys.readouterr().err


def test_shortened_options_are_not_guessed() -> None:
    parser = Parser(prog="motcua")
    parser.add_argument("--accepted")
    with pytest.raises(Refused, match="không hiểu phần “--acc"):
        parser.parse_args(["--acc=1"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--n"], "sau --n cần một giá trị"),
        (["--n", "x"], "--n phải là số nguyên, không phải “x”"),
        (["--flag=1"], "--flag không nhận giá trị “1”"),
        ([], "còn thiếu file"),
    ],
)
def test_complaints_about_the_line_are_vietnamese(words, said) -> None:
    parser = Parser(prog="motcua")
    parser.add_argument("--n", type=int)
    parser.add_argument("--flag", action="store_true")
    parser.add_argument("file")
    with pytest.raises(Refused) as refusal:
        parser.parse_args(words)
    assert said in str(refusal.value)


def test_words_that_are_not_utf8_are_refused_before_anything_runs() -> None:
    with pytest.raises(Refused, match="không phải UTF-8"):
        as_utf8(["ok", "th\udce1ng"])


def test_long_lines_are_cut(capsys) -> None:
    failures.say("x" * 10_000)
    assert len(capsys.readouterr().err) < 700
