"""A throw-away PostgreSQL for the tests: from the system's binaries, in a temporary folder, always stopped."""

import contextlib
import glob
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
FAST = (  # for tests: nothing needs to outlive the machine, and no vacuum holds up an anchor for half a second
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "jit=off",
    "max_connections=60",
    "listen_addresses=",
)
DURABLE = (  # for measuring: as a small server of a province is set up, every commit on the disk
    "shared_buffers=1GB",
    "effective_cache_size=3GB",
    "work_mem=32MB",
    "max_wal_size=4GB",
    "checkpoint_timeout=15min",
    "random_page_cost=1.1",
    "jit=off",
    "max_connections=60",
    "listen_addresses=",
)


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL: `url` for DATABASE_URL, `version` such as 15.18."""

    url: str
    version: str


def binaries() -> Path | None:
    """The folder with the newest PostgreSQL server on this machine that is not too old."""
    folders = [Path(p).parent for p in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    fit = [f for f in folders if (f / "postgres").exists() and int(version_of(f).split(".")[0]) >= OLDEST]
    return max(fit, key=lambda f: float(version_of(f)), default=None)


def version_of(folder: Path) -> str:
    """The version of the server in `folder`: 15.18, or 18.1 of `18.1 (Debian …)`."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+(?:\.\d+)?)", said)
    return found.group(1) if found else "0"


def unprivileged() -> list[list[str]]:
    """Ways to run a command as somebody else than root, best first; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return [[]]
    ways = [["unshare", "--user", "--map-user=1000", "--map-group=1000"]]
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            ways.append(["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"])
    return ways


@contextlib.contextmanager
def running(folder: Path, settings: Sequence[str] = FAST, *, kept: Path | None = None) -> Iterator[Server]:
    """PostgreSQL from `folder`, reachable by a Unix socket only, gone with its data at the end unless `kept` there."""
    place = kept or Path(tempfile.mkdtemp(prefix="motcua-pg-", dir="/tmp"))
    try:
        way = owner_of(place) if (place / "data").exists() else make_cluster(folder, place)
        words = [word for setting in (*settings, f"unix_socket_directories={place}") for word in ("-c", setting)]
        with open(place / "log", "w") as log:
            command = [*way, str(folder / "postgres"), "-D", str(place / "data"), *words]
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_until_ready(folder, place, process)
            yield Server(url=f"postgresql://motcua@/motcua?host={place}", version=version_of(folder))
        finally:
            process.send_signal(signal.SIGINT if kept else signal.SIGQUIT)
            process.wait()
    finally:
        if not kept:
            shutil.rmtree(place, ignore_errors=True)


def make_cluster(folder: Path, place: Path) -> list[str]:
    """Run initdb in `place`; the prefix by which it worked. RuntimeError with initdb's last words if none did."""
    said = ""
    for way in unprivileged():
        shutil.rmtree(place / "data", ignore_errors=True)
        if way[:1] == ["setpriv"]:
            os.chown(place, int(way[1].split("=")[1]), int(way[2].split("=")[1]))
        command = [*way, str(folder / "initdb"), "-D", str(place / "data"), "-U", "motcua", "-A", "trust", "--no-sync"]
        made = subprocess.run([*command, "-E", "UTF8", "--locale=C.UTF-8"], capture_output=True, text=True, cwd=place)
        if made.returncode == 0:
            return way
        said = made.stderr.strip()
    raise RuntimeError(f"initdb failed: {said}")


def owner_of(place: Path) -> list[str]:
    """The prefix to run PostgreSQL as whoever owns the cluster kept in `place`."""
    owner = (place / "data").stat()
    for way in unprivileged():
        if way[:1] != ["setpriv"] or f"--reuid={owner.st_uid}" in way:
            return way
    raise RuntimeError(f"the cluster in {place} belongs to another user")


def wait_until_ready(folder: Path, place: Path, process: subprocess.Popen[bytes]) -> None:
    """Return when a database can be made, having made `motcua`; RuntimeError when the server does not come up."""
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        made = subprocess.run(
            [folder / "createdb", "-h", place, "-U", "motcua", "motcua"], capture_output=True, text=True, check=False
        )
        if made.returncode == 0 or "already exists" in made.stderr:
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start:\n" + (place / "log").read_text())
