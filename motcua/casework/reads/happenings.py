"""What the journal tells of one row: its latest events, with the people who acted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.accounts.models import Account
from motcua.journal.models import Event, Streamed

MOST = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One event for people: `by` is a name, or how the journal calls who is no person. `payload` is empty if erased."""

    n: int
    kind: str
    by: str
    at: datetime
    facts: dict[str, Any]
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """The latest events, newest first, and how many there are in all."""

    events: Sequence[Told]
    total: int


def story(row: Streamed, *, most: int = MOST) -> Story:
    """The latest events of a row: two statements."""
    found = list(Event.objects.filter(stream=row.stream).select_related("payload").order_by("-n")[:most])
    names = names_of({e.by for e in found})
    return Story(
        [
            Told(
                e.n,
                e.kind,
                names.get(e.by, e.by),
                e.recorded_at,
                json.loads(e.facts or "{}"),
                json.loads(e.payload.body or "{}"),
            )
            for e in found
        ],
        row.chain_n,
    )


def names_of(refs: set[str]) -> dict[str, str]:
    """The names of the accounts among journal references: one statement."""
    ids = [int(ref.partition(":")[2]) for ref in refs if ref.startswith("account:")]
    return {a.ref: a.full_name for a in Account.objects.filter(pk__in=ids)}
