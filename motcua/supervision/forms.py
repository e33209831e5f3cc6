"""Statutory reports as data (packs/): columns, what they count, what must sum, and from which day on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from motcua.kernel.sentences import Refused

from .measures import CLOSED_AS

PACKS = Path(__file__).resolve().parent / "packs"
# Parts of a standing that its column counts anyway; named in `placed` so that the form says where they are.
PARTS = {"waiting_in_time": "in_time", "waiting_overdue": "overdue"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures: its number on the form, what stands in its head, the measures that it adds up.

    Where nothing is counted its source is not built yet: it is printed as "no data yet", never as 0.
    """

    n: str
    group: str
    part: str
    label: str
    counts: tuple[str, ...]

    @property
    def built(self) -> bool:
        """Whether there are figures for it."""
        return bool(self.counts)


@dataclass(frozen=True, slots=True)
class Identity:
    """One column must be the sum of others: "3=4+5+6"."""

    left: str
    right: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.left}={'+'.join(self.right)}"

    def holds(self, columns: Mapping[str, int]) -> bool:
        """Whether the figures of one row obey it."""
        return columns[self.left] == self.sum(columns)

    def sum(self, columns: Mapping[str, int]) -> int:
        """The right side."""
        return sum(columns[n] for n in self.right)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one circular. `ended` are the measures of what ended without a result, placed in its columns.

    `of_catalogue` says that it counts procedures and not dossiers, `unit` what its figures are.
    `rows_by` is what a row usually is; `blank` says that the first column of its spreadsheet is empty. What is
    not `statutory` is a report of this house's own.
    """

    form: str
    code: str
    number: str
    title: str
    basis: str
    valid_from: date
    columns: tuple[Column, ...]
    identities: tuple[Identity, ...]
    closing: str
    carried: str
    ended: tuple[str, ...]
    placed: Mapping[str, str]
    rows_by: str = "field"
    blank: bool = False
    of_catalogue: bool = False
    unit: str = "số hồ sơ TTHC"
    statutory: bool = True

    @property
    def measures(self) -> frozenset[str]:
        """Everything that it counts."""
        return frozenset(name for column in self.columns for name in column.counts)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The numbers of the columns that have no source yet."""
        return tuple(column.n for column in self.columns if not column.built)

    def column(self, n: str) -> Column:
        """The column of this number; Refused when the form has none."""
        for column in self.columns:
            if column.n == n:
                return column
        raise Refused("Biểu {number} không có cột {n}.", field="column", number=self.number, n=n)


def form_on(form: str, day: date) -> Form:
    """The form as it is in force on `day`; Refused when none is so old."""
    found = [f for f in _all() if f.form == form and f.valid_from <= day]
    if not found:
        raise Refused("Chưa có biểu {form} cho kỳ kết thúc ngày {day}.", form=form, day=f"{day:%d/%m/%Y}")
    return found[-1]


def known() -> tuple[tuple[Form, date | None], ...]:
    """All statutory forms there are with the last day of each, None while it is in force; by name, the oldest first."""
    rows: list[tuple[Form, date | None]] = []
    for form in sorted((f for f in _all() if f.statutory), key=lambda f: (f.form, f.valid_from)):
        later = [f.valid_from for f in _all() if f.form == form.form and f.valid_from > form.valid_from]
        rows.append((form, min(later) - timedelta(days=1) if later else None))
    return tuple(rows)


@cache
def _all() -> tuple[Form, ...]:
    forms = (read(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(PACKS.glob("*.toml")))
    return tuple(sorted(forms, key=lambda f: f.valid_from))


def read(data: Mapping[str, Any]) -> Form:
    """A form from its file. ValueError when something that ends without result would be in no column."""
    placed = dict(data["placed"])
    shown = {*placed, *(name for c in data["column"] for name in c["counts"])}
    of_catalogue = data.get("of_catalogue", False)
    if missing := [] if of_catalogue else [m for m in CLOSED_AS if not m.startswith("resolved") and m not in shown]:
        raise ValueError(f"not placed: {missing}")
    columns = tuple(
        Column(c["n"], c["group"], c.get("part", ""), c["label"], (*c["counts"], *_also(c["n"], placed)))
        for c in data["column"]
    )
    return Form(
        form=data["form"],
        code=data["code"],
        number=data["number"],
        title=data["title"],
        basis=data["basis"],
        valid_from=data["valid_from"],
        columns=columns,
        identities=tuple(_identity(text) for text in data["identities"]),
        closing=data["closing"],
        carried=data["carried"],
        ended=tuple(m for m in placed if m not in PARTS),
        placed=placed,
        rows_by=data.get("rows_by", "field"),
        blank=data.get("blank_first_column", False),
        of_catalogue=of_catalogue,
        unit=data.get("unit", "số hồ sơ TTHC"),
        statutory=data.get("statutory", True),
    )


def _also(n: str, placed: Mapping[str, str]) -> list[str]:
    return [measure for measure, column in placed.items() if column == n and measure not in PARTS]


def _identity(text: str) -> Identity:
    left, right = text.split("=")
    return Identity(left.strip(), tuple(part.strip() for part in right.split("+")))
