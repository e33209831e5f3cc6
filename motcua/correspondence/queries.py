"""Reads of the book of messages."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Exchanged
from .rules import TAX, Kind, State


def messages_of(dossier_id: int) -> list[Exchanged]:
    """All messages about a dossier, in order; one statement."""
    return list(Exchanged.objects.filter(dossier_id=dossier_id, office=TAX))


def paid(messages: Iterable[Exchanged], notice: Exchanged) -> int:
    """How much of a notice has been proven to be paid, in đồng."""
    counted = (m for m in messages if m.kind == Kind.PROOF and m.state == State.DONE and m.notice_id == notice.pk)
    return sum(m.amount or 0 for m in counted)


def waiting_slip(message_id: str) -> Exchanged | None:
    """The slip of this id that is still to be sent, with its dossier; None when it was sent or replaced meanwhile."""
    rows = Exchanged.objects.filter(office=TAX, message_id=message_id, kind=Kind.SLIP, state=State.PROMISED)
    return rows.select_related("dossier").first()
