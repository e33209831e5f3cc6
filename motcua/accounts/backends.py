"""How an officer's name and password are checked; demo log-ins work on the machine itself only."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.http import HttpRequest

from motcua.copying import prepared

from .models import Account, folded

HANDED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
"""What proxies add to a request that began somewhere else."""


class OfficerBackend(BaseBackend):
    """User name without regard to case, Argon2 password, account active, and a person's: machines use tokens."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        """The account, or None. An unknown name costs as much time as a wrong password."""
        if not username or password is None:
            return None
        account = Account.objects.filter(username__iexact=folded(username)).first()
        if account is None or folded(account.username) != folded(username):
            make_password(password)
            return None
        if not account.check_password(password) or not account.is_active or account.machine:
            return None
        if account.demo and not from_this_machine(request):
            return None
        return account

    def get_user(self, user_id: int) -> Account | None:
        return next(iter(_officer(user_id)), None)


class CitizenBackend(BaseBackend):
    """Lets nobody in by itself: a citizen signs in by a code or by the national e-ID, and is asked for here after."""

    def get_user(self, user_id: int) -> Account | None:
        return Account.everyone.filter(pk=user_id, is_active=True, citizen=True).first()


@prepared.query
def _officer() -> QuerySet[Account]:
    """Who is signed in: asked at every page."""
    return Account.objects.filter(pk=0, is_active=True, machine=False)


def counted_as(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name under which failures to sign in are counted: the same for all spellings that would be let in."""
    said = credentials if credentials is not None else request.POST
    return folded(str(said.get("username") or ""))


def from_this_machine(request: HttpRequest | None) -> bool:
    """Whether `request` comes from a loopback address, not handed on by a proxy for someone else."""
    if request is None:
        return False
    if any(header in request.META for header in HANDED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
