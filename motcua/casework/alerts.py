"""The alarm of an online filing: to who receives at that counter, at once and again while it waits (B-42; B-43)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.deadlines.clocks import Clock, Life, read
from motcua.deadlines.rules import pack_on
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Status
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM
from motcua.notifications.actions import Notice, tell
from motcua.offices import snapshot
from motcua.offices.calendars import calendar_for
from motcua.offices.presence import Presence, present_on
from motcua.offices.roles import Role
from motcua.offices.snapshot import Snapshot

from .case import Case

ONLINE = "online"
ALERT, REMIND = "acceptance.alert", "acceptance.remind"
FILED, WAITING = "acceptance.filed", "acceptance.waiting"


def promise_alerts(case: Case) -> None:
    """Part of filing: the alarm now, and once more when the dossier waits for so many office hours."""
    d, at = case.dossier, case.at
    case.promise(ALERT, key=f"alert:{d.code}", code=d.code)
    hours = Limit(pack_on(at.astimezone(VIETNAM).date()).acceptance_alert_working_hours, Unit.WORKING_HOUR)
    again = due(at, hours, case.calendar(d.receiving_id)).moment
    assert again is not None
    case.promise(REMIND, key=f"remind:{d.code}", after=again - at, code=d.code)


def alert(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `acceptance.alert`: an online dossier came in."""
    _tell(payload["code"], FILED, at=at)


def remind(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `acceptance.remind`: it still waits to be accepted."""
    _tell(payload["code"], WAITING, at=at)


def _tell(code: str, kind: str, *, at: datetime) -> None:
    """Tell who is at work; nobody when the dossier was answered meanwhile."""
    dossier = Dossier.objects.filter(code=code, status=int(Status.FILED), voided_at__isnull=True).first()
    if dossier is None:
        return
    offices = snapshot.present()
    calendar = calendar_for(offices, dossier.receiving_id, known_at=at)
    day = calendar.next_opening(at).date()  # what comes at night is for who works in the morning
    people = receivers(present_on(day, agencies=[dossier.receiving_id]), dossier.receiving_id)
    params = {"filed": _said(dossier.filed_at), "due": _said(answer_due(dossier, offices))}
    tell([Notice(kind, code, people, code, params)], at=at)


def receivers(presence: Presence, counter_id: int) -> frozenset[int]:
    """Who receives at a counter and is at work; its head when nobody else is."""
    return presence.holding(counter_id, Role.RECEIVER) or presence.holding(counter_id, Role.COUNTER_HEAD)


def answer_due(dossier: Dossier, offices: Snapshot) -> datetime:
    """Until when an online filing is to be answered, by the working time of its counter."""

    def known(moment: datetime) -> Calendar:
        return calendar_for(offices, dossier.receiving_id, known_at=moment)

    moment = read(Clock.ACCEPTANCE, Life(dossier.filed_at, Limit(None, Unit.NONE)), known).due.moment
    assert moment is not None
    return moment


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


HANDLERS = {ALERT: alert, REMIND: remind}
