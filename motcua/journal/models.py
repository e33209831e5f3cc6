"""Tables of the journal: events in hash chains, their payloads apart, anchors over all chains."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Streamed(models.Model):
    """A row whose life is recorded: it carries the name of its stream and the head of its chain.

    The head stands here and not in a table of the journal, because the verb has locked this very row anyway.
    """

    stream = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chain_n = models.PositiveIntegerField(default=0)
    chain_hash = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        abstract = True


class Event(models.Model):
    """One thing that happened.

    `facts` is canonical JSON without personal text, enough to rebuild state, work, holds, due dates and slip numbers;
    what was said of people lies in the payload, of which the event keeps the digest.
    """

    stream = models.UUIDField()
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    by = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=8, default="live")
    facts = models.TextField(default="{}")
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "n"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "n"], name="event_stream_n"),
            models.CheckConstraint(condition=Q(n__gte=1), name="event_n_from_one"),
            models.CheckConstraint(condition=Q(happened_at__lte=F("recorded_at")), name="event_not_from_the_future"),
            models.CheckConstraint(condition=Q(origin__in=["live", "demo", "replay", "import"]), name="event_origin"),
        ]
        indexes = [models.Index(fields=["recorded_at"], name="event_recorded_at")]


class Payload(models.Model):
    """What an event says, apart from the event, so that lawful erasure leaves the chain verifiable."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="payload")
    salt = models.CharField(max_length=32)
    body = models.TextField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(body="", salt=""), name="payload_erased_is_empty"
            )
        ]


class Anchor(models.Model):
    """A Merkle root over the heads of all chains at one moment; anchors are chained themselves.

    It covers the events whose id is `through` or lower, and no others: ids say it exactly, moments would not, since
    the clock of a verb is read before it commits and simulated clocks run in the past.
    """

    n = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    through = models.BigIntegerField()
    streams = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["n"]


class Submission(models.Model):
    """One press of one button: written in the transaction of its verb, so a second press finds the first's answer."""

    key = models.CharField(max_length=64)
    by = models.CharField(max_length=40)
    answer = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="submission_once")]
        indexes = [models.Index(fields=["at"], name="submission_at")]
