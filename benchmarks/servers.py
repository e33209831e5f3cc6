"""Measures WSGI servers under persistent connections: requests a second, 95th percentile, memory; see docs/adr/0001.

The page reads ten of 20,000 rows and draws them with a template. All candidates are measured in turn, several rounds in
one run, so that the ratios hold on a busy machine too; then each has to answer while slow clients hold connections
open. Needs `wrk` (Debian); candidates that are not installed (benchmarks/requirements-peers.txt) are left out.
`servers.py [SECONDS [ROUNDS]]`.
"""

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE / "servers_page"
sys.path.insert(0, str(HERE.parent / "tools"))

import postgresql  # noqa: E402 - from tools/

SERVERS = ("waitress", "gunicorn", "granian")
CONNECTIONS = 8
SLOW_CLIENTS = {
    "connected, silent": b"",
    "half a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half:",
    "half a body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nabc",
}
SLOW_CLIENT_COUNT = 30
LONGEST_WAIT = 10.0
# wrk itself prints the 90th and 99th percentiles only.
PERCENTILES = """
done = function(summary, latency, requests)
  local errors = summary.errors
  local bad = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(95.0), bad))
end
"""


@dataclass(frozen=True)
class Candidate:
    """A server with its processes and threads."""

    server: str
    processes: int
    threads: int
    keep_alive: bool = True

    def command(self, port: int) -> list[str]:
        """How it is started on a port of this machine."""
        p, t = self.processes, self.threads
        if self.server == "granian":
            words = f"-m granian --interface=wsgi --no-ws --no-log --workers={p} --blocking-threads={t} --port={port}"
        elif self.server == "waitress":
            return [sys.executable, "waitress_processes.py", str(port), str(p), str(t)]
        else:
            words = f"-m gunicorn --worker-class=gthread --workers={p} --threads={t} --bind=127.0.0.1:{port}"
            words += f" --no-control-socket --keep-alive={15 if self.keep_alive else 0}"
        return [sys.executable, *words.split(), "page:application"]

    def __str__(self) -> str:
        alive = "" if self.keep_alive else ", no keep-alive"
        return f"{self.server} {self.processes}×{self.threads}{alive}"


@dataclass(frozen=True)
class Measured:
    """Requests a second, 95th percentile in ms, CPU of the server in ms a request (the steadiest figure where the
    machine does other things too), resident and proportional memory in MB, requests that went wrong."""

    rate: float
    p95: float
    cpu: float
    rss: float
    pss: float
    bad: int


@contextlib.contextmanager
def serving(candidate: Candidate, *, env: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The candidate answering; its process number and port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        candidate.command(port), cwd=PAGE, env=env, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(port, process)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the page is there; RuntimeError when the server gave up."""
    while process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} ended with {process.returncode}")


def measure(candidate: Candidate, *, env: dict[str, str], seconds: int, script: Path) -> Measured:
    """One measurement after a second of warming up."""
    with serving(candidate, env=env) as (pid, port):
        load(port, 1, script)
        before = cpu(pid)
        requests, duration, p95, bad = load(port, seconds, script)
        spent = cpu(pid) - before
        rss, pss = memory(pid)
    return Measured(requests / duration * 1e6, p95 / 1000, spent / max(requests, 1) * 1000, rss, pss, bad)


def group(pid: int) -> list[Path]:
    """The places in /proc of the process group `pid`."""
    members = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(int(place.name)) == pid:
                members.append(place)
    return members


def cpu(pid: int) -> float:
    """Seconds of CPU that the process group `pid` has used."""
    fields = [(place / "stat").read_text().rpartition(")")[2].split() for place in group(pid)]
    return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> tuple[float, float]:
    """Resident and proportional memory in MB of the process group `pid`."""
    sums = [dict(re.findall(r"^(Rss|Pss):\s+(\d+)", (p / "smaps_rollup").read_text(), re.M)) for p in group(pid)]
    return sum(int(s["Rss"]) for s in sums) / 1024, sum(int(s["Pss"]) for s in sums) / 1024


def load(port: int, seconds: int, script: Path) -> list[int]:
    """Run wrk: requests, duration in µs, 95th percentile in µs, errors."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}/"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", said)
    if not found:
        raise RuntimeError(said)
    return [int(n) for n in found.groups()]


def compare(name: str, candidates: list[Candidate], *, env: dict[str, str], seconds: int, rounds: int) -> None:
    """Measure all candidates on one database and print a row for each: medians, and the ratio to the first."""
    results: dict[Candidate, list[Measured]] = {c: [] for c in candidates}
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(PERCENTILES)
        script.flush()
        for _ in range(rounds):
            for candidate in candidates:
                results[candidate].append(measure(candidate, env=env, seconds=seconds, script=Path(script.name)))
    print(f"\n{name}, {CONNECTIONS} connections, {seconds} s, median of {rounds} rounds")
    print(f"{'server':<34}{'req/s':>8}{'ratio':>7}{'p95 ms':>8}{'CPU ms':>8}{'RSS MB':>8}{'PSS MB':>8}{'errors':>8}")
    first = statistics.median(m.rate for m in results[candidates[0]])
    for candidate, measured in results.items():
        rate, p95, spent, rss, pss = (
            statistics.median(getattr(m, n) for m in measured) for n in ("rate", "p95", "cpu", "rss", "pss")
        )
        bad = sum(m.bad for m in measured)
        print(
            f"{candidate!s:<34}{rate:>8.0f}{rate / first:>7.2f}{p95:>8.1f}{spent:>8.2f}{rss:>8.0f}{pss:>8.0f}{bad:>8}",
            flush=True,
        )


def main(seconds: int = 4, rounds: int = 3) -> int:
    """Measure on SQLite and, where its binaries are, on PostgreSQL."""
    if not shutil.which("wrk"):
        print("not measured: wrk is missing; apt install wrk")
        return 1
    servers = [s for s in SERVERS if importlib.util.find_spec(s)]
    candidates = [Candidate(s, p, t) for p, t in ((2, 4), (1, 8)) for s in servers]
    candidates += [Candidate(s, 2, 4, keep_alive=False) for s in servers if s == "gunicorn"]
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"MALLOC_ARENA_MAX": "2", "PAGE_SQLITE": str(Path(folder, "page.sqlite3"))}
        measured_on(env, "SQLite", candidates, seconds, rounds)
        if binaries := postgresql.binaries():
            with postgresql.running(binaries) as server:
                measured_on(
                    env | {"DATABASE_URL": server.url}, f"PostgreSQL {server.version}", candidates, seconds, rounds
                )
        else:
            print("PostgreSQL: not measured, it is missing")
        print(f"\nSeconds to the page while {SLOW_CLIENT_COUNT} slow clients hold connections, worst of three")
        for candidate in [c for c in candidates if c.processes == 2 and c.keep_alive]:
            print(f"{candidate!s:<34}", among_slow_clients(candidate, env=env), flush=True)
    return 0


def among_slow_clients(candidate: Candidate, *, env: dict[str, str]) -> str:
    """How long an ordinary client waits beside each kind of slow client."""
    waits = []
    with serving(candidate, env=env) as (_, port):
        for kind, words in SLOW_CLIENTS.items():
            with contextlib.ExitStack() as held:
                for _ in range(SLOW_CLIENT_COUNT):
                    held.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(words)
                time.sleep(0.5)
                waits.append(f"{kind} {max(wait(port) for _ in range(3)):.2f}")
            time.sleep(0.5)
    return ", ".join(waits)


def wait(port: int) -> float:
    """Seconds until the page is there, at most LONGEST_WAIT."""
    begun = time.monotonic()
    with (
        contextlib.suppress(OSError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=LONGEST_WAIT) as page,
    ):
        page.read()
    return time.monotonic() - begun


def measured_on(env: dict[str, str], name: str, candidates: list[Candidate], seconds: int, rounds: int) -> None:
    """Fill a database and compare the candidates on it."""
    subprocess.run([sys.executable, "page.py"], cwd=PAGE, env=env, check=True)
    compare(name, candidates, env=env, seconds=seconds, rounds=rounds)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:3])))
