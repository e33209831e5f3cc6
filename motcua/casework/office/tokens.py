"""Give programs their keys: issue an access token to an account, revoke it; what an officer may do with their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from motcua.accounts import actions
from motcua.accounts.models import AccessToken, Account, folded
from motcua.accounts.scopes import read_days, read_scopes
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor

from .asking import allowed

DAYS = 90
"""How long a token is good when nobody says otherwise."""


@transaction.atomic
def issue_token(
    username: str, *, by: str, at: datetime, scopes: Sequence[str] = (), days: int = DAYS, purpose: str = ""
) -> tuple[AccessToken, str]:
    """A token for the account called `username`, and its text, told this once. `by` is who runs the machine."""
    granted, until = read_scopes(scopes), at + timedelta(days=read_days(days))
    account = next((a for a in Account.objects.filter(username__iexact=folded(username))), None)
    if account is None:
        raise Refused("Không có tài khoản “{username}”.", field="username", username=username.strip()[:60])
    if not account.is_active:
        raise Refused("Tài khoản {username} đang bị khóa.", field="username", username=account.username)
    said = tidy(purpose)
    if len(said) > 120:
        raise Refused("Mục đích dài quá 120 ký tự.", field="purpose")
    return actions.issue_token(account_id=account.pk, purpose=said, scopes=granted, expires_at=until, by=by, at=at)


@transaction.atomic
def revoke_token(token_id: int, *, by: Actor, at: datetime) -> None:
    """Let a token be good no longer: one's own, or anybody's by an administrator. Refused when it is so already."""
    token = AccessToken.objects.filter(pk=token_id).first()
    if token is None:
        raise Refused("Không có mã truy cập này.")
    if token.account_id != by.account_id:
        allowed("accounts.change", by=by, at=at)
    if not actions.revoke_token(token_id=token_id, by=by.ref, at=at):
        raise Refused("Mã truy cập này đã bị thu hồi rồi.")
