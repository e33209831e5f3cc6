"""Reads of citizens."""

from __future__ import annotations

from motcua.accounts.models import Account

from .models import Citizen, Contact


def who_has(contact: str) -> Account | None:
    """The account to which this contact was proven, shut out or not."""
    found = Contact.objects.filter(value=contact).select_related("account").first()
    return found.account if found else None


def citizen(account_id: int) -> Citizen:
    """The citizen of an account, with the account and its contacts."""
    return Citizen.objects.select_related("account").prefetch_related("account__contacts").get(pk=account_id)
