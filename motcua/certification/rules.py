"""What a certification costs, by dated files (packs/), and what a row of the book may say; plain Python.

Amounts are whole đồng.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from motcua.kernel.sentences import Refused, gettext_noop

PACKS = Path(__file__).parent / "packs"
MOST = 999
NONE_IN_FORCE = gettext_noop("Chưa có biểu phí chứng thực nào có hiệu lực vào ngày {day}.")
UNKNOWN = gettext_noop("Hãy chọn loại chứng thực.")
BAD_COUNT = gettext_noop("Số văn bản, số bản và số trang phải từ 1 đến {most}.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of certification: its book, the procedure as which it is received, its tariff and where that stands.

    By page: `first_amount` for each of the first `first_pages` pages of a copy, `then_amount` for each further one, at
    most `most` a copy. By case: `amount` for each document.
    """

    key: str
    name: str
    book: str
    procedure: str
    basis: str
    by_page: bool
    amount: int = 0
    first_pages: int = 0
    first_amount: int = 0
    then_amount: int = 0
    most: int = 0

    def of_copy(self, pages: int) -> int:
        """What one copy of so many pages costs."""
        first = min(pages, self.first_pages)
        return min(self.most, first * self.first_amount + (pages - first) * self.then_amount)


@dataclass(frozen=True, slots=True)
class Tariff:
    """The kinds of one circular, in force from `valid_from` until a later one begins."""

    code: str
    title: str
    valid_from: date
    kinds: Mapping[str, Kind]

    def kind(self, key: str) -> Kind:
        """The kind of that name; Refused where there is none."""
        if key not in self.kinds:
            raise Refused(UNKNOWN, field="kind")
        return self.kinds[key]


@lru_cache
def tariffs(root: Path = PACKS) -> tuple[Tariff, ...]:
    """All tariffs of the folder, oldest first."""
    found = (_tariff(tomllib.loads(path.read_text("utf-8"))) for path in root.glob("*.toml"))
    return tuple(sorted(found, key=lambda tariff: tariff.valid_from))


def tariff_on(day: date, *, root: Path = PACKS) -> Tariff:
    """The tariff in force on `day`; Refused where there is none."""
    found = [tariff for tariff in tariffs(root) if tariff.valid_from <= day]
    if not found:
        raise Refused(NONE_IN_FORCE, day=f"{day:%d/%m/%Y}")
    return found[-1]


def _tariff(data: dict[str, Any]) -> Tariff:
    kinds = {key: _kind(key, dict(row)) for key, row in data["kinds"].items()}
    return Tariff(data["code"], data["title"], data["valid_from"], kinds)


def _kind(key: str, row: dict[str, Any]) -> Kind:
    return Kind(key=key, by_page=row.pop("per") == "page", **row)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is certified: documents, copies of each, pages of each document."""

    documents: int = 1
    copies: int = 1
    pages: int = 1

    @property
    def all_copies(self) -> int:
        """Copies that leave the counter."""
        return self.documents * self.copies


def check_counts(counts: Counts) -> None:
    """Refused, at its field, for a count that cannot be."""
    for name in ("documents", "copies", "pages"):
        if not 1 <= getattr(counts, name) <= MOST:
            raise Refused(BAD_COUNT, field=name, most=MOST)


def fee_of(kind: Kind, counts: Counts) -> int:
    """What a request costs."""
    check_counts(counts)
    return kind.of_copy(counts.pages) * counts.all_copies if kind.by_page else kind.amount * counts.documents
