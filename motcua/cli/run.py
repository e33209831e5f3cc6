"""`motcua run`: prepare the data, start the web server and the worker, watch over both, stop all within three seconds.

Plain Python without Django, because this process stays in memory as long as the installation runs.
"""

import argparse
import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from motcua import environment
from motcua.cli.doors import address_of, answers, listening
from motcua.cli.processes import Child, ending, start, stop_all
from motcua.kernel.sentences import Refused

STOP_WITHIN = 2.5
"""Seconds that web server and worker have to finish what they are doing."""
GIVE_UP_AFTER = 3
"""Deaths of a process that end a start; once it has answered, a process is started again however often it dies."""
RESTORED = "restored"
"""The file of the data folder that `motcua restore` writes; when it changes, web server and worker start anew."""
MOTCUA = (sys.executable, "-P", "-c", "from motcua.cli.main import main; raise SystemExit(main())")


class Stopped(Exception):
    """Someone asked us to stop: Ctrl-C, SIGTERM, or the end of the `make` that started us."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `run` to the command line."""
    parser = subparsers.add_parser("run", help="chạy Motcua: máy chủ web và tiến trình việc nền")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run until told to stop. 0 after Ctrl-C or SIGTERM, 2 when it cannot start, 1 when preparing failed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stopped)
    try:
        with only_one(environment.DATA_DIR) as lock, listening(environment.BIND, environment.PORT) as door:
            address = address_of(door)
            lock.write(f"{os.getpid()} {address}\n")
            lock.flush()
            env = environment_of(door)
            return prepare(env) or serve(door, env=env, address=address)
    except Stopped:
        return 0


def stopped(number: int, frame: object) -> None:
    """Turn the first signal to stop into `Stopped`; later ones change nothing, the stopping is under way."""
    for later in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(later, signal.SIG_IGN)
    raise Stopped


def say(sentence: str) -> None:
    """Tell the operator a sentence, at once even when the output is a file."""
    print(sentence, flush=True)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[IO[str]]:
    """Hold the data folder's lock, so that it is never run twice at once."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = open(folder / "run.lock", "a+", encoding="utf-8")  # noqa: SIM115 - closed below
    except OSError as problem:
        text = "Không ghi được vào thư mục dữ liệu {folder} ({why})."
        raise Refused(text, folder=folder, why=problem.strerror) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            process, _, address = lock.read().strip().partition(" ")
            text = "Motcua đang chạy với thư mục dữ liệu {folder} tại {address} (tiến trình {process})."
            raise Refused(text, folder=folder, address=address, process=process) from None
        lock.truncate(0)
        yield lock


def is_running(folder: Path) -> bool:
    """Whether a `motcua run` holds the data folder at this moment."""
    try:
        with open(folder / "run.lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def restored(folder: Path) -> int:
    """When the data were last restored from a backup, as a number that is another one each time; 0 if never."""
    try:
        return os.stat(folder / RESTORED).st_mtime_ns
    except FileNotFoundError:
        return 0


def environment_of(door: socket.socket) -> dict[str, str]:
    """The children's environment: ours, with the port that was really opened."""
    return {
        "MALLOC_ARENA_MAX": "2",  # glibc otherwise keeps an arena of memory for each thread
        **os.environ,
        "MOTCUA_DATA": str(environment.DATA_DIR),
        "MOTCUA_PORT": str(door.getsockname()[1]),
        "PYTHONUNBUFFERED": "1",
    }


def prepare(env: dict[str, str]) -> int:
    """Bring database, static files and – where wanted – the demo province up to date. 0, or the code to leave with."""
    code = wait_for((*MOTCUA, "prepare"), env=env)
    if code:
        say(f"motcua: chuẩn bị dữ liệu không xong ({ending(code)}); lý do ở dòng trên.")
    return code if code in (0, 2) else 1


def wait_for(command: Sequence[str], *, env: dict[str, str]) -> int:
    """Run `command` to its end; its exit code. It is ended with us if we are stopped meanwhile."""
    process = start(command, env=env)
    try:
        return process.wait()
    except Stopped:
        process.terminate()
        try:
            process.wait(timeout=STOP_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
        raise


def serve(door: socket.socket, *, env: dict[str, str], address: str) -> int:
    """Keep the web server and the worker running until someone asks to stop."""
    parent = os.getppid() if "MAKELEVEL" in os.environ else None
    fd = door.fileno()
    web = (*MOTCUA, "web", f"--socket={fd}")
    names = [f"Máy chủ web (tiến trình {n})" for n in range(1, environment.WEB_PROCESSES + 1)]
    children = [Child(name, web, env, keep=(fd,), said=say) for name in names]
    children.append(Child("Tiến trình việc nền", (*MOTCUA, "worker"), env, said=say))
    greeted, data = False, restored(environment.DATA_DIR)
    try:
        while True:
            if (now := restored(environment.DATA_DIR)) != data:
                data = now
                say("Dữ liệu vừa được khôi phục từ bản sao lưu; khởi động lại máy chủ web và việc nền.")
                stop_all(children, within=STOP_WITHIN)
                for child in children:
                    child.forget()
            for child in children:
                child.look_after()
            if not greeted and answers(door, path="/healthz"):
                greeted = True
                greet(address, env=env)
            if not greeted and any(child.deaths >= GIVE_UP_AFTER for child in children):
                say("motcua: không khởi động được; lý do ở các dòng trên.")
                return 1
            if parent is not None and os.getppid() != parent:  # `make` was killed: nobody would be left to stop us
                raise Stopped
            time.sleep(0.1 if not greeted else 0.5)
    finally:
        stop_all(children, within=STOP_WITHIN)


def greet(address: str, *, env: dict[str, str]) -> None:
    """Tell where Motcua is and, in a demo, who can sign in."""
    say(f"\nMotcua đang chạy tại {address}   (dữ liệu: {environment.DATA_DIR}; dừng bằng Ctrl-C)")
    if environment.DEMO:
        wait_for((*MOTCUA, "demo", "logins"), env=env)
