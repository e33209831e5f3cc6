"""A process as rows that a person types: kept as typed, whole or not, and reordered without losing a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from motcua.kernel.sentences import Refused
from motcua.offices.roles import Role
from motcua.workflow.rules import StepKind, StepRow

from .performers import COMPETENT, RECEIVING

BESIDE, ALONG = "beside", "along"
MOST_ROWS, MOST_WAYS = 120, 12
GONE = "?"  # stands for a row that was deleted, until somebody says where to go instead
# What is kept of a text field; what a process may hold is told as a problem, far below this.
MOST_LETTERS = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed: every value is text, and any of it may be wrong or missing.

    `join` is "" after the row above, "beside" for a new branch parallel to those above, "along" for the next step of
    the branch above. `ways` are pairs of an outcome and the number of the row to which it leads; `then` is the number
    of the row for every other outcome, "" for the next one, and `label` what people call that way. `needs` are
    the words of what is owed (demands.py), parted by spaces.
    """

    name: str = ""
    role: str = ""
    at: str = ""
    kind: str = ""
    hours: str = ""
    join: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    then: str = ""
    label: str = ""
    needs: str = ""


FRESH = (
    Row("Tiếp nhận hồ sơ", Role.RECEIVER.value, RECEIVING, StepKind.RECEIVE.value),
    Row("Thụ lý hồ sơ", Role.SPECIALIST.value, COMPETENT, StepKind.PROCESS.value),
    Row("Ký kết quả", Role.SIGNER.value, COMPETENT, StepKind.SIGN.value),
    Row("Vào sổ, phát hành", Role.CLERK.value, COMPETENT, StepKind.ISSUE.value),
    Row("Trả kết quả", Role.RECEIVER.value, RECEIVING, StepKind.RETURN.value),
)
"""What an empty table begins with: the rows that no process lacks, their hours to be filled in."""


def typed(steps: Sequence[StepRow]) -> list[Row]:
    """Rows one after another, as they would have been typed."""
    return [Row(s.name, s.role, s.at, s.kind.value, hours_typed(s.hours), needs=" ".join(s.needs)) for s in steps]


def hours_typed(hours: Any) -> str:
    """Working hours as people here write them: "4", "0,5"."""
    return f"{hours.normalize():f}".replace(".", ",")


def rows_to_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as a draft keeps them."""
    return [{name: value for name, value in asdict(row).items() if value} for row in rows]


def rows_from_json(told: Sequence[Mapping[str, Any]]) -> list[Row]:
    """What `rows_to_json` told of."""
    return [Row(**{**row, "ways": tuple((way, to) for way, to in row.get("ways", ()))}) for row in told]


def check_size(rows: Sequence[Row]) -> None:
    """Refused for a table that nobody could have meant, so that a draft stays small."""
    if len(rows) > MOST_ROWS:
        raise Refused("Quy trình dài quá {most} bước.", field="rows", most=MOST_ROWS)
    for n, row in enumerate(rows, 1):
        texts = (*asdict(row).values(), *(text for way in row.ways for text in way))
        if len(row.ways) > MOST_WAYS or any(isinstance(t, str) and len(t) > MOST_LETTERS for t in texts):
            raise Refused("Dòng {n} quá dài.", field="rows", n=n)


# Changes of the order: `n` counts from 1; a number that is not there changes nothing.


def inserted(rows: Sequence[Row], n: int) -> list[Row]:
    """An empty row after row `n` (0: before the first)."""
    if not 0 <= n <= len(rows):
        return list(rows)
    renumbered = _renumbered(rows, lambda old: old if old <= n else old + 1)
    return [*renumbered[:n], Row(), *renumbered[n:]]


def deleted(rows: Sequence[Row], n: int) -> list[Row]:
    """Row `n` is gone; who led to it leads to "?"."""
    if not 1 <= n <= len(rows):
        return list(rows)
    kept = [*rows[: n - 1], *rows[n:]]
    return _renumbered(kept, lambda old: None if old == n else old - (old > n))


def moved(rows: Sequence[Row], n: int, by: int) -> list[Row]:
    """Row `n` and its neighbour above (`by` -1) or below (1) change places."""
    other = n + by
    if not (1 <= n <= len(rows) and 1 <= other <= len(rows)):
        return list(rows)
    swapped = list(rows)
    swapped[n - 1], swapped[other - 1] = rows[other - 1], rows[n - 1]
    return _renumbered(swapped, lambda old: {n: other, other: n}.get(old, old))


def with_way(rows: Sequence[Row], n: int) -> list[Row]:
    """Room for one more outcome at row `n`."""
    return [replace(row, ways=(*row.ways, ("", ""))) if k == n else row for k, row in enumerate(rows, 1)]


def _renumbered(rows: Sequence[Row], new: Callable[[int], int | None]) -> list[Row]:
    def told(target: str) -> str:
        if not target.strip().isdecimal():
            return target
        to = new(int(target))
        return GONE if to is None else str(to)

    return [replace(row, ways=tuple((way, told(to)) for way, to in row.ways), then=told(row.then)) for row in rows]
