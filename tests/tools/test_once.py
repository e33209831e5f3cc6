"""`make test` asks PostgreSQL only for what opens a database, and each process for its share."""

import os
import sys
from random import Random
from subprocess import run
from types import ModuleType, SimpleNamespace

import pytest

from tests import once

pytestmark = pytest.mark.either_database
NOBODY = "postgresql://nobody@127.0.0.1:1/none"


def collected(*words: str) -> list[str]:
    """The tests that pytest would run; nothing is asked of the database."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--collect-only", "-q", *words]
    done = run(command, env=env | {"DATABASE_URL": NOBODY}, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 5), done.stdout
    return sorted(line for line in done.stdout.splitlines() if "::" in line)


def test_what_opens_no_database_is_left_out_and_everything_else_is_not() -> None:
    files = [f"tests/{name}.py" for name in ("cli/test_id", "cli/test_journal", "kernel/test_tax", "web/test_english")]
    asked = collected(*files, "--only-database")
    assert {test.partition("::")[0] for test in asked} == {files[1], files[3]}
    assert f"{files[3]}::test_a_visitor_reads_english" in asked
    assert f"{files[3]}::test_a_text_left_in_vietnamese_would_be_noticed" not in asked
    assert f"{files[1]}::test_a_fault_is_one_line_whatever_the_file_says" in asked


@pytest.mark.parametrize(
    ("module", "starts"), [("tests.cli.houses", True), ("tests.cli.installation", True), ("tests.cast", False)]
)
def test_a_module_starts_programs_by_itself_or_by_what_it_has_from_another(module, starts) -> None:
    __import__(module)
    assert once.starts_programs(module) is starts


def test_a_module_that_can_start_programs_through_another_one_counts(monkeypatch) -> None:
    between, outer = (ModuleType(f"tests.{name}") for name in ("between", "outer"))
    monkeypatch.setitem(sys.modules, "tests.between", between)
    monkeypatch.setitem(sys.modules, "tests.outer", outer)
    outer.between, between.outer, between.run = between, outer, run
    assert once.starts_programs("tests.outer")


def test_the_shares_are_everything_and_nothing_twice_in_whatever_order_each_process_has_it() -> None:
    asked, told = [], []
    for share in ("1/3", "2/3", "3/3"):
        options = {"only_database": False, "share": share}
        hook = SimpleNamespace(pytest_deselected=lambda *, items: told.append(len(items)))
        config = SimpleNamespace(getoption=options.get, hook=hook, stash={})
        items = [SimpleNamespace(nodeid=f"tests/browser/test_{n}.py::test") for n in range(10)]
        Random(share).shuffle(items)
        once.pytest_collection_modifyitems(config, items)
        asked.append([item.nodeid for item in items])
    assert sorted(name for share in asked for name in share) == [f"tests/browser/test_{n}.py::test" for n in range(10)]
    assert sorted(map(len, asked)) == [3, 3, 4] and sorted(told) == [6, 7, 7]
