"""For whom one person records what was signed on paper, and who could be named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.accounts.models import Account
from motcua.offices.models import Assistance, Post, in_force
from motcua.policy.predicates import CASE_ROLES, LEADERS


@dataclass(frozen=True, slots=True)
class Assistances:
    """A person with what is not over of it: for whom they record, who records for them; and the posts of leaders for
    whom they could."""

    account: Account
    rows: Sequence[Assistance]
    helpers: Sequence[Assistance]
    leaders: Sequence[Post]


def assistances(account_id: int, *, day: date) -> Assistances | None:
    """Four statements; None for an unknown account."""
    account = Account.objects.filter(pk=account_id, machine=False).first()
    if account is None:
        return None
    ahead = Assistance.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    ahead = ahead.select_related("assistant", "leader", "agency")
    own = in_force(Post.objects, day).filter(account_id=account_id, role__in=[role.value for role in CASE_ROLES])
    beside = in_force(Post.objects, day).filter(agency_id__in=own.values("agency_id"), account__is_active=True)
    leaders = beside.filter(role__in=[role.value for role in LEADERS]).exclude(account_id=account_id)
    return Assistances(
        account=account,
        rows=list(ahead.filter(assistant_id=account_id)),
        helpers=list(ahead.filter(leader_id=account_id)),
        leaders=list(leaders.select_related("account", "agency").order_by("account__full_name", "agency_id")),
    )
