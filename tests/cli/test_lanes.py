"""Lanes: what has its own lane waits for nobody and nobody waits for it; what is begun is finished."""

import threading
import time

import pytest
from django.utils import timezone

from motcua.cli import lanes, worker
from motcua.outbox.actions import Promise, promise
from motcua.outbox.models import Job
from tests.exchange.offices import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(lanes, "IDLE_SECONDS", 0.02)


def promised(kind, n=1):
    promise([Promise(kind) for _ in range(n)], at=timezone.now())


def done(kind) -> int:
    return Job.objects.filter(kind=kind, done_at__isnull=False).count()


def test_slow_jobs_of_a_lane_keep_no_others_waiting(monkeypatch):
    go_on = threading.Event()
    monkeypatch.setitem(worker.SPEAKING, "slow", lambda payload, at: (go_on.wait(20), lambda now: None)[1])
    monkeypatch.setitem(worker.HANDLERS, "quick", lambda payload, at: None)
    promised("slow", 5)
    promised("quick", 3)
    with lanes.open_beside("w", {"slow": 2}, do=worker.do_claimed):
        while worker.work_one("w", but={"slow"}):
            pass
        assert (done("quick"), done("slow")) == (3, 0)
        go_on.set()
        assert until(lambda: done("slow") == 5)


def test_a_lane_does_not_wait_for_others(monkeypatch):
    monkeypatch.setitem(worker.SPEAKING, "code", lambda payload, at: lambda now: None)
    promised("others", 2000)
    promised("code")
    with lanes.open_beside("w", {"code": 2}, do=worker.do_claimed):
        assert until(lambda: done("code") == 1)


def test_as_many_as_the_lane_is_wide_are_done_at_the_same_time(monkeypatch):
    at_once, most, lock = [0], [0], threading.Lock()

    def speak(payload, at):
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.1)
        with lock:
            at_once[0] -= 1
        return lambda now: None

    monkeypatch.setitem(worker.SPEAKING, "code", speak)
    promised("code", 12)
    with lanes.open_beside("w", {"code": 4}, do=worker.do_claimed):
        assert until(lambda: done("code") == 12)
    assert most == [4]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_what_is_begun_when_the_worker_stops_is_finished(monkeypatch):
    begun = threading.Event()

    def speak(payload, at):
        begun.set()
        time.sleep(0.2)
        return lambda now: None

    monkeypatch.setitem(worker.SPEAKING, "code", speak)
    promised("code")
    with lanes.open_beside("w", {"code": 2}, do=worker.do_claimed):
        assert begun.wait(20)
    assert done("code") == 1


def test_a_job_of_a_lane_that_fails_is_tried_again_later(monkeypatch):
    def speak(payload, at):
        raise ValueError("no")

    monkeypatch.setitem(worker.SPEAKING, "code", speak)
    promised("code")
    with lanes.open_beside("w", {"code": 2}, do=worker.do_claimed):
        assert until(lambda: Job.objects.filter(error__contains="ValueError", lease_until__isnull=True).exists())


def test_the_worker_that_works_once_does_the_jobs_of_lanes_too(monkeypatch):
    monkeypatch.setitem(worker.SPEAKING, "code", lambda payload, at: lambda now: None)
    promised("code")
    while worker.work_one("w"):
        pass
    assert done("code") == 1
