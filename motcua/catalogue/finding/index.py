"""The index of a catalogue in memory: what was typed → procedures, the best first.

What counts: how much of the question a procedure answers (rare words more than common ones, words that follow one
another more than words apart), where it answers it (name before field before result and papers), and how little its
name says besides. Plain Python over folded syllables: the same answers on every database.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nsmallest
from itertools import pairwise
from math import log

from motcua.kernel import folding

from .asking import USUAL_PAIR, Known, Reading, Slot
from .codes import Text, by_code, by_initials
from .everyday import Everyday
from .question import Asked
from .spelling import Speller
from .syllables import marks, syllable, syllables, words

IN_NAME, IN_FIELD, IN_REST = 1.0, 0.55, 0.3
BESIDE = 0.35  # how much a name loses that says nothing but other things
LEAST_ANSWERED, LEAST_OF_BEST = 0.5, 0.6
LEAST_IN_PAPERS = 0.2  # where no name answers, papers may
OTHER_ACCENTS = 0.25
NAME_BEGINS = 12  # syllables of a name that count in full; what comes after them, or stands in brackets, counts less
LATER = 0.3
KEPT_SETS = 300
MOST_LOOKED_AT = 600
COMMON = 800  # so many procedures that have a word in their papers make it say nothing
INITIALS = re.compile(r"[a-z]{3,}")
BRACKETS = re.compile(r"([()])")
TELLS_NOTHING = ("thu", "tuc")


class _Numbers(dict[str, int]):
    """A number for each word that is asked for, from 0 on."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class Index:
    """The texts, found by their places in the order given."""

    def __init__(self, texts: Sequence[Text], everyday: Everyday) -> None:
        self.texts = texts
        self._number = _Numbers()
        self._names: list[array[int]] = []
        self._lengths: list[array[float]] = []
        self._in_name: dict[int, array[int]] = {}
        self._in_rest: dict[int, array[int]] = {}
        self._of_field: dict[str, array[int]] = {}
        self._rest_sets: dict[int, frozenset[int]] = {}
        self._fields: dict[str, frozenset[int]] = {}
        self._initials: list[str] = []
        pairs: Counter[tuple[str, str]] = Counter()
        for n, text in enumerate(texts):
            self._add_name(n, text, pairs)
        self._add_rest()
        holds = [len(self._in_name.get(number, ())) for number in range(len(self._number))]
        self._rarity = [log(1 + len(texts) / (1 + n)) for n in holds]
        self._totals = [self._total(n) for n in range(len(texts))]
        for phrase in everyday.phrases():
            for pair in pairwise(phrase):
                pairs[pair] += USUAL_PAIR
        known = {*self._number, *(word for phrase in everyday.phrases() for word in phrase)}
        self.known = Known(Speller(known), pairs, everyday)

    def _add_name(self, n: int, text: Text, pairs: Counter[tuple[str, str]]) -> None:
        said: list[str] = []
        lengths = array("f")
        depth = 0
        for part in BRACKETS.split(text.name):
            depth += {"(": 1, ")": -1}.get(part, 0)
            found = syllables(part)
            full = 0 if depth > 0 else max(0, min(len(found), NAME_BEGINS - len(said)))
            said += found
            lengths.extend([1.0] * full + [LATER] * (len(found) - full))
        pairs.update(pairwise(said))
        if tuple(said[:2]) == TELLS_NOTHING:
            said, lengths = said[2:], lengths[2:]
        name = array("L", map(self._number.__getitem__, said))
        for number in set(name):
            self._in_name.setdefault(number, array("L")).append(n)
        self._names.append(name)
        self._lengths.append(lengths)
        self._initials.append("".join(word[0] for word in said))
        if text.field not in self._fields:
            self._fields[text.field] = frozenset(map(self._number.__getitem__, syllables(text.field)))
            self._of_field[text.field] = array("L")
        self._of_field[text.field].append(n)

    def _add_rest(self) -> None:
        seen: dict[str, array[int]] = {}
        found: dict[int, array[int]] = {}
        for n, text in enumerate(self.texts):
            numbers: set[int] = set()
            for part in text.rest:
                if part not in seen:
                    seen[part] = array("L", set(map(self._number.__getitem__, syllables(part))))
                numbers.update(seen[part])
            for number in numbers.difference(self._names[n]):
                found.setdefault(number, array("L")).append(n)
        self._in_rest = {number: where for number, where in found.items() if len(where) <= COMMON}

    def _total(self, n: int) -> float:
        return sum(self._rarity[w] * much for w, much in zip(self._names[n], self._lengths[n], strict=True)) or 1.0

    def search(self, text: str, *, typing: bool = False, among: Set[int] | None = None) -> list[tuple[int, float]]:
        """Places in the order of `texts` with their scores from 0 to 1, the best first. `among` narrows them.

        With `typing` the last word may be only begun.
        """
        found = by_code(text, self.texts) or self._initialled(text) or self._worded(text, typing=typing)
        if among is not None:
            found = {n: score for n, score in found.items() if n in among}
        best = max(found.values(), default=0.0)
        kept = [(n, score) for n, score in found.items() if score >= LEAST_OF_BEST * best]
        return sorted(kept, key=lambda row: (-round(row[1], 6), len(self.texts[row[0]].name), self.texts[row[0]].code))

    def _initialled(self, text: str) -> dict[int, float]:
        """By initials ("dkks"), where no known word is spelt so."""
        typed = folding.fold(text)
        if not INITIALS.fullmatch(typed) or syllable(typed) in self.known.speller.known:
            return {}
        found = by_initials(typed, self._initials)
        return {n: score * self.texts[n].prior for n, score in found.items()}

    def _worded(self, text: str, *, typing: bool) -> dict[int, float]:
        readings = self.known.readings(text, typing=typing)
        found = self._best(readings, LEAST_ANSWERED) or self._best(readings, LEAST_IN_PAPERS)
        return self._by_accents(text, found)

    def _best(self, readings: Sequence[Reading], least: float) -> dict[int, float]:
        found: dict[int, float] = {}
        best = 0.0
        for reading in readings:
            if reading.weight <= LEAST_OF_BEST * best:
                break  # readings come likeliest first
            for n, score in self._read(reading, least, best).items():
                if score > found.get(n, 0.0):
                    found[n] = score
            best = max(found.values(), default=0.0)
        return found

    def _read(self, reading: Reading, least: float, best: float) -> dict[int, float]:
        """The score of every procedure that answers at least so much of one reading, and is not far below the best."""
        slots = [known for slot in reading.slots if (known := self._known_words(slot))]
        if not slots:
            return {}
        asked = Asked(slots, [max(self._rarity[word] for word in slot) for slot in slots])
        found: dict[int, float] = {}
        looked_at = 0
        for bound, places in self._groups(asked, max(least, LEAST_OF_BEST * best / reading.weight)):
            if bound * reading.weight < LEAST_OF_BEST * best:
                break
            room = max(0, MOST_LOOKED_AT - looked_at)
            near = places if len(places) <= room else set(nsmallest(room, places, key=self._totals.__getitem__))
            looked_at += len(near)
            for n in near:
                share, named = self._answered(n, asked)
                if share >= least:
                    beside = BESIDE * (1 - min(1.0, named / self._totals[n]) ** 0.5)
                    found[n] = score = min(1.0, share) * (1 - beside) * reading.weight * self.texts[n].prior
                    best = max(best, score)
            if far := places - near:  # too many to look at: the longest names, behind the others
                behind = min(min(found.values(), default=1.0), bound * (1 - BESIDE) * reading.weight)
                found.update(dict.fromkeys(far, behind))
        return found

    def _groups(self, asked: Asked, least: float) -> list[tuple[float, set[int]]]:
        """The procedures that may answer at least so much, by the most that they can answer, the most first.

        The question is gone through from left to right, and those that have fallen too far behind are let go.
        """
        groups: dict[tuple[float, bool], set[int]] = {(0.0, False): self._with_rare(asked, least)}
        left = asked.whole
        for i, slot in enumerate(asked.slots):
            worth, pair = asked.worth[i], asked.pair_worth[i - 1] if i else 0.0
            left -= worth + pair
            named, beside = self._with_any(slot, self._in_name), self._beside(slot)
            following: dict[tuple[float, bool], set[int]] = {}
            for (total, before), places in groups.items():
                here = places & named
                parts = [((total + worth + (pair if before else 0.0), True), here)]
                others = places - here
                for share, where in beside:
                    parts.append(((total + worth * share, False), others & where))
                    others = others - where
                parts.append(((total, False), others))
                for key, part in parts:
                    if part and key[0] + left >= least * asked.whole:
                        following.setdefault(key, set()).update(part)
            groups = following
        return sorted(((total / asked.whole, places) for (total, _), places in groups.items()), key=lambda g: -g[0])

    def _beside(self, slot: Mapping[int, float]) -> list[tuple[float, set[int]]]:
        """The procedures that hold one of these words in their field, and in their papers."""
        fields = [self._of_field[name] for name, words in self._fields.items() if not words.isdisjoint(slot)]
        return [(IN_FIELD, set().union(*fields)), (IN_REST, self._with_any(slot, self._in_rest))]

    def _with_rare(self, asked: Asked, least: float) -> set[int]:
        """Those that hold one of the rarest words: whoever holds none of them cannot answer enough."""
        found: set[int] = set()
        left = asked.whole
        pairs = [0.0, *asked.pair_worth, 0.0]
        for i in sorted(range(len(asked.slots)), key=lambda i: -asked.worth[i]):
            if left < least * asked.whole:
                break
            found |= self._with_any(asked.slots[i], self._in_name)
            for _, where in self._beside(asked.slots[i]):
                found |= where
            left -= asked.worth[i] + pairs[i] + pairs[i + 1]
            pairs[i] = pairs[i + 1] = 0.0
        return found

    def _answered(self, n: int, asked: Asked) -> tuple[float, float]:
        """The share of the question that a procedure answers, and how much its name says of it."""
        answered: dict[int, float] = {}
        paired: dict[int, float] = {}
        named, last = 0.0, -1
        lengths = self._lengths[n]
        for k, word in enumerate(self._names[n]):
            place = asked.places.get(word)
            if place is None:
                last = -1
                continue
            i, sure = place
            named += self._rarity[word] * lengths[k]
            if sure > answered.get(i, 0.0):
                answered[i] = sure
            if last >= 0 and (i := asked.pairs.get((last, word), -1)) >= 0:
                paired[i] = max(sure, paired.get(i, 0.0))
            last = word
        total = sum(asked.worth[i] * sure for i, sure in answered.items())
        total += sum(asked.pair_worth[i] * sure for i, sure in paired.items())
        field = self._fields[self.texts[n].field]
        for i, slot in enumerate(asked.slots):
            if i in answered:
                continue
            if not field.isdisjoint(slot):
                total += asked.worth[i] * IN_FIELD
            elif any(n in where for word in slot if (where := self._rest_of(word))):
                total += asked.worth[i] * IN_REST
        return total / asked.whole, named

    def _rest_of(self, word: int) -> frozenset[int]:
        """The procedures in whose papers a word stands; those of the words asked for last are kept as sets."""
        found = self._rest_sets.get(word)
        if found is None:
            if len(self._rest_sets) > KEPT_SETS:
                self._rest_sets.clear()
            found = self._rest_sets[word] = frozenset(self._in_rest.get(word, ()))
        return found

    def _known_words(self, slot: Slot) -> dict[int, float]:
        return {self._number[word]: sure for word, sure in slot.items() if word in self._number}

    def _with_any(self, slot: Iterable[int], where: Mapping[int, array[int]]) -> set[int]:
        return set().union(*(where[word] for word in slot if word in where))

    def _by_accents(self, text: str, found: dict[int, float]) -> dict[int, float]:
        """Of names that are alike without accents, those first that are accented as it was typed."""
        typed = {syllable(word): marks(word) for word in words(text) if not word.isascii()}
        if not typed:
            return found
        for n, _ in sorted(found.items(), key=lambda row: -row[1])[:80]:
            alike = [
                typed[plain] == marks(word) for word in words(self.texts[n].name) if (plain := syllable(word)) in typed
            ]
            if alike:
                found[n] *= 1 - OTHER_ACCENTS * (1 - sum(alike) / len(alike))
        return found
