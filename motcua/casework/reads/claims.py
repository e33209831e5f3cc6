"""Steps that were recorded late and wait for a second person to say whether they count by the day they happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from motcua.deadlines.models import LateEntry
from motcua.dossiers.models import Dossier
from motcua.offices.roles import Role
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible

from .found import Found


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One late entry that waits: `n` is the event of the dossier that claims."""

    code: str
    procedure: str
    n: int
    by: str
    is_mine: bool
    happened_at: datetime
    recorded_at: datetime
    days: int
    reason: str
    paper: str
    has_scan: bool


def waiting(facts: Facts) -> Found[ClaimRow]:
    """What waits for a decision of this actor, the oldest first; their own among it, which another must decide."""
    rows = _waiting(facts).order_by("recorded_at", "pk").values(*COLUMNS)

    def row(v: Mapping[str, Any]) -> ClaimRow:
        return ClaimRow(
            code=v["dossier__code"],
            procedure=v["dossier__version__name"],
            n=v["event_n"],
            by=v["by__full_name"],
            is_mine=v["by_id"] == facts.by.account_id,
            happened_at=v["happened_at"],
            recorded_at=v["recorded_at"],
            days=v["days"],
            reason=v["reason"],
            paper=v["paper"],
            has_scan=v["scan_id"] is not None,
        )

    return Found(rows, row)


def how_many(facts: Facts) -> int:
    """How many wait; no statement for who decides on none."""
    if not facts.by.agencies(Role.SIGNER, Role.COUNTER_HEAD):
        return 0
    return _waiting(facts).exclude(by_id=facts.by.account_id).count()


def _waiting(facts: Facts) -> QuerySet[LateEntry]:
    by = facts.by
    mine = Q(dossier__competent_id__in=by.agencies(Role.SIGNER))
    mine |= Q(dossier__receiving_id__in=by.agencies(Role.COUNTER_HEAD))
    seen = Dossier.objects.filter(visible(facts), voided_at=None)
    return LateEntry.objects.filter(mine, waits=True, approved=None, dossier__in=seen)


COLUMNS = (
    *("dossier__code", "dossier__version__name", "event_n", "by_id", "by__full_name"),
    *("happened_at", "recorded_at", "days", "reason", "paper", "scan_id"),
)
