"""Whether an act that is recorded now is late by the clock that runs for it alone (deadlines/act_clocks.py)."""

from __future__ import annotations

from datetime import datetime

from motcua.deadlines.act_clocks import missed, since
from motcua.deadlines.clocks import Clock
from motcua.kernel.calendars import Calendar
from motcua.offices.calendars import calendar_for

from .case import Case


def is_late(case: Case, clock: Clock, begun: datetime) -> bool:
    """By the working time of the counter, as it was known when the clock began."""

    def known(at: datetime) -> Calendar:
        return calendar_for(case.offices, case.dossier.receiving_id, known_at=at)

    return missed(since(clock, begun, known), case.at)
