"""How far dossiers of a demo or a replay are loaded, for pages and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from motcua.deadlines.queries import unit_column
from motcua.dossiers.models import Dossier, Series
from motcua.kernel.limits import Unit
from motcua.outbox.models import Job

LIVE = "demo.live"


def demo_progress() -> tuple[int, int]:
    """How many dossiers' worth of time is lived, of how many; (0, 0) when nothing is loading. One statement."""
    open_jobs = Job.objects.filter(kind=LIVE, done_at__isnull=True).order_by("-pk")
    job = open_jobs.values_list("payload", flat=True).first()
    if job is None:
        return 0, 0
    return round(job["dossiers"] * job["slice"] / job.get("slices", job["slice"] + 1)), job["dossiers"]


def last_of_series(prefix: str) -> dict[str, int]:
    """The last numbers given of all series whose key begins with `prefix`. One statement."""
    return dict(Series.objects.filter(key__startswith=prefix).values_list("key", "last"))


def judged(*, origin: str) -> Iterator[tuple[datetime | None, datetime | None, datetime | None, Unit, str]]:
    """(accepted, finished, due, unit of the limit, channel) of every dossier of an origin that counts."""
    rows = Dossier.objects.filter(origin=origin, voided_at__isnull=True).order_by("pk")
    columns = ("accepted_at", "finished_at", "due_at", "limit_unit", "channel")
    rows = rows.annotate(limit_unit=unit_column())
    for accepted, finished, due, unit, channel in rows.values_list(*columns).iterator(chunk_size=2000):
        yield accepted, finished, due, Unit(unit), channel


def learn() -> None:
    """Let the database learn what it has after a load, so that its plans fit."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
