"""Decide on a step that was recorded late: a second person says whether it may count by the day when it happened.

One event of its own, with the facts `claim_of` (the number of the event that claimed) and `claim_approved` (1 or 0).
Nothing that was recorded changes.
"""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused, gettext_noop
from motcua.offices.actors import Actor

from .case import locked

OWN_CLAIM = gettext_noop("Người ghi lùi ngày không tự duyệt được. Cần một người khác có thẩm quyền.")


def decide_claim(
    code: str, *, by: Actor, at: datetime, approve: bool, event: int | None = None, note: str = ""
) -> Dossier:
    """Approve or reject the claim of an event (its number in the journal; None: the first that waits).

    Refused for who made the claim, and without a word why when it is rejected.
    """
    with locked(code, by=by, at=at, items=False) as case:
        case.require("decide_claim")
        case.ask("dossier.decide_claim")
        waiting = [entry for entry in case.books.late_entries(case.dossier) if entry.is_open]
        entry = next((e for e in waiting if event in (None, e.event_n)), None)
        if entry is None:
            raise Refused("Không có lần ghi lùi ngày nào chờ duyệt như vậy.")
        if entry.by_id == by.account_id:
            raise Refused(OWN_CLAIM)
        if not approve and not note.strip():
            raise Refused("Cần ghi lý do không duyệt.", field="note")
        case.books.change_late_entry(
            entry, approved=approve, decided_at=at, decided_by_id=by.account_id, note=note.strip()
        )
        case.note(claim_of=entry.event_n, claim_approved=int(approve))
        case.record("claim.approved" if approve else "claim.rejected", note=note.strip())
        case.commit()
        return case.dossier
