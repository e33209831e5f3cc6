"""Accounts: the people (and later machines) that sign in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from motcua.journal.models import Streamed


def folded(username: str) -> str:
    """A user name as names are told apart: whatever its capitals and the spaces around it."""
    return username.strip().casefold()


class Accounts(BaseUserManager["Account"]):
    """Questions about accounts."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser, Streamed):
    """A person who signs in. What they may do follows from their posts (offices), never from flags here."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

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
