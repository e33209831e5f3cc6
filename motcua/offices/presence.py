"""Who is at work on a day: the holders of posts without those who are away, their stand-ins in their stead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .models import Absence, Post, in_force
from .roles import Role
from .snapshot import Snapshot


@dataclass(frozen=True)
class Presence:
    """Who holds which post on a day, and who is away; account ids. Machines and locked accounts are not people.

    `within` are the divisions of who holds a post, by agency, role and account; None for the whole agency.
    """

    holders: Mapping[tuple[int, str], frozenset[int]]
    away: Mapping[int, int | None]
    within: Mapping[tuple[int, str, int], frozenset[int | None]] = field(default_factory=dict)

    def of(self, accounts: Iterable[int]) -> frozenset[int]:
        """Those of `accounts` who are at work; who is away is stood in for, by somebody who is not away too."""
        found = {self.away.get(account, account) for account in accounts}
        return frozenset(account for account in found if account is not None and account not in self.away)

    def covered_by(self, account: int) -> frozenset[int]:
        """Those who are away and left their work to this account."""
        return frozenset(away for away, stand_in in self.away.items() if stand_in == account)

    def holding(self, agency_id: int, *roles: Role) -> frozenset[int]:
        """Who is at work for one of `roles` at an agency."""
        return self.of(account for role in roles for account in self.holders.get((agency_id, role.value), ()))

    def able(self, agency_id: int, role: str, unit_id: int | None, offices: Snapshot) -> frozenset[int]:
        """Who holds `role` at an agency so that they do the work of one of its divisions, at work or away."""
        here = self.holders.get((agency_id, role), frozenset())
        if unit_id is None:
            return here
        within = ((a, self.within.get((agency_id, role, a), ())) for a in here)
        return frozenset(a for a, units in within if any(offices.covers(unit, unit_id) for unit in units))

    def doing(self, agency_id: int, role: str, unit_id: int | None, offices: Snapshot) -> frozenset[int]:
        """Who is at work for such work, or stands in for somebody who is away."""
        return self.of(self.able(agency_id, role, unit_id, offices))


def present_on(day: date, *, agencies: Collection[int] | None = None) -> Presence:
    """Who is at work on `day`, everywhere or at some agencies: two statements."""
    posts = in_force(Post.objects, day).filter(account__is_active=True, account__machine=False)
    posts = posts.exclude(agency__valid_to__lte=day)
    if agencies is not None:
        posts = posts.filter(agency_id__in=agencies)
    holders: dict[tuple[int, str], set[int]] = {}
    within: dict[tuple[int, str, int], set[int | None]] = {}
    rows = posts.order_by().values_list("agency_id", "role", "account_id", "unit_id")
    for agency_id, role, account_id, unit_id in rows:
        holders.setdefault((agency_id, role), set()).add(account_id)
        within.setdefault((agency_id, role, account_id), set()).add(unit_id)
    away = in_force(Absence.objects, day).order_by().values_list("account_id", "stand_in_id")
    return Presence(
        {place: frozenset(people) for place, people in holders.items()},
        dict(away),
        {post: frozenset(units) for post, units in within.items()},
    )
