"""Ways into the catalogue that are data: events of life and of business, and whom a procedure is for.

`data/events.json`: `key` stands in addresses, `kind` is life or business, `vi` and `en` are names. A procedure belongs
to an event when its field is one of `fields`, or its name holds one of `names`; one whose name holds one of `not` does
not. `data/audiences.json`: a procedure is for an audience when one of its subjects holds one of `holds`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .finding.syllables import syllables

DATA = Path(__file__).resolve().parent / "data"
KINDS = ("life", "business")


@dataclass(frozen=True, slots=True)
class Way:
    """An event or an audience with what its procedures are known by, all texts as `spaced`."""

    key: str
    kind: str
    vi: str
    en: str
    icon: str
    fields: frozenset[str]
    holds: tuple[str, ...]
    without: tuple[str, ...]

    def called(self, language: str | None) -> str:
        """Its name for a page in this language."""
        return self.en if language == "en" else self.vi

    def concerns(self, text: str, field: str = "") -> bool:
        """Whether a name or subject, and a field, both as `spaced`, belong to it."""
        if any(words in text for words in self.without):
            return False
        return field in self.fields or any(words in text for words in self.holds)


def spaced(text: str) -> str:
    """The syllables of `text` between spaces: what holds another text holds its syllables, whole and in order."""
    return f" {' '.join(syllables(text))} "


@cache
def events() -> Sequence[Way]:
    """All events in the order of the file."""
    return _read("events.json", "names")


@cache
def audiences() -> Sequence[Way]:
    """Whom procedures are for, in the order of the file."""
    return _read("audiences.json", "holds")


@cache
def audiences_of(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the audiences that these subjects name."""
    texts = [spaced(subject) for subject in subjects]
    return tuple(way.key for way in audiences() if any(way.concerns(text) for text in texts))


@lru_cache(maxsize=32768)
def events_of(name: str, field: str) -> tuple[str, ...]:
    """The keys of the events that a procedure of this name and field belongs to. Kept: names outlive editions."""
    text, of = spaced(name), spaced(field)
    return tuple(way.key for way in events() if way.concerns(text, of))


def _read(file: str, holds: str) -> Sequence[Way]:
    rows: Iterable[Mapping[str, Any]] = json.loads((DATA / file).read_text(encoding="utf-8"))
    return tuple(
        Way(
            key=row["key"],
            kind=row.get("kind", ""),
            vi=row["vi"],
            en=row["en"],
            icon=row.get("icon", ""),
            fields=frozenset(map(spaced, row.get("fields", ()))),
            holds=tuple(map(spaced, row.get(holds, ()))),
            without=tuple(map(spaced, row.get("not", ()))),
        )
        for row in rows
    )
