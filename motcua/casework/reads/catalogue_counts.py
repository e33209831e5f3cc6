"""How many procedures there are on a day, by level, field and agency, and how many are services online."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from motcua.catalogue.queries import in_force
from motcua.kernel import folding

COMMON = "common"  # done at several levels: counted once, apart from those of one level
NO_LEVEL = "none"
LEVELS = ("ministry", "province", "district", "commune", COMMON, "other", NO_LEVEL)
SERVICES = ("full", "partial")
SERVICE_LEVELS = (3, 4)


@dataclass(slots=True)
class Counts:
    """Of some procedures: how many, by class (2022) and by level of service (2011), and how many are services online:
    whole or partial, or at level 3 or 4."""

    total: int = 0
    receivable: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    service_levels: Counter[int] = field(default_factory=Counter)
    services: int = 0

    def add(self, *, receivable: bool, online: str, level: int | None) -> None:
        """Count one procedure more."""
        self.total += 1
        self.receivable += receivable
        self.classes[online] += 1
        if level is not None:
            self.service_levels[level] += 1
        self.services += online in SERVICES or level in SERVICE_LEVELS

    @property
    def share(self) -> float | None:
        """The share of services online in percent, two decimals; None where there is no procedure."""
        return round(100 * self.services / self.total, 2) if self.total else None

    def as_json(self) -> dict[str, object]:
        return {
            "total": self.total,
            "receivable": self.receivable,
            "online": {
                "classes": {name: self.classes[name] for name in ("full", "partial", "info", "unknown")},
                "levels": {str(n): self.service_levels[n] for n in (1, 2, 3, 4)},
                "services": self.services,
                "share_percent": self.share,
            },
        }


@dataclass(slots=True)
class CatalogueCounts:
    """All procedures in force on a day; each is in one row of every division."""

    on: date
    whole: Counts = field(default_factory=Counts)
    levels: dict[str, Counts] = field(default_factory=dict)
    fields: dict[str, Counts] = field(default_factory=dict)
    agencies: dict[str, Counts] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {
            "on": self.on.isoformat(),
            **self.whole.as_json(),
            "levels": {name: self.levels[name].as_json() for name in LEVELS if name in self.levels},
            "fields": {name: counts.as_json() for name, counts in ordered(self.fields)},
            "agencies": {name: counts.as_json() for name, counts in ordered(self.agencies)},
        }


def ordered(rows: dict[str, Counts]) -> list[tuple[str, Counts]]:
    """By name, in Vietnamese order."""
    return sorted(rows.items(), key=lambda row: folding.sort_key(row[0]))


def level_of(levels: Sequence[str]) -> str:
    """The one level of a procedure; `common` where several do it, `none` where its source says none."""
    known = sorted(set(levels))
    return known[0] if len(known) == 1 else COMMON if known else NO_LEVEL


def counts(day: date) -> CatalogueCounts:
    """The procedures in force on `day`: one statement."""
    rows = in_force(day).order_by().values_list("levels", "field", "agency", "receivable", "online", "online_level")
    return _counted(day, rows)


def _counted(day: date, rows: Iterable[tuple[Sequence[str], str, str, bool, str, int | None]]) -> CatalogueCounts:
    found = CatalogueCounts(day)
    for levels, of_field, agency, receivable, online, level in rows:
        for of in (
            found.whole,
            found.levels.setdefault(level_of(levels), Counts()),
            found.fields.setdefault(of_field or "–", Counts()),
            found.agencies.setdefault(agency or "–", Counts()),
        ):
            of.add(receivable=receivable, online=online, level=level)
    return found
