"""What every test has: a fixed moment, a clock that stands still at it, and the Vietnamese language to begin with."""

import sys
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

pytest_plugins = ["tests.once"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test with real transactions empties all tables at its end; each such test gets the rows of migrations anew.

    All of them or none: Django fills some tables after the one kind that the other kind finds filled.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        real = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if real or (marker and marker.kwargs.get("transaction")):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture
def at() -> datetime:
    """Monday 2 March 2026, 08:00 in Viet Nam: an ordinary working morning, for the `at` of verbs."""
    return datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def clock(at: datetime) -> Iterator[time_machine.Traveller]:
    """The clock of the faces, standing still at `at`; `clock.shift(minutes)` and `clock.move_to(moment)` move it."""
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    """A page asked for in English leaves its thread in English; the next test shall not notice."""
    with translation.override("vi"):
        yield


KEPT = {
    "motcua.catalogue.queries": ["published", "cases_of", "hold_grounds_of"],
    "motcua.catalogue.shelf": ["kept"],
    "motcua.workflow.queries": ["steps_of", "process_of", "_by_id"],
    "motcua.casework.intake": ["components_of"],
    "motcua.offices.snapshot": ["at_edition"],
    "motcua.offices.calendars": ["_changes", "_owner", "_built"],
    "motcua.web.api.bearing": ["ALLOWANCE"],
}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What a process keeps in memory by the number of a row is wrong in the next test, where numbers begin anew."""
    yield
    for module, names in KEPT.items():
        if module in sys.modules:
            for name in names:
                getattr(sys.modules[module], name).cache_clear()
