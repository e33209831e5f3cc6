"""How a dossier stands to its limit, as columns that lists are asked by: derived, never decided here.

A list of thousands is judged by these three alone. To work them out anew for every row would join each with its
procedure and its case, which was half of what a worklist cost (docs/adr).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from motcua.dossiers.models import Dossier
from motcua.kernel.judge import late_from
from motcua.kernel.limits import HOURS_A_WORKING_DAY, Unit

from .queries import limit_of


@dataclass(frozen=True, slots=True)
class Standing:
    """`runs_to`: the due moment while the dossier is open and its clock runs, else None. `late_from`: the first moment
    at which it is late then. `short`: its limit is shorter than two working days, so that "soon" is less."""

    runs_to: datetime | None = None
    late_from: datetime | None = None
    short: bool = False


def standing(dossier: Dossier) -> Standing:
    """How a dossier stands by what its columns say; no statement, its version is at hand."""
    ended = dossier.finished_at or dossier.ended_at or dossier.voided_at
    runs_to = None if ended else dossier.due_at
    if runs_to is None:
        return Standing()
    limit = limit_of(dossier)
    return Standing(runs_to, late_from(runs_to, limit.unit), is_short(limit.unit, limit.amount))


def is_short(unit: str, amount: Decimal | int | None) -> bool:
    """A limit of less than two working days, of which a whole day would always be soon due."""
    if unit == Unit.SAME_DAY:
        return True
    hours = {Unit.WORKING_HOUR: 1, Unit.WORKING_DAY: HOURS_A_WORKING_DAY}.get(Unit(unit) if unit else Unit.NONE)
    return hours is not None and amount is not None and amount * hours < 2 * HOURS_A_WORKING_DAY
