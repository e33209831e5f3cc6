"""The worker: what is promised is done once, whatever happens to the process or to its connection."""

import json
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from motcua.cli import worker
from motcua.outbox.actions import ATTEMPTS, Promise, promise
from motcua.outbox.models import Job
from tests.cli import houses
from tests.cli.houses import House, prepared_house
from tests.cli.installation import PATIENCE, until

WORKER = """
import argparse, pathlib, time
from datetime import timedelta
from motcua.cli import worker
from motcua.outbox.actions import Promise, promise

def slow(payload, at):
    promise([Promise("test.trace", key=str(payload["n"]), after=timedelta(days=1))], at=at)
    pathlib.Path(payload["begun"]).touch()
    time.sleep(payload["seconds"])

worker.HANDLERS["test.slow"] = slow
worker.IDLE_SECONDS = {idle}
raise SystemExit(worker.run(argparse.Namespace(once={once})))
"""


@pytest.fixture
def handler(monkeypatch):
    """`handler(function)` lets the worker of this process do jobs of the kind `test` by it."""
    return lambda function: monkeypatch.setitem(worker.HANDLERS, "test", function)


@pytest.fixture
def promised():
    """A job of the kind `test`, due now."""
    promise([Promise("test")], at=timezone.now())


# In this process


@pytest.mark.django_db
def test_a_job_is_done_and_marked_in_one_transaction(handler, promised):
    handler(lambda payload, at: promise([Promise("other")], at=at))
    assert worker.work_one("w")
    assert Job.objects.get(kind="test").done_at is not None
    assert Job.objects.filter(kind="other").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_spoken_with_another_office_is_spoken_outside_of_any_transaction(monkeypatch, promised):
    open_then: list[bool] = []

    def spoken(payload, at):
        open_then.append(connection.in_atomic_block)
        return lambda now: open_then.append(connection.in_atomic_block)

    monkeypatch.setitem(worker.SPEAKING, "test", spoken)
    assert worker.work_one("w")
    assert open_then == [False, True]
    assert Job.objects.get().done_at is not None


@pytest.mark.django_db
def test_what_a_failing_job_wrote_is_undone_and_its_reason_kept(handler, promised):
    def fails(payload, at):
        promise([Promise("other")], at=at)
        raise ValueError("máy in hết giấy")

    handler(fails)
    assert worker.work_one("w")
    job = Job.objects.get()
    assert (job.done_at, job.lease_until, job.attempts) == (None, None, 1)
    assert "máy in hết giấy" in job.error
    assert job.due_at > timezone.now()


@pytest.mark.django_db
def test_a_job_of_an_unknown_kind_waits_with_its_reason_and_stops_no_other(promised, handler):
    promise([Promise("from a later version")], at=timezone.now() - timedelta(hours=1))
    handler(lambda payload, at: None)
    assert worker.work_one("w") and worker.work_one("w")
    assert Job.objects.get(kind="test").done_at is not None
    assert "from a later version" in Job.objects.exclude(kind="test").get().error


@pytest.mark.django_db
def test_what_a_job_wrote_that_took_too_long_is_undone(handler, promised):
    def overtaken(payload, at):
        promise([Promise("other")], at=at)
        Job.objects.filter(kind="test").update(attempts=2, lease_by="quicker")

    handler(overtaken)
    assert worker.work_one("w")
    assert not Job.objects.filter(kind="other").exists()
    assert Job.objects.get().done_at is None


@pytest.mark.django_db
def test_the_last_attempt_leaves_the_job_dead_for_a_person_to_see(handler, promised):
    handler(lambda payload, at: 1 / 0)
    Job.objects.update(attempts=ATTEMPTS - 1)
    worker.work_one("w")
    job = Job.objects.get()
    assert job.dead_at is not None and "ZeroDivisionError" in job.error
    assert not worker.work_one("w")


@pytest.mark.django_db
def test_the_timetable_is_promised_once_a_period(monkeypatch):
    monkeypatch.setattr(worker, "_PLANNED", {})
    now = timezone.localtime()
    worker.plan(now)
    monkeypatch.setattr(worker, "_PLANNED", {})  # another worker, that has not seen it
    worker.plan(now)
    kinds = list(Job.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == sorted(entry.kind for entry in worker.TIMETABLE)
    assert {
        "deadlines.forecast",
        "deadlines.warn",
        "digest.morning",
        "facts.project",
        "house.tidy",
        "journal.anchor",
    } <= {*kinds}


# As a process


@pytest.fixture
def house(tmp_path):
    yield prepared_house(tmp_path / "data")
    houses.drop_databases()


@contextmanager
def working(house: House, *, once: bool = False, idle: float = 0.2):
    """A worker process that knows the job `test.slow`; killed at the end if it is still there."""
    with house.popen(WORKER.replace("{idle}", str(idle)).replace("{once}", str(once))) as process:
        try:
            yield process
        finally:
            process.kill()


def begin(house: House, *, seconds: float):
    """Promise a slow job; the file that it makes when it has begun and written half of what it writes."""
    begun = house.data / "begun"
    begun.unlink(missing_ok=True)
    payload = {"begun": str(begun), "seconds": seconds, "n": 1}
    house.python(
        "from django.utils import timezone\nfrom motcua.outbox.actions import Promise, promise\n"
        f"promise([Promise('test.slow', {payload!r})], at=timezone.now())"
    )
    return begun


def sql(house: House, text: str) -> list[tuple]:
    """What a statement answers, or changes, in the database of a house."""
    if house.url:
        with psycopg.connect(house.url, autocommit=True) as database:
            answer = database.execute(text)
            return answer.fetchall() if answer.description else []
    with closing(sqlite3.connect(house.data / "motcua.sqlite3", isolation_level=None, timeout=30)) as database:
        return database.execute(text).fetchall()


def job(house: House) -> tuple:
    """Of the slow job: whether it is done, how often it was begun, and how many traces it has left."""
    [row] = sql(
        house,
        "SELECT done_at IS NOT NULL, attempts, (SELECT count(*) FROM outbox_job t WHERE t.kind = 'test.trace')"
        " FROM outbox_job WHERE kind = 'test.slow'",
    )
    return (bool(row[0]), *row[1:])


def idle(house: House) -> bool:
    """The worker has planned its timetable and done all that is due."""
    [[done, waiting]] = sql(
        house,
        "SELECT count(done_at), sum(CASE WHEN done_at IS NULL AND kind <> 'test.trace' THEN 1 ELSE 0 END)"
        " FROM outbox_job",
    )
    return done > 0 and not waiting


def ended(process: subprocess.Popen[bytes]) -> int:
    return process.wait(timeout=PATIENCE)


def test_an_idle_worker_ends_at_once_on_sigterm(house):
    """It would sleep for an hour: only the signal can have woken it."""
    begin(house, seconds=0)
    with working(house, idle=3600) as process:
        until(lambda: idle(house))
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert ended(process) == 0


def test_a_worker_told_to_stop_finishes_the_job_at_hand(house):
    begun = begin(house, seconds=1)
    with working(house) as process:
        until(begun.exists)
        process.send_signal(signal.SIGTERM)
        assert ended(process) == 0
    assert job(house) == (True, 1, 1)


def test_a_job_whose_worker_is_killed_leaves_nothing_half_written_and_runs_again_after_its_lease(house):
    begun = begin(house, seconds=600)
    with working(house) as process:
        until(begun.exists)
        process.kill()
        ended(process)
    assert job(house) == (False, 1, 0)
    with working(house, once=True) as process:
        assert ended(process) == 0
    assert job(house) == (False, 1, 0), "its lease is not over"
    payload = json.dumps({"begun": str(begun), "seconds": 0, "n": 1})
    sql(house, f"UPDATE outbox_job SET lease_until = due_at, payload = '{payload}' WHERE kind = 'test.slow'")
    with working(house, once=True) as process:
        assert ended(process) == 0
    assert job(house) == (True, 2, 1)


@pytest.mark.postgresql
@pytest.mark.skipif(not houses.SERVER, reason="SQLite has no server to lose")
def test_a_worker_outlives_a_server_that_is_away_for_a_while(house):
    name = urlsplit(house.url).path[1:]
    with working(house) as process:
        until(lambda: idle(house))
        with psycopg.connect(houses.SERVER, autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            time.sleep(1.5)  # some rounds of the worker
            assert process.poll() is None
            admin.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        until(begin(house, seconds=0).exists)
        assert process.poll() is None
