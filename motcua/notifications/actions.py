"""Writes of messages: tell people something once, mark as read, choose what comes by e-mail, say what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from motcua.copying.actions import add
from motcua.files.models import StoredFile
from motcua.outbox import actions as outbox
from motcua.outbox.actions import Promise

from .kinds import KINDS
from .models import Choice, Delivery, Message
from .queries import by_mail, pieces

SEND = "notifications.send"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told to whom. `params` are texts and numbers, nothing personal of citizens; nor does `file` hold
    any, which goes with the e-mail alone."""

    kind: str
    key: str
    recipients: frozenset[int]
    code: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    file: StoredFile | None = None


@transaction.atomic
def tell(notices: Iterable[Notice], *, at: datetime) -> int:
    """Write the messages that were not written before, and promise their e-mails; how many there are.

    Who was told of a key before is not told again, so that a job which is done twice tells once.
    """
    by_kind: dict[str, list[Notice]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    return sum(_tell(kind, some, at=at) for kind, some in by_kind.items())


def _tell(kind: str, notices: list[Notice], *, at: datetime) -> int:
    there: set[tuple[str, int]] = set()
    for some in pieces({notice.key for notice in notices}):
        known = Message.objects.filter(kind=kind, key__in=some).order_by()
        there.update(known.values_list("key", "recipient_id"))
    rows = {
        (notice.key, to): Message(
            recipient_id=to, kind=kind, key=notice.key, code=notice.code, params=dict(notice.params), at=at
        )
        for notice in notices
        for to in notice.recipients
        if (notice.key, to) not in there
    }
    add(list(rows.values()))
    wanting = by_mail(kind, {to for _, to in rows})
    files = {notice.key: notice.file for notice in notices}
    _promise([(row, files[key]) for (key, to), row in rows.items() if to in wanting], at=at)
    return len(rows)


def _promise(messages: Collection[tuple[Message, StoredFile | None]], *, at: datetime) -> None:
    deliveries = [Delivery(message=message, channel="email", file=file) for message, file in messages]
    add(deliveries)
    outbox.promise([Promise(SEND, {"delivery": d.pk}, key=f"delivery:{d.pk}") for d in deliveries], at=at)


def ended(delivery_id: int, *, state: str, at: datetime, error: str = "") -> bool:
    """Say what became of a delivery that waits; False when that was said before."""
    waiting = Delivery.objects.filter(pk=delivery_id, state="waiting")
    return bool(waiting.update(state=state, ended_at=at, error=error[:300]))


def mark_read(account_id: int, *, at: datetime, message_id: int | None = None) -> int:
    """Mark one message of the account as read, or all of them; how many were not before."""
    mine = Message.objects.filter(recipient_id=account_id, read_at__isnull=True)
    return (mine if message_id is None else mine.filter(pk=message_id)).update(read_at=at)


@transaction.atomic
def choose(account_id: int, *, email: Collection[str]) -> None:
    """Let messages of the kinds in `email` come by e-mail, and of no other kind."""
    Choice.objects.filter(account_id=account_id).delete()
    add([Choice(account_id=account_id, kind=kind, email=kind in email) for kind in KINDS])


def forget(*, before: datetime) -> int:
    """Drop the messages of before `before`: the journal keeps what happened, messages only call attention to it."""
    return Message.objects.filter(at__lt=before).delete()[0]
