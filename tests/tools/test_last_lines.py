"""The last three lines of `make test` tell the truth, and so does its exit code."""

import os
import sys
from itertools import accumulate
from subprocess import Popen, run
from types import SimpleNamespace

import pytest

from tests.tools.scripts import script

pytestmark = pytest.mark.either_database
test = script("test")
REPORT = '<testsuites><testsuite tests="{}" skipped="{}" failures="{}" errors="{}">{}</testsuite></testsuites>'


def part(tmp_path, *, code: int, report: tuple[int, int, int, int] | None, name: str = "report", left_out: int = 0):
    """A process that ended with `code`, and with tests, skipped, failures, errors written down, if they were."""
    one = test.Part(test.NO_BROWSER, tmp_path / f"{name}.xml")
    if report:
        properties = f'<properties><property name="left_out" value="{left_out}"/></properties>' if left_out else ""
        one.report.write_text(REPORT.format(*report, properties))
    one.process = SimpleNamespace(returncode=code)
    return one


def ran(tmp_path, **ended):
    """A run of one process."""
    return test.Run("postgresql 15.18", [part(tmp_path, **ended)])


@pytest.mark.parametrize(
    ("code", "report", "line", "good"),
    [
        (0, (10, 2, 0, 0), "postgresql 15.18: 8 passed, 2 skipped", True),
        (1, (10, 2, 3, 1), "postgresql 15.18: 4 passed, 2 skipped, 4 failed", False),
        (5, (0, 0, 0, 0), "postgresql 15.18: 0 passed, 0 skipped", False),
        (-9, None, "postgresql 15.18: 0 passed, 0 skipped, 1 failed", False),
        (3, (10, 0, 0, 0), "postgresql 15.18: 10 passed, 0 skipped, 1 failed", False),
    ],
)
def test_the_line_counts_and_the_run_is_good_only_when_all_is(tmp_path, code, report, line, good) -> None:
    one = ran(tmp_path, code=code, report=report)
    assert one.last_line() == line
    assert one.good(some_only=False) is good


def test_what_was_left_to_the_other_database_is_told(tmp_path) -> None:
    one = ran(tmp_path, code=0, report=(10, 2, 0, 0), left_out=7)
    assert one.last_line() == "postgresql 15.18: 8 passed, 2 skipped (7 more open no database: on sqlite only)"


@pytest.mark.parametrize(
    ("code", "report", "line", "good"),
    [
        (0, (9, 1, 0, 0), "browser: 16 passed, 3 skipped", True),
        (1, (9, 1, 1, 0), "browser: 15 passed, 3 skipped, 1 failed", False),
        (5, (0, 0, 0, 0), "browser: 8 passed, 2 skipped", False),
        (-9, None, "browser: 8 passed, 2 skipped, 1 failed", False),
    ],
)
def test_a_run_of_two_processes_counts_both_and_is_as_good_as_the_worse(tmp_path, code, report, line, good) -> None:
    first = part(tmp_path, code=0, report=(10, 2, 0, 0), name="browser-1")
    one = test.Run("browser", [first, part(tmp_path, code=code, report=report, name="browser-2")])
    assert one.last_line() == line
    assert one.good(some_only=False) is good


def test_to_find_nothing_is_no_fault_when_only_some_were_asked_for(tmp_path) -> None:
    assert ran(tmp_path, code=5, report=None).good(some_only=True)
    assert not ran(tmp_path, code=1, report=None).good(some_only=True)


@pytest.mark.parametrize(("allowed", "good"), [("", False), ("1", True)])
def test_what_could_not_run_is_named_and_fails_unless_that_is_allowed(monkeypatch, allowed, good) -> None:
    monkeypatch.setenv("ALLOW_PARTIAL", allowed)
    one = test.Run("browser", missing="no Chromium")
    assert one.last_line() == "browser: not run (no Chromium)"
    assert one.good(some_only=False) is good


def test_a_process_that_was_killed_is_known_as_broken_off(tmp_path) -> None:
    assert part(tmp_path, code=-9, report=None).broke_off
    assert not part(tmp_path, code=1, report=(1, 0, 1, 0)).broke_off


def test_as_many_run_at_once_as_there_are_processors_and_all_are_shown(tmp_path, monkeypatch, capfd) -> None:
    monkeypatch.setattr(test.os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(test.sys, "executable", str(tmp_path / "python"))
    log = tmp_path / "log"
    (tmp_path / "python").write_text(f'#!/bin/sh\necho + >>{log}\necho "here is $3"\nsleep 0.3\necho - >>{log}\n')
    (tmp_path / "python").chmod(0o755)
    parts = [test.Part([f"{n}"], tmp_path / f"part-{n}.xml", live=n == 0) for n in range(5)]
    test.work_off(parts, [])
    assert [p.code for p in parts] == [0] * 5
    at_once = list(accumulate({"+": 1, "-": -1}[line] for line in log.read_text().split()))
    assert max(at_once) == 2 and at_once[-1] == 0
    said = capfd.readouterr().out
    assert sorted(line for line in said.splitlines() if "here" in line) == [f"here is {n}" for n in range(5)]


def test_when_it_is_broken_off_nothing_goes_on(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(test.Part, "start", lambda self, _: setattr(self, "process", Popen(["/bin/sleep", "60"])))

    def broken_off(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(test.time, "sleep", broken_off)
    parts = [test.Part((), tmp_path / f"{n}.xml") for n in range(2)]
    with pytest.raises(KeyboardInterrupt):
        test.work_off(parts, [])
    assert [p.code for p in parts] == [-9, -9]


@pytest.mark.parametrize(("forbidden", "shared"), [("1", True), ("", False)])
def test_compiled_files_are_shared_aside_where_they_may_not_stand_beside_the_sources(
    tmp_path, monkeypatch, forbidden, shared
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", forbidden)
    asking = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPYCACHEPREFIX"} | test.byte_code(tmp_path)
    said = run([sys.executable, "-c", asking], env=env, capture_output=True, text=True, check=True).stdout
    assert said == f"False {tmp_path / 'bytecode' if shared else None}\n"
