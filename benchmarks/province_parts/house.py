"""An installation to measure: a PostgreSQL of its own with its commits on the disk, and a folder to throw away."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import postgresql  # noqa: E402 - from tools/

WEB_PROCESSES, WEB_THREADS = 2, 4


@dataclass(frozen=True)
class House:
    """Its data folder, DATABASE_URL and what its database calls itself."""

    data: Path
    url: str
    database: str

    @property
    def env(self) -> dict[str, str]:
        around = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_"))}
        return around | {
            "MOTCUA_DATA": str(self.data),
            "DATABASE_URL": self.url,
            "MOTCUA_DEMO": "0",
            "MOTCUA_WEB_THREADS": str(WEB_THREADS),
            "MOTCUA_API_CALLS_PER_MINUTE": "1000000",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}",
        }

    def timed(self, *words: str) -> tuple[float, str]:
        """Seconds that a command of `motcua` takes, and what it says. It must succeed."""
        begun = time.perf_counter()
        command = [sys.executable, "-m", "motcua.cli.main", *words]
        done = subprocess.run(command, env=self.env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        return time.perf_counter() - begun, done.stdout

    @contextlib.contextmanager
    def web(self, **more: str) -> Iterator[str]:
        """Its web server as `motcua run` starts it, without the worker; the address."""
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            door.listen(256)
            command = [sys.executable, "-m", "motcua.cli.main", "web", "--socket", str(door.fileno())]
            servers = [
                subprocess.Popen(command, env=self.env | more, cwd=ROOT, pass_fds=[door.fileno()])
                for _ in range(WEB_PROCESSES)
            ]
            try:
                address = f"http://127.0.0.1:{door.getsockname()[1]}"
                answering(address)
                yield address
            finally:
                for server in servers:
                    server.terminate()
                for server in servers:
                    server.wait()


def answering(address: str) -> None:
    """Return when the web server answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError("the web server does not answer")


@contextlib.contextmanager
def house(kept: Path | None = None) -> Iterator[House]:
    """An installation: new and gone at the end, or `kept` in a folder to be measured again. RuntimeError where there
    is no PostgreSQL."""
    binaries = postgresql.binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL of 15 or newer; apt install postgresql")
    with contextlib.ExitStack() as open_:
        folder = kept or Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="motcua-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        server = open_.enter_context(postgresql.running(binaries, postgresql.DURABLE, kept=kept))
        yield House(folder, server.url, f"PostgreSQL {server.version}, commits on the disk")
