"""A calendar as it was known from moment to moment: a holiday announced late was not there before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from motcua.kernel.calendars import Calendar, OfficeHours
from motcua.kernel.working_days import Span

Known = datetime | None  # since when; None: always


class CalendarHistory:
    """Office hours with days off and worked Saturdays, each known from a moment on (rules.md 10).

    `off` pairs a day with the moment since which it is known, `working` maps a day to the weekday whose hours it takes
    and that moment, `closed` a day to the parts of it that are closed and that moment. Raises Refused, at once, for
    anything that a calendar of any moment would refuse.
    """

    def __init__(
        self,
        patterns: Iterable[OfficeHours],
        off: Iterable[tuple[date, Known]] = (),
        working: Mapping[date, tuple[str, Known]] | None = None,
        closed: Mapping[date, tuple[Sequence[Span], Known]] | None = None,
    ) -> None:
        hours, days_off, worked, parts = list(patterns), list(off), dict(working or {}), dict(closed or {})
        learned = {known for _, known in (*days_off, *worked.values(), *parts.values())}
        self.changes = sorted(known for known in learned if known is not None)
        self._calendars = [
            Calendar(
                hours,
                [day for day, known in days_off if _is_known(known, upto)],
                {day: name for day, (name, known) in worked.items() if _is_known(known, upto)},
                {day: spans for day, (spans, known) in parts.items() if _is_known(known, upto)},
            )
            for upto in (None, *self.changes)
        ]

    def at(self, moment: datetime) -> Calendar:
        """The calendar as known at `moment`, what became known in that very moment included."""
        return self._calendars[bisect_right(self.changes, moment)]

    @property
    def newest(self) -> Calendar:
        """The calendar with all that was ever announced."""
        return self._calendars[-1]


def _is_known(known: Known, upto: Known) -> bool:
    return known is None or (upto is not None and known <= upto)
