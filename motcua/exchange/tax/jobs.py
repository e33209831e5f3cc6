"""Job `tax.send`: hand a slip to the tax office; what became of it is written when the line is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.casework.tax import SEND
from motcua.correspondence import actions as book
from motcua.correspondence.queries import waiting_slip

from .client import NotDelivered, TaxOffice, deliver

Ending = Callable[[datetime], None]


def send(payload: Mapping[str, Any], at: datetime) -> Ending:
    """Hand over the slip that the payload names, unless another replaced it; raises what the outbox tries again."""
    slip = waiting_slip(payload["message"])
    if slip is None:
        return _nothing
    if not settings.TAX_OFFICE_URL:
        raise NotDelivered("MOTCUA_TAX_OFFICE_URL is not set any more")
    office = TaxOffice(settings.TAX_OFFICE_URL, settings.TAX_OFFICE_TOKEN, settings.TAX_OFFICE_TIMEOUT)
    name = slip.message_id
    if refused := deliver({"message": name, **slip.body}, office):
        return lambda now: book.rejected(name, reason=refused, at=now)
    return lambda now: book.sent(name, at=now)


def _nothing(at: datetime) -> None:
    """There is nothing to write."""


SPEAKING = {SEND: send}
