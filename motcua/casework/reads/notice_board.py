"""What a counter makes public: the procedures that its own agencies decide and that can be received, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from motcua.catalogue import shelf
from motcua.kernel import folding
from motcua.offices.snapshot import Snapshot

from .procedure_list import Listed, rows_of


@dataclass(frozen=True, slots=True)
class Board:
    """The procedures by field, fields and names in the order of a dictionary; `all_fields` with their numbers."""

    fields: Sequence[tuple[str, Sequence[Listed]]]
    all_fields: Sequence[tuple[str, int]]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.fields)


def notice_board(counter_id: int, offices: Snapshot, *, day: date, field: str = "") -> Board:
    """The list of the counter on `day`, of one field where `field` is given. Two statements."""
    served = offices.served_by(counter_id)
    kinds = {offices.agency(pk).kind for pk in served}
    here = shelf.on(day)
    own = [row for row in here.rows if row.receivable and (row.agencies & served or row.kinds & kinds)]
    counted: dict[str, int] = {}
    for row in own:
        counted[row.field] = counted.get(row.field, 0) + 1
    wanted = [row for row in own if not field or row.field == field]
    found: dict[str, list[Listed]] = {}
    for listed in rows_of([row.version_id for row in wanted]):
        found.setdefault(listed.field, []).append(listed)
    return Board(
        [(name, sorted(some, key=_name)) for name, some in sorted(found.items(), key=_field)],
        sorted(counted.items(), key=_field),
    )


def _name(row: Listed) -> tuple[str, str]:
    return folding.sort_key(row.name), row.code


def _field(pair: tuple[str, object]) -> tuple[bool, str]:
    return not pair[0], folding.sort_key(pair[0])
