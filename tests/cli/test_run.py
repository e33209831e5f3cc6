"""`motcua run` as an operator lives with it: it answers, survives, refuses to run twice, and stops in time."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli.installation import PATIENCE, RUN, Installation, alive, running, status, surroundings, until


@pytest.fixture(scope="module")
def own_database() -> Iterator[dict[str, str]]:
    """On PostgreSQL a database of our own beside the tests' one; the environment that leads to it."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield {}
        return
    name = f"motcua_run_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": url.replace("/motcua?", f"/{name}?")}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, own_database) -> Path:
    """A data folder as `motcua prepare` leaves it."""
    data = tmp_path_factory.mktemp("prepared")
    subprocess.run([*RUN[:-1], "prepare"], env=surroundings(data, **own_database), check=True, timeout=PATIENCE)
    return data


@pytest.fixture(scope="module")
def installation(tmp_path_factory, prepared, own_database) -> Iterator[Installation]:
    """One that the tests share which leave it running."""
    with running(shutil.copytree(prepared, tmp_path_factory.mktemp("run") / "data"), **own_database) as one:
        yield one


@pytest.fixture
def passing(tmp_path, prepared, own_database) -> Iterator[Installation]:
    """One for a test that ends it."""
    with running(shutil.copytree(prepared, tmp_path / "data"), MOTCUA_WEB_PROCESSES="1", **own_database) as one:
        yield one


def refused(*, env: dict[str, str]) -> str:
    """What `motcua run` says on stderr when it leaves with 2."""
    done = subprocess.run(RUN, env=env, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2, done
    assert done.stderr.count(b"\n") == 1
    return done.stderr.decode()


def test_the_page_is_there_when_the_address_is_printed(installation: Installation) -> None:
    assert status(installation.address + "healthz") == 200


def test_everything_it_needs_lies_in_the_data_folder(installation: Installation) -> None:
    assert (installation.data / "static" / "staticfiles.json").exists()
    assert (installation.data / "secret-key").exists()


def test_a_second_start_on_the_same_data_is_refused_with_the_address_of_the_first(installation: Installation) -> None:
    assert installation.address in refused(env=surroundings(installation.data))


def test_a_web_process_killed_outright_comes_back_and_nobody_is_turned_away(installation: Installation) -> None:
    before = installation.children("web --socket=4")
    os.kill(before[0], signal.SIGKILL)
    assert [status(installation.address + "healthz") for _ in range(20)] == [200] * 20
    until(lambda: len(set(installation.children("web --socket=4")) - set(before)) == 1, installation)
    assert installation.said_lines("Máy chủ web (tiến trình 1) dừng bất ngờ (tín hiệu 9)")


def test_a_worker_killed_outright_comes_back(installation: Installation) -> None:
    (before,) = until(lambda: installation.children(" worker"), installation)
    os.kill(before, signal.SIGKILL)
    until(lambda: set(installation.children(" worker")) - {before}, installation)
    assert installation.said_lines("Tiến trình việc nền dừng bất ngờ (tín hiệu 9)")


def test_a_port_in_use_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"Cổng {port} " in refused(env=surroundings(tmp_path, MOTCUA_PORT=port))


@pytest.mark.parametrize(
    ("name", "value"),
    [("MOTCUA_PORT", "http"), ("MOTCUA_PORT", "70000"), ("MOTCUA_DEMO", "no"), ("MOTCUA_BIND", "nowhere.invalid")],
)
def test_a_wrong_setting_is_one_clear_sentence_that_names_it(tmp_path: Path, name: str, value: str) -> None:
    assert name in refused(env=surroundings(tmp_path, **{name: value}))


def test_a_database_that_does_not_answer_is_told_before_anything_starts(tmp_path: Path) -> None:
    env = surroundings(tmp_path, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    done = subprocess.run(RUN, env=env, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert b"DATABASE_URL" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_everything_though_a_browser_keeps_its_connection(passing: Installation, how) -> None:
    with socket.create_connection(place_of(passing)) as browser:
        browser.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert browser.recv(1)
        children = passing.children()
        passing.process.send_signal(how)
        assert passing.process.wait(timeout=20) == 0
        assert [pid for pid in children if alive(pid)] == []


def test_nothing_outlives_a_supervisor_that_was_killed_outright(passing: Installation) -> None:
    children = passing.children()
    assert len(children) >= 2
    passing.process.kill()
    until(lambda: not any(alive(pid) for pid in children))


def place_of(one: Installation) -> tuple[str, int]:
    """Host and port of an installation."""
    return "127.0.0.1", int(one.address.rstrip("/").rpartition(":")[2])
