"""Jobs of messages: hand one e-mail to the mail server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .actions import SEND, ended
from .mail import send
from .models import Delivery


def send_one(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `notifications.send`: one e-mail. What fails for a while is tried again by the outbox and shown there."""
    waiting = Delivery.objects.select_related("message__recipient", "file").filter(
        pk=payload["delivery"], state="waiting"
    )
    delivery = waiting.select_related("message__recipient", "file").first()
    if delivery is None:
        return
    if not delivery.message.recipient.email:
        ended(delivery.pk, state="failed", at=at, error="no address any more")
        return
    refused = send(delivery)
    ended(delivery.pk, state="failed" if refused else "sent", at=at, error=refused)


HANDLERS = {SEND: send_one}
