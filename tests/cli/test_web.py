"""One process of the web server: slow clients hold nobody up, begun answers are finished, only a proxy is believed."""

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.installation import surroundings, until

pytestmark = pytest.mark.either_database

SERVER = """
import sys, socket, time
from motcua.cli import web

def application(environ, start_response):
    environ["wsgi.input"].read()
    if environ["PATH_INFO"] == "/slow":
        open(sys.argv[2], "w").close()
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']}".encode()]

web.application = application
raise SystemExit(web.serve(socket.socket(fileno=int(sys.argv[1]))))
"""
SLOW = {
    "silent": b"",
    "half a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half:",
    "half a body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\nhalf",
}


@contextmanager
def served(data: Path, **more: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A web process with a small application instead of Motcua; the process and its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-c", SERVER, str(door.fileno()), str(data / "begun")]
        env = surroundings(data, **more)
        env |= {"DJANGO_SETTINGS_MODULE": "motcua.settings"}
        with subprocess.Popen(command, env=env, pass_fds=[door.fileno()]) as process:
            try:
                yield process, f"http://127.0.0.1:{door.getsockname()[1]}"
            finally:
                process.kill()


def said(address: str, **headers: str) -> str:
    """What GET `address` answers."""
    with urllib.request.urlopen(
        urllib.request.Request(address, headers=headers), timeout=20
    ) as answer:  # less than the 30 after which idle ones go
        return answer.read().decode()


@pytest.mark.parametrize("kind", SLOW)
def test_slow_clients_hold_nobody_up(tmp_path: Path, kind: str) -> None:
    with served(tmp_path, MOTCUA_WEB_THREADS="2") as (_, address), ExitStack() as held:
        said(address)
        for _ in range(40):
            place = ("127.0.0.1", int(address.rpartition(":")[2]))
            held.enter_context(socket.create_connection(place)).sendall(SLOW[kind])
        assert said(address) == "127.0.0.1 http"


def test_an_answer_that_was_begun_is_finished_before_the_process_ends(tmp_path: Path) -> None:
    answers: list[str] = []
    with served(tmp_path) as (process, address):
        asking = Thread(target=lambda: answers.append(said(address + "/slow")))
        asking.start()
        until((tmp_path / "begun").exists)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
        asking.join()
    assert answers == ["127.0.0.1 http"]


def test_behind_a_proxy_the_client_is_whom_the_proxy_names(tmp_path: Path) -> None:
    told = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Forwarded-Proto": "https"}
    with served(tmp_path, MOTCUA_BEHIND_PROXY="1") as (_, address):
        assert said(address, **told) == "203.0.113.7 https"


def test_without_a_proxy_nobody_can_name_himself(tmp_path: Path) -> None:
    told = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    with served(tmp_path) as (_, address):
        assert said(address, **told) == "127.0.0.1 http"


def test_it_does_not_say_what_it_is_made_of(tmp_path: Path) -> None:
    with served(tmp_path) as (_, address), urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.headers["Server"] is None
