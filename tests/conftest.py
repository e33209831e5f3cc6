"""What every test has: a fixed moment and a clock that stands still at it."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine


@pytest.fixture
def at() -> datetime:
    """Monday 2 March 2026, 08:00 in Viet Nam: an ordinary working morning, for the `at` of verbs."""
    return datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def clock(at: datetime) -> Iterator[time_machine.Traveller]:
    """The clock of the faces, standing still at `at`; `clock.shift(minutes)` and `clock.move_to(moment)` move it."""
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller
