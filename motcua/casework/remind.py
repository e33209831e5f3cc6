"""Reminding somebody that their result waits, and looking up the telephone number for it: both are recorded."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.kernel.sentences import Refused
from motcua.kernel.spelling import tidy
from motcua.offices.actors import Actor
from motcua.returning import actions as returning
from motcua.returning.models import Reminder
from motcua.returning.rules import Channel

from .case import locked

REMINDED, SHOWN = "result.reminded", "contact.shown"


def remind(code: str, *, by: Actor, at: datetime, channel: str, note: str = "") -> Dossier:
    """Record that the applicant was reminded by this channel."""
    if channel not in set(Channel):
        raise Refused("Chọn cách đã nhắc.", field="channel")
    with locked(code, by=by, at=at, items=False) as case:
        case.require("remind")
        case.ask("dossier.remind")
        said = tidy(note)
        returning.add(
            Reminder(dossier=case.dossier, channel=channel, note=said, reminded_at=at, reminded_by_id=by.account_id)
        )
        case.record(REMINDED, channel=channel, note=said)
        case.commit()
        return case.dossier


def show_contact(code: str, *, by: Actor, at: datetime) -> str:
    """The telephone number of the applicant, empty where there is none; that it was looked up is recorded."""
    with locked(code, by=by, at=at, items=False) as case:
        case.ask("dossier.see_numbers")
        phone = next(p.phone for p in case.parties if p.role == "applicant")
        case.record(SHOWN)
        case.commit()
        return phone
