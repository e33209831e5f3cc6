"""The one search for procedures: portal, counter, API and command line ask here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from . import shelf
from .shelf import Row


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure found; `score` says how well it answers what was typed, from 0 to 1."""

    row: Row
    score: float


def search(text: str, *, day: date, typing: bool = False, among: Callable[[Row], bool] | None = None) -> list[Hit]:
    """The procedures in force on `day` that answer `text`, the best first.

    Accents, slips of the finger and raw keys of an input method are forgiven; everyday words are understood
    (`finding/`), codes and initials too. `among` narrows what is searched; with `typing` the last word may be only
    begun. One statement, and the reading of the catalogue when it changed.
    """
    here = shelf.on(day)
    wanted = None if among is None else {i for i, row in enumerate(here.rows) if among(row)}
    return [Hit(here.rows[i], score) for i, score in here.index.search(text, typing=typing, among=wanted)]
