"""The supervisor's care for one process: patience that grows, endings that are named, and force where asking fails."""

import os
import signal
import sys
import time

import pytest

from motcua.cli.processes import PAUSES, STEADY_AFTER, Child, ending, stop_all
from tests.cli.installation import until

pytestmark = pytest.mark.either_database

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def child(code: str, said: list[str]) -> Child:
    return Child("Việc thử", (sys.executable, "-c", code), dict(os.environ), said=said.append)


def die_once(one: Child) -> None:
    """Let it start, end, and be noticed."""
    one.not_before = 0.0
    one.look_after()
    assert one.process is not None
    one.process.wait()
    one.look_after()


def test_each_death_soon_after_the_last_waits_longer_until_the_longest_pause() -> None:
    one, waits = child("", said := []), []
    for _ in range(len(PAUSES) + 1):
        die_once(one)
        waits.append(one.not_before - time.monotonic())
    assert waits == pytest.approx([*PAUSES, PAUSES[-1]], abs=0.5)
    assert len(said) == len(PAUSES) + 1


def test_a_process_that_ran_well_for_long_starts_again_at_once() -> None:
    one = child("", [])
    one.deaths = 5
    one.look_after()
    assert one.process is not None
    one.process.wait()
    one.started -= STEADY_AFTER
    one.look_after()
    assert one.deaths == 1
    assert one.not_before <= time.monotonic()


def test_a_process_is_not_started_before_its_pause_is_over() -> None:
    one = child("", [])
    one.not_before = time.monotonic() + 60
    one.look_after()
    assert one.process is None


def test_the_message_says_how_it_ended() -> None:
    one = child("raise SystemExit(3)", said := [])
    die_once(one)
    assert said == ["Việc thử dừng bất ngờ (mã 3); khởi động lại."]
    assert ending(-9) == "tín hiệu 9"


def test_a_process_that_does_not_listen_is_ended_by_force_when_its_time_is_over() -> None:
    one = child(STUBBORN, [])
    one.look_after()
    process = one.process
    assert process is not None
    until(lambda: ignores_sigterm(process.pid))
    begun = time.monotonic()
    stop_all([one], within=0.3)
    assert process.returncode == -signal.SIGKILL
    assert 0.25 < time.monotonic() - begun < 5


def ignores_sigterm(pid: int) -> bool:
    """Whether the process has told Linux to ignore SIGTERM."""
    with open(f"/proc/{pid}/status") as status:
        ignored = next(line.split()[1] for line in status if line.startswith("SigIgn"))
    return bool(int(ignored, 16) & 1 << (signal.SIGTERM - 1))
