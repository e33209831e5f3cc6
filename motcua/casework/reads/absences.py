"""Absences of one person, and who could look after their work meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.accounts.models import Account
from motcua.offices.models import Absence, Post, in_force


@dataclass(frozen=True, slots=True)
class Absences:
    """A person with the absences that are not over, whose work they have meanwhile, and who could have theirs."""

    account: Account
    rows: Sequence[Absence]
    covered: Sequence[Absence]
    stand_ins: Sequence[Account]


def absences(account_id: int, *, day: date) -> Absences | None:
    """Four statements; None for an unknown account."""
    account = Account.objects.filter(pk=account_id, machine=False).first()
    if account is None:
        return None
    ahead = Absence.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).select_related("account", "stand_in")
    own = in_force(Post.objects, day).filter(account_id=account_id).values_list("agency_id", "role")
    same = Q(pk__in=[])
    for agency_id, role in own:
        same |= Q(agency_id=agency_id, role=role)
    beside = in_force(Post.objects, day).filter(same).exclude(account_id=account_id)
    people = Account.objects.filter(pk__in=beside.values("account_id"), is_active=True, machine=False)
    return Absences(
        account=account,
        rows=list(ahead.filter(account_id=account_id)),
        covered=list(ahead.filter(stand_in_id=account_id)),
        stand_ins=list(people.order_by("full_name")),
    )
