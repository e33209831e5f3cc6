"""Writes of the outbox: promise, claim, finish, fail; and the claims of timetables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from motcua.copying.actions import add

from .models import Job, Run

LEASE = timedelta(minutes=2)
ATTEMPTS = 8
NOT_ENDED = "Begun {n} times and never ended: the worker was killed or took longer than its lease, at last {worker}."


@dataclass(frozen=True, slots=True)
class Promise:
    """A job to be done after the transaction. With a `key`, an equal promise that is still open is enough."""

    kind: str
    payload: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    after: timedelta = timedelta(0)


def promise(promises: Iterable[Promise], *, at: datetime) -> None:
    """Write `promises` in the caller's transaction, in one statement."""
    jobs = [Job(kind=p.kind, payload=dict(p.payload), key=p.key, due_at=at + p.after, promised_at=at) for p in promises]
    add(jobs, unless_there=True)


def claim(
    *, worker: str, at: datetime, lease: timedelta = LEASE, kind: str = "", but: Collection[str] = ()
) -> Job | None:
    """Take the job that has been due longest, for the time of a lease; None for none.

    Only one of `kind`, if it is named, and none of the kinds `but`: those have a lane of their own.

    The race of two workers is settled by the conditional update: whoever changes the row has it.
    """
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    waiting = Job.objects.filter(free, done_at__isnull=True, dead_at__isnull=True, due_at__lte=at)
    if kind:
        waiting = waiting.filter(kind=kind)
    if but:
        waiting = waiting.exclude(kind__in=but)
    for job in waiting.order_by("due_at", "id")[:5]:
        free_still = waiting.filter(pk=job.pk, attempts=job.attempts)
        if job.attempts >= ATTEMPTS:
            free_still.update(dead_at=at, lease_until=None, error=NOT_ENDED.format(n=ATTEMPTS, worker=job.lease_by))
        elif free_still.update(lease_until=at + lease, lease_by=worker, attempts=job.attempts + 1):
            job.attempts += 1
            return job
    return None


def keep(job: Job, *, worker: str, at: datetime, lease: timedelta = LEASE) -> bool:
    """Lengthen the lease of `job`, for long work that goes on; False when it was lost to another worker meanwhile."""
    mine = Job.objects.filter(pk=job.pk, lease_by=worker, attempts=job.attempts, done_at__isnull=True)
    return bool(mine.update(lease_until=at + lease))


def finish(job: Job, *, worker: str, at: datetime) -> bool:
    """Mark `job` done; False when the lease was lost to another worker meanwhile."""
    mine = Job.objects.filter(pk=job.pk, lease_by=worker, attempts=job.attempts, done_at__isnull=True)
    return bool(mine.update(done_at=at, lease_until=None, error=""))


def fail(job: Job, *, worker: str, error: str, at: datetime) -> None:
    """Give `job` back with a longer wait each time; after the last attempt it is dead and shown, never dropped."""
    mine = Job.objects.filter(pk=job.pk, lease_by=worker, attempts=job.attempts, done_at__isnull=True)
    if job.attempts >= ATTEMPTS:
        mine.update(dead_at=at, lease_until=None, error=error[-4000:])
    else:
        wait = timedelta(seconds=5 * 3 ** (job.attempts - 1))
        mine.update(due_at=at + wait, lease_until=None, error=error[-4000:])


def drop(*, kind: str, promised_until: datetime) -> int:
    """Take back promises of a kind that nobody has begun to keep; for who made them in the same transaction."""
    free = Job.objects.filter(kind=kind, attempts=0, done_at__isnull=True, promised_at__lte=promised_until)
    return free.delete()[0]


def revive(job_id: int, *, at: datetime) -> bool:
    """Try a dead job again, by a person's decision."""
    dead = Job.objects.filter(pk=job_id, dead_at__isnull=False)
    return bool(dead.update(dead_at=None, attempts=0, due_at=at, lease_until=None))


def retry(*, kind: str, at: datetime) -> int:
    """Try the jobs of a kind that failed before again at once, by a person's decision; how many there are."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    failed = Job.objects.filter(free, kind=kind, attempts__gt=0, done_at__isnull=True)
    return failed.update(dead_at=None, attempts=0, due_at=at, lease_until=None)


def claim_period(*, timetable: str, period: str, at: datetime, promises: Iterable[Promise]) -> bool:
    """Claim one period of a timetable and promise its jobs in one transaction; False when claimed before."""
    with transaction.atomic():
        _, mine = Run.objects.get_or_create(timetable=timetable, period=period, defaults={"claimed_at": at})
        if mine:
            promise(promises, at=at)
    return mine


def forget(*, before: datetime) -> int:
    """Drop jobs done and periods claimed before `before`."""
    Run.objects.filter(claimed_at__lt=before).delete()
    return Job.objects.filter(done_at__lt=before).delete()[0]
