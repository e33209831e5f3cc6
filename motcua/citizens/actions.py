"""Writes of citizens: each is an event of the account's stream, what it says of the person in the erasable payload."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from motcua.accounts.models import Account
from motcua.journal.actions import Entry, append
from motcua.kernel.sentences import Refused, gettext_noop

from .models import Citizen, Contact
from .queries import who_has
from .rules import way_of

TAKEN = gettext_noop(
    "Số điện thoại hoặc thư điện tử này đang thuộc một tài khoản khác. Hãy đăng xuất rồi đăng nhập bằng chính nó."
)
PROVEN = gettext_noop("Họ tên và số định danh đã được định danh điện tử xác nhận nên không sửa ở đây được.")
BELONGS = gettext_noop("Đây là liên hệ duy nhất để đăng nhập. Hãy xác nhận một liên hệ khác trước khi bỏ liên hệ này.")


@transaction.atomic
def open_account(contact: str, *, language: str, at: datetime, origin: str = "live", demo: bool = False) -> Account:
    """The account of whoever just proved `contact`: the one it has, or a new one without a name.

    Of two who prove it at the same moment the second is given the account of the first.
    """
    try:
        with transaction.atomic():
            return _opened(contact, language=language, at=at, origin=origin, demo=demo)
    except IntegrityError:
        found = who_has(contact)
        if found is None:
            raise
        return found


def _opened(contact: str, *, language: str, at: datetime, origin: str, demo: bool) -> Account:
    account = Account(
        username=f"c:{uuid.uuid4().hex}",  # no name of an officer has a colon
        language=language,
        citizen=True,
        demo=demo,
        created_at=at,
        password=make_password(None),
    )
    account.save()
    Citizen.objects.create(account=account)
    Contact.objects.create(account=account, way=way_of(contact), value=contact, proven_at=at)
    _record(account, "citizen.opened", {"contact": contact}, at=at, origin=origin)
    return account


@transaction.atomic
def prove_contact(account_id: int, contact: str, *, at: datetime) -> None:
    """Give a citizen a contact that they proved, in place of one of the same way. Refused when another has it."""
    account = _locked(account_id)
    owner = who_has(contact)
    if owner is not None and owner.pk != account_id:
        raise Refused(TAKEN, field="contact")
    given = {"value": contact, "proven_at": at}
    try:
        with transaction.atomic():
            Contact.objects.update_or_create(account=account, way=way_of(contact), defaults=given)
    except IntegrityError:  # another proved it in this very moment
        raise Refused(TAKEN, field="contact") from None
    _record(account, "citizen.contact_proven", {"contact": contact}, at=at)


@transaction.atomic
def drop_contact(account_id: int, way: str, *, at: datetime) -> None:
    """Take a contact away. Refused for the only one, by which the person signs in."""
    account = _locked(account_id)
    mine = Contact.objects.filter(account=account)
    if not mine.filter(way=way).exists():  # taken away already, in another tab
        return
    if not mine.exclude(way=way).exists():
        raise Refused(BELONGS)
    mine.filter(way=way).delete()
    _record(account, "citizen.contact_dropped", {"way": way}, at=at)


@transaction.atomic
def change_profile(
    account_id: int, *, full_name: str, number: str, birth_date: date | None, address: str, at: datetime
) -> None:
    """What a citizen says of themselves. Refused when it would change what an e-ID proved."""
    account = _locked(account_id)
    person = Citizen.objects.get(pk=account_id)
    before = (account.full_name, person.number, person.birth_date)
    if person.identity_at is not None and before != (full_name, number, birth_date):
        raise Refused(PROVEN, field="full_name")
    account.full_name = full_name
    person.number, person.birth_date, person.address = number, birth_date, address
    person.save(update_fields=["number", "birth_date", "address"])
    said = {"full_name": full_name, "number": number, "birth_date": str(birth_date or ""), "address": address}
    _record(account, "citizen.profile_changed", said, at=at)


def _locked(account_id: int) -> Account:
    return Account.everyone.select_for_update().get(pk=account_id, citizen=True)


def _record(account: Account, kind: str, payload: Mapping[str, object], *, at: datetime, origin: str = "live") -> None:
    append(account, [Entry(kind, payload)], by=account.ref, at=at, origin=origin)
    account.save(update_fields=["full_name", "is_active", "chain_n", "chain_hash"])
