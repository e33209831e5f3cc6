"""Any report as programs take it, and as it is frozen: the text that a stranger can have computed again."""

from __future__ import annotations

from typing import Any

from .by_period import PERIOD, OfPeriod, of_period, period_json
from .reports import Asked, Report, as_json, report

Made = Report | OfPeriod


def made(asked: Asked) -> Made:
    """The report of any form; Refused as each refuses."""
    return of_period(asked) if asked.form == PERIOD else report(asked)


def figures_of(found: Made) -> Report:
    """The report without what it is compared with."""
    return found.report if isinstance(found, OfPeriod) else found


def told(found: Made) -> dict[str, Any]:
    """All that it says."""
    return period_json(found) if isinstance(found, OfPeriod) else as_json(found)
