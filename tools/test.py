"""`make test`: the suite on SQLite and on a throw-away PostgreSQL side by side, then the browser tests in Chromium.

Ends with three lines, one for each run. Arguments go to pytest: `make test ARGS="-k due"`.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import postgresql

ROOT = Path(__file__).resolve().parent.parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TESTS_FAILED, NOTHING_COLLECTED = 1, 5


@dataclass
class Run:
    """One run of pytest. `label` begins its last line; `missing` says why it cannot take place, if it cannot."""

    label: str
    marks: str
    report: Path
    env: dict[str, str] = field(default_factory=dict)
    missing: str = ""
    process: subprocess.Popen[bytes] | None = None

    def start(self, arguments: Sequence[str], *, output: Path | None = None) -> None:
        """Start pytest; what it says goes to the file `output`, or straight to the terminal."""
        command = [sys.executable, "-m", "pytest", "-m", self.marks, f"--junitxml={self.report}", *arguments]
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | self.env
        with open(output or os.devnull, "wb") as said:
            out = said if output else None
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    @property
    def code(self) -> int | None:
        """How pytest ended; a negative number is a signal."""
        return self.process.returncode if self.process else None

    @property
    def broke_off(self) -> bool:
        """Whether pytest ended without having run everything and written down what it found."""
        return self.process is not None and self.code not in (0, TESTS_FAILED, NOTHING_COLLECTED)

    def good(self, *, some_only: bool) -> bool:
        """Whether the run is no reason to fail. To find no test at all is one, unless only some were asked for."""
        if self.process is None:
            return os.environ.get("ALLOW_PARTIAL") == "1"
        return self.code == 0 or (some_only and self.code == NOTHING_COLLECTED)

    def last_line(self) -> str:
        """`sqlite: 12 passed, 1 skipped`, with `, 2 failed` if so; or why it was not run."""
        if self.process is None:
            return f"{self.label}: not run ({self.missing})"
        tests, skipped, failed = self.counted()
        passed = max(tests - skipped - failed, 0)
        if self.code not in (0, NOTHING_COLLECTED):
            failed = max(failed, 1)  # a run that broke off has failed, whatever it managed to write down
        return f"{self.label}: {passed} passed, {skipped} skipped" + (f", {failed} failed" if failed else "")

    def counted(self) -> tuple[int, int, int]:
        """How many tests there were, how many of them were skipped and how many failed, as pytest wrote it down."""
        try:
            suites = list(ElementTree.parse(self.report).getroot().iter("testsuite"))  # noqa: S314 - our own file
        except (OSError, ElementTree.ParseError):
            return 0, 0, 0
        total = {n: sum(int(s.get(n, 0)) for s in suites) for n in ("tests", "skipped", "failures", "errors")}
        return total["tests"], total["skipped"], total["failures"] + total["errors"]


def apt_installed(package: str) -> bool:
    """Install a Debian package if we may; whether it is there now."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"make test: installing {package} with apt …", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])
    done = [
        subprocess.run(c, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode for c in commands
    ]
    return done[-1] == 0


def chromium() -> str | None:
    """The browser for the tests: MOTCUA_CHROMIUM, or the first one found on the path."""
    if named := os.environ.get("MOTCUA_CHROMIUM"):
        return shutil.which(named)
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


@contextlib.contextmanager
def throw_away_postgresql() -> Iterator[postgresql.Server | str]:
    """A running server, or the reason why there is none."""
    folder = postgresql.binaries() or (postgresql.binaries() if apt_installed("postgresql") else None)
    if folder is None:
        yield f"no PostgreSQL {postgresql.OLDEST} or newer; apt install postgresql"
        return
    with postgresql.running(folder) as server:
        yield server


def database_runs(folder: Path, arguments: Sequence[str]) -> list[Run]:
    """The suite on both databases at the same time; PostgreSQL's output is shown after SQLite's."""
    sqlite = Run("sqlite", "not browser", folder / "sqlite.xml")
    with throw_away_postgresql() as server:
        postgres = Run("postgresql", "not browser", folder / "postgresql.xml")
        if isinstance(server, str):
            postgres.missing = server
        else:
            postgres.label, postgres.env = f"postgresql {server.version}", {"DATABASE_URL": server.url}
        with ended(sqlite, postgres):
            if not postgres.missing:
                postgres.start(arguments, output=folder / "postgresql.out")
            sqlite.start(arguments)
    if postgres.process:
        print(f"\n{postgres.label}\n" + (folder / "postgresql.out").read_text(errors="replace"), flush=True)
    return [sqlite, postgres]


def browser_run(folder: Path, arguments: Sequence[str]) -> Run:
    """The tests that need a browser, on SQLite."""
    run = Run("browser", "browser", folder / "browser.xml")
    browser = chromium() or (chromium() if apt_installed("chromium") else None)
    if browser is None:
        run.missing = "no Chromium; apt install chromium, or name one in MOTCUA_CHROMIUM"
        return run
    run.env = {"MOTCUA_CHROMIUM": browser}
    with ended(run):
        run.start(arguments)
    return run


@contextlib.contextmanager
def ended(*runs: Run) -> Iterator[None]:
    """At the end wait for the runs started inside; when broken off, stop them first."""
    try:
        yield
        for process in [r.process for r in runs if r.process]:
            process.wait()
    finally:
        for process in [r.process for r in runs if r.process]:
            if process.poll() is None:
                process.kill()
                process.wait()


def main(arguments: Sequence[str]) -> int:
    """Run everything; 0 if all that ran passed and nothing was left out (or leaving out is allowed)."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="motcua-test-"))
    try:
        runs = [*database_runs(folder, arguments), browser_run(folder, arguments)]
        broken = [f"{r.label}: pytest did not come to its end ({r.code})" for r in runs if r.broke_off]
        print("\n" + "\n".join([*broken, *(run.last_line() for run in runs)]), flush=True)
    except KeyboardInterrupt:
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(run.good(some_only=bool(arguments)) for run in runs) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
