"""What every write of the catalogue shares: the procedures locked, and told in their streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from motcua.journal.actions import Entry, append_many
from motcua.offices.actions.recorded import next_edition

from ..models import Procedure
from ..shelf import EDITION


def locked(codes: Sequence[str]) -> dict[str, Procedure]:
    """The procedures of these codes, locked to be written; those not known yet come into being.

    What is kept of the catalogue in memory is of another edition from here on.
    """
    next_edition(EDITION)
    known = set(Procedure.objects.in_bulk(codes, field_name="code"))
    Procedure.objects.bulk_create([Procedure(code=c) for c in codes if c not in known], ignore_conflicts=True)
    return Procedure.objects.select_for_update().in_bulk(codes, field_name="code")


def batches(ids: Sequence[int], size: int = 900) -> Iterator[Sequence[int]]:
    """Pieces that SQLite takes as parameters of one statement."""
    return (ids[i : i + size] for i in range(0, len(ids), size))


def record(entries: Sequence[tuple[Procedure, Entry]], *, by: str, at: datetime, origin: str = "live") -> None:
    """Tell in the stream of each procedure what was decided about it; the caller has locked them."""
    append_many(entries, by=by, at=at, origin=origin)
    Procedure.objects.bulk_update([procedure for procedure, _ in entries], ["chain_n", "chain_hash"], batch_size=200)
