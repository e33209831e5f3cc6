"""Reception regardless of boundary: how a dossier goes from the door that took it in to the agency that decides it.

The legal clock starts when the competent agency receives (design §4; Decree 118/2025 article 14). Electronically that
is the moment of acceptance. Paper travels: the receipt prints the date from the latest lawful transfer, and paper that
comes earlier brings the due date nearer, never further than printed. Plain Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from motcua.kernel.calendars import Calendar
from motcua.kernel.due import due
from motcua.kernel.limits import Limit, Unit
from motcua.kernel.moments import VIETNAM

from .rules import pack_on


class Transfer(StrEnum):
    """How a dossier reaches the competent agency; NONE where the counter that received it is that agency's own."""

    NONE = ""
    ELECTRONIC = "electronic"
    PAPER = "paper"


def latest_transfer(accepted: datetime, calendar: Calendar) -> datetime:
    """When paper accepted at `accepted` reaches the competent agency at the latest, by the receiving counter's days."""
    days = pack_on(accepted.astimezone(VIETNAM).date()).between_counters_working_days
    return _moment(accepted, Limit(days, Unit.WORKING_DAY), calendar)


def routing_due(filed: datetime, calendar: Calendar) -> datetime:
    """Until when it must be known which agency decides, by the hours of the counter that took the dossier down."""
    hours = pack_on(filed.astimezone(VIETNAM).date()).routing_working_hours
    return _moment(filed, Limit(hours, Unit.WORKING_HOUR), calendar)


def begins(latest: datetime, arrived: datetime | None, pauses: Iterable[datetime]) -> datetime:
    """When the limit of a dossier that travels on paper begins: as it arrived, at the latest at the lawful moment.

    `pauses` are the moments after acceptance at which its clock began to stand. One before the latest lawful moment
    lets that moment count: brought nearer, the limit could take in more of the pause and end later than printed.
    """
    if arrived is None or arrived >= latest or any(begun < latest for begun in pauses):
        return latest
    return arrived


def _moment(since: datetime, limit: Limit, calendar: Calendar) -> datetime:
    found = due(since, limit, calendar).moment
    assert found is not None  # no hold stands beside it
    return found
