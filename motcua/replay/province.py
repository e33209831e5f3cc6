"""The files of the province (replay/data) as values: who decides what, at which counter, how often."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import StringIO
from random import Random
from typing import Any

from motcua.casework.intake import Paper
from motcua.catalogue.published import Published, read
from motcua.kernel.calendar_files import calendar_from
from motcua.kernel.calendars import Calendar
from motcua.kernel.limits import Limit

ROOT = "H34"
BODIES = {"province": "department", "district": "district_committee", "commune": "commune_committee"}
"""Which kind of agency decides at each level."""
SHARES = {"province": 24, "district": 31, "commune": 45}
"""Of a hundred dossiers; the source does not say."""
STEPS = {
    "commune": ("specialist", "signer", "clerk"),
    "district": ("specialist", "unit_leader", "signer", "clerk"),
    "province": ("unit_leader", "specialist", "unit_leader", "signer", "clerk"),
}
"""Who works between reception and return; the clerk issues."""


def content(name: str) -> bytes:
    """A file of the province as it is."""
    return (files("motcua.replay") / "data" / name).read_bytes()


@cache
def calendar() -> Calendar:
    return calendar_from(content("calendar.json"))


@cache
def agencies() -> tuple[dict[str, str], ...]:
    """The rows of agencies.csv."""
    return tuple(csv.DictReader(StringIO(content("agencies.csv").decode())))


@cache
def names() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(content("names.json"))
    return found


@dataclass(frozen=True)
class Matter:
    """A procedure as the replay knows it."""

    line: Published
    limit: Limit
    weight: int

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Everything that is asked for, handed in."""
        return tuple(Paper(n, originals=c.originals, copies=c.copies) for n, c in enumerate(self.line.components, 1))


@dataclass(frozen=True)
class Office:
    """An agency that decides, with what it is asked for; `weight` is its share of its level."""

    code: str
    name: str
    level: str
    weight: float
    matters: tuple[Matter, ...]

    @cached_property
    def weights(self) -> list[int]:
        """How often each of the matters is asked for."""
        return [matter.weight for matter in self.matters]


@dataclass(frozen=True)
class Counter:
    """A counter with the agencies that it receives for: they share no book and no code with any other counter."""

    code: str
    offices: tuple[Office, ...]

    @cached_property
    def weights(self) -> list[float]:
        return [office.weight for office in self.offices]

    @property
    def weight(self) -> float:
        """Its share of a hundred dossiers."""
        return sum(self.weights)


@cache
def matters() -> tuple[Matter, ...]:
    lines = [json.loads(line) for line in content("procedures.jsonl").splitlines()]
    found = [(read(line), line["weight"]) for line in lines]
    return tuple(Matter(line, line.limit, weight) for line, weight in found if line.limit is not None)


@cache
def counters() -> tuple[Counter, ...]:
    """All counters, those with most to do first."""
    offices: dict[str, list[Office]] = {}
    for row in agencies():
        docket = tuple(m for m in matters() if _decides(row, m))
        if docket:
            centre = f"{ROOT}.01.01" if row["level"] == "province" else f"{row['code']}.01"
            offices.setdefault(centre, []).append(_office(row, docket))
    found = [Counter(code, tuple(_shared(them))) for code, them in offices.items()]
    return tuple(sorted(found, key=lambda counter: (-counter.weight, counter.code)))


def _decides(row: Mapping[str, str], matter: Matter) -> bool:
    if BODIES.get(row["level"]) != row["kind"] or matter.line.levels != (row["level"],):
        return False
    return row["kind"] != "department" or matter.line.agency == row["name"]


def _office(row: Mapping[str, str], docket: tuple[Matter, ...]) -> Office:
    """Towns have more to do than villages; how much is invented, the same each time."""
    town = any(word in row["name"] for word in ("thành phố", "phường", "thị trấn"))
    size = Random(row["code"]).uniform(0.6, 1.6) * (2.2 if town else 1)  # noqa: S311 - a play, no secret
    size *= sum(m.weight for m in docket) if row["kind"] == "department" else 1
    return Office(row["code"], row["name"], row["level"], size, docket)


def _shared(offices: Sequence[Office]) -> list[Office]:
    """Weights brought to the share of the level in the whole."""
    level = offices[0].level
    whole = _whole(level)
    return [Office(o.code, o.name, o.level, SHARES[level] * o.weight / whole, o.matters) for o in offices]


@cache
def _whole(level: str) -> float:
    rows = [row for row in agencies() if BODIES.get(row["level"]) == row["kind"] and row["level"] == level]
    dockets = [(row, tuple(m for m in matters() if _decides(row, m))) for row in rows]
    return sum(_office(row, docket).weight for row, docket in dockets if docket)
