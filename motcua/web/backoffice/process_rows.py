"""The rows of a process as fields of a page: read from what was sent, put in another order by its buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from motcua.kernel.sentences import Sentence
from motcua.workflow.process import typed_rows
from motcua.workflow.process.from_rows import RowProblem
from motcua.workflow.process.typed_rows import MOST_ROWS, MOST_WAYS, Row

PRESSED = re.compile(r"(up|down|insert|delete|way)-(\d{1,3})", re.ASCII)
NAMES = ("name", "role", "at", "kind", "hours", "join", "then", "label")


def posted_rows(sent: Mapping[str, str]) -> list[Row]:
    """The rows as sent: `name-1`, `role-1`, … and `way-1-1` with `to-1-1`. Empty ways are dropped."""
    count = sent.get("rows", "")
    rows = min(int(count), MOST_ROWS + 1) if re.fullmatch(r"\d{1,4}", count, re.ASCII) else 0
    return [_row(sent, n) for n in range(1, rows + 1)]


def _row(sent: Mapping[str, str], n: int) -> Row:
    values = {name: sent.get(f"{name}-{n}", "").replace("\x00", "") for name in NAMES}
    pairs = [(sent.get(f"way-{n}-{k}", ""), sent.get(f"to-{n}-{k}", "")) for k in range(1, MOST_WAYS + 2)]
    ways = ((way.replace("\x00", ""), to.replace("\x00", "")) for way, to in pairs if way.strip() or to.strip())
    return Row(**values, ways=tuple(ways))


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
    ways: Sequence[tuple[int, str, str]]
    problems: Sequence[Sentence]
    warnings: Sequence[Sentence]
    opened: bool
    focus: str


def lines(
    rows: Sequence[Row], problems: Sequence[RowProblem], warnings: Sequence[RowProblem], *, n: int = 0, focus: str = ""
) -> list[Line]:
    """The rows with what is told at each; the focus is at `focus` of row `n`."""
    return [
        Line(
            k,
            row,
            [(w, way, to) for w, (way, to) in enumerate(row.ways or [("", "")], 1)],
            [p.sentence for p in problems if p.n == k],
            [p.sentence for p in warnings if p.n == k],
            opened=bool(row.join or row.ways or row.then or row.label),
            focus=focus if k == n else "",
        )
        for k, row in enumerate(rows, 1)
    ]
