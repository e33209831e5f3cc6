"""Who gets a piece of work that is shared out: of those who are at work for its role at its agency.

Who is away is left out; what they hold counts as work of their stand-in, who does it meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from motcua.accounts.models import Account
from motcua.kernel.moments import VIETNAM
from motcua.kernel.sentences import Refused
from motcua.offices.presence import Presence, present_on
from motcua.offices.snapshot import Snapshot
from motcua.workflow.models import WorkItem
from motcua.workflow.queries import held, last_turn, open_work
from motcua.workflow.sharing import in_turn, to_the_least, with_least_change


def open_pieces(item_ids: list[int]) -> dict[int, WorkItem]:
    """These pieces of open work as verbs know them, by id, in their order: one statement."""
    found = open_work(Q(pk__in=item_ids)).in_bulk()
    return {pk: found[pk] for pk in item_ids if pk in found}


def holders(item_ids: list[int]) -> dict[int, str]:
    """Who has each of these pieces of work now, by id: one statement."""
    rows = open_work(Q(pk__in=item_ids, assignee__isnull=False)).values_list("pk", "assignee__full_name")
    return dict(rows)


def evenly(items: Sequence[WorkItem], offices: Snapshot, *, at: datetime) -> dict[int, int]:
    """Who gets each of these open pieces of work, by its id, so that all end with as much as each other.

    Where somebody holds some of them and gets some, they keep their own. What nobody is there for is left out. Two
    statements, and one for each role at each agency and division.
    """
    presence = presence_at(items, at)
    ids = [item.pk for item in items]
    places: dict[tuple[int, str, int | None], list[WorkItem]] = {}
    for item in items:
        places.setdefault((item.agency_id, item.role, item.unit_id), []).append(item)
    found: dict[int, int] = {}
    for some in places.values():
        drawn = to_the_least(len(some), loads(presence, able(presence, some[0], offices), besides=ids))
        if drawn:
            drawn = with_least_change(drawn, [item.assignee_id for item in some])
        found |= dict(zip((item.pk for item in some), drawn, strict=False))
    return found


def who_has_least(item: WorkItem, offices: Snapshot, *, at: datetime) -> int:
    """Who of the others has least work now. Refused where there is nobody else: three statements."""
    presence = presence_at([item], at)
    others = able(presence, item, offices) - {item.assignee_id}
    return _found(to_the_least(1, loads(presence, others, besides=[item.pk])))


def whose_turn(item: WorkItem, offices: Snapshot, *, at: datetime) -> int:
    """Who of the others comes behind the one who had the last turn. Refused where there is nobody else."""
    others = able(presence_at([item], at), item, offices) - {item.assignee_id}
    return _found(in_turn(1, others, after=last_turn(agency_id=item.agency_id, role=item.role)))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds the post of a piece of work, with how much they have now; `away` today or not."""

    account_id: int
    name: str
    load: int
    away: bool


def colleagues(items: Sequence[WorkItem], offices: Snapshot, *, at: datetime) -> list[Colleague]:
    """Who could be given one of these pieces of work, by name: four statements."""
    presence = presence_at(items, at)
    places = {(item.agency_id, item.role, item.unit_id) for item in items}
    holders = frozenset[int]().union(*(presence.able(*place, offices) for place in places))
    now = loads(presence, holders)
    people = Account.objects.filter(pk__in=holders).order_by("full_name", "pk").values_list("pk", "full_name")
    return [Colleague(pk, name, now[pk], pk in presence.away) for pk, name in people]


def presence_at(items: Sequence[WorkItem], at: datetime) -> Presence:
    """Who is at work where these pieces of work lie: two statements."""
    return present_on(at.astimezone(VIETNAM).date(), agencies={item.agency_id for item in items})


def able(
    presence: Presence, item: WorkItem, offices: Snapshot, *, among: Collection[int] | None = None
) -> frozenset[int]:
    """Who holds the post of a piece of work and is at work; `among` some, or whoever stands in for one of them."""
    there = presence.able(item.agency_id, item.role, item.unit_id, offices)
    return presence.of(there if among is None else there & frozenset(among)) & there


def loads(presence: Presence, people: Collection[int], *, besides: Collection[int] = ()) -> dict[int, int]:
    """How much each of these has now, with what they do for who is away: one statement."""
    doing = {account: {account, *presence.covered_by(account)} for account in people}
    now = held(frozenset[int]().union(*doing.values()), besides=besides)
    return {account: sum(now[whose] for whose in theirs) for account, theirs in doing.items()}


def _found(drawn: Sequence[int]) -> int:
    if not drawn:
        raise Refused("Không còn ai khác đang có mặt giữ vị trí này tại nơi đang giữ việc.", field="to")
    return drawn[0]
