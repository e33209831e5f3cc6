"""Writes of accounts: open one, set a password, let in, shut out. Each is an event of the account's stream."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from motcua.journal.actions import Entry, append
from motcua.kernel.sentences import Refused

from .models import Account, Tally, folded

# Read aloud and typed by hand from a printed sheet: no l/1, o/0.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class NewAccount:
    username: str
    full_name: str
    email: str = ""
    phone: str = ""


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
    is in use, be it in other capitals.
    """
    _check_free([person.username for person in people])
    shared = make_password(password) if password is not None else ""
    given: dict[str, str] = {}
    for person in people:
        given[person.username] = password or one_time_password()
        account = Account(
            username=person.username,
            full_name=person.full_name,
            email=person.email,
            phone=person.phone,
            must_change_password=password is None,
            demo=demo,
            created_at=at,
            password=shared or make_password(given[person.username]),
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


def _recorded(account_id: int, kind: str, *, by: str, at: datetime, **changes: object) -> Account:
    account = Account.objects.select_for_update().get(pk=account_id)
    for name, value in changes.items():
        setattr(account, name, value)
    append(account, [Entry(kind)], by=by, at=at)
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
    """An administrator's reset: a one-time password, told once; all open sessions and a lock of the account end."""
    password = one_time_password()
    account = _recorded(
        account_id, "account.password_reset", by=by, at=at, password=make_password(password), must_change_password=True
    )
    forget_failures(username=folded(account.username))
    return password


@transaction.atomic
def set_active(*, account_id: int, active: bool, by: str, at: datetime) -> None:
    """Let an account in again or shut it out; shut out takes effect at its next request."""
    _recorded(account_id, "account.let_in" if active else "account.shut_out", by=by, at=at, is_active=active)


def tally(*, key: str, at: datetime) -> int:
    """Count one more of `key` in the minute of `at`; how many that makes. One statement, atomic for all processes.

    The first of a key in a minute sweeps out what is over: nothing is kept longer than a few minutes.
    """
    minute = at.replace(second=0, microsecond=0)
    table = connection.ops.quote_name(Tally._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, minute, n) VALUES (%s, %s, 1) "  # noqa: S608 - the table's own name
            f"ON CONFLICT (minute, key) DO UPDATE SET n = {table}.n + 1 RETURNING n",
            [key, connection.ops.adapt_datetimefield_value(minute)],
        )
        n = int(cursor.fetchone()[0])
    if n == 1:
        Tally.objects.filter(minute__lt=minute - timedelta(minutes=2)).delete()
    return n
