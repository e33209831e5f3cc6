"""The processes that `motcua run` looks after: started, watched, started again with patience, and stopped in time."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
PAUSES = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_AFTER = 60.0
"""Seconds after which a process counts as well again, so that its next restart is at once."""


def die_with_parent(parent: int) -> Callable[[], None]:
    """What a new child does first: ask Linux to end it when `parent` ends, even by kill -9."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent ended before the kernel was asked
            os._exit(1)

    return ask


def start(command: Sequence[str], *, env: Mapping[str, str], keep: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start `command` in a group of its own (Ctrl-C reaches only us), with the file descriptors `keep` open."""
    return subprocess.Popen(  # noqa: S603 - the commands are our own
        command,
        env=env,
        pass_fds=keep,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(os.getpid()),
    )


@dataclass
class Child:
    """A process that should always run. `name` is what people are told; times are seconds of `time.monotonic`."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    keep: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = 0.0
    not_before: float = 0.0
    said: Callable[[str], None] = field(default=print, repr=False)

    def look_after(self) -> None:
        """Start the process if it should run now; notice when it has ended, say so, and set the next start."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.process = start(self.command, env=self.env, keep=self.keep)
                self.started = now
        elif (code := self.process.poll()) is not None:
            self.stop(signal.SIGKILL)  # what it started itself goes with it
            self.process = None
            self.deaths = self.deaths + 1 if now - self.started < STEADY_AFTER else 1
            pause = PAUSES[min(self.deaths, len(PAUSES)) - 1]
            self.not_before = now + pause
            self.said(
                f"{self.name} dừng bất ngờ ({ending(code)}); khởi động lại"
                + (f" sau {pause:.0f} giây." if pause else ".")
            )

    def forget(self) -> None:
        """After a stop that was wanted: begin afresh, at once."""
        self.process, self.deaths, self.not_before = None, 0, 0.0

    def stop(self, how: signal.Signals) -> None:
        """Send `how` to the process and, for SIGKILL, to everything that it started."""
        if self.process is None:
            return
        try:
            if how == signal.SIGKILL:
                os.killpg(self.process.pid, how)
            else:
                self.process.send_signal(how)
        except ProcessLookupError:
            pass

    @property
    def running(self) -> bool:
        """Whether the process is there at this moment."""
        return self.process is not None and self.process.poll() is None


def ending(code: int) -> str:
    """How a process ended, for people: an exit code of `subprocess`, where a signal is a negative number."""
    return f"mã {code}" if code >= 0 else f"tín hiệu {-code}"


def stop_all(children: Sequence[Child], *, within: float) -> None:
    """Ask all children to stop, wait at most `within` seconds, then end by force those that are left."""
    deadline = time.monotonic() + within
    for child in children:
        child.stop(signal.SIGTERM)
    while any(c.running for c in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in children:
        child.stop(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
