"""Compare the two implementations of figures: what projection and brute force say differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from motcua.kernel.moments import VIETNAM

from . import brute, queries
from .measures import MEASURES
from .models import Fact
from .periods import View, month, year


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of one heading in one view of which there are several opinions."""

    view: View
    agency: str
    field: str
    measure: str
    rollups: int
    facts: int
    events: int


def differences(views: Sequence[View]) -> Iterator[Difference]:
    """Everything that rollups, facts and events say differently."""
    forced = brute.counted(views)
    named = {pk: (h.agency, h.field) for pk, h in queries.headings(None).items()}
    for view in views:
        by_rollups = {named[pk]: row for pk, row in queries.figures(view).items()}
        by_facts = {named[pk]: row for pk, row in queries.counted(view).items()}
        for key in sorted(by_rollups.keys() | by_facts.keys() | forced[view].keys()):
            said = [found.get(key, {}) for found in (by_rollups, by_facts, forced[view])]
            for name in MEASURES:
                n = [row.get(name, 0) for row in said]
                if len(set(n)) > 1:
                    agency, field = key
                    yield Difference(view, agency, field, name, *n)


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
