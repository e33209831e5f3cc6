"""Which dossiers a counter gets, each drawn by its own number, so that every process plans the same lives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from motcua.kernel.moments import DAY

from .courses import Act, Course, Unfit, filing_days
from .province import Counter, Matter, Office, calendar, counters
from .scenario import Scenario, apportion

TRIES = 4000
LATE_IN_THE_YEAR = frozenset({"open", "overdue", "supplement", "financial", "filed"})
"""Courses of dossiers that are still open at the end: they were filed in the last weeks."""

ENDED_BY_FORM = frozenset({"withdrawn", "stopped"})


@dataclass(frozen=True, slots=True)
class Sketch:
    """One dossier before it is lived."""

    n: int
    office: Office
    matter: Matter
    channel: str
    becomes: str
    acts: Sequence[Act]


@dataclass(frozen=True)
class Docket:
    """The dossiers of one counter: those numbered from `first`, what they become and how they come."""

    scenario: Scenario
    counter: Counter
    first: int
    becomes: Sequence[str]
    channels: Sequence[str]

    def sketch(self, n: int) -> Sketch:
        """Dossier `first + n`, drawn until matter and moment fit its course."""
        rng = Random(f"{self.scenario.name}:{self.first + n}")  # noqa: S311 - a play, no secret
        becomes, channel = self.becomes[n], self.channels[n]
        for _ in range(TRIES):
            office = rng.choices(self.counter.offices, self.counter.weights)[0]
            matter = rng.choices(office.matters, office.weights)[0]
            course = Course(
                self.scenario, office, matter, becomes, channel, _filed(self.scenario, matter, becomes, rng), rng
            )
            try:
                return Sketch(self.first + n, office, matter, channel, becomes, course.lay())
            except Unfit:
                continue
        raise ValueError(f"no dossier of {self.counter.code} can become {becomes}")

    @property
    def in_order(self) -> Sequence[int]:
        """The numbers in the order of filing."""
        filed = [(self.sketch(n).acts[0].at, n) for n in range(len(self.becomes))]
        return [n for _, n in sorted(filed)]


@lru_cache(maxsize=2)
def _drawn(
    total: int, courses: tuple[tuple[str, int], ...], channels: tuple[tuple[str, int], ...]
) -> tuple[list[str], list[str]]:
    """What becomes of all dossiers and how each comes, in an order by chance that is always the same."""
    rng = Random(f"{total}:{courses}")  # noqa: S311 - a play, no secret
    both: list[list[str]] = []
    for parts in (courses, channels):
        names = [name for name, count in parts for _ in range(count)]
        rng.shuffle(names)
        both.append(names)
    return both[0], both[1]


def dockets(scenario: Scenario) -> Iterator[Docket]:
    """The whole plan, a docket for each counter that gets anything."""
    becomes, channels = _drawn(scenario.total, tuple(scenario.courses.items()), tuple(scenario.channels.items()))
    shares = apportion(scenario.total, _shares())
    first = 0
    for counter in counters():
        last = first + shares[counter.code]
        if last > first:
            yield Docket(scenario, counter, first, becomes[first:last], channels[first:last])
        first = last


def _shares() -> Mapping[str, int]:
    return {counter.code: round(counter.weight * 1_000_000) for counter in counters()}


def _filed(scenario: Scenario, matter: Matter, becomes: str, rng: Random) -> int:
    """A stamp at which somebody comes: mornings more than afternoons, within office hours."""
    days = filing_days(scenario.first, scenario.last)
    if becomes in LATE_IN_THE_YEAR:
        days = days[-max(3, min(len(days), int(matter.limit.amount or 1) + 25)) :]
    elif becomes in ENDED_BY_FORM:
        days = days[-250:]  # their paper is one of the forms in force since September 2025
    elif becomes == "waiting":
        days = days[-60:]
    day = rng.choice(days)
    opening, close = calendar().spans(day)[0 if rng.random() < 0.64 else -1]
    return day * DAY + rng.randrange(opening, close - 20)
