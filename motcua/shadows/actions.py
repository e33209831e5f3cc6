"""Writes of shadows: each with its event in the shadow's own chain, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.journal.actions import Entry, append, append_many

from .models import Shadow

NOTED, TOLD, VOIDED, PASSED_ON = "shadow.noted", "shadow.told", "shadow.voided", "shadow.passed_on"
CHANGING = ("state", "state_at", "appointment_at", "counter", "chain_n", "chain_hash")


@dataclass(frozen=True, slots=True)
class Change:
    """A shadow that the caller has locked, with its new values set, and the events that tell of them."""

    row: Shadow
    entries: Sequence[Entry]


def open_shadow(row: Shadow, entry: Entry, *, by: str, at: datetime, origin: str) -> Shadow:
    """Write a new shadow: three statements."""
    append(row, [entry], by=by, at=at, origin=origin)
    row.save(force_insert=True)
    return row


def change_shadow(row: Shadow, entry: Entry, *, by: str, at: datetime, origin: str, **values: Any) -> Shadow:
    """Change a shadow that the caller has locked: three statements."""
    for name, value in values.items():
        setattr(row, name, value)
    append(row, [entry], by=by, at=at, origin=origin)
    row.save(update_fields=[*values, "chain_n", "chain_hash"])
    return row


def change_many(changes: Sequence[Change], *, by: str, at: datetime, origin: str) -> None:
    """Change locked shadows, each of them at most once; a few statements for each thousand."""
    append_many([(c.row, entry) for c in changes for entry in c.entries], by=by, at=at, origin=origin)
    rows = [c.row for c in changes]
    Shadow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=CHANGING, batch_size=500
    )
