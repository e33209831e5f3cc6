"""Syllables one slip of the finger away: a letter too many, too few, another one, or two that changed places."""

from __future__ import annotations

from collections.abc import Iterable


def without_one(word: str) -> set[str]:
    """The word with each of its letters left out in turn."""
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def one_slip(a: str, b: str) -> bool:
    """Whether one slip makes `b` of `a`; a word is no slip of itself."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        return short in without_one(long)
    apart = [i for i in range(len(a)) if a[i] != b[i]]
    if len(apart) == 1:
        return True
    i = apart[0]
    return len(apart) == 2 and apart[1] == i + 1 and a[i] == b[i + 1] and a[i + 1] == b[i]


class Speller:
    """The known syllables, found again by the letters that two spellings share."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._longest = max((len(word) for word in self.known), default=0)
        self._by_part: dict[str, list[str]] = {}
        for word in sorted(self.known):
            for part in {word, *without_one(word)}:
                self._by_part.setdefault(part, []).append(word)

    def near(self, word: str) -> list[str]:
        """The known syllables one slip away from `word`, in order of the alphabet. Digits are never slips."""
        if not word.isalpha() or len(word) < 2:
            return []
        found = {near for part in {word, *without_one(word)} for near in self._by_part.get(part, ())}
        return sorted(near for near in found if near.isalpha() and one_slip(word, near))

    def parted(self, word: str) -> list[str]:
        """The known syllables of which `word` is written together, fewest first; empty where it is not."""
        best: list[list[str] | None] = [[]]
        for end in range(1, len(word) + 1):
            ways = [
                [*best[start], word[start:end]]  # type: ignore[misc]
                for start in range(max(0, end - self._longest), end)
                if best[start] is not None and end - start > 1 and word[start:end] in self.known
            ]
            best.append(min(ways, key=len) if ways else None)
        return best[-1] or []
