"""Requests for one-time codes: to what they were sent, what became of them, and whether they were used."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models import Dossier

from .rules import TRIES


class Proof(models.Model):
    """One request of a code: for one dossier, or for signing in with a contact. The code stands nowhere.

    A dossier knows its contacts, so that what was typed is not kept. For signing in there is no `dossier`: `to` keeps
    the contact until the code was used or is over.

    `contact` and `caller` are keyed digests of the telephone or e-mail that was typed and of the caller's address.
    `matched`: the dossier names that contact; only then anything is sent. `refused` is the limit that was overstepped.
    `tries` counts the codes that were entered, right ones and late ones too. `state` is that of the delivery, by the
    way (`sms`, `email`, `log`) that had it last; `failures` counts the times that a gateway did not answer; `name` is
    the gateway's own of the message. The right code opens the dossier from `used_at` on, until `closed_at` at most.
    """

    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.CASCADE, related_name="proofs", db_index=False)
    to = models.CharField(max_length=254, blank=True)
    contact = models.CharField(max_length=32)
    caller = models.CharField(max_length=32)
    matched = models.BooleanField()
    refused = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=5)
    salt = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, default="waiting", choices=[(s, s) for s in ("waiting", "sent", "delivered", "failed")]
    )
    way = models.CharField(max_length=5, blank=True, choices=[(w, w) for w in ("sms", "email", "log")])
    name = models.CharField(max_length=100, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "asked_at"], name="proof_dossier"),
            models.Index(fields=["contact", "asked_at"], name="proof_contact"),
            models.Index(fields=["caller", "asked_at"], name="proof_caller"),
            models.Index(fields=["asked_at"], name="proof_asked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(matched=True, refused="", used_at__lt=F("expires_at")),
                name="proof_used_was_good",
            ),
            models.CheckConstraint(condition=Q(dossier__isnull=True) | Q(to=""), name="proof_one_purpose"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(used_at__isnull=False), name="proof_closed_was_used"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="proof_ended",
            ),
        ]

    @property
    def tries_left(self) -> int:
        return max(0, TRIES - self.tries)
