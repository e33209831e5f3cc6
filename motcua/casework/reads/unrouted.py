"""Dossiers of which nobody knows yet which agency decides: a queue with a clock of its own, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from motcua.dossiers.models import Dossier
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import visible

from .found import Found
from .heaps import UNROUTED


@dataclass(frozen=True, slots=True)
class Unrouted:
    """One that waits; `late` is that the time to find the agency is over."""

    code: str
    procedure: str
    counter: str
    filed_at: datetime
    routing_by: datetime
    late: bool


def unrouted(facts: Facts, *, at: datetime) -> Found[Unrouted]:
    """Those that the actor may see, whose time is over first."""
    rows = Dossier.objects.filter(visible(facts), UNROUTED, voided_at=None).order_by("routing_by", "pk")
    columns = ("code", "version__name", "receiving_id", "filed_at", "routing_by")
    return Found(rows.values(*columns), partial(_row, facts.offices, at))


def _row(offices: Snapshot, at: datetime, v: dict[str, Any]) -> Unrouted:
    by = v["routing_by"]
    counter = offices.agency(v["receiving_id"]).name
    return Unrouted(v["code"], v["version__name"], counter, v["filed_at"], by, by < at)
