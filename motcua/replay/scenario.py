"""What a replay must come to: its days and totals, scaled so that parts always sum, and the figures of report 06a."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from motcua.kernel.sentences import Refused

RESOLVED_IN_TIME = ("early", "on_time")
RESOLVED_LATE = ("late_entry", "late")


@dataclass(frozen=True)
class Scenario:
    """How many dossiers of one period take each course and come by each channel.

    Courses of a statutory year: resolved `early` or `on_time` (by date), resolved late because it was entered late
    (`late_entry`) or really (`late`), and `open` within time on the last day. `taken`: officers take their work
    before they do it.
    """

    name: str
    first: date
    last: date
    courses: Mapping[str, int]
    channels: Mapping[str, int]
    taken: bool = False

    @property
    def total(self) -> int:
        return sum(self.courses.values())

    def scaled(self, scale: Fraction) -> Scenario:
        """The same at another size; courses and channels each sum to the rounded total."""
        if not 0 < scale <= 1:
            raise Refused("Tỷ lệ phải lớn hơn 0 và không quá 1.", field="scale")
        total = int(self.total * scale + Fraction(1, 2))
        if not total:
            raise Refused("Với tỷ lệ này không còn hồ sơ nào.", field="scale")
        return self.of(total)

    def of(self, total: int) -> Scenario:
        """The same with so many dossiers."""
        return replace(self, courses=apportion(total, self.courses), channels=apportion(total, self.channels))

    def figures(self) -> dict[str, int]:
        """The columns 3 to 13 of report II.06a that the dossiers must give."""
        in_time = [self.courses.get(name, 0) for name in RESOLVED_IN_TIME]
        late = sum(self.courses.get(name, 0) for name in RESOLVED_LATE)
        standing = self.courses.get("open", 0)
        online = self.channels["online"]
        columns = (self.total, online, self.total - online, 0, sum(in_time) + late, *in_time, late)
        return {str(n): figure for n, figure in enumerate((*columns, standing, standing, 0), 3)}


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` in whole parts after `weights`, by largest remainder; of equal remainders the first named comes first."""
    whole = sum(weights.values())
    parts = {name: total * weight // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: -(total * weights[name] % whole))
    for name in by_remainder[: total - sum(parts.values())]:
        parts[name] += 1
    return parts


KON_TUM_2021 = Scenario(
    name="kon-tum-2021",
    first=date(2021, 1, 1),
    last=date(2021, 11, 30),
    # The source: 240,225 early or on time, 6,897 late (more than half by late entry), 13,861 in process in time. It is
    # silent on early and on time apart, and on how many more than half.
    courses={"early": 182_571, "on_time": 57_654, "late_entry": 3_862, "late": 3_035, "open": 13_861},
    # The source: 12,100 online. It is silent on direct and post apart.
    channels={"direct": 247_583, "online": 12_100, "post": 1_300},
)
BENCH = Scenario(
    name="bench",
    first=date(2023, 1, 3),
    last=date(2026, 11, 20),
    # Of a thousand dossiers: years of lives, and every state at the end.
    courses={
        **{"early": 574, "on_time": 180, "late_entry": 30, "late": 40, "restarted": 30, "withdrawn": 8, "stopped": 6},
        **{"refused": 6, "waiting": 30, "open": 60, "overdue": 12, "supplement": 12, "financial": 8, "filed": 4},
    },
    channels={"direct": 640, "online": 330, "post": 30},
    taken=True,
)
SCENARIOS = {KON_TUM_2021.name: KON_TUM_2021}
