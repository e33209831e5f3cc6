"""Reads of offices: who an account is at work today, who holds a post, the people of an agency."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from motcua.accounts.models import Account
from motcua.copying.shaped import Shaped

from .actors import Actor, Holding
from .models import Post, WarningShares, in_force
from .roles import Role


def actor(account: Account, *, day: date, origin: str = "live") -> Actor:
    """The account with the posts it holds on `day`, whom it stands in and records for: one statement.

    Posts of closed agencies do not count. Without a post nobody can do another's work.
    """
    rows = [tuple(found.values()) for found in _held.rows(account.pk, day)]
    held = dict.fromkeys(row[:3] for row in rows)
    holdings = tuple(Holding(agency_id, Role(role), unit_id) for agency_id, role, unit_id in held)
    covered = frozenset(row[3] for row in rows if row[3] is not None)
    recorded = frozenset((row[4], row[5]) for row in rows if row[5] is not None)
    return Actor(account.pk, account.ref, account.full_name, holdings, origin, account.phone, covered, recorded)


@Shaped
def _held(account_id: int, day: date) -> QuerySet[Post, Any]:
    """Who is at work: asked at every page."""
    posts = in_force(Post.objects, day).filter(account_id=account_id).exclude(agency__valid_to__lte=day)
    beside = ("covering__account_id", "assisting__agency_id", "assisting__leader_id")
    known = posts.alias(covering=_on("covers", day), assisting=_on("assists", day)).order_by("agency_id", "role")
    found: QuerySet[Post, Any] = known.values("agency_id", "role", "unit_id", *beside)
    return found


def _on(relation: str, day: date) -> FilteredRelation:
    """Dated rows beside the account of a post, those in force on `day`."""
    path = f"account__{relation}"
    still = Q((f"{path}__valid_to__isnull", True)) | Q((f"{path}__valid_to__gt", day))
    return FilteredRelation(path, condition=Q((f"{path}__valid_from__lte", day)) & still)


def warning_shares(day: date) -> dict[int, tuple[int, int]]:
    """The shares of a limit at which agencies want to be warned, of those that set their own."""
    rows = in_force(WarningShares.objects, day).order_by().values_list("agency_id", "first", "second")
    return {agency_id: (first, second) for agency_id, first, second in rows}


def staff_of(agency_id: int, day: date) -> QuerySet[Post]:
    """The posts of an agency in force on `day`, with their people."""
    return in_force(Post.objects, day).filter(agency_id=agency_id).select_related("account", "unit", "agency")
