"""Reads of the outbox."""

from __future__ import annotations

from .models import Job


def dead_jobs() -> int:
    """How many jobs failed for good and wait for a person."""
    return Job.objects.filter(dead_at__isnull=False).count()


def open_job(kind: str, key: str) -> Job | None:
    """The promise of a kind with this key that is not kept yet, given up or not; None when there is none."""
    return Job.objects.filter(kind=kind, key=key, done_at__isnull=True).order_by("-id").first()
