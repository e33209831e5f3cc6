"""A `motcua run` of its own, as an operator starts it, with a data folder and a port to throw away."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUN = (sys.executable, "-m", "motcua.cli.main", "run")
PATIENCE = 180.0
"""Seconds that anything here may take at most: machines that test many things at once are slow."""


def surroundings(data: Path, **more: str) -> dict[str, str]:
    """The environment of a start on `data`, on a free port, without the demo."""
    around = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_", "MAKE"))}
    return around | {"MOTCUA_DATA": str(data), "MOTCUA_PORT": "0", "MOTCUA_DEMO": "0"} | more


class Installation:
    """A running `motcua run`: its process, what it said so far, and the processes that it looks after."""

    def __init__(self, data: Path, **more: str) -> None:
        self.data, self.said = data, data / "said.txt"
        data.mkdir(parents=True, exist_ok=True)
        with open(self.said, "wb") as out:
            env = surroundings(data, **more)
            self.process = subprocess.Popen(RUN, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    @property
    def address(self) -> str:
        """The address that it printed, once it has."""
        return until(lambda: re.search(r"http://\S+/", self.said.read_text()), self).group(0)

    def children(self, words: str = "") -> list[int]:
        """The processes that it has started whose command line ends with `words`, oldest first."""
        return sorted(pid for pid in descendants(self.process.pid) if command_line(pid).rstrip().endswith(words))

    def said_lines(self, words: str) -> list[str]:
        """The lines it printed that contain `words`."""
        return [line for line in self.said.read_text().splitlines() if words in line]

    def end(self) -> None:
        """Stop it by all means."""
        left = self.children()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in left:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


@contextmanager
def running(data: Path, **more: str) -> Iterator[Installation]:
    """An installation that has greeted, ended afterwards."""
    one = Installation(data, **more)
    try:
        one.address  # noqa: B018 - waits for the greeting
        yield one
    finally:
        one.end()


def until(true, one: Installation | None = None):
    """Ask until `true()` gives something, and give that; fails when it takes too long or the installation ended."""
    deadline = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < deadline, one.said.read_text() if one else "it took too long"
        assert one is None or one.process.poll() is None, one.said.read_text()
        time.sleep(0.05)
    return found


def status(address: str, *, seconds: float = 20.0) -> int:
    """The status of GET `address`; raises when nobody answers in time."""
    with urllib.request.urlopen(address, timeout=seconds) as answer:
        return int(answer.status)


def descendants(pid: int) -> list[int]:
    """The processes started by `pid`."""
    return [int(p.parent.name) for p in Path("/proc").glob("[0-9]*/stat") if parent(p) == pid]


def parent(stat: Path) -> int | None:
    """The parent of the process of a `/proc/…/stat`; none when it has ended, as a zombie has."""
    try:
        state, of = stat.read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else int(of)


def alive(pid: int) -> bool:
    """Whether a process runs."""
    return parent(Path("/proc", str(pid), "stat")) is not None


def command_line(pid: int) -> str:
    """The words of a process, with spaces; empty when it has ended."""
    try:
        return Path("/proc", str(pid), "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
