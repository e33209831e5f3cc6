"""What every write of offices does last: record it in the stream of its agency, and raise the edition."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from motcua.journal.actions import Entry, append

from ..models import (
    Agency,
    Edition,
)
from ..snapshot import EDITION


def next_edition(name: str = EDITION) -> None:
    """Tell every process that the offices, or what else has an edition, changed; part of each write, in its
    transaction.

    By a number that was never used rather than the next one: what was read and kept inside a transaction that is
    rolled back would otherwise be taken for the edition of whoever writes next.
    """
    Edition.objects.get_or_create(name=name)
    Edition.objects.filter(name=name).update(n=secrets.randbelow(2**31 - 1) + 1)


def journal_agency(
    agency_id: int, kind: str, facts: Mapping[str, object], *, by: str, at: datetime, origin: str = "live"
) -> None:
    """Record in the stream of an agency what was done with it."""
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    append(agency, [Entry(kind, {}, facts)], by=by, at=at, origin=origin)
    agency.save(update_fields=["chain_n", "chain_hash"])
