"""When a dossier and its steps are due, by its clock, its holds and the calendar known when the date was set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Case, F, When
from django.db.models.functions import Coalesce

from motcua.catalogue.models import LimitCase
from motcua.catalogue.queries import cases_of, own_limit, published
from motcua.dossiers.models import Dossier
from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Due, due
from motcua.kernel.due import Hold as Span
from motcua.kernel.limits import HOURS_A_WORKING_DAY, Limit, Unit
from motcua.offices.calendars import calendar_for
from motcua.offices.snapshot import Snapshot

from .clocks import in_time_to_restart
from .models import Hold
from .promises import kept


def case_of(dossier: Dossier) -> LimitCase | None:
    """The case of its version by which a dossier is judged; None: by the version's own limit. No statement but once."""
    if dossier.case_id is None:
        return None
    return next(case for case in cases_of(dossier.version_id) if case.pk == dossier.case_id)


def case_number(case: LimitCase | None) -> int:
    """What the journal calls a case: its number, 0 for the version's own limit."""
    return case.n if case else 0


def limit_of(dossier: Dossier) -> Limit:
    """The time limit of a dossier: of its case if it has one, else of its procedure version."""
    return own_limit(case_of(dossier) or dossier.version)


def limit_of_case(version_id: int, n: int) -> Limit:
    """The limit of case `n` of a version, as the journal names it; 0 is the version's own. KeyError without such."""
    if n == 0:
        return own_limit(published(version_id))
    return {case.n: own_limit(case) for case in cases_of(version_id)}[n]


# The same as columns of a list: `dossier` is the way to the dossier, "" or "dossier__".


def limit_columns(dossier: str = "") -> dict[str, Coalesce | Case]:
    """Unit and amount of the limit of a dossier, for `annotate`."""
    return {"limit_unit": unit_column(dossier), "limit_amount": amount_column(dossier)}


def unit_column(dossier: str = "") -> Coalesce:
    """The unit of the limit of a dossier, as a value of the database."""
    return Coalesce(F(f"{dossier}case__limit_unit"), F(f"{dossier}version__limit_unit"))


def amount_column(dossier: str = "") -> Case:
    """The amount of that limit."""
    own = When(**{f"{dossier}case__isnull": True}, then=F(f"{dossier}version__limit_amount"))
    return Case(own, default=F(f"{dossier}case__limit_amount"))


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
    if dossier.promised_at is not None and dossier.clock_from == dossier.accepted_at:
        return kept(dossier.promised_at, dossier.clock_from, calendar, spans(holds), explain=explain)
    return due(dossier.clock_from, limit_of(dossier), calendar, spans(holds), explain=explain)


def due_in_case(dossier: Dossier, limit: Limit, holds: Sequence[Hold], offices: Snapshot, *, at: datetime) -> Due:
    """When an accepted dossier would be due if it were judged by another limit from `at` on."""
    if dossier.clock_from is None:
        return Due(None)
    calendar = calendar_for(offices, dossier.competent_id, known_at=at)
    return due(dossier.clock_from, limit, calendar, spans(holds), explain=True)


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
