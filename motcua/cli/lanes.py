"""Lanes of the worker: kinds of jobs that are done beside all others, several at the same time.

A job that speaks with a gateway mostly waits for it. One thread of a lane claims, so that an idle lane asks the
database once a second; as many as the lane is wide do what it claimed, each with a connection of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from motcua.outbox import actions
from motcua.outbox.models import Job
from motcua.web.ui import moments

IDLE_SECONDS = 0.5
Do = Callable[[Job, str], None]
log = structlog.get_logger()


@contextmanager
def open_beside(worker: str, lanes: Mapping[str, int], *, do: Do) -> Iterator[None]:
    """Work the lanes (kind → how many at a time) while the block lasts; what is begun then is finished."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_work, args=(kind, width, f"{worker}:{kind}", do, stop), name=kind)
        for kind, width in lanes.items()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _work(kind: str, width: int, worker: str, do: Do, stop: threading.Event) -> None:
    free = threading.Semaphore(width)
    with ThreadPoolExecutor(width, thread_name_prefix=kind) as hands:
        while not stop.is_set():
            if not free.acquire(timeout=IDLE_SECONDS):
                continue
            job = _claimed(kind, worker)
            if job is None:
                free.release()
                stop.wait(IDLE_SECONDS)
            else:
                hands.submit(_one, job, worker, do, free)
        together = threading.Barrier(width)
        for _ in range(width):  # each hand closes its connection
            hands.submit(_close, together)
    connections.close_all()


def _close(together: threading.Barrier) -> None:
    together.wait()
    connections.close_all()


def _claimed(kind: str, worker: str) -> Job | None:
    close_old_connections()
    try:
        return actions.claim(worker=worker, at=moments.now(), kind=kind)
    except (OperationalError, InterfaceError) as error:
        log.error("database away", lane=kind, error=str(error))
        return None


def _one(job: Job, worker: str, do: Do, free: threading.Semaphore) -> None:
    close_old_connections()
    try:
        do(job, worker)
    except Exception as error:  # not even its failure could be written: its lease ends and it is done again
        log.error("job lost", job=job.pk, kind=job.kind, error=str(error))
    finally:
        free.release()
