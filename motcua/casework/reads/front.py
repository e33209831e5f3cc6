"""What the first page shows besides its look-up box: the fields of the catalogue, and the counters of the province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.kernel.moments import VIETNAM
from motcua.offices.snapshot import Snapshot

from . import procedure_list
from .counters import CounterToday, counters, with_hours

MOST_FIELDS, MOST_COUNTERS = 12, 3


@dataclass(frozen=True, slots=True)
class Front:
    """`fields` are (name, number of procedures); `first` are the counters shown at once, of `counters` in all."""

    fields: Sequence[tuple[str, int]]
    first: Sequence[CounterToday]
    counters: int

    @property
    def procedures(self) -> int:
        return sum(n for _, n in self.fields)

    @property
    def most_fields(self) -> list[tuple[str, int]]:
        """The fields with most procedures, in the order of the list."""
        most = sorted(self.fields, key=lambda field: -field[1])[:MOST_FIELDS]
        return [field for field in self.fields if field in most]


def front(offices: Snapshot, *, at: datetime) -> Front:
    """The first page: two statements. Where the province has a centre it stands alone: communes are to be searched."""
    found = counters(offices, "", at=at)
    most = sum(a.level.code == "province" for a in found) or MOST_COUNTERS
    return Front(
        fields=procedure_list.fields(day=at.astimezone(VIETNAM).date()),
        first=with_hours(found[: min(most, MOST_COUNTERS)], offices, at=at),
        counters=len(found),
    )
