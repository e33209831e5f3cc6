"""Differences between two versions of a procedure, as pages show them: word by word (ui/pieces/differences.html)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.catalogue.differences import Change, How, words

from .words import say


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference to be shown: its two texts in one, word by word, where both are there."""

    change: Change
    pieces: Sequence[tuple[str, str]]


def compared(changes: Sequence[Change]) -> list[tuple[str, list[Compared]]]:
    """Differences under the names of their parts."""
    found: dict[str, list[Compared]] = {}
    for change in changes:
        pieces: list[tuple[str, str]] = []
        if change.how is How.CHANGED:
            pieces = _pieces(change)
        found.setdefault(change.label, []).append(Compared(change, pieces))
    return list(found.items())


def _pieces(change: Change) -> list[tuple[str, str]]:
    """Texts word by word; what Motcua itself words, as limits, as a whole."""
    if isinstance(change.before, str) and isinstance(change.after, str):
        return [(how.value if how else "", text) for how, text in words(change.before, change.after)]
    both = ((How.REMOVED, change.before), (How.ADDED, change.after))
    return [(how.value, text if isinstance(text, str) else say(text)) for how, text in both if text]
