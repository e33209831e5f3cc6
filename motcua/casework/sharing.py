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
from motcua.offices.roles import Role
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


def evenly(items: Sequence[WorkItem], *, at: datetime) -> dict[int, int]:
    """Who gets each of these open pieces of work, by its id, so that all end with as much as each other.

    Where somebody holds some of them and gets some, they keep their own. What nobody is there for is left out. Two
    statements, and one for each role at each agency.
    """
    presence = _presence(items, at)
    ids = [item.pk for item in items]
    places: dict[tuple[int, str], list[WorkItem]] = {}
    for item in items:
        places.setdefault((item.agency_id, item.role), []).append(item)
    found: dict[int, int] = {}
    for some in places.values():
        drawn = to_the_least(len(some), _loads(presence, _people(presence, some[0]), besides=ids))
        if drawn:
            drawn = with_least_change(drawn, [item.assignee_id for item in some])
        found |= dict(zip((item.pk for item in some), drawn, strict=False))
    return found


def who_has_least(item: WorkItem, *, at: datetime) -> int:
    """Who of the others has least work now. Refused where there is nobody else: three statements."""
    presence = _presence([item], at)
    others = _people(presence, item) - {item.assignee_id}
    return _found(to_the_least(1, _loads(presence, others, besides=[item.pk])))


def whose_turn(item: WorkItem, *, at: datetime) -> int:
    """Who of the others comes behind the one who had the last turn. Refused where there is nobody else."""
    others = _people(_presence([item], at), item) - {item.assignee_id}
    return _found(in_turn(1, others, after=last_turn(agency_id=item.agency_id, role=item.role)))


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds the post of a piece of work, with how much they have now; `away` today or not."""

    account_id: int
    name: str
    load: int
    away: bool


def colleagues(items: Sequence[WorkItem], *, at: datetime) -> list[Colleague]:
    """Who could be given one of these pieces of work, by name: four statements."""
    presence = _presence(items, at)
    places = {(item.agency_id, item.role) for item in items}
    holders = frozenset[int]().union(*(presence.holders.get(place, frozenset()) for place in places))
    now = _loads(presence, holders)
    people = Account.objects.filter(pk__in=holders).order_by("full_name", "pk").values_list("pk", "full_name")
    return [Colleague(pk, name, now[pk], pk in presence.away) for pk, name in people]


def _presence(items: Sequence[WorkItem], at: datetime) -> Presence:
    return present_on(at.astimezone(VIETNAM).date(), agencies={item.agency_id for item in items})


def _people(presence: Presence, item: WorkItem) -> frozenset[int]:
    """Who holds the post of a piece of work and is at work."""
    holders = presence.holders.get((item.agency_id, item.role), frozenset())
    return presence.holding(item.agency_id, Role(item.role)) & holders


def _loads(presence: Presence, people: Collection[int], *, besides: Collection[int] = ()) -> dict[int, int]:
    doing = {account: {account, *presence.covered_by(account)} for account in people}
    now = held(frozenset[int]().union(*doing.values()), besides=besides)
    return {account: sum(now[whose] for whose in theirs) for account, theirs in doing.items()}


def _found(drawn: Sequence[int]) -> int:
    if not drawn:
        raise Refused("Không còn ai khác đang có mặt giữ vị trí này tại nơi đang giữ việc.", field="to")
    return drawn[0]
