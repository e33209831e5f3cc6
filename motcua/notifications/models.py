"""Messages to accounts, their deliveries by other channels than the page, and what each account wants by e-mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.files.models import StoredFile


class Message(models.Model):
    """One thing told to one person, once: `key` says what it is about, e.g. a dossier and a threshold.

    It holds no text but what the text is made of (`params`), so that it is read in the language of who reads it. `code`
    is the dossier that it speaks of, if it does. Nothing personal of citizens stands here.
    """

    recipient = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    code = models.CharField(max_length=60, blank=True)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "recipient"], name="message_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="message_list"),
            models.Index(fields=["recipient"], name="message_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["at"], name="message_at"),
        ]


class Delivery(models.Model):
    """A message on its way by a channel. `waiting` until its job in the outbox got rid of it; `failed` for good.

    `file` is what goes with it, named by its kind.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=[("email", "email")])
    state = models.CharField(
        max_length=10, default="waiting", choices=[("waiting", "waiting"), ("sent", "sent"), ("failed", "failed")]
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="delivery_ended",
            ),
        ]


class Choice(models.Model):
    """Whether an account wants messages of a kind by e-mail too; without a row the kind's own default holds."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    email = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="choice_once")]
