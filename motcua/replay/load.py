"""What is to be lived of a scenario, and the living of one counter's dossiers, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.casework.bulk import lives
from motcua.casework.reads.loading import last_of_series

from .live import Stage, live
from .plan import Docket, dockets
from .scenario import Scenario

BATCH = 500  # dossiers of one transaction
LIVED = "replay:"
"""Series that count how many dossiers of a counter have been lived, each raised in the transaction that lives them."""


def work(scenario: Scenario) -> list[tuple[Docket, int]]:
    """Every docket of a scenario with how many of its dossiers are there already."""
    lived = last_of_series(LIVED)
    return [(docket, lived.get(f"{LIVED}{docket.counter.code}", 0)) for docket in dockets(scenario)]


def live_docket(docket: Docket, stage: Stage) -> Iterator[int]:
    """Live the dossiers of one counter that are not there yet, in the order of filing; yields the size of each batch.

    A batch is one transaction, and its place in the order is locked to the end of it: whoever is killed leaves whole
    batches, and two that live the same counter take turns.
    """
    order, key = docket.in_order, f"{LIVED}{docket.counter.code}"
    while True:
        with lives(remembered=stage.remembered) as kept:
            first = kept.turn(key)
            numbers = order[first : first + BATCH]
            kept.taken(key, len(numbers))
            live((docket.sketch(n) for n in numbers), stage, counter=docket.counter.code)
        if not numbers:
            return
        yield len(numbers)
