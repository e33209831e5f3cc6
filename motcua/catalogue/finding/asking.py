"""What was typed, understood: its syllables, the slips they may be, the terms of law that everyday words mean."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise, product

from .everyday import Everyday, Phrase
from .spelling import Speller
from .syllables import from_keys, marks, syllable, words

MOST_WORDS = 14
MOST_READINGS = 6
SLIP, SLIP_IN_CONTEXT, BEGINNING, LIKELIEST_FIRST = 0.8, 0.7, 0.7, 0.05
USUAL_PAIR, SHORTEST_SLIP = 3, 4
OTHER_ACCENTS = 0.85  # "sơ đồ" is no "sổ đỏ", but "sổ đo" may be meant so

Slot = dict[str, float]
"""One place of the question: the syllables that may stand there, each with how much it counts, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question; `weight` says how likely it is meant so."""

    slots: tuple[Slot, ...]
    weight: float


@dataclass(slots=True)
class _Piece:
    """Some places of the question, and what may stand there instead."""

    begins: int
    ends: int
    ways: list[tuple[list[Slot], float]] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the catalogue and the dictionary know: syllables, and which follows which."""

    speller: Speller
    pairs: Mapping[tuple[str, str], int]
    everyday: Everyday

    def readings(self, text: str, *, typing: bool = False) -> list[Reading]:
        """The ways to understand `text`, likeliest first; with `typing` its last word may be only begun."""
        written = [word for word in words(text) if syllable(word)][:MOST_WORDS]
        slots, written = self._slots(written)
        if not slots:
            return []
        self._in_context(slots, self._exactly_said(slots))
        if typing or not slots[-1]:
            self._begun(slots, syllable(written[-1]))
        pieces = list(self._pieces(slots, written))
        meaning = [piece for piece in pieces if piece.ways] or [_itself(slots)]
        chosen = islice(product(*(piece.ways for piece in meaning)), 4 * MOST_READINGS)
        found = []
        for ways in chosen:
            weight = 1.0
            for _, likely in ways:
                weight *= likely
            found.append(Reading(_once([slot for part, _ in ways for slot in part if slot]), weight))
        return sorted((r for r in found if r.slots), key=lambda r: -r.weight)[:MOST_READINGS]

    def _slots(self, written: list[str]) -> tuple[list[Slot], list[str]]:
        """Each word as the known syllables that it may be; an unknown one written together is taken apart."""
        slots: list[Slot] = []
        kept: list[str] = []
        for word in written:
            plain = syllable(word)
            keys = from_keys(word)
            if plain in self.speller.known:
                found: list[Slot] = [{plain: 1.0}]
            elif keys in self.speller.known and keys is not None:
                found = [{keys: 1.0}]
            elif near := self.speller.near(plain):
                found = [dict.fromkeys(near, SLIP)]
            elif parted := self.speller.parted(plain):
                found = [{part: 1.0} for part in parted]
            else:
                found = [{}]
            slots += found
            kept += [word] * len(found)
        return slots, kept

    def _exactly_said(self, slots: list[Slot]) -> set[int]:
        """The places where a saying of the dictionary stands as it is: no slips are looked for there."""
        found: set[int] = set()
        at = 0
        while at < len(slots):
            for length in range(min(self.everyday.longest, len(slots) - at), 0, -1):
                if any(sure == 1.0 for _, sure in self._phrases(slots[at : at + length])):
                    found.update(range(at, at + length))
                    at += length - 1
                    break
            at += 1
        return found

    def _in_context(self, slots: list[Slot], said: Collection[int]) -> None:
        """Of the slips those that make a known pair with a neighbour; known syllables that make none are slips too."""
        for i, (left, right) in enumerate(pairwise(slots)):
            if any((a, b) in self.pairs for a in left for b in right):
                slots[i] = self._paired(left, right, first=True)
                slots[i + 1] = self._paired(right, slots[i], first=False)
                continue
            if i not in said and i + 1 not in said:
                before, after = self._slips(left), self._slips(right)
                for b in after:
                    if any(self.pairs.get((a, b), 0) >= USUAL_PAIR for a in left):
                        right.setdefault(b, SLIP_IN_CONTEXT)
                for a in before:
                    if any(self.pairs.get((a, b), 0) >= USUAL_PAIR for b, sure in right.items() if sure == 1.0):
                        left.setdefault(a, SLIP_IN_CONTEXT)

    def _slips(self, slot: Slot) -> list[str]:
        """What its known words may be slips of; of the shortest words too much would be near."""
        return [near for word in slot if len(word) >= SHORTEST_SLIP for near in self.speller.near(word)]

    def _paired(self, slot: Slot, other: Slot, *, first: bool) -> Slot:
        if 1.0 in slot.values():
            return slot
        return {a: w for a, w in slot.items() if any(((a, b) if first else (b, a)) in self.pairs for b in other)}

    def _begun(self, slots: list[Slot], begun: str) -> None:
        """The known syllables that begin so; after another word those that it is followed by."""
        longer = {word for word in self.speller.known if word.startswith(begun) and word != begun}
        if len(slots) > 1:
            longer = {word for word in longer if any((a, word) in self.pairs for a in slots[-2])}
        for word in sorted(longer)[:30]:
            slots[-1].setdefault(word, BEGINNING)

    def _pieces(self, slots: list[Slot], written: list[str]) -> Iterator[_Piece]:
        """The question from left to right: the longest sayings of the dictionary, and the words between them."""
        at = 0
        while at < len(slots):
            piece = self._said(slots, written, at)
            yield piece
            at = piece.ends

    def _said(self, slots: list[Slot], written: list[str], at: int) -> _Piece:
        for length in range(min(self.everyday.longest, len(slots) - at), 0, -1):
            best = _Piece(at, at + length)
            for phrase, sure in self._phrases(slots[at : at + length]):
                saying = self.everyday.sayings[phrase]
                typed = [marks(word) for word in written[at : at + length]]
                accented = any(not word.isascii() for word in written[at : at + length])
                same = not accented or all(a == b for a, b in zip(typed, saying.accents, strict=True))
                if not same and length == 1:
                    continue
                if not saying.means:
                    return best if sure == 1.0 else _word(slots, at)
                for n, term in enumerate(saying.means):
                    likely = sure * (1 - LIKELIEST_FIRST * n) * (1 if same else OTHER_ACCENTS)
                    best.ways.append(([{part: 1.0} for part in term], likely))
                if not same or sure < 1.0:
                    best.ways.append((slots[at : at + length], 1.0 if same else 0.95))
            if best.ways:
                return best
        return _word(slots, at)

    def _phrases(self, slots: list[Slot]) -> Iterator[tuple[Phrase, float]]:
        """The sayings that can stand there, each with how sure that is."""
        if not all(slots):
            return
        ways = 1
        for slot in slots:
            ways *= len(slot)
        for combined in islice(product(*(slot.items() for slot in slots)), min(ways, 64)):
            phrase = tuple(word for word, _ in combined)
            if phrase in self.everyday.sayings:
                yield phrase, min(sure for _, sure in combined)


def _once(slots: list[Slot]) -> tuple[Slot, ...]:
    """Each word counts once, however often it was typed or meant."""
    return tuple(slot for i, slot in enumerate(slots) if slot not in slots[:i])


def _word(slots: list[Slot], at: int) -> _Piece:
    return _Piece(at, at + 1, [([slots[at]], 1.0)] if slots[at] else [])


def _itself(slots: list[Slot]) -> _Piece:
    """A question of nothing but words that say nothing is asked literally."""
    return _Piece(0, len(slots), [([slot for slot in slots if slot], 1.0)])
