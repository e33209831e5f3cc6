"""Table of messages exchanged with other offices about a dossier: what was sent, what came, what is awaited."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.dossiers.models import Dossier

from .rules import AWAITED, TAX, Kind, State


class Exchanged(models.Model):
    """One message, known by dossier and id; a paper that a person typed has an id of ours.

    `at` is when it was written here, `sent_at` when the other office had it, `settled_at` when nothing was awaited of
    it any more. A proof and a withdrawal name their `notice`. `reason` says why it was refused or rejected.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="exchanged")
    office = models.CharField(max_length=10, choices=[(TAX, TAX)], default=TAX)
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    message_id = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    number = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    notice = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="about")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "message_id"], name="exchanged_once"),
            models.CheckConstraint(condition=~Q(message_id=""), name="exchanged_has_id"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="exchanged_amount"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(AWAITED)) & Q(settled_at__isnull=True)
                | ~Q(state__in=sorted(AWAITED)) & Q(settled_at__isnull=False),
                name="exchanged_settled_has_date",
            ),
        ]

    @property
    def is_awaited(self) -> bool:
        """Whether an answer or a payment is still to come."""
        return State(self.state) in AWAITED

    def waited(self, *, at: datetime) -> timedelta:
        """How long an answer or a payment was waited for, up to `at` where it still is."""
        return (self.settled_at or at) - self.at
