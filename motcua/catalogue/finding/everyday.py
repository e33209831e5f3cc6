"""The dictionary of everyday words: what people say, and what the law calls it. Data, not code.

A row of `data/everyday.csv` has two columns, each with a list parted by semicolons: `say`, what is typed, and `means`,
the terms of law that take its place, the likeliest first. A row without `means` names words that say nothing ("tôi
muốn"). An installation's own file of the same shape (MOTCUA_EVERYDAY, docs/settings.md) is read after it; where both
have the same words its own row wins.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from motcua.kernel.sentences import Refused

from .syllables import marks, syllable, syllables, words

SHIPPED = Path(__file__).resolve().parent / "data" / "everyday.csv"
MOST_MEANINGS = 6

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """Words of everyday: how they are accented, and the terms that they stand for; none for words that say nothing."""

    accents: tuple[str, ...]
    means: tuple[Phrase, ...]


@dataclass(frozen=True)
class Everyday:
    """All sayings by their syllables."""

    sayings: Mapping[Phrase, Saying]

    @cached_property
    def longest(self) -> int:
        return max((len(phrase) for phrase in self.sayings), default=0)

    def phrases(self) -> Iterator[Phrase]:
        """Every phrase of the dictionary, said or meant."""
        for phrase, saying in self.sayings.items():
            yield phrase
            yield from saying.means


@cache
def dictionary(own: str = "") -> Everyday:
    """The shipped dictionary with the installation's own file at the path `own`, if it has one. Read once."""
    found = dict(_rows(SHIPPED))
    if own:
        found.update(_rows(Path(own)))
    return Everyday(found)


def _rows(path: Path) -> Iterator[tuple[Phrase, Saying]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if rows.fieldnames is None or {"say", "means"} - set(rows.fieldnames):
                raise Refused("Tệp từ ngữ thường ngày {name} phải có hai cột say, means.", name=path.name)
            for row in rows:
                yield from _sayings(_parts(row["say"]), _parts(row["means"]))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Refused("Không đọc được tệp từ ngữ thường ngày {name}.", name=path.name) from None


def _parts(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _sayings(says: Sequence[str], means: Sequence[str]) -> Iterator[tuple[Phrase, Saying]]:
    meant = tuple(tuple(syllables(term)) for term in means[:MOST_MEANINGS])
    for said in says:
        written = [word for word in words(said) if syllable(word)]
        if written:
            yield tuple(map(syllable, written)), Saying(tuple(map(marks, written)), meant)
