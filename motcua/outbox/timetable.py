"""Timetables: which period of a recurring job a moment belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Every:
    """A job promised once in each period of `minutes`, counted from the epoch of the local day."""

    kind: str
    minutes: int

    def period(self, local: datetime) -> str:
        """The name of the period that `local` lies in, e.g. `2026-11-21T08:15`."""
        start = (local.hour * 60 + local.minute) // self.minutes * self.minutes
        return f"{local:%Y-%m-%d}T{start // 60:02d}:{start % 60:02d}"


@dataclass(frozen=True, slots=True)
class Daily:
    """A job promised once a day, from `hour`:`minute` local time on."""

    kind: str
    hour: int
    minute: int = 0

    def period(self, local: datetime) -> str:
        """The date of the latest planned start at or before `local`."""
        return f"{local - timedelta(hours=self.hour, minutes=self.minute):%Y-%m-%d}"
