"""The rows of a process as fields of a page: read from what was sent, put in another order by its buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from motcua.kernel.sentences import Sentence
from motcua.workflow.demands import CALLED, OFFERED, REFUSED, demand, of_outcome
from motcua.workflow.process import typed_rows
from motcua.workflow.process.from_rows import RowProblem
from motcua.workflow.process.performers import NAMED, base_of, code_of, named, unit_of, within
from motcua.workflow.process.typed_rows import MOST_ROWS, MOST_WAYS, Row
from motcua.workflow.process.walk import FORWARD
from motcua.workflow.rules import NEEDS, Need, StepKind

PRESSED = re.compile(r"(up|down|insert|delete|way)-(\d{1,3})", re.ASCII)
NAMES = ("name", "role", "at", "kind", "hours", "join", "then", "label")
EMPTY = (("", ""),)
AGENCY = "agency"  # of the list of places: the agency whose code is typed beside it


def posted_rows(sent: Mapping[str, str]) -> list[Row]:
    """The rows as sent: `name-1`, `role-1`, … and `way-1-1` with `to-1-1`. Empty ways are dropped."""
    count = sent.get("rows", "")
    rows = min(int(count), MOST_ROWS + 1) if re.fullmatch(r"\d{1,4}", count, re.ASCII) else 0
    return [_row(sent, n) for n in range(1, rows + 1)]


def _row(sent: Mapping[str, str], n: int) -> Row:
    values = {name: sent.get(f"{name}-{n}", "").replace("\x00", "") for name in NAMES}
    pairs = [(sent.get(f"way-{n}-{k}", ""), sent.get(f"to-{n}-{k}", "")) for k in range(1, MOST_WAYS + 2)]
    pairs = [(way.replace("\x00", ""), to.replace("\x00", "")) for way, to in pairs]
    ways = [(way, to) for way, to in pairs if way.strip() or to.strip()]
    code = sent.get(f"agency-{n}", "").replace("\x00", "").strip()
    if values["at"] == AGENCY or (code and not values["at"]):
        values["at"] = named(code)
    if unit := sent.get(f"unit-{n}", "").replace("\x00", "").strip():
        values["at"] = within(values["at"], unit)
    return Row(**values, ways=tuple(ways), needs=" ".join(_needs(sent, n, pairs)))


def _needs(sent: Mapping[str, str], n: int, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What was ticked of row `n`: what is always owed, then what outcomes demand, each under its name of now."""
    outcomes = [("", ""), *((f"-{k}", way) for k, (way, _) in enumerate(pairs, 1) if way.strip())]
    for place, outcome in [*outcomes, *((f"-{own}", own) for own in (FORWARD, *OFFERED))]:
        ticked = (need for need in NEEDS if sent.get(f"{need}-{n}{place}"))
        yield from (demand(outcome, need) if place else need for need in ticked)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button made of the rows, and where the focus goes: `focus` names a button or field, of row `n`."""

    rows: list[Row]
    n: int = 0
    focus: str = ""
    deleted: Row | None = None


def after(pressed: str, rows: Sequence[Row]) -> Pressed:
    """The rows after the button `pressed` ("up-3"); unchanged by any other."""
    found = PRESSED.fullmatch(pressed)
    if found is None:
        return Pressed(list(rows))
    n = int(found[2])
    acts: dict[str, Callable[[], Pressed]] = {
        "up": lambda: Pressed(typed_rows.moved(rows, n, -1), max(n - 1, 1), "up"),
        "down": lambda: Pressed(typed_rows.moved(rows, n, 1), min(n + 1, len(rows)), "down"),
        "insert": lambda: Pressed(typed_rows.inserted(rows, n), n + 1, "name"),
        "delete": lambda: _deleted(rows, n),
        "way": lambda: Pressed(typed_rows.with_way(rows, n), n, "way"),
    }
    return acts[found[1]]()


def _deleted(rows: Sequence[Row], n: int) -> Pressed:
    gone = rows[n - 1] if 1 <= n <= len(rows) else None
    return Pressed(typed_rows.deleted(rows, n), max(min(n, len(rows) - 1), 1), "name", gone)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the page shows it: with at least one pair for an outcome, opened where more than the usual is said."""

    n: int
    row: Row
    ways: Sequence[tuple[int, str, str, Sequence[tuple[str, str, bool]]]]
    problems: Sequence[Sentence]
    warnings: Sequence[Sentence]
    opened: bool
    focus: str

    @property
    def at(self) -> str:
        """What the list of places shows."""
        return AGENCY if self.row.at.startswith(NAMED) else base_of(self.row.at)

    @property
    def unit(self) -> str:
        """The division inside it."""
        return unit_of(self.row.at)

    @property
    def agency(self) -> str:
        """The code of the agency that is none of the list."""
        return code_of(self.row.at)

    @property
    def needs(self) -> Sequence[str]:
        return self.row.needs.split()

    @property
    def demands(self) -> Sequence[tuple[str, str, Sequence[tuple[str, str, bool]]]]:
        """Of each outcome that the row does not name: its word, what it is called, its needs with whether ticked."""
        issues = self.row.kind == StepKind.ISSUE
        shown = [own for own in OFFERED if own != REFUSED or issues or of_outcome(self.needs, own)]
        return [(own, CALLED[own], _ticks(self.needs, own, OFFERED[own])) for own in shown]

    @property
    def onward(self) -> Sequence[tuple[str, str, bool]]:
        """The same of the way for every other outcome."""
        return _ticks(self.needs, FORWARD, Need)


def _ticks(words: Sequence[str], outcome: str, offered: Iterable[str]) -> list[tuple[str, str, bool]]:
    own = of_outcome(words, outcome) if outcome.strip() else frozenset[str]()
    return [(need, NEEDS[need], need in own) for need in offered]


def lines(
    rows: Sequence[Row], problems: Sequence[RowProblem], warnings: Sequence[RowProblem], *, n: int = 0, focus: str = ""
) -> list[Line]:
    """The rows with what is told at each; the focus is at `focus` of row `n`."""
    return [
        Line(
            k,
            row,
            [(w, way, to, _ticks(row.needs.split(), way, Need)) for w, (way, to) in enumerate(row.ways or EMPTY, 1)],
            [p.sentence for p in problems if p.n == k],
            [p.sentence for p in warnings if p.n == k],
            opened=bool(
                row.join
                or row.ways
                or row.then
                or row.label
                or row.needs
                or row.at.startswith(NAMED)
                or unit_of(row.at)
            ),
            focus=focus if k == n else "",
        )
        for k, row in enumerate(rows, 1)
    ]
