"""Compare the two implementations of figures: what projection and brute force say differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min

from motcua.kernel.moments import VIETNAM

from . import brute, queries
from .measures import MEASURES
from .models import Fact
from .periods import View, month, year
from .ways import CHANNEL, HEADING, PROCEDURE, Way


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of one heading in one view of which there are several opinions; by procedure or channel `field` is
    its code and there is no agency."""

    view: View
    agency: str
    field: str
    measure: str
    rollups: int
    facts: int
    events: int


def differences(views: Sequence[View]) -> Iterator[Difference]:
    """Everything that rollups, facts and events say differently: by heading, by procedure and by channel."""
    forced = brute.counted_each(views)
    for by, name in ((HEADING, "heading"), (PROCEDURE, "procedure"), (CHANNEL, "channel")):
        for view in views:
            yield from _of_view(view, by, forced[name][view])


def _of_view(view: View, by: Way, forced: brute.Figures) -> Iterator[Difference]:
    ways = [_named(by, queries.figures(view, by=by)), _named(by, queries.counted_by(by.fact, view)), forced]
    for key in sorted(set().union(*ways)):
        said = [found.get(key, {}) for found in ways]
        for name in MEASURES:
            n = [row.get(name, 0) for row in said]
            if len(set(n)) > 1:
                agency, field = key if by == HEADING else ("", *key)
                yield Difference(view, agency, field, name, *n)


def _named(by: Way, found: Mapping[Any, Mapping[str, int]]) -> Mapping[tuple[str, ...], Mapping[str, int]]:
    """By what brute force names them by."""
    if by != HEADING:
        return {(key,): row for key, row in found.items()}
    headings = queries.headings(None)
    return {(headings[pk].agency, headings[pk].field): row for pk, row in found.items()}


def usual_views(known_to: date, most: int = 24) -> list[View]:
    """What is compared when nothing is asked for: the last months and years, as known now and at their end."""
    progress = queries.progress()
    oldest = Fact.objects.aggregate(n=Min("accepted_at"))["n"]
    if oldest is None or progress.at is None:
        return []
    begun, at = oldest.astimezone(VIETNAM).date(), known_to
    periods: list[tuple[date, date]] = []
    while at >= begun and len(periods) < most:
        periods.append(month(at))
        at = periods[-1][0] - timedelta(days=1)
    periods += sorted({year(first) for first, _ in periods})
    found = [View(first, last, progress.at) for first, last in periods]
    return found + [view.at_its_end() for view in found if view.ended]
