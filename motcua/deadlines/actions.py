"""Writes of deadlines: a hold begins, ends, or is dropped because the limit counts anew."""

from __future__ import annotations

from datetime import datetime

from .models import Hold


def begin(*, dossier_id: int, ground: str, reason: str, basis: str, at: datetime) -> Hold:
    """Stop the clock at `at`; a second open hold is refused by the database."""
    return Hold.objects.create(dossier_id=dossier_id, ground=ground, reason=reason, basis=basis, begun_at=at)


def end(hold: Hold, *, at: datetime, dropped: bool = False) -> None:
    """Let the clock run again; `dropped` when the limit counts anew and the hold no longer moves anything."""
    hold.ended_at, hold.dropped = at, dropped
    hold.save(update_fields=["ended_at", "dropped"])


def drop_all(dossier_id: int) -> None:
    """Earlier holds count no more once the limit counts anew."""
    Hold.objects.filter(dossier_id=dossier_id, ended_at__isnull=False).update(dropped=True)
