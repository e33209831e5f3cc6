"""Reads of offices: who an account is at work today, who holds a post, the people of an agency."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from motcua.accounts.models import Account

from .actors import Actor, Holding
from .models import Post, in_force
from .roles import Role


def actor(account: Account, *, day: date, origin: str = "live") -> Actor:
    """The account with the posts it holds on `day`: one statement. Posts of closed agencies do not count."""
    posts = in_force(Post.objects, day).filter(account=account).exclude(agency__valid_to__lte=day)
    holdings = tuple(Holding(p.agency_id, Role(p.role), p.unit_id) for p in posts.order_by("agency_id", "role"))
    return Actor(account.pk, account.ref, account.full_name, holdings, origin, account.phone)


def colleagues(*, agency_id: int, role: str, day: date) -> QuerySet[Account]:
    """Active people who hold `role` at an agency, by name."""
    posts = in_force(Post.objects, day).filter(agency_id=agency_id, role=role)
    return Account.objects.filter(is_active=True, posts__in=posts).distinct().order_by("full_name")


def staff_of(agency_id: int, day: date) -> QuerySet[Post]:
    """The posts of an agency in force on `day`, with their people."""
    return in_force(Post.objects, day).filter(agency_id=agency_id).select_related("account", "unit", "agency")
