"""People as the back office sees them: the list, found by name typed without accents, and one person with all posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from motcua.accounts.models import Account
from motcua.kernel import folding
from motcua.offices.models import Post, in_force

from .happenings import Story, story


@dataclass(frozen=True, slots=True)
class Question:
    """What narrows the list of people. `state`: in (may sign in), out (locked), first (one-time password), or all."""

    text: str = ""
    agency_id: int | None = None
    role: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the list, with the posts of today."""

    account: Account
    posts: Sequence[Post] = ()


def people(asked: Question, *, day: date) -> list[PersonRow]:
    """All who match, by name: one statement. A province has some thousand officers, so names are compared here:
    neither database folds đ."""
    rows = Account.objects.all()
    if asked.agency_id or asked.role:
        posts = in_force(Post.objects, day).filter(account=OuterRef("pk"))
        posts = posts.filter(agency_id=asked.agency_id) if asked.agency_id else posts
        rows = rows.filter(Exists(posts.filter(role=asked.role) if asked.role else posts))
    states = {"in": Q(is_active=True), "out": Q(is_active=False), "first": Q(is_active=True, must_change_password=True)}
    rows = rows.filter(states.get(asked.state, Q()))
    words = folding.fold(asked.text).split()
    found = [a for a in rows if all(w in f"{folding.fold(a.full_name)} {a.username}" for w in words)]
    return [PersonRow(a) for a in sorted(found, key=lambda a: (folding.sort_key(a.full_name), a.username))]


def with_posts(rows: Sequence[PersonRow], *, day: date) -> list[PersonRow]:
    """The rows of a page with their posts of today: one statement."""
    ids = [r.account.pk for r in rows]
    posts: dict[int, list[Post]] = {}
    for post in in_force(Post.objects, day).filter(account_id__in=ids).select_related("agency"):
        posts.setdefault(post.account_id, []).append(post)
    return [PersonRow(r.account, posts.get(r.account.pk, ())) for r in rows]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: posts held now or to come, posts that ended, and what the journal tells."""

    account: Account
    posts: Sequence[Post]
    past: Sequence[Post]
    story: Story


def person_page(account_id: int, *, day: date) -> PersonPage | None:
    """The page of one person, or None: four statements."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return None
    rows = Post.objects.filter(account=account).select_related("agency", "unit", "stand_in_for").order_by("-valid_from")
    posts = list(rows)
    over = [p for p in posts if p.valid_to is not None and p.valid_to <= day]
    return PersonPage(account, [p for p in posts if p not in over], over, story(account))
