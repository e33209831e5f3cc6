"""A scenario loaded with progress: counters shared out among processes, from where an earlier run was broken off."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue

from django.db import connection, connections

from motcua.casework.reads.loading import learn
from motcua.cli.processes import die_with_parent
from motcua.replay import world
from motcua.replay.live import Stage
from motcua.replay.load import live_docket, work
from motcua.replay.plan import Docket
from motcua.replay.scenario import Scenario

LOOK_EVERY = 1.0  # seconds
TOLD_EVERY = 5.0


@dataclass(frozen=True, slots=True)
class Progress:
    """So many dossiers of all are there; `new` of them were lived now, in so many seconds."""

    there: int
    total: int
    new: int
    seconds: float

    @property
    def rate(self) -> float:
        """Dossiers a second."""
        return self.new / self.seconds if self.seconds else 0.0


def load(scenario: Scenario, *, processes: int, tell: Callable[[Progress], None]) -> Progress:
    """Build the province and live all dossiers of a scenario; what is there already stays, so it may be repeated.

    Refused where other data lives.
    """
    world.build(scenario)
    left = work(scenario)
    there, new, begun, told = sum(done for _, done in left), 0, time.monotonic(), 0.0
    for size in _batches([docket for docket, done in left if done < len(docket.becomes)], processes):
        new += size
        now = Progress(there + new, scenario.total, new, time.monotonic() - begun)
        if now.seconds - told >= TOLD_EVERY:
            told = now.seconds
            tell(now)
    if new:
        learn()
    return Progress(there + new, scenario.total, new, time.monotonic() - begun)


def processes_here() -> int:
    """How many processes may share a load: one for each core, but one alone where the database has one writer."""
    return 1 if connection.vendor == "sqlite" else len(os.sched_getaffinity(0))


def _batches(left: Sequence[Docket], processes: int) -> Iterator[int]:
    """The sizes of the batches as they are written."""
    if processes == 1 or len(left) < 2:
        stage = Stage()
        for docket in left:
            yield from live_docket(docket, stage)
        return
    connections.close_all()  # each process opens its own
    fork = multiprocessing.get_context("fork")
    sizes: SimpleQueue[int] = fork.SimpleQueue()
    with ProcessPoolExecutor(processes, mp_context=fork, initializer=_begin, initargs=(os.getpid(), sizes)) as pool:
        running = {pool.submit(_in_process, docket) for docket in left}
        while running:
            ended, running = wait(running, timeout=LOOK_EVERY, return_when=FIRST_EXCEPTION)
            while not sizes.empty():
                yield sizes.get()
            for one in ended:
                one.result()


_stage: Stage
_sizes: "SimpleQueue[int]"


def _begin(parent: int, sizes: "SimpleQueue[int]") -> None:
    """What a process does first: see to it that it ends with the one that started it."""
    global _stage, _sizes
    die_with_parent(parent)()
    _stage, _sizes = Stage(), sizes


def _in_process(docket: Docket) -> None:
    for size in live_docket(docket, _stage):
        _sizes.put(size)
