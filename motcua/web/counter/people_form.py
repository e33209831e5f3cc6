"""The list of owners on the page of one filer for many: its rows as typed, and what is wrong at each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext

from motcua.casework.file_many import MOST, Owner
from motcua.casework.imports.people import COLUMNS, Person
from motcua.dossiers.parties import PartyData, faults
from motcua.kernel.folding import fold
from motcua.kernel.sentences import gettext_noop
from motcua.kernel.spelling import bare
from motcua.web.ui.forms import read_day
from motcua.web.ui.words import say

from .parts import UNREADABLE
from .typed import number

SHOWN = 2 * MOST
"""Rows that the page keeps: more than are received at once, so that a list too long is shown and divided, not cut."""

LONGEST = {"name": 200, "number": 60, "birth_date": 20, "address": 300, "phone": 30, "note": 200}
TOO_LONG = gettext_noop("{column}: nhiều nhất {most} ký tự.")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row."""

    name: str
    label: str
    value: str
    id: str
    html_name: str
    longest: int


@dataclass
class PersonRow:
    """One row of the list: what was typed, whether it stays out, what is wrong, what to mind."""

    n: int  # from 1
    values: Person
    out: bool = False
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        return f"people-{self.n - 1}"

    @property
    def cells(self) -> list[Cell]:
        """The fields in order, as they are drawn."""
        named = [(name, gettext(label), f"{self.prefix}-{name}") for name, label in COLUMNS.items()]
        return [Cell(name, label, self.values[name], f"id_{at}", at, LONGEST[name]) for name, label, at in named]

    @property
    def is_blank(self) -> bool:
        return not any(self.values.values())

    def party(self) -> PartyData:
        """The owner as a verb takes it; who has no number yet has the reason in the remark."""
        said = self.values
        return PartyData(
            name=said["name"],
            number=said["number"],
            no_number_reason="" if said["number"] else said["note"],
            birth_date=_iso(said["birth_date"]),
            address=said["address"],
            phone=said["phone"],
        )

    def owner(self) -> Owner:
        """The row as the verb takes it."""
        return Owner(self.n, self.party(), self.values["note"])


def _iso(typed: str) -> str:
    try:
        return read_day(typed).isoformat()
    except ValueError:
        return typed


def rows_of(data: QueryDict) -> list[PersonRow]:
    """The rows that were sent; those left blank too, for somebody may be typing there."""
    count = min(number(data.get("people")) or 0, SHOWN)
    return [_row(data, n) for n in range(count)]


def _row(data: QueryDict, n: int) -> PersonRow:
    values = {name: data.get(f"people-{n}-{name}", "").replace("\0", "").strip() for name in COLUMNS}
    return PersonRow(n + 1, values, out=bool(data.get(f"people-{n}-out")))


def put(data: QueryDict, people: Sequence[Person]) -> int:
    """Add people below those that stand there; blank rows make way. How many found no place any more."""
    rows = [row for row in rows_of(data) if not row.is_blank] + [PersonRow(0, person) for person in people]
    leave(data, rows[:SHOWN])
    return max(0, len(rows) - SHOWN)


def leave(data: QueryDict, rows: Sequence[PersonRow]) -> None:
    """Let these rows stand there and no other."""
    for key in [key for key in data if key.startswith("people-") and key != "people-list"]:
        del data[key]
    for n, row in enumerate(rows):
        for name, value in row.values.items():
            data[f"people-{n}-{name}"] = value
        if row.out:
            data[f"people-{n}-out"] = "on"
    data["people"] = str(len(rows))


def check(rows: Iterable[PersonRow], *, today: date) -> None:
    """Say at each row that counts all that is wrong with it, and whom of a row before it repeats."""
    met: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.out or row.is_blank:
            continue
        row.faults = [*_faults(row, today=today)]
        who: tuple[str, ...] = (bare(row.values["number"]),)
        if not who[0]:
            who = (fold(row.values["name"]), row.values["birth_date"])
        if first := met.get(who):
            row.faults.append(gettext("Trùng người với dòng {n}. Hãy sửa, hoặc bỏ một dòng.").format(n=first))
        met.setdefault(who, row.n)


def _faults(row: PersonRow, *, today: date) -> Iterable[str]:
    for name, value in row.values.items():
        if len(value) > LONGEST[name]:
            yield gettext(TOO_LONG).format(column=gettext(COLUMNS[name]), most=LONGEST[name])
        if UNREADABLE in value:
            yield gettext("Có ký tự không đọc được (�). Hãy xóa và gõ lại.")
    yield from (say(no) for no in faults(row.party(), today=today))
