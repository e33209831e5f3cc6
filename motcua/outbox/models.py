"""Tables of the outbox: promised jobs with lease and retry, and the runs of timetables."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One promise. It is made in the transaction of the verb, claimed by conditional update, done at least once."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    promised_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="job_open", condition=Q(done_at__isnull=True, dead_at__isnull=True)
            ),
            models.Index(  # for kinds with a lane of their own, however much of others waits
                fields=["kind", "due_at", "id"],
                name="job_open_of_kind",
                condition=Q(done_at__isnull=True, dead_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="job_key_once",
                condition=Q(done_at__isnull=True, dead_at__isnull=True) & ~Q(key=""),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dead_at__isnull=True), name="job_done_or_dead"
            ),
        ]


class Run(models.Model):
    """A timetable's period that some worker has claimed: the row is the claim, one for each job and period."""

    timetable = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timetable", "period"], name="run_once_a_period")]
