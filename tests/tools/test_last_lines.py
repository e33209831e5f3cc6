"""The last three lines of `make test` tell the truth, and so does its exit code."""

from types import SimpleNamespace

import pytest

from tests.tools.scripts import script

test = script("test")
REPORT = '<testsuites><testsuite tests="{}" skipped="{}" failures="{}" errors="{}"/></testsuites>'


def ran(tmp_path, *, code: int, report: tuple[int, int, int, int] | None):
    """A run that ended with `code`, and with tests, skipped, failures, errors written down, if they were."""
    if report:
        (tmp_path / "report.xml").write_text(REPORT.format(*report))
    one = test.Run("postgresql 15.18", "not browser", tmp_path / "report.xml")
    one.process = SimpleNamespace(returncode=code)
    return one


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


def test_to_find_nothing_is_no_fault_when_only_some_were_asked_for(tmp_path) -> None:
    assert ran(tmp_path, code=5, report=None).good(some_only=True)
    assert not ran(tmp_path, code=1, report=None).good(some_only=True)


@pytest.mark.parametrize(("allowed", "good"), [("", False), ("1", True)])
def test_what_could_not_run_is_named_and_fails_unless_that_is_allowed(tmp_path, monkeypatch, allowed, good) -> None:
    monkeypatch.setenv("ALLOW_PARTIAL", allowed)
    one = test.Run("browser", "browser", tmp_path / "none.xml", missing="no Chromium")
    assert one.last_line() == "browser: not run (no Chromium)"
    assert one.good(some_only=False) is good


def test_a_run_that_was_killed_is_known_as_broken_off(tmp_path) -> None:
    assert ran(tmp_path, code=-9, report=None).broke_off
    assert not ran(tmp_path, code=1, report=(1, 0, 1, 0)).broke_off
