"""Whether an open dossier will be late, by how long others took from the same step to the end; plain Python.

Nothing cleverer than counting (docs/adr/0011): of the cases before that stood in the same step at least as long as this
dossier does by now, how many needed more working time to the end than it has. Times are working minutes, without those
in which a dossier waited; cases of other procedures are measured in thousandths of their whole limit instead.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import product

MOST = 200  # cases kept of a group, the latest
ENOUGH = 20  # of fewer cases nothing is concluded
LATE = 50  # per cent, from which on a dossier is named
AHEAD = 5  # working days after which a forecast is compared with what happened
MINUTES = 1000  # the measure of a group in which times stay minutes


@dataclass(frozen=True, slots=True)
class Group:
    """A group that a case belongs to; its times are thousandths of `measure`: of MINUTES, or of a limit in minutes."""

    key: Hashable
    measure: int

    def measured(self, minutes: int) -> int:
        """A time as the group keeps it."""
        return minutes * 1000 // max(1, self.measure)


@dataclass(frozen=True, slots=True)
class Chance:
    """So many per cent of so many cases needed more time than is left; `level` is the place of their group."""

    percent: int
    cases: int
    level: int

    @property
    def is_late(self) -> bool:
        """Whether the dossier is named as one that will be late."""
        return self.percent >= LATE


class History:
    """What happened before, by groups: (time in the step, time from its beginning to the end).

    Cases are added the latest first, each to all its groups, the narrowest first.
    """

    def __init__(self) -> None:
        self._cases: dict[Hashable, list[tuple[int, int]]] = {}

    def wants(self, keys: Sequence[Hashable]) -> bool:
        """Whether one more case would be kept under any of these keys."""
        return any(len(self._cases.get(key, ())) < MOST for key in keys)

    def add(self, groups: Sequence[Group], *, in_step: int, to_end: int) -> None:
        """One more case, in working minutes."""
        for group in groups:
            cases = self._cases.setdefault(group.key, [])
            if len(cases) < MOST:
                cases.append((group.measured(in_step), group.measured(to_end)))

    def chance(self, groups: Sequence[Group], *, spent: int, left: int) -> Chance | None:
        """The chance of a dossier that stands in its step for `spent` and has `left` minutes to its due moment.

        From the narrowest group with enough cases that stood as long. Where no group has them, because it stands longer
        than was usual, as if it had come to the step just now; None where there are too few cases of any kind.
        """
        for minutes, (level, group) in product((spent, 0), enumerate(groups)):
            stood, most = group.measured(minutes), group.measured(minutes + left)
            ends = [to_end for in_step, to_end in self._cases.get(group.key, ()) if in_step >= stood]
            if len(ends) >= ENOUGH:
                late = sum(end > most for end in ends)
                return Chance(100 * late // len(ends), len(ends), level)
        return None


@dataclass(frozen=True, slots=True)
class HitRate:
    """What became of forecasts: so many dossiers named, of them so many late, and so many late that were not named."""

    days: int = 0
    named: int = 0
    hits: int = 0
    missed: int = 0

    @property
    def precision(self) -> int | None:
        """Per cent of the named that were late; None while there are too few to say."""
        return 100 * self.hits // self.named if self.named >= ENOUGH else None

    @property
    def recall(self) -> int | None:
        """Per cent of the late that had been named; None while there are too few to say."""
        late = self.hits + self.missed
        return 100 * self.hits // late if late >= ENOUGH else None
