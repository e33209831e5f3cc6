"""Reads of messages: the list of an account, how many it has not read, what was told already, who wants e-mail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet

from motcua.accounts.models import Account
from motcua.copying.shaped import Shaped

from .kinds import KINDS
from .models import Choice, Message

MOST_UNREAD = 100
T = TypeVar("T")
AT_ONCE = 500  # keys of one statement


def messages_of(account_id: int, *, unread: bool = False) -> QuerySet[Message]:
    """The messages of an account, the latest first."""
    mine = Message.objects.filter(recipient_id=account_id)
    return mine.filter(read_at__isnull=True) if unread else mine


def unread(account_id: int) -> int:
    """How many messages an account has not read, counted up to a hundred: one statement, answered by an index."""
    return _unread.count(account_id)


@Shaped
def _unread(account_id: int) -> QuerySet[Message, Any]:
    return messages_of(account_id, unread=True).order_by().values("pk")[:MOST_UNREAD]


def told(kind: str, keys: Iterable[str]) -> set[str]:
    """Those of `keys` of which somebody was told in a message of `kind`."""
    found: set[str] = set()
    for some in pieces(keys):
        found.update(Message.objects.filter(kind=kind, key__in=some).order_by().values_list("key", flat=True))
    return found


def by_mail(kind: str, accounts: Collection[int]) -> set[int]:
    """Those of `accounts` to whom a message of `kind` goes by e-mail too: none where no mail server is set."""
    if not settings.MAIL:
        return set()
    wanting: set[int] = set()
    for some in pieces(accounts):
        wanting.update(
            Account.objects.filter(pk__in=some, is_active=True, machine=False)
            .exclude(email="")
            .values_list("pk", flat=True)
        )
    chosen = dict(Choice.objects.filter(kind=kind).values_list("account_id", "email")) if wanting else {}
    return {pk for pk in wanting if chosen.get(pk, KINDS[kind].email)}


def choices_of(account_id: int) -> dict[str, bool]:
    """For every kind whether the account wants it by e-mail."""
    chosen = dict(Choice.objects.filter(account_id=account_id).values_list("kind", "email"))
    return {name: chosen.get(name, kind.email) for name, kind in KINDS.items()}


def pieces(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in pieces that fit into one statement."""
    rest = iter(values)
    while some := list(islice(rest, AT_ONCE)):
        yield some
