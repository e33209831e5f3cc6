"""The lists of everyday questions with the codes expected, and a catalogue of lines put straight into an index.

Every third question of a list was set aside before the dictionary was written: it tells how the search does with what
nobody thought of, and the dictionary is never tuned to it.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from motcua.catalogue.published import Published, read

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared" / "data" / "procedures.jsonl"
DEMO = ROOT / "motcua" / "demo" / "data" / "procedures.jsonl"
FIRST = 3


@dataclass(frozen=True)
class Asked:
    """An everyday question; any of `codes` among the first three answers it."""

    text: str
    codes: frozenset[str]
    held_out: bool


def questions(name: str) -> list[Asked]:
    """The list `queries.csv` or `queries_demo.csv`."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Asked(row["asks"], frozenset(row["codes"].split()), n % 3 == 2) for n, row in enumerate(rows)]


def lines(path: Path) -> list[Published]:
    """The procedures of a file of the import format."""
    return [read(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
