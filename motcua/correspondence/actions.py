"""Writes of the book of messages; the caller has locked the dossier, but for what became of a sending."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from motcua.dossiers.actions import check_lengths

from .models import Exchanged
from .rules import State

CHANGING = (
    *("kind", "digest", "body", "by_hand", "state", "number", "amount", "notice", "by"),
    *("at", "sent_at", "settled_at", "reason"),
)


def write(messages: Sequence[Exchanged]) -> None:
    """Write messages of a dossier, new ones and ones that changed, in one statement; each then knows its key."""
    if not messages:
        return
    rows = [copy(m) for m in messages]
    for row in rows:
        check_lengths(row)
        row.pk, row._state.adding = None, True
    Exchanged.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["dossier", "message_id"], update_fields=CHANGING
    )
    for m, row in zip(messages, rows, strict=True):
        m.pk, m._state.adding = row.pk, False


def sent(message_id: str, *, at: datetime) -> None:
    """The other office has the slip; it may have answered already, or another slip may have replaced it."""
    mine = Exchanged.objects.filter(message_id=message_id, sent_at__isnull=True)
    mine.filter(state=State.PROMISED).update(state=State.SENT)
    mine.update(sent_at=at)


def rejected(message_id: str, *, reason: str, at: datetime) -> None:
    """The other office refused the slip for good; `reason` is what it said."""
    waiting = Exchanged.objects.filter(message_id=message_id, state=State.PROMISED)
    waiting.update(state=State.REJECTED, settled_at=at, reason=reason[:500])
