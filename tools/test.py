"""`make test`: the suite on SQLite and on a throw-away PostgreSQL, and the browser tests in Chromium.

Every processor is kept busy: what waits begins when something ends. Tests that open no database run on SQLite only.
Ends with three lines, one for each run. Arguments go to pytest: `make test ARGS="-k due"`.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import postgresql

ROOT = Path(__file__).resolve().parent.parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER, BROWSER = ("-m", "not browser"), ("-m", "browser")
TESTS_FAILED, NOTHING_COLLECTED = 1, 5


@dataclass
class Part:
    """One process of pytest, with a report of its own. One that is `live` speaks to the terminal, others when ended."""

    arguments: Sequence[str]
    report: Path
    env: dict[str, str] = field(default_factory=dict)
    live: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> Path:
        """Where a part that is not live keeps what it says."""
        return self.report.with_suffix(".out")

    def start(self, arguments: Sequence[str]) -> None:
        """Start pytest with what is asked of this part, and of all."""
        command = [sys.executable, "-m", "pytest", *self.arguments, f"--junitxml={self.report}", *arguments]
        env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | byte_code(self.report.parent) | self.env
        with open(os.devnull if self.live else self.said, "wb") as said:
            out = None if self.live else said
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
        return self.code not in (0, TESTS_FAILED, NOTHING_COLLECTED)

    def counted(self) -> tuple[int, int, int, int]:
        """How many tests there were, how many of them were skipped and failed, how many left out, as written down."""
        try:
            root = ElementTree.parse(self.report).getroot()  # noqa: S314 - our own file
        except (OSError, ElementTree.ParseError):
            root = ElementTree.Element("none")
        suites = list(root.iter("testsuite"))
        tests, skipped, failures, errors = (
            sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "skipped", "failures", "errors")
        )
        left_out = sum(int(p.get("value", 0)) for p in root.iter("property") if p.get("name") == "left_out")
        return tests, skipped, failures + errors, left_out


@dataclass
class Run:
    """What one of the last lines is about. `label` begins it; `missing` says why it cannot take place, if it cannot."""

    label: str
    parts: Sequence[Part] = ()
    missing: str = ""

    def good(self, *, some_only: bool) -> bool:
        """Whether the run is no reason to fail. To find no test at all is one, unless only some were asked for."""
        if self.missing:
            return os.environ.get("ALLOW_PARTIAL") == "1"
        return all(part.code == 0 or (some_only and part.code == NOTHING_COLLECTED) for part in self.parts)

    def last_line(self) -> str:
        """`sqlite: 12 passed, 1 skipped`, with `, 2 failed` if so; or why it was not run."""
        if self.missing:
            return f"{self.label}: not run ({self.missing})"
        counts = [part.counted() for part in self.parts]
        tests, skipped, failed, left_out = map(sum, zip(*counts, strict=True))
        passed = max(tests - skipped - failed, 0)
        # a part that broke off has failed, whatever it managed to write down
        failed += sum(
            p.code not in (0, NOTHING_COLLECTED) and not c[2] for p, c in zip(self.parts, counts, strict=True)
        )
        line = f"{self.label}: {passed} passed, {skipped} skipped" + (f", {failed} failed" if failed else "")
        return line + (f" ({left_out} more open no database: on sqlite only)" if left_out else "")


def byte_code(folder: Path) -> dict[str, str]:
    """Where Python may not keep compiled files beside the sources, the many programs of the tests share some here."""
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return {}
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


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


def sqlite_run(folder: Path) -> Run:
    """Every test that needs no browser, on SQLite."""
    return Run("sqlite", [Part(NO_BROWSER, folder / "sqlite.xml", live=True)])


def postgresql_run(folder: Path, server: postgresql.Server | str) -> Run:
    """Those tests of the same that open a database, on PostgreSQL."""
    if isinstance(server, str):
        return Run("postgresql", missing=server)
    part = Part([*NO_BROWSER, "--only-database"], folder / "postgresql.xml", {"DATABASE_URL": server.url})
    return Run(f"postgresql {server.version}", [part])


def browser_run(folder: Path) -> Run:
    """The tests that need a browser, on SQLite, in two halves."""
    browser = chromium() or (chromium() if apt_installed("chromium") else None)
    if browser is None:
        return Run("browser", missing="no Chromium; apt install chromium, or name one in MOTCUA_CHROMIUM")
    env = {"MOTCUA_CHROMIUM": browser}
    shares = (1, 2)
    return Run("browser", [Part([*BROWSER, f"--share={n}/2"], folder / f"browser-{n}.xml", env) for n in shares])


def work_off(parts: Sequence[Part], arguments: Sequence[str]) -> None:
    """Run all parts in their order, as many at once as there are processors (two at least); broken off, stop them."""
    at_once = max(len(os.sched_getaffinity(0)), 2)
    waiting, running, silent = list(parts), [], []
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(waiting.pop(0))
                running[-1].start(arguments)
            time.sleep(0.1)
            silent += [part for part in running if part.process.poll() is not None and not part.live]
            running = [part for part in running if part.process.poll() is None]
            if not any(part.live for part in running):
                for part in silent:
                    print(f"\n{part.report.stem}\n" + part.said.read_text(errors="replace"), flush=True)
                silent = []
    finally:
        for part in running:
            part.process.kill()
            part.process.wait()


def main(arguments: Sequence[str]) -> int:
    """Run everything; 0 if all that ran passed and nothing was left out (or leaving out is allowed)."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="motcua-test-"))
    try:
        with throw_away_postgresql() as server:
            runs = [sqlite_run(folder), postgresql_run(folder, server), browser_run(folder)]
            work_off([part for run in runs for part in run.parts], arguments)
        ended = [part for run in runs for part in run.parts if part.broke_off]
        broken = [f"{part.report.stem}: pytest did not come to its end ({part.code})" for part in ended]
        print("\n" + "\n".join([*broken, *(run.last_line() for run in runs)]), flush=True)
    except KeyboardInterrupt:
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(run.good(some_only=bool(arguments)) for run in runs) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
