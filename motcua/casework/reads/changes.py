"""What changed for an officer: what decisions say of the procedures that they receive or decide, told once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.catalogue.models import ChangeSeen, Competence, DecisionItem, PublishingDecision
from motcua.copying.shaped import Shaped
from motcua.offices.actors import Actor
from motcua.offices.snapshot import Snapshot

from .decisions import Item, items_of

TOLD_FOR = timedelta(days=90)  # who comes later reads the catalogue as it is


@dataclass(frozen=True, slots=True)
class Told:
    """One decision, with what it says of the officer's own procedures."""

    decision: PublishingDecision
    items: Sequence[Item]


def how_many(by: Actor, offices: Snapshot, *, at: datetime) -> int:
    """How many procedures of the officer changed that they have not read of: one statement."""
    decide = _deciding(by, offices)
    return _counted.count(by.account_id, *_whose(decide, offices), at - TOLD_FOR) if decide else 0


def told(by: Actor, offices: Snapshot, *, at: datetime) -> list[Told]:
    """Every decision that the officer has not read, the earliest effect first. A fixed number of statements."""
    unread = _unread(by.account_id, *_whose(_deciding(by, offices), offices), at - TOLD_FOR)
    rows = unread.select_related("decision", "before", "version")
    items = items_of(list(rows.order_by("decision__effective_from", "decision_id", "n")))
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(item.row.decision_id, []).append(item)
    return [Told(some[0].row.decision, some) for some in found.values()]


def _unread(account_id: int, decide: Sequence[int], kinds: Sequence[str], since: datetime) -> QuerySet[DecisionItem]:
    """What decisions published since a moment say of procedures that some agencies, or those of a kind, decide."""
    seen = ChangeSeen.objects.filter(account_id=account_id, decision_id=OuterRef("decision_id"))
    theirs = Competence.objects.filter(
        Q(agency_id__in=decide) | Q(agency_kind__in=kinds), procedure__code=OuterRef("code")
    )
    recent = DecisionItem.objects.filter(decision__published_at__gte=since)
    return recent.filter(~Exists(seen), Exists(theirs))


@Shaped
def _counted(
    account_id: int, decide: Sequence[int], kinds: Sequence[str], since: datetime
) -> QuerySet[DecisionItem, Any]:
    return _unread(account_id, decide, kinds, since).order_by().values("pk")


def _whose(decide: Collection[int], offices: Snapshot) -> tuple[list[int], list[str]]:
    """Agencies and their kinds, as both statements take them."""
    return sorted(decide), sorted({str(offices.agency(pk).kind) for pk in decide})


def _deciding(by: Actor, offices: Snapshot) -> set[int]:
    """The agencies that the actor works at, and those that their counters receive for."""
    found: set[int] = set()
    for pk in by.agencies():
        found |= offices.served_by(pk) if offices.agency(pk).is_counter else {pk}
    return found
