"""Writes of accounts: open one, set a password, let in, shut out. Each is an event of the account's stream."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from motcua.journal.actions import Entry, append
from motcua.kernel.sentences import Refused

from .models import AccessToken, Account, Reply, Tally, folded

# Read aloud and typed by hand from a printed sheet: no l/1, o/0.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class NewAccount:
    username: str
    full_name: str
    email: str = ""
    phone: str = ""
    machine: bool = False


def one_time_password() -> str:
    """Twelve letters in three groups: about 59 bits, readable on paper."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def open_accounts(
    people: Sequence[NewAccount],
    *,
    by: str,
    at: datetime,
    password: str | None = None,
    demo: bool = False,
    origin: str = "live",
) -> dict[str, str]:
    """Open accounts for `people`; returns {username: one-time password}, to be printed once and never shown again.

    With `password` (the demo, the first administrator) all get that one and need not change it. Refused when a name
    is in use, be it in other capitals. A machine gets no password and is not among what is returned.
    """
    _check_free([person.username for person in people])
    shared = make_password(password) if password is not None else ""
    given: dict[str, str] = {}
    for person in people:
        if not person.machine:
            given[person.username] = password or one_time_password()
        account = Account(
            username=person.username,
            full_name=person.full_name,
            email=person.email,
            phone=person.phone,
            must_change_password=password is None and not person.machine,
            demo=demo,
            machine=person.machine,
            created_at=at,
            password=make_password(None) if person.machine else shared or make_password(given[person.username]),
        )
        account.save()
        append(account, [Entry("account.opened", {"username": person.username})], by=by, at=at, origin=origin)
        account.save(update_fields=["chain_n", "chain_hash"])
    return given


def _check_free(usernames: Sequence[str]) -> None:
    taken = {folded(name) for name in Account.objects.values_list("username", flat=True)}
    for name in usernames:
        if folded(name) in taken:
            raise Refused("Tên đăng nhập {username} đã có người dùng.", field="username", username=name)
        taken.add(folded(name))


def _recorded(
    account_id: int, kind: str, *, by: str, at: datetime, payload: Mapping[str, object] | None = None, **changes: object
) -> Account:
    account = Account.objects.select_for_update().get(pk=account_id)
    for name, value in changes.items():
        setattr(account, name, value)
    append(account, [Entry(kind, payload or {})], by=by, at=at)
    account.save(update_fields=[*changes, "chain_n", "chain_hash"])
    return account


@transaction.atomic
def change_contact(*, account_id: int, full_name: str, email: str, phone: str, by: str, at: datetime) -> Account:
    """Put a person's name, e-mail or telephone right; they stand on slips issued from now on."""
    account = Account.objects.select_for_update().get(pk=account_id)
    new = {"full_name": full_name, "email": email, "phone": phone}
    changes = {k: {"from": getattr(account, k), "to": v} for k, v in new.items() if getattr(account, k) != v}
    if changes:
        for name, value in new.items():
            setattr(account, name, value)
        append(account, [Entry("account.changed", {"changes": changes})], by=by, at=at)
        account.save(update_fields=[*new, "chain_n", "chain_hash"])
    return account


def choose_language(account_id: int, *, language: str) -> None:
    """In which language a person is written to; their own matter, of which the journal says nothing."""
    Account.objects.filter(pk=account_id).update(language=language)


def check_strength(password: str, account: Account, *, field: str) -> None:
    """Refused, with all reasons, when `password` is too weak for the person of `account`."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused("{reasons}", field=field, reasons=" ".join(error.messages)) from error


@transaction.atomic
def change_password(*, account_id: int, current: str, new: str, at: datetime) -> Account:
    """An officer's own change. Refused (field `current` or `new`) when the old one is wrong or the new one too weak."""
    account = Account.objects.get(pk=account_id)
    if not account.check_password(current):
        raise Refused("Mật khẩu hiện tại không đúng.", field="current")
    if current == new:
        raise Refused("Mật khẩu mới phải khác mật khẩu hiện tại.", field="new")
    check_strength(new, account, field="new")
    return _recorded(
        account_id,
        "account.password_changed",
        by=account.ref,
        at=at,
        password=make_password(new),
        must_change_password=False,
    )


@transaction.atomic
def reset_password(*, account_id: int, by: str, at: datetime) -> str:
    """An administrator's reset: a one-time password, told once. Open sessions, tokens and a lock of the account end."""
    password = one_time_password()
    account = _recorded(
        account_id, "account.password_reset", by=by, at=at, password=make_password(password), must_change_password=True
    )
    forget_failures(username=folded(account.username))
    for token in AccessToken.objects.filter(account_id=account_id, revoked_at__isnull=True):
        revoke_token(token_id=token.pk, by=by, at=at)  # whoever knew the old password may have issued one
    return password


@transaction.atomic
def set_active(*, account_id: int, active: bool, by: str, at: datetime) -> None:
    """Let an account in again or shut it out; shut out takes effect at its next request."""
    _recorded(account_id, "account.let_in" if active else "account.shut_out", by=by, at=at, is_active=active)


MARK = "mc_"
"""How every token begins, so that it is recognised where it should not be: in a log, in a repository."""


def digest_of(token: str) -> str:
    """By what a token is looked up. It holds 256 random bits, so that a plain digest gives nothing away."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def issue_token(
    *, account_id: int, purpose: str, scopes: Sequence[str], expires_at: datetime, by: str, at: datetime
) -> tuple[AccessToken, str]:
    """A new token; its text is told this once and nowhere kept."""
    text = MARK + secrets.token_urlsafe(32)
    row = AccessToken.objects.create(
        account_id=account_id,
        digest=digest_of(text),
        beginning=text[:9],
        purpose=purpose,
        scopes=list(scopes),
        created_by=by,
        created_at=at,
        expires_at=expires_at,
    )
    said = {"token": row.pk, "purpose": purpose, "scopes": list(scopes), "until": f"{expires_at:%Y-%m-%d}"}
    _recorded(account_id, "token.issued", by=by, at=at, payload=said)
    return row, text


@transaction.atomic
def revoke_token(*, token_id: int, by: str, at: datetime) -> bool:
    """Let a token be good no longer, from its next use on; whether it still was."""
    row = AccessToken.objects.select_for_update().get(pk=token_id)
    if row.revoked_at is not None:
        return False
    row.revoked_at, row.revoked_by = at, by
    row.save(update_fields=["revoked_at", "revoked_by"])
    _recorded(row.account_id, "token.revoked", by=by, at=at, payload={"token": row.pk, "purpose": row.purpose})
    return True


def note_use(token_id: int, *, at: datetime) -> None:
    """Remember when a token was last used."""
    AccessToken.objects.filter(pk=token_id).update(last_used_at=at)


def keep_reply(*, account_id: int, key: str, digest: str, status: int, body: str, at: datetime, over: datetime) -> bool:
    """Keep what an act answered, as the last statement of its transaction; False if the key was used since `over`.

    Of two who act under one key at the same time the second waits here for the first, and is told False.
    """
    table = connection.ops.quote_name(Reply._meta.db_table)
    moment, since = (connection.ops.adapt_datetimefield_value(m) for m in (at, over))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (account_id, key, digest, status, body, at) VALUES (%s, %s, %s, %s, %s, %s) "  # noqa: S608 - the table's own name
            "ON CONFLICT (account_id, key) DO UPDATE SET digest = excluded.digest, status = excluded.status, "
            f"body = excluded.body, at = excluded.at WHERE {table}.at <= %s RETURNING id",
            [account_id, key, digest, status, body, moment, since],
        )
        return cursor.fetchone() is not None


def forget_replies(*, before: datetime) -> int:
    """Drop replies older than `before`; how many."""
    return Reply.objects.filter(at__lt=before).delete()[0]


def tally(*, key: str, at: datetime, more: int = 1) -> int:
    """Count `more` of `key` in the minute of `at`; how many that makes. One statement, atomic for all processes.

    The first of a key in a minute sweeps out what is over: nothing is kept longer than a few minutes.
    """
    minute = at.replace(second=0, microsecond=0)
    table = connection.ops.quote_name(Tally._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, minute, n) VALUES (%s, %s, %s) "  # noqa: S608 - the table's own name
            f"ON CONFLICT (minute, key) DO UPDATE SET n = {table}.n + excluded.n RETURNING n",
            [key, connection.ops.adapt_datetimefield_value(minute), more],
        )
        n = int(cursor.fetchone()[0])
    if n == more:
        Tally.objects.filter(minute__lt=minute - timedelta(minutes=2)).delete()
    return n
