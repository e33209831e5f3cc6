"""Rule packs: the statutory forms of one circular as data, each folder of `packs/` with the days it is in force.

A new circular is a new folder; nothing in this file or in the database changes. One whose pages look like another's
names the folder of that one as its `templates`. An old slip keeps the code of the
pack it was printed by and goes on being printed by it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from motcua.kernel.sentences import Refused

PACKS = Path(__file__).resolve().parent / "packs"


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form of a pack: what the law calls it, how it is numbered and what must stand on it."""

    number: str  # of the form in its circular: "01"
    title: str  # exactly as the law writes it
    english: str  # how pages in English call it; what is printed stays in Vietnamese
    template: Path
    papers: tuple[str, ...]  # sizes it may be printed on; the first is the law's own
    book: str  # code of the numbering book: "GTN"
    book_name: str
    number_format: str  # "{n:02d}/GTN"; {symbol} is the issuing agency's, where the law asks for it
    needs_leader: bool  # signed by a leader and sealed, not by the officer at the counter
    copies: tuple[str, ...]  # to whom each copy (liên) goes
    required: Mapping[str, str]  # place in the content → its name for people; "a|b" asks for one of two

    def called(self, language: str | None) -> str:
        """The title for a page in this language."""
        return self.english if language == "en" else self.title

    def numbered(self, n: int, *, symbol: str = "") -> str:
        """Number and symbol as printed, one row a book and year: 5 → "05/HDHS" (Nghị định 30/2020, phụ lục I)."""
        return self.number_format.format(n=n, symbol=symbol)


@dataclass(frozen=True, slots=True)
class Pack:
    """The forms of one circular. In force on `valid_from` and until the day before `valid_to`, if there is one."""

    code: str
    title: str
    legal_basis: str
    short_basis: str  # as printed at the foot of each page
    valid_from: date
    valid_to: date | None
    folder: Path
    forms: Mapping[str, Form]
    house: bool = False  # working papers beside the statutory forms, printed whatever circular is in force

    def form(self, number: str) -> Form:
        """The form of that number; refused if this circular has none."""
        try:
            return self.forms[number]
        except KeyError:
            raise Refused(
                "{basis} không có Mẫu số {number}.", field="form", basis=self.short_basis, number=number
            ) from None

    def in_force(self, day: date) -> bool:
        """Whether slips issued on `day` are printed by this pack."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def pack_on(day: date, *, root: Path = PACKS) -> Pack:
    """The pack in force on `day`: the one that came into force last; refused if there is none."""
    in_force = [pack for pack in all_packs(root).values() if pack.in_force(day) and not pack.house]
    if not in_force:
        raise Refused("Chưa có bộ biểu mẫu nào có hiệu lực vào ngày {day}.", field="day", day=f"{day:%d/%m/%Y}")
    return max(in_force, key=lambda pack: pack.valid_from)


def pack_with(number: str, day: date, *, root: Path = PACKS) -> Pack:
    """The pack whose form `number` is printed on `day`: the circular's, or a house pack that has such a working paper.

    Refused, by the circular's name, if nobody has it.
    """
    houses = (pack for pack in all_packs(root).values() if pack.house and pack.in_force(day) and number in pack.forms)
    return next(houses, None) or pack_on(day, root=root)


def pack(code: str, *, root: Path = PACKS) -> Pack:
    """The pack of that code, in force or not; refused if it is not installed."""
    try:
        return all_packs(root)[code]
    except KeyError:
        raise Refused("Không có bộ biểu mẫu mang mã {code}.", field="pack", code=code) from None


@cache
def all_packs(root: Path = PACKS) -> Mapping[str, Pack]:
    """Every pack in `root` by code, read once. A pack with a fault is a fault of the installation: ValueError."""
    packs = [_read(path.parent) for path in sorted(root.glob("*/pack.toml"))]
    return {each.code: each for each in packs}


def _read(folder: Path) -> Pack:
    try:
        data = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
        templates = folder.parent / data.get("templates", folder.name)
        forms = [_form(templates, data["fields"], number, form) for number, form in data["forms"].items()]
        if data["code"] != folder.name:
            raise ValueError(f"its code {data['code']} is not the name of its folder")
        return Pack(
            code=data["code"],
            title=data["title"],
            legal_basis=data["legal_basis"],
            short_basis=data["short_basis"],
            valid_from=_day(data["valid_from"]),
            valid_to=_day(data["valid_to"]) if "valid_to" in data else None,
            folder=folder,
            forms={form.number: form for form in forms},
            house=data.get("house", False),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(f"rule pack {folder.name}: {fault!r}") from fault


def _form(templates: Path, fields: Mapping[str, str], number: str, data: Mapping[str, Any]) -> Form:
    template = templates / data["template"]
    if not template.is_file():
        raise ValueError(f"form {number}: no template {template.name}")
    return Form(
        number=number,
        title=data["title"],
        english=data["english"],
        template=template,
        papers=tuple(data["papers"]),
        book=data["book"],
        book_name=data["book_name"],
        number_format=data["number_format"],
        needs_leader=data["needs_leader"],
        copies=tuple(data["copies"]),
        required={path: fields[path] for path in data["required"]},
    )


def _day(value: object) -> date:
    if type(value) is not date:  # a datetime is a date too, and would compare badly
        raise ValueError(f"{value!r} is not a day")
    return value
