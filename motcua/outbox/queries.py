"""Reads of the outbox."""

from __future__ import annotations

from .models import Job


def dead_jobs() -> int:
    """How many jobs failed for good and wait for a person."""
    return Job.objects.filter(dead_at__isnull=False).count()
