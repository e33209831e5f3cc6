"""The course of one dossier: which verb when, so that it ends as its scenario wants it. Moments are stamps (minutes).

All moments lie in office hours. Early, on time and late are by date, as the statutory reports judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from motcua.kernel.due import due
from motcua.kernel.moments import DAY, moment_of, stamp
from motcua.kernel.working_days import WorkDays

from .province import STEPS, Matter, Office, calendar
from .scenario import Scenario

EIGHT_HOURS = 480
LATEST_ENTRY = 4  # working days after the due date; a step may claim to have happened at most five earlier
SIT = 2  # an open dossier is due at least so many days after the last one: in time however the end is read


@dataclass(frozen=True, slots=True)
class Act:
    """A verb at a stamp, by whoever holds `role` at the counter or at the agency that decides."""

    at: int
    verb: str
    role: str
    given: Mapping[str, Any] = field(default_factory=dict)


class Unfit(Exception):
    """With this matter, filed at this moment, the dossier cannot end as wanted: another one is drawn."""


class Course:
    """The acts of one dossier as they are laid down."""

    def __init__(
        self, scenario: Scenario, office: Office, matter: Matter, becomes: str, channel: str, filed: int, rng: Random
    ) -> None:
        self.scenario, self.office, self.matter, self.becomes, self.channel = scenario, office, matter, becomes, channel
        self.filed, self.rng = filed, rng
        self.days: WorkDays = calendar().days_from(scenario.first.toordinal() - 60)
        self.acts: list[Act] = []
        self.last = scenario.last.toordinal()
        self.end = self.days.minutes_to((self.last + 1) * DAY)
        self.electronic = channel == "online" and becomes in ("early", "on_time") and rng.random() < 0.3

    def do(self, minutes: int, verb: str, role: str, **given: Any) -> None:
        """An act so many working minutes from the first day."""
        self.acts.append(Act(self.days.at_minutes(minutes), verb, role, given))

    def lay(self) -> Sequence[Act]:
        """All acts; Unfit when it cannot be."""
        start = self.days.minutes_to(self.filed)
        if self.becomes in ("filed", "refused"):
            self.do(start, "file" if self.becomes == "filed" else "file_and_refuse", "receiver")
            return self.acts
        if self.channel == "online":
            self.do(start, "file", "receiver")
            start += self.rng.randrange(5, EIGHT_HOURS)
            self.do(start, "accept", "receiver")
        else:
            self.do(start, "file_and_accept", "receiver")
        if start >= self.end:
            raise Unfit
        getattr(self, self.becomes)(start, self._due(start))
        return self.acts

    def _due(self, start: int) -> int:
        """The stamp at which a dossier accepted at `start` is due, by the very function that the verb asks."""
        found = due(moment_of(self.days.at_minutes(start)), self.matter.limit, calendar()).moment
        assert found is not None
        return stamp(found)

    # How it ends

    def early(self, start: int, due_at: int) -> None:
        """Finished on a day before the due date."""
        self._resolved(start, self._between(start, self.days.minutes_to(due_at // DAY * DAY)))

    def on_time(self, start: int, due_at: int) -> None:
        """Finished on the due date, within its office hours."""
        opening = max(start, self.days.minutes_to(due_at // DAY * DAY))
        self._resolved(start, self._between(opening, self.days.minutes_to(due_at)))

    def late(self, start: int, due_at: int) -> None:
        """Finished some days after the due date."""
        over = self.days.minutes_to((due_at // DAY + 1) * DAY)
        self._resolved(start, self._between(over, over + 8 * EIGHT_HOURS))

    def late_entry(self, start: int, due_at: int) -> None:
        """Ready in time, but recorded only after the due date: "late only on the system"."""
        really = self._between(start, self.days.minutes_to(due_at))
        number = self.days.number(due_at // DAY) + self.rng.randrange(1, LATEST_ENTRY)
        opening = self.days.minutes_to(self.days.ordinal(number) * DAY)
        recorded = self._between(opening, opening + EIGHT_HOURS)
        if (
            self.days.number(self.days.at_minutes(recorded) // DAY)
            - self.days.number(self.days.at_minutes(really) // DAY)
            > 5
            or really >= recorded
        ):
            raise Unfit
        self._work(start, really - 1)
        self.do(recorded, "resolve", "receiver", happened_at=self.days.at_minutes(really))
        self._returned(recorded)

    def open(self, start: int, due_at: int) -> None:
        """Still in process on the last day, within time."""
        if due_at // DAY < self.last + SIT:
            raise Unfit
        self._stands(start)

    def overdue(self, start: int, due_at: int) -> None:
        """Still in process on the last day, and late."""
        if not self.last - 30 <= due_at // DAY < self.last:
            raise Unfit
        self._stands(start)

    def supplement(self, start: int, due_at: int) -> None:
        """Waits for papers that were asked for."""
        self._asked(start, due_at)

    def restarted(self, start: int, due_at: int) -> None:
        """Papers were asked for and came; then everything as usual."""
        asked = self._asked(start, due_at)
        came = asked + self.rng.randrange(EIGHT_HOURS, 5 * EIGHT_HOURS)
        if came + EIGHT_HOURS >= self.end:
            raise Unfit
        self.do(came, "receive_supplement", "receiver")
        self._resolved(came, self._between(came, came + 3 * EIGHT_HOURS))

    def financial(self, start: int, due_at: int) -> None:
        """The clock stands for a duty to pay."""
        at = self._soon(start, due_at)
        self.do(at, "hold", "specialist")

    def withdrawn(self, start: int, due_at: int) -> None:
        self.do(self._soon(start, due_at), "withdraw", "receiver")

    def stopped(self, start: int, due_at: int) -> None:
        at = self._asked(start, due_at)
        if at + 16 * EIGHT_HOURS >= self.end:
            raise Unfit
        self.do(at + 16 * EIGHT_HOURS, "stop", "signer")

    def waiting(self, start: int, due_at: int) -> None:
        """Resolved, and nobody has come for the result yet."""
        self._resolved(start, self._between(start, self.days.minutes_to(due_at)), returned=False)

    # Parts of a course

    def _between(self, earliest: int, latest: int) -> int:
        """A working minute between two, with room for the work and not after the last day."""
        latest = min(latest, self.end - 1)
        earliest += len(STEPS[self.office.level]) + 2
        if latest < earliest:
            raise Unfit
        return self.rng.randint(earliest, latest)

    def _soon(self, start: int, due_at: int) -> int:
        return self._between(start, min(self.days.minutes_to(due_at), start + 2 * EIGHT_HOURS))

    def _asked(self, start: int, due_at: int) -> int:
        """A supplement is proposed at the desk and leaves through the counter."""
        if not self.matter.limit.amount or self.matter.limit.amount < 3:
            raise Unfit
        if self.office.level == "province":  # first somebody is told to do the work
            self.do(start + 1, "advance", "unit_leader")
            start += 1
        proposed = self._soon(start, due_at)
        if proposed + 3 >= self.end:
            raise Unfit
        self.do(proposed, "propose_supplement", "specialist")
        self.do(proposed + 2, "ask_supplement", "receiver")
        return proposed + 2

    def _work(self, start: int, finish: int, steps: int | None = None) -> None:
        """So many steps of the process (None: those that are left) spread over the time."""
        done = sum(act.verb == "advance" for act in self.acts)
        roles = STEPS[self.office.level][done : None if steps is None else done + steps]
        if self.electronic:
            roles = roles[:-1]
        moments = sorted(self.rng.randint(start, finish) for _ in roles)
        for role, at in zip(roles, moments, strict=True):
            if self.scenario.taken and self.rng.random() < 0.5:
                self.do(at, "take", role)
            self.do(at, "advance", role)

    def _resolved(self, start: int, finish: int, *, returned: bool = True) -> None:
        self._work(start, finish - 1)
        self.do(finish, "resolve", "clerk" if self.electronic else "receiver")
        if returned:
            self._returned(finish)

    def _returned(self, finish: int) -> None:
        """Most come for the result within some days; the last of the year have not come yet."""
        at = finish + int(self.rng.expovariate(1 / EIGHT_HOURS))
        if at < self.end:
            self.do(at, "return_result", "receiver")

    def _stands(self, start: int) -> None:
        """As far as it has come by the last day: with the last steps still to do."""
        if start + 1 >= self.end:
            raise Unfit
        self._work(start, self.end - 1, self.rng.randrange(len(STEPS[self.office.level])))


@lru_cache(maxsize=8)
def filing_days(first: date, last: date) -> list[int]:
    """The working days of a period, as ordinals."""
    return [n for n in range(first.toordinal(), last.toordinal() + 1) if calendar().spans(n)]
