"""The whole of the demo's half year as one row of acts in the order of time, the same in every process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from .acts import Act, Outcome
from .counter import kept_at_counter
from .courses import acts_of
from .sketches import sketches

IN_A_SLICE = 100


@lru_cache(maxsize=1)
def acts(until: datetime, total: int) -> tuple[Act, ...]:
    """All acts up to `until` in the order of time: on `total` dossiers, and on the books of the counter at Kon Tum."""
    return tuple(_sorted(kept_at_counter(lives(until, total), until)))


def lives(until: datetime, total: int) -> tuple[Act, ...]:
    """The acts on `total` dossiers up to `until`, in the order of time; results are numbered in that order."""
    found = [act for sketch in sketches(until, total) for act in acts_of(sketch, until)]
    return tuple(_numbered(_sorted(found)))


def _sorted(found: Iterable[Act]) -> list[Act]:
    return sorted(found, key=lambda act: (act.at, act.n))


def _numbered(acts_: Iterable[Act]) -> Iterable[Act]:
    last: Counter[str] = Counter()
    for act in acts_:
        result = act.given.get("result")
        if isinstance(result, Outcome):
            series = f"{result.series}:{act.at.year}"
            last[series] += 1
            act = replace(act, given={**act.given, "result": replace(result, number=last[series])})
        yield act


def slices(until: datetime, total: int) -> int:
    """Into how many slices of time the acts are cut."""
    return -(-len(acts(until, total)) // IN_A_SLICE)


def slice_of(until: datetime, total: int, n: int) -> Sequence[Act]:
    """The acts of slice `n`, counted from 0."""
    return acts(until, total)[n * IN_A_SLICE : (n + 1) * IN_A_SLICE]
