"""The due moment that an older system promised: kept as it was told, moved by holds alone; plain Python.

Who was told a date by the system before this one was told it by the same office. It is not computed again: neither
calendar nor limit of ours gave it. A hold moves it by the working time that it took; a supplement that makes the limit
count anew, and another limit, end the promise (Life, Case).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from motcua.kernel.calendars import Calendar
from motcua.kernel.due import Due, Hold, merged
from motcua.kernel.explanation_lines import Left, Line, LineKind
from motcua.kernel.limits import Unit
from motcua.kernel.moments import DAY, moment_of, stamp


def kept(promised: datetime, since: datetime, calendar: Calendar, holds: Sequence[Hold], *, explain: bool) -> Due:
    """When a dossier is due that was taken over with this promise; `since` is its acceptance there."""
    reached = moment_of(stamp(promised))
    lines = [Line(LineKind.ACCEPTED, moment_of(stamp(since))), Line(LineKind.PROMISED, reached)]
    left: Left | None = None
    for began, ended in merged(holds, stamp(since)):
        start = moment_of(began)
        if start >= reached:
            lines.append(Line(LineKind.HOLD_TOO_LATE, start))
            continue
        if ended is None:
            left = Left(calendar.working_minutes_between(start, reached), Unit.WORKING_HOUR)
            lines.append(Line(LineKind.PAUSED, start, amount=left.amount, unit=left.unit))
            break
        minutes = calendar.working_minutes_between(start, moment_of(ended))
        reached = _later(reached, minutes, calendar)
        lines.append(Line(LineKind.PROMISE_MOVED, start, moment_of(ended), amount=minutes, unit=Unit.WORKING_HOUR))
    if left is None:
        lines.append(Line(LineKind.DUE, reached))
    return Due(reached if left is None else None, tuple(lines) if explain else (), left)


def _later(moment: datetime, minutes: int, calendar: Calendar) -> datetime:
    """So many minutes of office hours after `moment`."""
    if not minutes:
        return moment
    days = calendar.days_from(stamp(moment) // DAY)
    return moment_of(days.at_minutes(days.minutes_to(stamp(moment)) + minutes))
