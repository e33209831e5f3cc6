"""Access tokens as their holder and administrators see them: what each is for, until when, when last used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from motcua.accounts.models import AccessToken
from motcua.accounts.scopes import SCOPES
from motcua.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token. It is good as long as it is neither revoked nor past its time."""

    token: AccessToken
    scopes: list[Sentence]
    is_good: bool


def tokens_of(account_id: int, *, at: datetime) -> list[TokenRow]:
    """The tokens of an account, those that are good first, else the newest first: one statement."""
    rows = [
        TokenRow(t, [Sentence(SCOPES[s]) for s in t.scopes if s in SCOPES], t.revoked_at is None and t.expires_at > at)
        for t in AccessToken.objects.filter(account_id=account_id)
    ]
    return sorted(rows, key=lambda row: not row.is_good)
