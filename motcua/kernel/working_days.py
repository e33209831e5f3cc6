"""The working days of a calendar, numbered, with running totals: counting working time by looking it up."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from threading import Lock

from motcua.kernel.moments import DAY, written
from motcua.kernel.sentences import Refused

LAST_DAY = date(2999, 12, 31).toordinal()  # no due date is sought beyond it

Span = tuple[int, int]  # minutes from midnight: opening, close; the close is already outside
Spans = tuple[Span, ...]


class WorkDays:
    """The working days of a calendar, numbered from 1, with running totals, so that counting is looking up.

    It starts at a fixed day and grows forward by whole years when asked for more; what was counted never changes, so
    that threads may share it. Raises Refused where the calendar has no further working day.
    """

    __slots__ = (
        "_closes",
        "_growing",
        "_horizon",
        "_last",
        "_ordinals",
        "_spans",
        "_spans_of",
        "_through",
        "_upto",
        "first",
    )

    def __init__(self, spans_of: Callable[[int], Spans], ordinal: int, horizon: int) -> None:
        """`spans_of` gives the office hours of a day by ordinal; there are none after `horizon`."""
        # Four years of margin, so that questions that go back year by year do not each start afresh.
        self.first = date(max(1, date.fromordinal(ordinal).year - 4), 1, 1).toordinal()
        self._spans_of = spans_of
        self._horizon = min(horizon, LAST_DAY)
        self._last = self.first - 1  # the last ordinal counted
        self._upto: list[int] = []  # working days up to and including first + i
        self._ordinals: list[int] = []  # of the working days
        self._spans: list[Spans] = []
        self._closes: list[int] = []  # stamps
        self._through: list[int] = []  # working minutes up to the close of each working day
        self._growing = Lock()
        self._grow(ordinal)

    def number(self, ordinal: int) -> int:
        """How many working days there are up to and including the day."""
        if ordinal > self._last:
            self._grow(ordinal)
        return self._upto[ordinal - self.first]

    def number_from(self, ordinal: int) -> int:
        """The number of the day if it is a working day, else of the next working day."""
        return self.number(ordinal - 1) + 1 if ordinal > self.first else 1

    def ordinal(self, number: int) -> int:
        """The day of the working day with this number."""
        if number > len(self._ordinals):
            self._reach(number)
        return self._ordinals[number - 1]

    def close(self, number: int) -> int:
        """The stamp at which the working day with this number closes."""
        if number > len(self._ordinals):
            self._reach(number)
        return self._closes[number - 1]

    def deemed(self, at: int) -> int:
        """`at` itself inside office hours, else the stamp of the next opening."""
        ordinal = at // DAY
        number = self.number_from(ordinal)
        if self.ordinal(number) == ordinal:
            for opening, close in self._spans[number - 1]:
                if at % DAY < close:
                    return max(at, ordinal * DAY + opening)
            number += 1
        return self.ordinal(number) * DAY + self._spans[number - 1][0][0]

    def minutes_to(self, at: int) -> int:
        """Working minutes from the first day counted to `at`."""
        ordinal = at // DAY
        number = self.number(ordinal)
        if not number:
            return 0
        total = self._through[number - 1]
        if self._ordinals[number - 1] == ordinal:
            minute = at % DAY
            for opening, close in reversed(self._spans[number - 1]):
                if minute >= close:
                    break
                total -= close - (opening if opening > minute else minute)
        return total

    def at_minutes(self, total: int) -> int:
        """The earliest stamp at which `total` working minutes have run: a close rather than the next opening."""
        while not self._through or self._through[-1] < total:
            self._reach(len(self._ordinals) + 1)
        found = bisect_left(self._through, total)
        spans = self._spans[found]
        left = self._through[found] - total
        for opening, close in reversed(spans):
            if left < close - opening:
                return self._ordinals[found] * DAY + close - left
            left -= close - opening
        return self._ordinals[found] * DAY + spans[0][0]

    def _reach(self, number: int) -> None:
        horizon = self._horizon
        while number > len(self._ordinals):
            if self._last >= horizon:
                raise _nothing_after(self._ordinals[-1] if self._ordinals else self.first, horizon)
            # Each step at least doubles what is known, so that far days cost no more than near ones.
            self._grow(min(horizon, self._last + max(730, self._last - self.first)))

    def _grow(self, ordinal: int) -> None:
        target = date(min(date.fromordinal(ordinal).year + 1, date.max.year), 12, 31).toordinal()
        with self._growing:
            numbered = len(self._ordinals)
            total = self._through[-1] if self._through else 0
            for day in range(self._last + 1, target + 1):
                spans = self._spans_of(day)
                if spans:
                    numbered += 1
                    total += sum(close - opening for opening, close in spans)
                    self._spans.append(spans)
                    self._closes.append(day * DAY + spans[-1][1])
                    self._ordinals.append(day)
                    self._through.append(total)
                self._upto.append(numbered)
            self._last = max(self._last, target)


def _nothing_after(ordinal: int, horizon: int) -> Refused:
    if horizon >= LAST_DAY:
        return Refused("Thời hạn kéo dài quá năm 2999; hãy kiểm tra lại thời hạn và giờ làm việc.", field="limit")
    return Refused(
        "Lịch làm việc không có ngày làm việc nào sau ngày {date}; hãy bổ sung giờ làm việc.",
        field="calendar",
        date=written(date.fromordinal(ordinal)),
    )
