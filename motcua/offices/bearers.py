"""Who comes with an access token: the account, its posts of today and what it asked before, all by one statement."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from motcua.accounts.models import AccessToken, Account, Reply

from .actors import Actor, Holding
from .models import Absence, Agency, Edition, Post
from .roles import Role
from .snapshot import EDITION


@dataclass(frozen=True, slots=True)
class Answered:
    """What an earlier request under the same key was answered: its digest tells whether it was the same request."""

    digest: str
    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token with who it stands for, good or not; `edition` is that of the offices at this moment."""

    token_id: int
    scopes: frozenset[str]
    expires_at: datetime
    last_used_at: datetime | None
    revoked: bool
    active: bool
    demo: bool
    actor: Actor
    edition: int
    answered: Answered | None


def bearer(digest: str, *, day: date, key: str = "", since: datetime) -> Bearer | None:
    """Who holds the token with this digest, with posts of `day` and the reply under `key`, if one was kept `since`.

    None for an unknown token. Every call of the API begins here, so that it is one statement, built once.
    """
    days, moment = (connection.ops.adapt_datefield_value(day), connection.ops.adapt_datetimefield_value(since))
    with connection.cursor() as cursor:
        cursor.execute(_sql(connection.vendor), [EDITION, days, days, days, days, days, key, moment, digest])
        rows = cursor.fetchall()
    return _read(rows) if rows else None


def answered(account_id: int, *, key: str, since: datetime) -> Answered | None:
    """The reply under `key` by now, if one was kept `since`: another request under it may have come in between."""
    found = Reply.objects.filter(account_id=account_id, key=key, at__gt=since).first()
    return Answered(found.digest, found.status, found.body) if found else None


@lru_cache
def _sql(vendor: str) -> str:
    def table(model: type[models.Model]) -> str:
        return connection.ops.quote_name(model._meta.db_table)

    return (
        "SELECT t.id, t.scopes, t.expires_at, t.last_used_at, t.revoked_at, a.id, a.full_name, a.phone, a.is_active, "  # noqa: S608 - names of our own tables
        f"a.demo, (SELECT e.n FROM {table(Edition)} e WHERE e.name = %s), p.agency_id, p.role, p.unit_id, "
        "b.account_id, r.digest, r.status, r.body "
        f"FROM {table(AccessToken)} t JOIN {table(Account)} a ON a.id = t.account_id "
        f"LEFT JOIN ({table(Post)} p JOIN {table(Agency)} g ON g.id = p.agency_id "
        "AND (g.valid_to IS NULL OR g.valid_to > %s)) "
        "ON p.account_id = a.id AND p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to > %s) "
        f"LEFT JOIN {table(Absence)} b ON b.stand_in_id = a.id "
        "AND b.valid_from <= %s AND (b.valid_to IS NULL OR b.valid_to > %s) "
        f"LEFT JOIN {table(Reply)} r ON r.account_id = a.id AND r.key = %s AND r.at > %s "
        "WHERE t.digest = %s ORDER BY p.agency_id, p.role"
    )


def _read(rows: list[tuple[Any, ...]]) -> Bearer:
    token_id, scopes, expires, used, revoked, account_id, name, phone, active, demo, edition = rows[0][:11]
    digest, status, body = rows[0][15:]
    holdings = tuple(Holding(agency_id, Role(role), unit_id) for agency_id, role, unit_id in _posts(rows))
    covered = frozenset(row[14] for row in rows if row[14] is not None)
    return Bearer(
        token_id=token_id,
        scopes=frozenset(json.loads(scopes) if isinstance(scopes, str) else scopes),
        expires_at=_moment(expires),
        last_used_at=_moment(used) if used else None,
        revoked=revoked is not None,
        active=bool(active),
        demo=bool(demo),
        actor=Actor(account_id, f"account:{account_id}", name, holdings, "live", phone, covered),
        edition=edition or 0,
        answered=Answered(digest, status, body) if digest else None,
    )


def _posts(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(dict.fromkeys(tuple(row[11:14]) for row in rows if row[11] is not None))


def _moment(value: Any) -> datetime:
    """A moment as the database gives it to who asks without Django: SQLite knows no zones and keeps UTC."""
    known = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return known if known.tzinfo else known.replace(tzinfo=UTC)
