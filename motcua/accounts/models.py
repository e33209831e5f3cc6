"""Accounts: the people and machines that sign in, the tokens of programs, and what is kept of strangers' calls."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from motcua.journal.models import Streamed


def folded(username: str) -> str:
    """A user name as names are told apart: whatever its capitals and the spaces around it."""
    return username.strip().casefold()


class Accounts(BaseUserManager["Account"]):
    """Officers and machines: whoever asks for accounts never meets a citizen unless they ask for everyone."""

    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().filter(citizen=False)

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser, Streamed):
    """A person who signs in. What they may do follows from their posts (offices), never from flags here.

    A machine holds posts like a person, but has no password and no way in by the pages: only its tokens.
    A citizen holds no post and has no password; what is known of them stands in the package `citizens`.
    """

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    machine = models.BooleanField(default=False)
    citizen = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    everyone = models.Manager["Account"]()
    objects = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.full_name

    @property
    def ref(self) -> str:
        """How the journal names this account."""
        return f"account:{self.pk}"


class Tally(models.Model):
    """How often one stranger did one thing within one minute, so that a limit holds across processes and machines.

    `key` names the thing and a digest of the address: the address itself is nowhere kept.
    """

    key = models.CharField(max_length=80)
    minute = models.DateTimeField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minute", "key"], name="tally_once")]


class AccessToken(models.Model):
    """A key by which a program acts as an account. Only its digest is kept: whoever loses the key needs another one.

    `beginning` is by what its holder recognises it. Rows are never deleted: they tell who could act, and until when.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=12)
    purpose = models.CharField(max_length=120, blank=True)
    scopes = models.JSONField()
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_dates"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
                name="token_revoked_by_whom",
            ),
        ]


class Reply(models.Model):
    """What an act through the API answered, kept for a day under the key of its caller (`Idempotency-Key`).

    Written in the transaction of the act, so that an act and its reply are there together or not at all.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="reply_once")]
        indexes = [models.Index(fields=["at"], name="reply_at")]
