"""The alarm of an online filing: to who receives at that counter, at once and again while it waits (B-42; B-43).

And once more, to their leader too, when the hours in which it is to be answered have passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
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
ALERT, REMIND, OVERDUE = "acceptance.alert", "acceptance.remind", "acceptance.overdue"
FILED, WAITING, LATE = "acceptance.filed", "acceptance.waiting", "acceptance.late"
MINUTE = timedelta(minutes=1)  # hours are judged by the minute: late is what is past its minute


def promise_alerts(case: Case) -> None:
    """Part of filing: the alarm now, once more when it waits for so many office hours, and when it is late."""
    d, at = case.dossier, case.at
    case.promise(ALERT, key=f"alert:{d.code}", code=d.code)
    hours = Limit(pack_on(at.astimezone(VIETNAM).date()).acceptance_alert_working_hours, Unit.WORKING_HOUR)
    again = due(at, hours, case.calendar(d.receiving_id)).moment
    assert again is not None
    case.promise(REMIND, key=f"remind:{d.code}", after=again - at, code=d.code)
    late = answer_due(d, case.offices) + MINUTE
    case.promise(OVERDUE, key=f"overdue:{d.code}", after=late - at, code=d.code)


def alert(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `acceptance.alert`: an online dossier came in."""
    _tell(payload["code"], FILED, at=at)


def remind(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `acceptance.remind`: it still waits to be accepted."""
    _tell(payload["code"], WAITING, at=at)


def overdue(payload: Mapping[str, Any], at: datetime) -> None:
    """Job `acceptance.overdue`: the hours in which it was to be answered have passed."""
    _tell(payload["code"], LATE, at=at)


def _tell(code: str, kind: str, *, at: datetime) -> None:
    """Tell who is at work; nobody when the dossier was answered meanwhile, be it by asking for a supplement."""
    waiting = Dossier.objects.filter(status=int(Status.FILED), supplements=0, voided_at__isnull=True)
    dossier = waiting.filter(code=code).first()
    if dossier is None:
        return
    offices, counter = snapshot.present(), dossier.receiving_id
    calendar = calendar_for(offices, counter, known_at=at)
    day = calendar.next_opening(at).date()  # what comes at night is for who works in the morning
    presence = present_on(day, agencies=[counter, dossier.competent_id])
    people = receivers(presence, counter)
    if kind == LATE:
        people |= leaders(presence, counter) or leaders(presence, dossier.competent_id)
    params = {"filed": _said(dossier.filed_at), "due": _said(answer_due(dossier, offices))}
    tell([Notice(kind, code, people, code, params)], at=at)


def receivers(presence: Presence, counter_id: int) -> frozenset[int]:
    """Who receives at a counter and is at work; its head when nobody else is."""
    return presence.holding(counter_id, Role.RECEIVER) or presence.holding(counter_id, Role.COUNTER_HEAD)


def leaders(presence: Presence, agency_id: int) -> frozenset[int]:
    """Who leads there and is at work."""
    return presence.holding(agency_id, Role.COUNTER_HEAD, Role.UNIT_LEADER, Role.SIGNER)


def answer_due(dossier: Dossier, offices: Snapshot) -> datetime:
    """Until when an online filing is to be answered, by the working time of its counter."""
    return answer_by(dossier.filed_at, dossier.receiving_id, offices)


def answer_by(filed_at: datetime, counter_id: int, offices: Snapshot) -> datetime:
    """Until when a filing of this moment is to be answered at a counter (NĐ 118/2025 Điều 18)."""

    def known(moment: datetime) -> Calendar:
        return calendar_for(offices, counter_id, known_at=moment)

    moment = read(Clock.ACCEPTANCE, Life(filed_at, Limit(None, Unit.NONE)), known).due.moment
    assert moment is not None
    return moment


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


HANDLERS = {ALERT: alert, REMIND: remind, OVERDUE: overdue}
