"""Which tests need to run on one database only, and how the tests of one run are shared out among processes."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "django_db_serialized_rollback"}
MARKS = ("django_db", "postgresql", "skipif")  # what is skipped on SQLite shall run somewhere
TESTS = Path(__file__).parent
LEFT_OUT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make test` asks for; whoever runs pytest by hand gets every test."""
    parser.addoption("--only-database", action="store_true", help="leave out the tests that open no database")
    parser.addoption("--share", default="1/1", help="the tests of one process of several, such as 1/2")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Tests for the browser stand in one folder: who wants only them, or none of them, need not read the others."""
    wanted = {"browser": True, "not browser": False}.get(config.getoption("markexpr"))
    if wanted is None or collection_path.parent != TESTS or not collection_path.is_dir():
        return None
    return True if wanted != (collection_path.name == "browser") else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the options say; the others are told to the user as deselected, and counted in the report."""
    config.stash[LEFT_OUT] = 0
    if config.getoption("only_database"):
        config.stash[LEFT_OUT] = _kept(config, items, [item for item in items if opens_database(item)])
    which, of = map(int, config.getoption("share").split("/"))
    mine = set(sorted(item.nodeid for item in items)[which - 1 :: of])  # in any order: each process has its own
    _kept(config, items, [item for item in items if item.nodeid in mine])


@pytest.fixture(autouse=True, scope="session")
def left_out(request: pytest.FixtureRequest, record_testsuite_property) -> None:
    """Write down how many tests were left out because they open no database."""
    if count := request.config.stash[LEFT_OUT]:
        record_testsuite_property("left_out", count)


def opens_database(item: pytest.Function) -> bool:
    """Whether a test may open the database of the run: in its own process, or in programs that it starts.

    In its own process pytest-django lets nobody near the database who has not asked for it. Which programs a test
    starts nobody can see; so whatever can start one counts, unless it is marked `either_database`.
    """
    if item.get_closest_marker("either_database"):
        return False
    if any(map(item.get_closest_marker, MARKS)) or DATABASE & set(getattr(item, "fixturenames", ())):
        return True
    return starts_programs(item.module.__name__)


@cache
def starts_programs(name: str) -> bool:
    """Whether a module of tests can start programs, by itself or by what it has from other modules of tests."""
    seen, waiting = set(), [name]
    while waiting:
        module = waiting.pop()
        if module == "subprocess":
            return True
        if module.startswith("tests.") and module not in seen:
            seen.add(module)
            waiting += [_home(value) for value in vars(sys.modules[module]).values()]
    return False


def _home(value: object) -> str:
    """The name of the module that something comes from; of a module its own."""
    return value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))


def _kept(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> int:
    """Leave `kept` in the list of tests; how many others there were."""
    chosen = set(map(id, kept))
    others = [item for item in items if id(item) not in chosen]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = kept
    return len(others)
