"""What changed for an officer: what decisions say of the procedures that they receive or decide, told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.catalogue.models import ChangeSeen, Competence, DecisionItem, PublishingDecision
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
    return _unread(by, offices, at=at).count()


def told(by: Actor, offices: Snapshot, *, at: datetime) -> list[Told]:
    """Every decision that the officer has not read, the earliest effect first. A fixed number of statements."""
    rows = _unread(by, offices, at=at).select_related("decision", "before", "version")
    items = items_of(list(rows.order_by("decision__effective_from", "decision_id", "n")))
    found: dict[int, list[Item]] = {}
    for item in items:
        found.setdefault(item.row.decision_id, []).append(item)
    return [Told(some[0].row.decision, some) for some in found.values()]


def _unread(by: Actor, offices: Snapshot, *, at: datetime) -> QuerySet[DecisionItem]:
    """What decisions of the last months say of procedures that the actor's agencies decide or receive."""
    seen = ChangeSeen.objects.filter(account_id=by.account_id, decision_id=OuterRef("decision_id"))
    decide = _deciding(by, offices)
    kinds = {offices.agency(pk).kind for pk in decide}
    theirs = Competence.objects.filter(
        Q(agency_id__in=decide) | Q(agency_kind__in=kinds), procedure__code=OuterRef("code")
    )
    recent = DecisionItem.objects.filter(decision__published_at__gte=at - TOLD_FOR)
    return recent.filter(~Exists(seen), Exists(theirs))


def _deciding(by: Actor, offices: Snapshot) -> set[int]:
    """The agencies that the actor works at, and those that their counters receive for."""
    found: set[int] = set()
    for pk in by.agencies():
        found |= offices.served_by(pk) if offices.agency(pk).is_counter else {pk}
    return found
