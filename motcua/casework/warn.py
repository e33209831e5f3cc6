"""Warnings before it is late: to who holds the work, at the later threshold and when late to leaders too (S11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from motcua.kernel.moments import VIETNAM
from motcua.notifications.actions import Notice, tell
from motcua.notifications.queries import told
from motcua.offices import snapshot
from motcua.offices.presence import Presence, present_on
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot

from .reads.nearing import Nearing, nearing

WARN = "deadlines.warn"
MINUTES = 15
MOST = 5_000  # notices of one run; those that are left come with the next


def warn(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `deadlines.warn`: tell of every limit that has reached a threshold of which nobody was told before."""
    presence, offices = present_on(at.astimezone(VIETNAM).date()), snapshot.present()
    by_kind: dict[str, list[Nearing]] = {}
    for limit in nearing(offices, at=at):
        by_kind.setdefault(_kind(limit), []).append(limit)
    tell(islice(_notices(by_kind, presence, offices), MOST), at=at)


def _kind(limit: Nearing) -> str:
    return f"{'step' if limit.of_step else 'dossier'}.{'late' if limit.late else 'warned'}"


def _notices(by_kind: Mapping[str, list[Nearing]], presence: Presence, offices: Snapshot) -> Iterator[Notice]:
    for kind, limits in by_kind.items():
        before = told(kind, (limit.key for limit in limits))
        for limit in limits:
            if limit.key not in before:
                yield from _of(kind, limit, presence, offices)


def _of(kind: str, limit: Nearing, presence: Presence, offices: Snapshot) -> Iterator[Notice]:
    due = f"{limit.due_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    params: dict[str, str | int] = {"share": limit.share, "step": limit.step, "due": due}
    theirs, leaders = holders(limit, presence, offices), leaders_of(limit, presence)
    if limit.late:
        yield Notice(kind, limit.key, theirs | leaders, limit.code, params)
        return
    yield Notice(kind, limit.key, theirs or leaders, limit.code, params)
    if limit.second:
        yield Notice(kind.replace("warned", "escalated"), limit.key, leaders, limit.code, params)


def holders(limit: Nearing, presence: Presence, offices: Snapshot) -> frozenset[int]:
    """Who has the work, or may take it; whoever is away is stood in for."""
    if limit.assignee_id is not None:
        return presence.of([limit.assignee_id])
    return presence.doing(limit.agency_id, limit.role, limit.unit_id, offices)


def leaders_of(limit: Nearing, presence: Presence) -> frozenset[int]:
    """The leaders where the work lies; of a dossier those of the agency that decides too."""
    roles = (Role.UNIT_LEADER, Role.SIGNER, Role.COUNTER_HEAD)
    here = presence.holding(limit.agency_id, *roles)
    return here if limit.of_step else here | presence.holding(limit.competent_id, *roles)


HANDLERS = {WARN: warn}
