"""What is to be lived of a scenario, and the living of one counter's dossiers, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

from motcua.casework.bulk import lives
from motcua.casework.reads.loading import loaded_at

from .live import Stage, live
from .plan import Docket, dockets
from .scenario import Scenario
from .world import ORIGIN

BATCH = 500  # dossiers of one transaction


def work(scenario: Scenario) -> list[tuple[Docket, int]]:
    """Every docket of a scenario with how many of its dossiers are there already."""
    return [(docket, loaded_at(docket.counter.code, origin=ORIGIN)) for docket in dockets(scenario)]


def live_docket(docket: Docket, done: int, stage: Stage) -> Iterator[int]:
    """Live the dossiers of one counter behind the first `done`, in the order of filing; yields the size of each batch.

    A batch is one transaction: who is killed leaves whole batches, and whoever comes next counts them.
    """
    order = docket.in_order[done:]
    for first in range(0, len(order), BATCH):
        numbers = order[first : first + BATCH]
        with lives(remembered=stage.remembered):
            live((docket.sketch(n) for n in numbers), stage, counter=docket.counter.code)
        yield len(numbers)
