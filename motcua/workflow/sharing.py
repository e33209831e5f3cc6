"""How several pieces of work are shared out over the people who are there: to who has least, in turn, by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from heapq import heapify, heapreplace

from motcua.kernel.sentences import gettext_noop


class Way(StrEnum):
    """By what rule it is decided who gets the next piece of work."""

    LEAST = "least"
    TURN = "turn"
    AREA = "area"


LABELS: dict[Way, str] = {
    Way.LEAST: gettext_noop("Giao đều theo số việc đang giữ"),
    Way.TURN: gettext_noop("Giao lần lượt"),
    Way.AREA: gettext_noop("Giao theo địa bàn"),
}


def to_the_least(n: int, loads: Mapping[int, int]) -> list[int]:
    """Who gets each of `n` pieces: always the one who has least by then, of equals the lowest id.

    `loads` are the pieces that each of them has now. Nobody gets anything where nobody is there.
    """
    heap = [(load, account) for account, load in loads.items()]
    heapify(heap)
    found = []
    for _ in range(n if heap else 0):
        load, account = heap[0]
        heapreplace(heap, (load + 1, account))
        found.append(account)
    return found


def in_turn(n: int, people: Iterable[int], *, after: int | None = None) -> list[int]:
    """Who gets each of `n` pieces: one after the other by id, round and round, beginning behind `after`.

    `after` is who had the last turn, also where they are not among `people` today.
    """
    ring = sorted(set(people))
    begin = next((place for place, account in enumerate(ring) if after is not None and account > after), 0)
    return [ring[(begin + k) % len(ring)] for k in range(n if ring else 0)]


def with_least_change(drawn: Sequence[int], holders: Sequence[int | None]) -> list[int]:
    """The same people in such an order that whoever holds a piece and gets one keeps their own; of the pieces the
    first that they hold. `holders` are who has each piece now, as many as were `drawn`."""
    left = list(drawn)
    kept: list[int | None] = []
    for holder in holders:
        keeps = holder is not None and holder in left
        if keeps and holder is not None:
            left.remove(holder)
        kept.append(holder if keeps else None)
    rest = iter(left)
    return [next(rest) if account is None else account for account in kept]
