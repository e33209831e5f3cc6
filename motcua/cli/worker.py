"""`motcua worker`: do what was promised. Find one job, claim it, do it, finish; stop cleanly on SIGTERM."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import traceback
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, transaction

from motcua.casework import jobs as casework_jobs
from motcua.cli import lanes
from motcua.demo import jobs as demo_jobs
from motcua.exchange.jobs import LANES, SPEAKING
from motcua.notifications import jobs as notification_jobs
from motcua.outbox import actions
from motcua.outbox.actions import Promise
from motcua.outbox.models import Job
from motcua.papers import jobs as paper_jobs
from motcua.supervision import jobs as supervision_jobs
from motcua.web.ui import moments

Handler = Callable[[Mapping[str, Any], datetime], None]
HANDLERS: dict[str, Handler] = {
    **paper_jobs.HANDLERS,
    **notification_jobs.HANDLERS,
    **casework_jobs.HANDLERS,
    **supervision_jobs.HANDLERS,
    **demo_jobs.HANDLERS,
}
TIMETABLE = (*casework_jobs.TIMETABLE, *supervision_jobs.TIMETABLE)
IDLE_SECONDS = 1.0
log = structlog.get_logger()


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `worker` to the command line."""
    parser = subparsers.add_parser("worker", help="làm các việc nền đã hẹn trong outbox")
    parser.add_argument("--once", action="store_true", help="làm hết việc đến hạn rồi dừng")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; with --once until nothing is due, of any lane."""
    stop: SimpleQueue[int] = SimpleQueue()  # a signal may come while it is waited for; an Event would hang then

    def stopped(number: int, frame: FrameType | None) -> None:
        stop.put(number)

    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    if args.once:
        return work(worker, stop, once=True)
    with lanes.open_beside(worker, LANES, do=do_claimed):
        return work(worker, stop, but=LANES)


def work(worker: str, stop: SimpleQueue[int], *, once: bool = False, but: Collection[str] = ()) -> int:
    """Plan and do one job after the other, those of the kinds `but` left to their lanes; the exit code."""
    while stop.empty():
        close_old_connections()
        try:
            plan(moments.now())
            busy = work_one(worker, but=but)
        except (OperationalError, InterfaceError) as error:
            if once:
                raise
            log.error("database away", error=str(error))  # it may be starting again: what is promised can wait
            busy = False
        if not busy and once:
            return 0
        if not busy:
            with suppress(Empty):
                stop.put(stop.get(timeout=IDLE_SECONDS))
    return 0


def plan(at: datetime) -> None:
    """Promise what the timetable wants done in the present period; of many workers one does."""
    for entry in TIMETABLE:
        period = entry.period(at)
        if _PLANNED.get(entry.kind) == period:
            continue
        actions.claim_period(timetable=entry.kind, period=period, at=at, promises=[Promise(entry.kind, key=period)])
        _PLANNED[entry.kind] = period


_PLANNED: dict[str, str] = {}  # what this process has seen claimed already: spares a statement a second


def work_one(worker: str, *, but: Collection[str] = ()) -> bool:
    """Claim and do one job, of any kind except `but`; False when there is none."""
    job = actions.claim(worker=worker, at=moments.now(), but=but)
    if job is None:
        return False
    do_claimed(job, worker)
    return True


def do_claimed(job: Job, worker: str) -> None:
    """Do a job that was claimed. A failure is recorded and tried again later."""
    try:
        do(job, worker)
    except Exception:  # whatever a job dies of must not stop the others; the reason is kept and shown
        error = traceback.format_exc()
        log.error("job failed", job=job.pk, kind=job.kind, attempt=job.attempts, error=error)
        actions.fail(job, worker=worker, error=error, at=moments.now())


def do(job: Job, worker: str) -> None:
    """The job and its being done are one transaction, so that a job that writes only here happens exactly once.

    What has to be spoken with another office is spoken before, at least once, while no transaction is open; so is work
    of minutes, which keeps its lease on the way.
    """
    write = _before(job, worker) or partial(HANDLERS[job.kind], job.payload)
    with transaction.atomic():
        write(moments.now())
        if not actions.finish(job, worker=worker, at=moments.now()):
            raise LeaseLost(job.pk)


def _before(job: Job, worker: str) -> Callable[[datetime], None] | None:
    if speak := SPEAKING.get(job.kind):
        return speak(job.payload, moments.now())
    if make := casework_jobs.LONG.get(job.kind):
        return make(job.payload, moments.now(), partial(_goes_on, job, worker))
    return None


def _goes_on(job: Job, worker: str) -> datetime:
    """Keep the lease of long work; what time it is. LeaseLost where another worker has it by now."""
    now = moments.now()
    if not actions.keep(job, worker=worker, at=now):
        raise LeaseLost(job.pk)
    return now


class LeaseLost(Exception):
    """Another worker took the job over because this one was too slow: what it did is undone."""
