"""A measurement: how many a second, and the 95th percentile of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds; milliseconds of one in the middle and at the 95th percentile."""

    done: int
    seconds: float
    median_ms: float
    p95_ms: float

    @property
    def rate(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    @classmethod
    def of(cls, took: Sequence[float], *, seconds: float) -> Rate:
        """From how long each took."""
        ordered = sorted(took)
        return cls(len(took), seconds, ordered[len(took) // 2] * 1000, ordered[int(len(took) * 0.95)] * 1000)

    def as_json(self) -> dict[str, float]:
        found = {"rate": self.rate, "done": self.done, "median_ms": self.median_ms, "p95_ms": self.p95_ms}
        return {name: round(value, 2) for name, value in found.items()}
