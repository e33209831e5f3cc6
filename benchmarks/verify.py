"""How long a journal takes to verify: in SQLite, in PostgreSQL, and as an export by both verifiers.

Each measure is a command as a person gives it, in one process of its own: seconds on the clock, seconds of its
processor (without those of the PostgreSQL server), events a second, seconds that a million would take, and the most
memory held.
On a machine that does other work as well the seconds of the processor say more. `verify.py [EVENTS]`
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import postgresql  # noqa: E402 - from tools/

EVENTS = 200_000
HEAD = f"{'':<34}{'clock':>8}{'CPU':>8}{'events/s':>10}{'a million':>11}{'memory':>9}"


@dataclass(frozen=True)
class House:
    """A database with a data folder."""

    name: str
    data: str
    url: str

    @property
    def env(self) -> dict[str, str]:
        around = {k: v for k, v in os.environ.items() if not k.startswith(("MOTCUA_", "DJANGO_"))}
        return around | {"MOTCUA_DATA": self.data, "DATABASE_URL": self.url, "PYTHONPATH": str(ROOT)}


@contextlib.contextmanager
def houses() -> Iterator[list[House]]:
    """One house on SQLite, and one on a throw-away PostgreSQL where there is one."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="motcua-bench-"))
        found = [House("SQLite", f"{folder}/sqlite", "")]
        if binaries := postgresql.binaries():
            server = stack.enter_context(postgresql.running(binaries))
            found.append(House(f"PostgreSQL {server.version}", f"{folder}/postgresql", server.url))
        yield found


def motcua(*words: str) -> list[str]:
    return [sys.executable, "-m", "motcua.cli.main", *words]


def measure(label: str, command: list[str], house: House, events: int) -> None:
    """Run a command, which must succeed, and print its line."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=house.env, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, code, used = os.wait4(process.pid, 0)
    clock, process.returncode = time.perf_counter() - started, os.waitstatus_to_exitcode(code)
    if process.returncode:
        raise SystemExit(f"{label} ended with {process.returncode}")
    cpu = used.ru_utime + used.ru_stime
    million, memory = f"{clock / events * 1e6:.0f} s", f"{used.ru_maxrss / 1024:.0f} MB"
    print(f"{label:<34}{clock:>6.1f} s{cpu:>6.1f} s{events / clock:>10,.0f}{million:>11}{memory:>9}", flush=True)


def main() -> None:
    """Fill each house, then verify it, export it and verify the export with both programs."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    generate = [sys.executable, str(ROOT / "benchmarks" / "journals" / "generate.py"), str(events)]
    with houses() as found:
        for house in found:
            made = subprocess.run(generate, env=house.env, cwd=ROOT, check=True, capture_output=True, text=True).stdout
            export = f"{house.data}.jsonl"
            print(f"\n{house.name}: {made}{HEAD}")
            measure("motcua journal verify", motcua("journal", "verify"), house, events)
            measure("motcua journal export FILE", motcua("journal", "export", export), house, events)
            measure("motcua journal verify FILE", motcua("journal", "verify", export), house, events)
            stranger = [sys.executable, "-I", str(ROOT / "verifier" / "verify_journal.py"), export]
            measure("verify_journal.py FILE", stranger, house, events)


if __name__ == "__main__":
    main()
