"""Codes and digests under this installation's own key."""

from __future__ import annotations

from django.conf import settings

from . import rules
from .models import Proof


def _secret() -> bytes:
    return settings.SECRET_KEY.encode()


def code_of(proof: Proof) -> str:
    """The six digits of a proof."""
    return rules.code_of(_secret(), proof=proof.pk, salt=proof.salt)


def contact_digest(contact: str) -> str:
    """By what a telephone (E.164) or an e-mail (small letters) is recognised without being kept."""
    return rules.digest_of(_secret(), "contact", contact)
