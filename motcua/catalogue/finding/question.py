"""One reading of a question in the numbers of an index: what stands at each place, and what each place is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

PAIR = 0.6  # how much two words in the order of the question count, beside the words themselves


class Asked:
    """`slots` are the words that may stand at each place, each with how sure that is; `worth` is how rare they are."""

    __slots__ = ("pair_worth", "pairs", "places", "slots", "whole", "worth")

    def __init__(self, slots: Sequence[Mapping[int, float]], worth: Sequence[float]) -> None:
        self.slots, self.worth = slots, worth
        self.places = {word: (i, sure) for i, slot in reversed(list(enumerate(slots))) for word, sure in slot.items()}
        self.pairs = {(a, b): i for i in range(len(slots) - 1) for a in slots[i] for b in slots[i + 1]}
        self.pair_worth = [PAIR * (a + b) / 2 for a, b in pairwise(worth)]
        self.whole = sum(worth) + sum(self.pair_worth)
