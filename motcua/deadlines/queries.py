"""When a dossier and its steps are due, by its clock, its holds and the calendar known when the date was set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers.models import Dossier
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Due, due
from motcua.kernel.due import Hold as Span
from motcua.kernel.limits import HOURS_A_WORKING_DAY, Limit, Unit
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot

from .clocks import in_time_to_restart
from .models import Hold


def limit_of(version: ProcedureVersion) -> Limit:
    """The time limit of a procedure version. Only a receivable version is asked: it has one."""
    amount = version.limit_amount
    whole = int(amount) if amount is not None and amount == int(amount) else amount
    return Limit(whole, Unit(version.limit_unit), version.limit_date)


def step_limit(hours: Decimal) -> Limit:
    """The limit of a step: a multiple of 8 hours runs as working days, anything else by the minute (design §5)."""
    if hours % HOURS_A_WORKING_DAY == 0:
        return Limit(int(hours / HOURS_A_WORKING_DAY), Unit.WORKING_DAY)
    return Limit(hours, Unit.WORKING_HOUR)


def spans(holds: Sequence[Hold]) -> list[Span]:
    """The holds that count, as the kernel takes them."""
    return [Span(h.begun_at, h.ended_at) for h in holds if not h.dropped]


def due_of(dossier: Dossier, holds: Sequence[Hold], offices: Snapshot, *, explain: bool = False) -> Due:
    """The due moment of an accepted dossier from its own clock; with the explaining lines if asked."""
    if dossier.clock_from is None or dossier.due_set_at is None:
        return Due(None)
    calendar = calendar_for(offices, dossier.competent_id, known_at=dossier.due_set_at)
    return due(dossier.clock_from, limit_of(dossier.version), calendar, spans(holds), explain=explain)


def step_due(*, opened_at: datetime, hours: Decimal, calendar: Calendar, holds: Sequence[Hold] = ()) -> datetime | None:
    """When a step opened at `opened_at` is due: its own working hours, standing still while the dossier does."""
    return due(opened_at, step_limit(hours), calendar, spans(holds)).moment


def restarts_if_asked(dossier: Dossier, calendar: Calendar, *, at: datetime, asked_before: bool) -> bool:
    """Whether a supplement request leaving at `at` makes the limit count anew once it is answered.

    Only the first, only within 3 working days of acceptance (or what the pack in force says), and never a limit that
    has lapsed already (NĐ 118/2025 Điều 19.4; design §4).
    """
    if dossier.accepted_at is None or asked_before:
        return False
    return in_time_to_restart(dossier.accepted_at, at, dossier.due_at, calendar)
